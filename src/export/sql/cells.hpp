// SPDX-License-Identifier: Apache-2.0
// The cells of a model: parts of the grid in which every rule of a group is yes or no.
//
// The engine finds them for one task at a time. Here they are found once, for the whole grid, so
// that a query can look at those that a row's intervals meet.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::sql {

struct Interval {
  std::uint16_t low = 0, high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

struct Cell {
  std::vector<Interval> within;  ///< one for each criterion of the group
  std::vector<bool> fires;       ///< one for each rule of the group
};

/// Rules that share criteria, directly or through others, and what they test. Two groups do not
/// see each other: the least of a sum over both is the sum of what is least over each.
struct Group {
  std::vector<std::size_t> rules;
  std::vector<std::size_t> criteria;
  std::vector<Cell> cells;  ///< a partition of the grid of these criteria
  bool open = false;        ///< there would be too many: `cells` is empty
};

inline constexpr std::size_t most_cells = 400;

/// The groups of the rules for which `relevant` holds, in model order.
[[nodiscard]] std::vector<Group> find_groups(
    const engine::Program& program, const std::function<bool(const engine::Rule&)>& relevant,
    std::size_t most = most_cells);

/// The criteria that a condition tests, each once, in model order. `once` becomes false when one of
/// them is tested by two atoms.
[[nodiscard]] std::vector<std::size_t> tested(const engine::Program& program,
                                              const engine::Node& node, bool* once = nullptr);

}  // namespace sourcing::sql
