// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/level_text.hpp"

#include <fmt/format.h>

#include "base/decimal.hpp"

namespace sourcing::cli {

std::string level_position(const engine::Criterion& criterion, const engine::Level& level) {
  if (criterion.scale == Scale::bands) {
    return &level == &criterion.levels.back()
               ? fmt::format(">= {}", base::shortest2(level.from))
               : fmt::format("{} .. < {}", base::shortest2(level.from), base::shortest2(level.to));
  }
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return base::shortest2(number_at(criterion, level.at));
  }
  return {};
}

std::string level_name(const engine::Criterion& criterion, const engine::Level& level) {
  const std::string position = level_position(criterion, level);
  if (position.empty()) return std::string(level.word);
  return criterion.scale == Scale::bands ? fmt::format("{} ({})", level.word, position) : position;
}

}  // namespace sourcing::cli
