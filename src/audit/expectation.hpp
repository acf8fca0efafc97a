// SPDX-License-Identifier: Apache-2.0
// What a case expects of a decision. Every key is optional: what is not said is not compared.
#pragma once

#include <sourcing/decision.hpp>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/program.hpp"

namespace sourcing::audit {

/// One thing that is not as expected; both sides as JSON text.
struct Difference {
  std::string key, expected, actual;
};

/// What is wrong with an `expect` object whatever the model is: keys, kinds, misspelt names.
[[nodiscard]] std::vector<Problem> check_expectation(const json::Value& expect,
                                                     const std::string& pointer);

/// Codes in `expect` that the model does not have: such an expectation could never hold, or never
/// fail.
[[nodiscard]] std::vector<Problem> check_codes(const engine::Program& program,
                                               const json::Value& expect,
                                               const std::string& pointer);

/// Everything in which the decision differs from what is expected, in the order of `expect`.
[[nodiscard]] std::vector<Difference> compare(const json::Value& expect, const Decision& decision);

}  // namespace sourcing::audit
