// SPDX-License-Identifier: Apache-2.0
// Where a criterion may move to, and what a move costs.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/box.hpp"
#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// A cost is |k - k0| / R times 4 per criterion (one level of a 1..5 scale is 1), in whole units of
/// 1 / `unit`. Exact unless the scales of a model have no small common unit; then each criterion's
/// cost is rounded to 2^-30.
struct Moves {
  engine::Point start{};
  std::int64_t unit = 1;
  std::int64_t step = 1;  ///< every cost is a multiple of this many units
  /// By criterion: the positions it may take, rising, `start` among them; only that when it may
  /// not move.
  std::vector<std::vector<std::uint16_t>> positions;
  std::vector<std::int64_t> scale;  ///< by criterion: R

  [[nodiscard]] std::int64_t cost(std::size_t criterion, std::uint16_t at) const noexcept {
    const std::int64_t moved =
        at < start[criterion] ? start[criterion] - at : at - start[criterion];
    return (4 * unit * moved + scale[criterion] / 2) / scale[criterion];
  }
};

/// `fixed` has an entry per criterion. `fine`: every position of the grid instead of whole levels,
/// words, bands and whole numbers.
[[nodiscard]] Moves make_moves(const engine::Program& program, const engine::Point& start,
                               const std::vector<bool>& fixed, bool fine);

/// The smallest box around all moves.
[[nodiscard]] engine::Box reach(const engine::Program& program, const Moves& moves) noexcept;

}  // namespace sourcing::analysis
