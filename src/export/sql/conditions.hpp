// SPDX-License-Identifier: Apache-2.0
// Conditions put together: `1 = 1` and `1 = 0` stand for what always and never holds.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <string_view>
#include <vector>

namespace sourcing::sql {

[[nodiscard]] inline std::string all_of(const std::vector<std::string>& conditions,
                                        std::string_view none = "1 = 1") {
  return conditions.empty() ? std::string(none) : fmt::format("{}", fmt::join(conditions, " AND "));
}
[[nodiscard]] inline std::string any_of(const std::vector<std::string>& conditions,
                                        std::string_view none = "1 = 0") {
  return conditions.empty() ? std::string(none) : fmt::format("{}", fmt::join(conditions, " OR "));
}
[[nodiscard]] inline std::string in_brackets(const std::string& condition) {
  return fmt::format("({})", condition);
}

}  // namespace sourcing::sql
