// SPDX-License-Identifier: Apache-2.0
#include "engine/program.hpp"

#include <algorithm>

#include "engine/phrase_order.hpp"

namespace sourcing::engine {

bool moves(const Program& program, const Rule& rule, std::size_t axis) noexcept {
  if (rule.points[axis] != rule.folded[axis]) return true;
  const auto weights = program.axes[axis].weights;
  return std::any_of(rule.neutralised.begin(), rule.neutralised.end(), [&](const auto& each) {
    return std::any_of(weights.begin(), weights.end(), [&](const Weight& weight) {
      return weight.criterion == each.criterion && weight.centipoints > 0;
    });
  });
}

bool gives(const Program& program, const Rule& rule, std::size_t axis) noexcept {
  if (rule.points[axis] != 0) return true;
  return std::any_of(rule.neutralised.begin(), rule.neutralised.end(), [&](const auto& each) {
    if (each.folded) return false;
    const Criterion& criterion = program.criteria[each.criterion];
    for (std::size_t at = 1; at <= criterion.last; ++at) {
      if (lane(program.contribution(each.criterion, at), axis) !=
          lane(program.contribution(each.criterion, 0), axis)) {
        return true;
      }
    }
    return false;
  });
}

bool moves_location(const Program& program, const Rule& rule) noexcept {
  for (std::size_t a = 1; a < axis_count; ++a) {
    if (moves(program, rule, a)) return true;
  }
  return false;
}

std::size_t find_criterion(const Program& program, std::string_view id) noexcept {
  std::size_t index = 0;
  while (index < program.criteria.size() && program.criteria[index].id != id) ++index;
  return index;
}

std::string_view phrase(const Program& program, std::string_view key,
                        std::size_t language) noexcept {
  const auto found =
      std::lower_bound(program.phrases.begin(), program.phrases.end(), key,
                       [](const Phrase& a, std::string_view b) { return phrase_before(a.key, b); });
  if (found == program.phrases.end() || found->key != key) return key;
  return program.text(found->text, language);
}

std::size_t find_language(const Program& program, std::string_view language) noexcept {
  for (std::size_t i = 0; i < program.languages.size(); ++i) {
    if (program.languages[i] == language) return i;
  }
  return 0;
}

}  // namespace sourcing::engine
