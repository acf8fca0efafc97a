// SPDX-License-Identifier: Apache-2.0
// What the first row below a header gives away: that the header is another line, or that the row is
// none of answers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "batch/plan/plan.hpp"

namespace sourcing::batch {

/// Whether cells name criteria, at least one of them another than the column's header does: a line
/// of group titles stands above the header then.
[[nodiscard]] bool renames(const Plan& plan, const std::vector<std::string>& cells);

/// Of a row that has neither id nor name and tells whole scales where answers should be, as in
/// `1-5`, or units beside them: a field to know it by, one of a unit if there is one.
[[nodiscard]] std::optional<std::size_t> scale_row(const Plan& plan,
                                                   const std::vector<std::string>& cells);

/// Whether a line is one of values rather than names: a number stands alone in it, or it is JSON.
[[nodiscard]] bool holds_values(std::string_view line, const std::vector<std::string>& names);

/// Whether a first line is the beginning of an object that is written over many lines.
[[nodiscard]] bool is_spread(std::string_view first_line);

}  // namespace sourcing::batch
