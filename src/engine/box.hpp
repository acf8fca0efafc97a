// SPDX-License-Identifier: Apache-2.0
// A box: every criterion lies anywhere in an interval of its grid. What can be seen at a glance:
// whether a condition holds, and how far one criterion moves a score. settle.hpp has what takes a
// search.
#pragma once

#include <array>
#include <cstdint>
#include <sourcing/verdict.hpp>

#include "engine/kernel.hpp"
#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::engine {

/// Closed interval of positions per criterion; the entries past the model's criteria are unused.
struct Box {
  std::array<std::uint16_t, model::most_criteria> low;
  std::array<std::uint16_t, model::most_criteria> high;
};

/// The box of every task that the model can be given.
[[nodiscard]] Box whole(const Program& program) noexcept;
/// The box that holds one point.
[[nodiscard]] Box box_of(const Program& program, const Point& point) noexcept;

enum class Truth : std::uint8_t { no, maybe, yes };

/// Truth of a condition over a box. `maybe` is cautious: a condition that tests one criterion
/// twice may be found maybe although it is settled; splitting resolves it.
[[nodiscard]] Truth truth(const Program& program, std::uint32_t node, const Box& box) noexcept;

/// Least and greatest of one criterion's contribution to an axis within an interval.
struct Extremes {
  Centipoints low, high;
};
[[nodiscard]] Extremes contribution_extremes(const Program& program, std::size_t criterion,
                                             std::size_t axis, std::uint16_t low,
                                             std::uint16_t high) noexcept;
/// The same for the difference of its contributions to two axes, `plus` less `minus`.
[[nodiscard]] Extremes difference_extremes(const Program& program, std::size_t criterion,
                                           std::size_t plus, std::size_t minus, std::uint16_t low,
                                           std::uint16_t high) noexcept;

/// A place to cut a box so that an undecided atom of the condition becomes decided on both sides:
/// the criterion and the last position of the lower part. REQUIRES: truth(…) == Truth::maybe.
struct Cut {
  std::uint16_t criterion, last_of_lower;
};
[[nodiscard]] Cut find_cut(const Program& program, std::uint32_t node, const Box& box) noexcept;

}  // namespace sourcing::engine
