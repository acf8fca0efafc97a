// SPDX-License-Identifier: Apache-2.0
#include "batch/write/surroundings.hpp"

#include <algorithm>

namespace sourcing::batch {

namespace {

using render::Place;

// There are few that rules lack; a hostile model may have more.
constexpr std::size_t most_needs = 4'096;

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
  cut_rules();
}

void Surroundings::cut_flips(const DocumentTexts& texts) {
  const auto written = [&](std::string_view criterion, const Verdict& verdict) {
    Decision decision;
    decision.flip_step =
        FlipStep{std::string(criterion), std::string(hole), std::string(hole), verdict};
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

void Surroundings::cut_rules() {
  const auto rules = considering_.rules();
  for (analysis::RuleConsidered rule : rules) {
    RuleTexts& texts = rules_.emplace_back();
    for (const Fires fires : {Fires::no, Fires::maybe, Fires::yes}) {
      const auto f = static_cast<std::size_t>(fires);
      rule.fires = fires;
      rule.lacking.clear();
      texts.complete[f] = entry_of(rule);
      rule.lacking = {{0, 0, 0, false}};
      const std::string text = entry_of(rule);
      const NeedTexts need = cut_need(rule);
      texts.lacking[f] = text.substr(0, text.find(hole) - need.before.size());
    }
  }
}

std::string Surroundings::entry_of(const analysis::RuleConsidered& rule) const {
  const std::vector<std::string_view> holes(plan_.program.criteria.size(), hole);
  Decision decision;
  decision.considered.push_back(analysis::described(plan_.program, rule, holes));
  return texts_.entry_of(Place::considered, decision);
}

// Behind the first of two the other follows, behind an only one the rule ends: what is alike of
// both is its own end. Each is an object.
Surroundings::NeedTexts Surroundings::cut_need(analysis::RuleConsidered rule) {
  const std::string one = entry_of(rule);
  rule.lacking.push_back(rule.lacking.front());
  const std::string two = entry_of(rule);
  const std::size_t at = one.find(hole) + 1, second = two.rfind(hole);
  const auto [end, other] = std::mismatch(one.begin() + static_cast<std::ptrdiff_t>(at), one.end(),
                                          two.begin() + static_cast<std::ptrdiff_t>(at));
  const auto stop = static_cast<std::size_t>(end - one.begin());
  const std::size_t next = two.find('{', stop);
  between_needs_ = two.substr(stop, next - stop);
  rule_end_ = one.substr(stop);
  return {two.substr(next, second - next), one.substr(at, stop - at)};
}

const Surroundings::NeedTexts& Surroundings::of(const analysis::RuleConsidered& rule,
                                                const analysis::Need& need) {
  const std::uint64_t key = std::uint64_t{need.criterion} << 48 | std::uint64_t{need.low} << 32 |
                            std::uint64_t{need.high} << 16 | (need.outside ? 1U : 0U);
  const auto found = needs_.find(key);
  if (found != needs_.end()) return found->second;
  if (needs_.size() == most_needs) needs_.clear();
  return needs_.emplace(key, cut_need({rule.rule, rule.fires, {need}})).first->second;
}

void Surroundings::write_considered(const engine::Box& box,
                                    const std::vector<std::string_view>& answers) {
  considered_.clear();
  const auto rules = considering_.look(box, plan_.options.decide.cells);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const analysis::RuleConsidered& rule = rules[i];
    considered_ += i == 0 ? texts_.open : texts_.between;
    const auto fires = static_cast<std::size_t>(rule.fires);
    if (rule.lacking.empty()) {
      considered_ += rules_[i].complete[fires];
      continue;
    }
    std::string_view before = rules_[i].lacking[fires];
    for (const analysis::Need& need : rule.lacking) {
      const NeedTexts& texts = of(rule, need);
      const std::string_view answer = answers[need.criterion];
      considered_ += before;
      considered_ += texts.before;
      considered_ += answer.empty() ? std::string_view("null") : answer;
      considered_ += texts.after;
      before = between_needs_;
    }
    considered_ += rule_end_;
  }
  considered_ += rules.empty() ? texts_.empty : texts_.close;
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
