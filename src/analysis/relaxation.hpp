// SPDX-License-Identifier: Apache-2.0
// Can a few linear conditions on the scores hold together somewhere in a box?
//
// The criteria are independent of each other, so the greatest value that any weighting of the
// conditions reaches in the box is a sum of one maximum per criterion: exact and cheap. Weights
// for which even that greatest value is negative prove that the conditions cannot hold together
// (Lagrangian duality). All of it is integers.
#pragma once

#include <algorithm>

#include "analysis/target.hpp"
#include "analysis/weightings.hpp"

namespace sourcing::analysis {

/// What a relaxation writes on; kept from one to the next.
struct RelaxationRoom {
  engine::Point point{};
  Weightings weightings;
};

class Relaxation {
 public:
  /// All must outlive it.
  Relaxation(const Scene& scene, const engine::Box& box, RelaxationRoom& room)
      : scene_(scene), box_(box), point_(room.point), weightings_(room.weightings) {
    std::copy_n(box.low.begin(), scene.program.criteria.size(), point_.begin());
  }

  /// False: proven that no point of the box meets the demand. True: not proven; `point()` meets
  /// its linear conditions or comes close.
  [[nodiscard]] bool feasible(const Demand& demand);

  /// Tries to mend `point()` by moving one criterion after another to where the shortfall is
  /// least. REQUIRES: feasible(demand) before, and no undecided rule in the demand.
  void mend(const Demand& demand);

  /// A point of the box.
  [[nodiscard]] const engine::Point& point() const noexcept { return point_; }

  /// The active criterion (an index into Scene::active) that can move the conditions most, with
  /// more than one position left; Scene::active.size() when there is none.
  [[nodiscard]] std::size_t widest(const Demand& demand) const;

  /// How often a contribution has been looked at so far: what the work costs, on any machine.
  [[nodiscard]] std::uint64_t looks() const noexcept { return looks_; }

 private:
  struct Group {  // constraints [first, first + count) of the demand
    std::size_t first, count;
  };

  bool group_feasible(const Demand& demand, Group group);
  Scores maximise(const Demand& demand, const Scores& weights);

  const Scene& scene_;
  const engine::Box& box_;
  engine::Point& point_;
  Weightings& weightings_;
  mutable std::uint64_t looks_ = 0;
};

}  // namespace sourcing::analysis
