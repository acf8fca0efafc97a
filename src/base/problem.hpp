// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/problem.hpp>
#include <string>

namespace sourcing::base {

/// As `to_string(problem)`, less the code: for where that stands in a place of its own.
[[nodiscard]] std::string without_code(const Problem& problem);

}  // namespace sourcing::base
