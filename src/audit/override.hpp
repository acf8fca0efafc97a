// SPDX-License-Identifier: Apache-2.0
// A person's decision beside the computed one: what may be one.
#pragma once

#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/problem.hpp>
#include <string_view>
#include <vector>

#include "audit/record.hpp"

namespace sourcing::audit {

/// The values that an axis may be overridden to; empty: there is no such axis.
[[nodiscard]] std::vector<std::string_view> override_values(std::string_view axis);

/// What is wrong with an override of this decision, or nothing; then `override.gates` has the gates
/// and rules that it goes against. It says something else than what was computed, and goes against
/// a gate only where `against_gate` says so.
[[nodiscard]] std::optional<Problem> judge_override(const Engine& engine, const Decision& decision,
                                                    bool against_gate, Override& override);

}  // namespace sourcing::audit
