// SPDX-License-Identifier: Apache-2.0
// How much of all weightings agrees with a verdict.
#pragma once

#include <array>
#include <cstdint>
#include <sourcing/stability.hpp>
#include <vector>

#include "analysis/exact_scores.hpp"

namespace sourcing::analysis {

/// The part of the simplex { w : w_i >= 0, sum w_i = 1 } in which sum w_i·a_i <= 0.
///
/// Closed form after Varsi, "The multidimensional content of the frustum of the simplex" (Pacific
/// J. Math. 46, 1973), in the recursive form of Ali (same year). Each step is a mean of two numbers
/// between 0 and 1 with weights x / (x - y) and -y / (x - y), x > 0 >= y: nothing cancels, and
/// values that repeat need no care. The error is about the number of values squared times 2^-53.
[[nodiscard]] double share_at_most_zero(const std::vector<double>& values);

/// Of all weightings of the engagement axis, those under which the engagement is `engagement`.
[[nodiscard]] AgreeingShare engagement_share(const ExactAxis& axis, Centipoints threshold,
                                             Engagement engagement);

/// The same for the location, the three axes weighted independently, from random weightings: the
/// gaps between sorted random integers are uniform on the simplex, so that no function of the
/// mathematical library, which differs between machines, takes part.
[[nodiscard]] AgreeingShare location_share(const std::array<ExactAxis, axis_count>& axes,
                                           std::uint8_t excluded, std::int8_t location,
                                           std::uint32_t samples, std::uint64_t seed);

}  // namespace sourcing::analysis
