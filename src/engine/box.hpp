// SPDX-License-Identifier: Apache-2.0
// A box: every criterion lies anywhere in an interval of its grid. What can be seen at a glance:
// whether a condition holds, and how far one criterion moves a score. settle.hpp has what takes a
// search.
#pragma once

#include <algorithm>
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

/// Least and greatest of one criterion's contribution within an interval, as `value` sees it. Here,
/// and not out of line, because everything that bounds a score adds up one of these per criterion.
struct Extremes {
  Centipoints low, high;
};
template <class Value>
[[nodiscard]] Extremes extremes(const Program& program, std::size_t criterion, std::uint16_t low,
                                std::uint16_t high, unsigned bend, Value value) noexcept {
  const Criterion& info = program.criteria[criterion];
  const Lanes* const table = program.contributions.data() + info.table;
  const Centipoints first = value(table[low]), last = value(table[high]);
  Extremes result{std::min(first, last), std::max(first, last)};
  if ((info.bends & bend) != 0) {
    for (std::size_t at = low + std::size_t{1}; at < high; ++at) {
      const Centipoints here = value(table[at]);
      result.low = std::min(result.low, here);
      result.high = std::max(result.high, here);
    }
  }
  return result;
}
/// Of its contribution to an axis.
[[nodiscard]] inline Extremes contribution_extremes(const Program& program, std::size_t criterion,
                                                    std::size_t axis, std::uint16_t low,
                                                    std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_of(axis),
                  [axis](Lanes lanes) { return lane(lanes, axis); });
}
/// Of the difference of its contributions to two axes, `plus` less `minus`.
[[nodiscard]] inline Extremes difference_extremes(const Program& program, std::size_t criterion,
                                                  std::size_t plus, std::size_t minus,
                                                  std::uint16_t low, std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_between(plus, minus),
                  [plus, minus](Lanes lanes) { return lane(lanes, plus) - lane(lanes, minus); });
}

/// A place to cut a box so that an undecided atom of the condition becomes decided on both sides:
/// the criterion and the last position of the lower part. REQUIRES: truth(…) == Truth::maybe.
struct Cut {
  std::uint16_t criterion, last_of_lower;
};
[[nodiscard]] Cut find_cut(const Program& program, std::uint32_t node, const Box& box) noexcept;

}  // namespace sourcing::engine
