// SPDX-License-Identifier: Apache-2.0
// Reasons as numbers, so that the larger reason is the greater number: which reasons of a row are
// its largest is found by comparing, without branches and without their names.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/program.hpp"

namespace sourcing::batch {

/// What a criterion or a rule adds to one axis: |points| in the upper 16 bits, then the code, the
/// earlier the greater, so that it wins a tie, and the sign. 0 where nothing is added.
using ReasonKey = std::uint32_t;

/// The reasons on all axes, side by side in a vector register where the processor has one.
using ReasonKeys = ReasonKey __attribute__((vector_size(4 * axis_count)));

/// Codes are criteria's indices, and from here on rules'.
inline constexpr std::size_t first_rule_code = 256;

inline constexpr ReasonKey last_code = 0x7FFF;

/// REQUIRES: |points| below 2^16, code at most `last_code`.
[[nodiscard]] constexpr ReasonKey reason_key(std::int32_t points, std::size_t code) noexcept {
  if (points == 0) return 0;
  const auto size = static_cast<ReasonKey>(points < 0 ? -points : points);
  return size << 16 | (last_code - static_cast<ReasonKey>(code)) << 1 | (points < 0 ? 1U : 0U);
}
/// In hundredths.
[[nodiscard]] constexpr std::uint32_t size_of(ReasonKey key) noexcept { return key >> 16; }
[[nodiscard]] constexpr std::size_t code_of(ReasonKey key) noexcept {
  return last_code - (key >> 1 & last_code);
}
[[nodiscard]] constexpr bool is_negative(ReasonKey key) noexcept { return (key & 1U) != 0; }

[[nodiscard]] inline __attribute__((always_inline)) ReasonKeys lesser(ReasonKeys a,
                                                                      ReasonKeys b) noexcept {
  return a < b ? a : b;
}
[[nodiscard]] inline __attribute__((always_inline)) ReasonKeys greater(ReasonKeys a,
                                                                       ReasonKeys b) noexcept {
  return a < b ? b : a;
}
/// Takes one more reason on each axis into the two largest.
inline __attribute__((always_inline)) void keep_largest(ReasonKeys& first, ReasonKeys& second,
                                                        ReasonKeys more) noexcept {
  second = greater(second, lesser(first, more));
  first = greater(first, more);
}

}  // namespace sourcing::batch
