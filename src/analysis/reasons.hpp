// SPDX-License-Identifier: Apache-2.0
// The reasoning: one entry per gate, criterion and rule, ranked, adding up to the scores.
#pragma once

#include <cstddef>
#include <sourcing/decision.hpp>
#include <vector>

#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// The reasons of the decision at `point`: gates, disposition rules, then engagement, the chosen
/// location and the other locations, each ranked by |points| (ties in model order), its base last.
/// Unknown criteria contribute exactly nothing and are left out.
[[nodiscard]] std::vector<Reason> reasons(const engine::Program& program, const Task& task,
                                          const engine::Point& point,
                                          const engine::Outcome& outcome,
                                          const std::vector<std::size_t>& fired,
                                          std::size_t language);

}  // namespace sourcing::analysis
