// SPDX-License-Identifier: Apache-2.0
// Great circles in whole kilometres, by integers: the same on every machine.
#pragma once

#include <cstdint>

namespace sourcing::places {

/// A point on the globe, in millionths of a degree.
struct Coordinates {
  std::int64_t latitude = 0;   ///< -90,000,000 to 90,000,000
  std::int64_t longitude = 0;  ///< -180,000,000 to 180,000,000
};

/// Kilometres along the great circle on a sphere of 6,371 km, rounded. Right to a kilometre
/// anywhere but within some 100 km of the point opposite, where it is right to three.
[[nodiscard]] std::int64_t kilometres(const Coordinates& from, const Coordinates& to) noexcept;

}  // namespace sourcing::places
