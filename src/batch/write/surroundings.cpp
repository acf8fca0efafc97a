// SPDX-License-Identifier: Apache-2.0
#include "batch/write/surroundings.hpp"

#include <algorithm>

namespace sourcing::batch {

namespace {

using render::Place;

// What stands for a value where a text is to be cut: no JSON text has this byte.
constexpr char hole = '\x01';

// There are few kinds of rows; a hostile model may have more.
constexpr std::size_t most_told = 4'096;

template <class T>
std::optional<T> part(std::size_t index, std::size_t none) {
  return index == none ? std::nullopt : std::optional(static_cast<T>(index));
}

template <class T>
std::size_t index_of(const std::optional<T>& value, std::size_t none) {
  return value ? static_cast<std::size_t>(*value) : none;
}

}  // namespace

Surroundings::Surroundings(const Plan& plan, const DocumentTexts& texts)
    : plan_(plan),
      texts_(texts),
      steps_(plan.program),
      quiet_(plan.program),
      considering_(plan.program),
      values_(plan.program) {
  cut_flips(texts);
}

void Surroundings::cut_flips(const DocumentTexts& texts) {
  const auto written = [&](std::string_view criterion, const Verdict& verdict) {
    Decision decision;
    decision.flip_step =
        FlipStep{std::string(criterion), std::string(1, hole), std::string(1, hole), verdict};
    std::string text;
    texts.append_value(Place::flip_step, decision, text);
    return text;
  };
  for (const engine::Criterion& criterion : plan_.program.criteria) {
    const std::string text = written(criterion.id, {});
    before_.push_back(text.substr(0, text.find(hole)));
  }
  for (std::size_t d = 0; d < gives_.size(); ++d) {
    for (std::size_t e = 0; e < gives_[d].size(); ++e) {
      for (std::size_t l = 0; l < gives_[d][e].size(); ++l) {
        Verdict verdict;
        verdict.disposition = part<Disposition>(d, disposition_count);
        verdict.engagement = part<Engagement>(e, engagement_count);
        verdict.location = part<Location>(l, location_count);
        const std::string text = written({}, verdict);
        const std::size_t first = text.find(hole), second = text.rfind(hole);
        between_ = text.substr(first + 1, second - first - 1);
        gives_[d][e][l] = text.substr(second + 1);
      }
    }
  }
  texts.append_value(Place::flip_step, {}, none_);
}

void Surroundings::write_flip(const analysis::SingleSteps::Step& step, std::uint16_t from) {
  const engine::Outcome& outcome = step.outcome;
  const std::size_t c = step.criterion;
  flip_ = before_[c];
  values_.append(c, from, flip_);
  flip_ += between_;
  values_.append(c, step.to, flip_);
  const std::size_t d =
      step.given.disposition ? static_cast<std::size_t>(outcome.disposition) : disposition_count;
  const std::size_t e =
      step.given.engagement ? static_cast<std::size_t>(outcome.engagement) : engagement_count;
  const std::size_t l =
      step.given.location ? index_of(outcome.chosen(), location_count) : location_count;
  flip_ += gives_[d][e][l];
}

Surroundings::Told Surroundings::tell(std::span<const analysis::RuleConsidered> rules) const {
  const engine::Program& program = plan_.program;
  const std::string hole_text(1, hole);
  const std::vector<std::string_view> holes(program.criteria.size(), hole_text);
  Decision decision;
  Told told;
  for (const analysis::RuleConsidered& rule : rules) {
    decision.considered.push_back(analysis::described(program, rule, holes));
    for (const analysis::Need& need : rule.lacking) told.criteria.push_back(need.criterion);
  }
  std::string text;
  texts_.append_value(Place::considered, decision, text);
  std::size_t begin = 0;
  for (std::size_t i = 0; i < told.criteria.size(); ++i) {
    const std::size_t end = text.find(hole, begin);
    told.pieces.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  told.pieces.push_back(text.substr(begin));
  return told;
}

void Surroundings::write_considered(const engine::Box& box,
                                    const std::vector<std::string_view>& answers) {
  const auto rules = considering_.look(box, plan_.options.decide.cells);
  key_.clear();
  const auto number = [&](std::size_t value) {
    key_ += static_cast<char>(value & 0xFFU);
    key_ += static_cast<char>(value >> 8U);
  };
  for (const analysis::RuleConsidered& rule : rules) {
    key_ += static_cast<char>(rule.fires);
    number(rule.lacking.size());
    for (const analysis::Need& need : rule.lacking) {
      number(need.criterion);
      number(need.low);
      number(need.high);
      key_ += need.outside ? '1' : '0';
    }
  }
  auto found = told_.find(std::string_view(key_));
  if (found == told_.end()) {
    if (told_.size() == most_told) told_.clear();
    found = told_.emplace(key_, tell(rules)).first;
  }
  const Told& told = found->second;
  considered_ = told.pieces.front();
  for (std::size_t i = 0; i < told.criteria.size(); ++i) {
    const std::string_view answer = answers[told.criteria[i]];
    considered_ += answer.empty() ? std::string_view("null") : answer;
    considered_ += told.pieces[i + 1];
  }
}

void Surroundings::look(const analysis::SingleSteps::Start& start,
                        const std::vector<std::string_view>& answers) {
  const auto step = steps_.first(start, &quiet_);
  robust_ = !step;
  if (step) {
    write_flip(*step, start.point[step->criterion]);
  } else {
    flip_ = none_;
  }
  write_considered(start.box, answers);
}

}  // namespace sourcing::batch
