// SPDX-License-Identifier: Apache-2.0
// The smallest change of answers that reaches a target: fewest criteria, then least cost.
//
// For one number of criteria after another, branch and bound over boxes. A box is given up when its
// relaxation proves that no point in it, with that few criteria moved and for less than the best
// cost known, meets the target: the cost is one more linear condition beside those on the scores,
// and the greatest value of any weighting of them is a sum of per-criterion gains of which the few
// greatest may be taken.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "analysis/moves.hpp"
#include "analysis/target.hpp"
#include "analysis/weightings.hpp"

namespace sourcing::analysis {

struct SmallestChange {
  bool found = false;
  bool proven = false;  ///< nothing smaller reaches it; or, when not found, nothing at all does
  engine::Point point{};
  std::size_t moved = 0;  ///< criteria
  std::int64_t cost = 0;  ///< in Moves' units
  std::uint64_t nodes = 0;
};

/// Looks for changes to several targets from the same start.
class ChangeSearch {
 public:
  ChangeSearch(const engine::Program& program, const Moves& moves);

  [[nodiscard]] SmallestChange find(const Target& target, std::uint64_t budget);

  /// What is the same in everything that can be reached.
  [[nodiscard]] const Scene& scene() const noexcept { return scene_; }

 private:
  struct Interval {
    std::size_t criterion;
    std::uint16_t low, high;
  };
  struct Option {  // a free criterion that a weighting would rather move
    std::int64_t gain;
    std::size_t criterion;
    std::uint16_t at;
  };
  struct Choice {
    Scores scores;
    std::int64_t cost;
  };

  bool search(const Target& target, std::size_t most_moved, SmallestChange& best);
  void explore(std::size_t depth);
  void branch(std::size_t depth, const Demand& demand);
  void branch_on_rule(std::size_t depth, engine::Cut cut);
  void branch_on_criterion(std::size_t depth, std::size_t criterion);
  void enter(std::size_t depth, std::size_t criterion, std::uint16_t low, std::uint16_t high);
  void hold_still();
  void undo(std::size_t mark);

  [[nodiscard]] bool still_possible(const Demand& demand);
  [[nodiscard]] bool group_possible(const Demand& demand, std::size_t first, std::size_t count,
                                    bool& improved);
  Choice choose(const Demand& demand, const Scores& weights, std::int64_t cost_weight);
  [[nodiscard]] std::pair<std::int64_t, std::uint16_t> best_move(std::size_t i,
                                                                 const Demand& demand,
                                                                 const Scores& weights,
                                                                 std::int64_t cost_weight) const;
  [[nodiscard]] std::size_t widest(const Demand& demand) const;
  void charge();
  bool try_point();
  [[nodiscard]] std::int64_t allowance() const noexcept;  // cost that a better change may have
  [[nodiscard]] bool is_free(std::size_t c) const noexcept {
    return box_.low[c] <= moves_.start[c] && moves_.start[c] <= box_.high[c];
  }
  [[nodiscard]] std::uint16_t at_most(std::size_t c, std::uint16_t position) const noexcept;
  [[nodiscard]] std::uint16_t above(std::size_t c, std::uint16_t position) const noexcept;

  const engine::Program& program_;
  const Moves& moves_;
  engine::Box box_;
  Scene scene_;
  std::int64_t magnify_;  // of scores, to the size of costs

  // Of the search under way.
  Target target_{};
  std::size_t most_moved_ = 0;
  std::uint64_t budget_ = 0;
  bool exhausted_ = false;
  SmallestChange* best_ = nullptr;
  bool any_will_do_ = false;
  std::size_t forced_ = 0;        // criteria whose interval does not hold the start
  std::int64_t forced_cost_ = 0;  // their least cost
  engine::Point point_{};
  std::vector<Interval> log_;  // what to restore
  std::vector<Option> options_;
  std::deque<Demand> demands_;
  Weightings weightings_;
  mutable std::uint64_t looks_ = 0;  // at contributions and parts of conditions
  std::uint64_t charged_ = 0;
};

}  // namespace sourcing::analysis
