// SPDX-License-Identifier: Apache-2.0
// Why nothing in a box meets a target, in terms that a person can act on.
#pragma once

#include <cstddef>
#include <sourcing/whatif.hpp>
#include <vector>

#include "analysis/target.hpp"
#include "engine/box.hpp"

namespace sourcing::analysis {

/// REQUIRES: no point of the box meets the target. At least one obstacle.
[[nodiscard]] std::vector<Obstacle> obstacles(const engine::Program& program,
                                              const engine::Box& box, const Target& target,
                                              std::size_t language);

}  // namespace sourcing::analysis
