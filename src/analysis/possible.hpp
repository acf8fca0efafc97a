// SPDX-License-Identifier: Apache-2.0
// Which verdicts can come out of a box, each with a point that gives it.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "analysis/relaxation.hpp"
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

/// What searches write on: kept from one to the next, so that nothing is allocated for each.
struct SearchRoom {
  RelaxationRoom relaxation;
  std::deque<Demand> demands;  // references stay good while it grows
};

/// Exactly the verdicts that some point of the box gives. Among the witnesses of a verdict, which
/// one is found is unspecified but always the same.
[[nodiscard]] PossibleSet possible_verdicts(const engine::Program& program, const engine::Box& box,
                                            std::uint64_t nodes);
/// The same of a box whose scene is known. The box is narrowed on the way, and ends as it was.
void find_possible(const Scene& scene, engine::Box& box, std::uint64_t nodes, SearchRoom& room,
                   PossibleSet& set);

/// How many of some verdicts a box gives. `exact`: each that is counted is known to be given.
struct PossibleCount {
  std::uint32_t count = 0;
  bool exact = true;
  std::uint64_t nodes = 0;
};
/// How many of `verdicts` some point of the box gives. `hints` are points of the box to try first;
/// a verdict that `nodes_each` nodes do not refute is counted. `scene` is that of the box, which is
/// narrowed on the way, and ends as it was.
[[nodiscard]] PossibleCount count_possible(const Scene& scene, engine::Box& box,
                                           std::span<const PossibleVerdict> verdicts,
                                           std::span<const engine::Point> hints,
                                           std::uint64_t nodes_each, SearchRoom& room);

}  // namespace sourcing::analysis
