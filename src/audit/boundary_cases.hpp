// SPDX-License-Identifier: Apache-2.0
// Cases that stand on either side of every threshold, gate and rule of a model.
#pragma once

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
  engine::Point below, above;  ///< `above` has the higher position
};

/// A pair for every criterion on which a gate or rule turns, for the engagement threshold, for both
/// edges of the hybrid band, and for every two locations between which it can turn. A boundary for
/// which no pair is found from the neutral task is left out, and named in `missed`.
[[nodiscard]] std::vector<BoundaryPair> boundary_pairs(const engine::Program& program,
                                                       std::vector<std::string>& missed);

/// The pairs as a cases file that expects what the model says now.
[[nodiscard]] std::string boundary_cases(const Engine& engine,
                                         const std::vector<BoundaryPair>& pairs);

}  // namespace sourcing::audit
