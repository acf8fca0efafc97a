// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace sourcing {

/// A fraction in lowest terms; the denominator is positive.
struct Fraction {
  std::int64_t numerator = 0;
  std::int64_t denominator = 1;
  friend bool operator==(const Fraction&, const Fraction&) = default;
};

/// The value times 10^digits, rounded half up: 3/8 to two digits is 38. REQUIRES: the value is not
/// negative, and the result fits.
[[nodiscard]] constexpr std::int64_t rounded(const Fraction& value, int digits) noexcept {
  std::int64_t result = value.numerator / value.denominator;
  std::int64_t left = value.numerator % value.denominator;
  for (int i = 0; i < digits; ++i) {
    // Ten times what is left, by additions that cannot overflow.
    std::int64_t digit = 0, sum = 0;
    for (int k = 0; k < 10; ++k) {
      if (sum >= value.denominator - left) {
        sum -= value.denominator - left;
        ++digit;
      } else {
        sum += left;
      }
    }
    result = result * 10 + digit;
    left = sum;
  }
  return result + (left >= value.denominator - left ? 1 : 0);
}

}  // namespace sourcing
