// SPDX-License-Identifier: Apache-2.0
// Evaluation over a box, exactly.
//
// Over a box a score is an interval and a rule is yes, no or maybe. Splitting the box along what
// the "maybe" rules test gives *cells*, in which every rule is yes or no. Within a cell each score
// is a plain sum of one table entry per criterion, and so is a difference of two scores: its
// extremes are sums of per-criterion extremes, and they are reached. Hence everything here is
// exact, without a solver. The work is counted in cells; past the budget the answer says so. In a
// very large model a cell counts as several, so that a budget bounds the work whatever the model.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/verdict.hpp>

#include "engine/box.hpp"
#include "engine/range.hpp"

namespace sourcing::engine {

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
/// The same, where the bounds of its score are known.
[[nodiscard]] Settled<Engagement> settle_engagement(const Program& program,
                                                    const AxisBounds& score) noexcept;
[[nodiscard]] Settled<Location> settle_location(const Program& program, const Box& box,
                                                std::uint64_t cells = default_cells);
[[nodiscard]] Settled<Disposition> settle_disposition(const Program& program, const Box& box,
                                                      std::uint64_t cells = default_cells);

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

}  // namespace sourcing::engine
