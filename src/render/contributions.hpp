// SPDX-License-Identifier: Apache-2.0
// The tables of points: what an axis is made of, and what one location has over another.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "render/document.hpp"

namespace sourcing::render {

/// The start, one row for each reason of the axis in their order, and the score they add up to.
[[nodiscard]] std::vector<PointsRow> contributions(const Wording& wording, const Decision& decision,
                                                   Axis axis);

/// What `chosen` has more (above zero) or less than `other`, the largest first, and the sum.
/// Reasons that make no difference are left out.
[[nodiscard]] std::vector<PointsRow> differences(const Wording& wording, const Decision& decision,
                                                 Axis chosen, Axis other);

/// A reason with its points on each location, from nearest to farthest.
struct PlaceReason {
  const Reason* reason = nullptr;  ///< the first under its code
  std::string label, value;        ///< of those that are shown
  std::array<Centipoints, location_count> points{};
  Centipoints lead = 0;  ///< what the chosen one has over the other
  std::string_view why;  ///< what it says of the chosen one; may be empty
};

/// What tells the locations apart, the largest first: by what `chosen` has more or less than
/// `other`, or by what `chosen` has, where there is no other. The first `shown` get a label and a
/// value.
[[nodiscard]] std::vector<PlaceReason> place_reasons(const Wording& wording,
                                                     const Decision& decision, Location chosen,
                                                     std::optional<Location> other,
                                                     std::size_t shown);

/// Numbers as the language writes them.
void set_decimal_sign(const Wording& wording, std::vector<PointsRow>& rows);

/// Keeps the first `most` items and puts one row for the sum of the others; drops items of no
/// points when there are others. So the rows still add up.
void shorten(const Wording& wording, std::vector<PointsRow>& rows, std::size_t most);

}  // namespace sourcing::render
