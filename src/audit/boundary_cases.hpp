// SPDX-License-Identifier: Apache-2.0
// Cases that stand on either side of every threshold, gate and rule of a model.
#pragma once

#include <cstddef>
#include <optional>
#include <sourcing/engine.hpp>
#include <string>
#include <vector>

#include "engine/kernel.hpp"

namespace sourcing::audit {

/// Two tasks that differ in one criterion by one step of its grid (one word, one band), and in what
/// the name says.
struct BoundaryPair {
  std::string name;
  std::size_t criterion = 0;
  std::optional<std::size_t> rule;  ///< the gate or rule that turns
  engine::Point below, above;       ///< `above` has the higher position
};

/// A pair for every criterion on which a gate or rule turns, for the engagement threshold, for both
/// edges of the hybrid band, and for every two locations between which it can turn. A boundary for
/// which no pair is found from the neutral task is left out, and named in `missed`; past a budget
/// of steps that is the rest.
[[nodiscard]] std::vector<BoundaryPair> boundary_pairs(const engine::Program& program,
                                                       std::vector<std::string>& missed);

/// A cases file that expects what the model says now.
struct BoundaryCases {
  std::string text;
  std::size_t left_out =
      0;  ///< pairs for which the budget, or the room that a reader has, is short
};
[[nodiscard]] BoundaryCases boundary_cases(const Engine& engine,
                                           const std::vector<BoundaryPair>& pairs);

}  // namespace sourcing::audit
