// SPDX-License-Identifier: Apache-2.0
// Evaluation over a box: every criterion lies anywhere in an interval of its grid.
//
// Over a box a score is an interval and a rule is yes, no or maybe. Splitting the box along what
// the "maybe" rules test gives *cells*, in which every rule is yes or no. Within a cell each score
// is a plain sum of one table entry per criterion, and so is a difference of two scores: its
// extremes are sums of per-criterion extremes, and they are reached. Hence everything here is
// exact, without a solver. The work is counted in cells; past the budget the answer says so. In a
// very large model a cell counts as several, so that a budget bounds the work whatever the model.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/verdict.hpp>
#include <vector>

#include "engine/kernel.hpp"
#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::engine {

inline constexpr std::uint64_t default_cells = 4'096;

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

/// Truth of a rule's condition over a box, exactly: yes and no are found also where `truth` says
/// maybe. Past the budget it says maybe.
[[nodiscard]] Truth settle_rule(const Program& program, std::size_t rule, const Box& box,
                                std::uint64_t cells = default_cells);

/// Locations that gates and rules exclude somewhere in a box, and those that they exclude
/// throughout; a bit per location. Past the budget the first is too many, the second too few.
struct Exclusions {
  std::uint8_t somewhere = 0, everywhere = 0;
  bool exact = true;
};
[[nodiscard]] Exclusions exclusions(const Program& program, const Box& box,
                                    std::uint64_t cells = default_cells);

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

struct AxisBounds {
  Centipoints low = 0, high = 0;
  bool exact = true;  ///< false: the budget ran out; the interval is still a sound bound
};
[[nodiscard]] AxisBounds score_bounds(const Program& program, const Box& box, Axis axis,
                                      std::uint64_t cells = default_cells);

/// Whether one answer holds over the whole box. `unique` without a value (location only) means
/// that gates exclude every location throughout.
template <class T>
struct Settled {
  bool unique = false;  ///< proven: every completion gives `value`
  bool proven = true;   ///< false: the budget ran out before it was known; then unique is false
  std::optional<T> value;
  std::uint64_t cells = 0;  ///< cells looked at
};
[[nodiscard]] Settled<Engagement> settle_engagement(const Program& program, const Box& box,
                                                    std::uint64_t cells = default_cells);
[[nodiscard]] Settled<Location> settle_location(const Program& program, const Box& box,
                                                std::uint64_t cells = default_cells);
[[nodiscard]] Settled<Disposition> settle_disposition(const Program& program, const Box& box,
                                                      std::uint64_t cells = default_cells);

}  // namespace sourcing::engine
