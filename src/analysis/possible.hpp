// SPDX-License-Identifier: Apache-2.0
// Which verdicts can come out of a box, each with a point that gives it.
#pragma once

#include <cstdint>
#include <vector>

#include "analysis/target.hpp"
#include "engine/box.hpp"
#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// One verdict and a point of the box at which the kernel gives it.
struct PossibleVerdict {
  Disposition disposition;
  Engagement engagement;
  std::int8_t location;  // or engine::no_location
  engine::Point witness;
};

struct PossibleSet {
  std::vector<PossibleVerdict> verdicts;  ///< in the order disposition, engagement, location
  bool complete = true;                   ///< false: the budget ran out; there may be more
  std::uint64_t nodes = 0;                ///< nodes visited; the same on every machine
};

/// Exactly the verdicts that some point of the box gives. Among the witnesses of a verdict, which
/// one is found is unspecified but always the same.
[[nodiscard]] PossibleSet possible_verdicts(const engine::Program& program, const engine::Box& box,
                                            std::uint64_t nodes);

/// How many of some verdicts a box gives. `exact`: each that is counted is known to be given.
struct PossibleCount {
  std::uint32_t count = 0;
  bool exact = true;
  std::uint64_t nodes = 0;
};
/// How many of `verdicts` some point of the box gives. `hints` are points of the box to try first;
/// a verdict that `nodes_each` nodes do not refute is counted.
/// `scene` is that of the box.
[[nodiscard]] PossibleCount count_possible(const Scene& scene, const engine::Box& box,
                                           const std::vector<PossibleVerdict>& verdicts,
                                           const std::vector<engine::Point>& hints,
                                           std::uint64_t nodes_each);

}  // namespace sourcing::analysis
