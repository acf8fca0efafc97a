// SPDX-License-Identifier: Apache-2.0
// What stands behind a code among the reasons of a verdict: a criterion, a gate or a rule.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::cli {

/// Every code that a reason of this model may carry: criteria, gates, rules, `base`.
[[nodiscard]] std::vector<std::string_view> reason_codes(const engine::Program& program);

/// Explains one of `reason_codes` in lines of at most `width` columns.
[[nodiscard]] std::string explain_reason(const engine::Program& program, std::string_view code,
                                         std::size_t language, std::size_t width);

/// The same as a JSON object.
[[nodiscard]] std::string explain_reason_json(const engine::Program& program, std::string_view code,
                                              std::size_t language);

}  // namespace sourcing::cli
