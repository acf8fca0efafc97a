// SPDX-License-Identifier: Apache-2.0
// The exact range of a score, or of the difference of two, over a box.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/verdict.hpp>

#include "engine/box.hpp"

namespace sourcing::engine {

inline constexpr std::uint64_t default_cells = 4'096;

/// An interval that a score lies in.
struct AxisBounds {
  Centipoints low = 0, high = 0;
  bool exact = true;  ///< false: the budget ran out; the interval is still a sound bound
};
/// Of one axis, within a budget of cells.
[[nodiscard]] AxisBounds score_bounds(const Program& program, const Box& box, Axis axis,
                                      std::uint64_t cells = default_cells);

/// A sum of one table entry per criterion and of the points of the rules that fire: a score, or the
/// difference of two.
struct Objective {
  std::size_t plus;
  std::optional<std::size_t> minus;
};

/// Least and greatest of an objective over a box. `spent` grows by the cells looked at, at least 1;
/// past the budget of `cells` the interval is sound but not exact.
[[nodiscard]] AxisBounds range(const Program& program, const Box& box, const Objective& objective,
                               std::uint64_t cells, std::uint64_t& spent);

}  // namespace sourcing::engine
