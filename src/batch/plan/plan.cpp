// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/plan.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace sourcing::batch {

bool Plan::numbers_may_be_unknown() const noexcept {
  const auto has_digit = [](const std::string& word) {
    return word.find_first_of("0123456789") != std::string::npos;
  };
  return std::any_of(options.unknown.begin(), options.unknown.end(), has_digit) ||
         std::any_of(options.values.begin(), options.values.end(),
                     [&](const OwnValue& own) { return has_digit(own.word); });
}

const OwnWord* Plan::own_word(std::size_t criterion, std::string_view text) const noexcept {
  if (own_words.empty()) return nullptr;
  const base::FoldedWord folded(text);
  for (const OwnWord& own : own_words) {
    if (own.criterion == criterion && own.folded == folded.view()) return &own;
  }
  return nullptr;
}

bool Plan::means_unknown(std::string_view trimmed) const noexcept {
  if (trimmed.empty()) return true;
  return std::any_of(options.unknown.begin(), options.unknown.end(), [&](const std::string& word) {
    return word.size() == trimmed.size() &&
           std::equal(word.begin(), word.end(), trimmed.begin(), [](char a, char b) {
             const auto lower = [](char c) {
               return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
             };
             return lower(a) == lower(b);
           });
  });
}

bool Plan::other_knows(std::string_view wanted) const noexcept {
  return other != nullptr && engine::find_named(*other, wanted) < other->criteria.size();
}

const Answer* Plan::assumed(std::size_t criterion) const noexcept {
  // What a caller gives may be of another model, or of none.
  if (options.assumed.answers.size() != program.criteria.size()) return nullptr;
  const Answer& answer = options.assumed.answers[criterion];
  const bool fits = answer.low <= answer.high && answer.high <= program.criteria[criterion].last;
  return answer.origin == Origin::option && fits ? &answer : nullptr;
}

}  // namespace sourcing::batch
