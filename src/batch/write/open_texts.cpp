// SPDX-License-Identifier: Apache-2.0
#include "batch/write/open_texts.hpp"

#include <charconv>

#include "base/decimal.hpp"

namespace sourcing::batch {

namespace {

using render::Place;

// What stands for numbers where a text is to be cut; a question's words come before both.
constexpr Centipoints spread_hole = 2'000'000'000;
constexpr std::uint32_t count_hole = 4'000'000'000;

Verdict verdict_of(std::size_t d, std::size_t e, std::size_t l) {
  Verdict verdict{static_cast<Disposition>(d), static_cast<Engagement>(e), std::nullopt};
  if (l < location_count) verdict.location = static_cast<Location>(l);
  return verdict;
}

}  // namespace

OpenTexts::OpenTexts(const Plan& plan, const DocumentTexts& texts)
    : plan_(plan), texts_(texts), values_(plan.program) {
  cut_witnesses();
  cut_verdicts();
  cut_questions();
}

// A key ends where its value begins, and begins with the first quote behind what is between two.
void OpenTexts::cut_witnesses() {
  for (const engine::Criterion& criterion : plan_.program.criteria) {
    Decision decision;
    Possible& possible = decision.possible.emplace_back();
    const WitnessValue answer{std::string(criterion.id), std::string(hole)};
    possible.witness = {answer, answer};
    const std::string text = texts_.entry_of(Place::possible, decision);
    const std::size_t first = text.find(hole), second = text.rfind(hole);
    const std::size_t key = text.find('"', first);
    keys_.push_back(text.substr(key, second - key));
    between_ = text.substr(first + 1, key - first - 1);
    end_ = text.substr(second + 1);
  }
}

void OpenTexts::cut_verdicts() {
  for (std::size_t d = 0; d < disposition_count; ++d) {
    for (std::size_t e = 0; e < engagement_count; ++e) {
      for (std::size_t l = 0; l <= location_count; ++l) {
        Decision decision;
        Possible& possible = decision.possible.emplace_back();
        possible.verdict = verdict_of(d, e, l);
        without_witness_[d][e][l] = texts_.entry_of(Place::possible, decision);
        possible.witness = {{std::string(plan_.program.criteria.front().id), std::string(hole)}};
        const std::string text = texts_.entry_of(Place::possible, decision);
        verdicts_[d][e][l] = text.substr(0, text.find(hole) - keys_.front().size());
      }
    }
  }
}

void OpenTexts::cut_questions() {
  std::string spread;
  base::append_fixed2(spread, spread_hole);
  const std::string count = std::to_string(count_hole);
  const std::size_t language = engine::find_language(plan_.program, plan_.options.language);
  for (std::size_t c = 0; c < plan_.program.criteria.size(); ++c) {
    for (const bool exact : {false, true}) {
      Decision decision;
      decision.next_questions.push_back(
          analysis::described(plan_.program, {c, count_hole, exact, spread_hole}, language));
      const std::string text = texts_.entry_of(Place::next_questions, decision);
      const std::size_t last = text.rfind(spread), first = text.rfind(count, last);
      if (exact) questions_.push_back(text.substr(0, first));
      spread_[exact ? 1 : 0] = text.substr(first + count.size(), last - first - count.size());
      question_end_ = text.substr(last + spread.size());
    }
  }
}

void OpenTexts::append_possible(const analysis::PossibleSet& set, const engine::Box& box,
                                std::string& out) const {
  std::string_view before = texts_.open;
  for (const analysis::PossibleVerdict& verdict : set.verdicts) {
    out += before;
    before = texts_.between;
    const auto d = static_cast<std::size_t>(verdict.disposition);
    const auto e = static_cast<std::size_t>(verdict.engagement);
    const std::size_t l = verdict.location == engine::no_location
                              ? location_count
                              : static_cast<std::size_t>(verdict.location);
    const std::string* next = &verdicts_[d][e][l];
    for (std::size_t c = 0; c < keys_.size(); ++c) {
      if (box.low[c] == box.high[c]) continue;
      out += *next;
      next = &between_;
      out += keys_[c];
      values_.append(c, verdict.witness[c], out);
    }
    out += next == &between_ ? end_ : without_witness_[d][e][l];
  }
  out += texts_.close;
}

void OpenTexts::append_questions(std::span<const analysis::Question> questions,
                                 std::string& out) const {
  if (questions.empty()) {
    out += texts_.empty;
    return;
  }
  std::string_view before = texts_.open;
  for (const analysis::Question& question : questions) {
    out += before;
    before = texts_.between;
    out += questions_[question.criterion];
    std::array<char, 10> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), question.remaining).ptr;
    out.append(digits.data(), end);
    out += spread_[question.exact ? 1 : 0];
    base::append_fixed2(out, question.spread);
    out += question_end_;
  }
  out += texts_.close;
}

}  // namespace sourcing::batch
