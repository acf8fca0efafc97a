// SPDX-License-Identifier: Apache-2.0
// The tables of points: what an axis is made of, and what one location has over another.
#pragma once

#include <cstddef>
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

/// Numbers as the language writes them.
void set_decimal_sign(const Wording& wording, std::vector<PointsRow>& rows);

/// Keeps the first `most` items and puts one row for the sum of the others; drops items of no
/// points when there are others. So the rows still add up.
void shorten(const Wording& wording, std::vector<PointsRow>& rows, std::size_t most);

}  // namespace sourcing::render
