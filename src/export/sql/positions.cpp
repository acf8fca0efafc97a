// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "export/sql/reading.hpp"

namespace sourcing::sql {

std::string described(const engine::Criterion& criterion) {
  return fmt::format("{}: {}", criterion.id, name(criterion.scale));
}

std::string place_number(const Dialect& sql, const engine::Criterion& criterion,
                         const std::string& number) {
  if (criterion.scale == Scale::bands) {
    std::string out = fmt::format(
        "CASE WHEN {0} = {1} THEN {2} WHEN {0} < 0 OR {0} > {3} THEN "
        "{4}",
        number, too_fine, off_grid, greatest_number, out_of_range);
    for (std::size_t i = 0; i + 1 < criterion.levels.size(); ++i) {
      out += fmt::format(" WHEN {} < {} THEN {}", number, criterion.levels[i].to, i);
    }
    return out + fmt::format(" ELSE {} END", criterion.levels.size() - 1);
  }
  const std::string offset = criterion.minimum == 0 ? number
                             : criterion.minimum < 0
                                 ? fmt::format("{} + {}", number, -criterion.minimum)
                                 : fmt::format("{} - {}", number, criterion.minimum);
  std::string out =
      fmt::format("CASE WHEN {0} = {1} THEN {2} WHEN {0} < {3} OR {0} > {4} THEN {5}", number,
                  too_fine, off_grid, criterion.minimum, criterion.maximum, out_of_range);
  if (criterion.step == 1) return out + fmt::format(" ELSE {} END", offset);
  const std::string step = fmt::format("{}", criterion.step);
  // Only what is within the scale is divided, so that the sign never matters.
  const std::string safe = fmt::format("CASE WHEN {0} BETWEEN {1} AND {2} THEN {3} ELSE 0 END",
                                       number, criterion.minimum, criterion.maximum, offset);
  return out + fmt::format(" WHEN {} <> 0 THEN {} ELSE {} END", sql.remainder(safe, step), off_grid,
                           sql.divide(safe, step));
}

}  // namespace sourcing::sql
