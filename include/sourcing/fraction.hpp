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

/// In hundredths, rounded half up: 3/8 is 38. REQUIRES: the value is not negative and less than
/// 10^16.
[[nodiscard]] constexpr std::int64_t hundredths(const Fraction& value) noexcept {
  const std::int64_t whole = value.numerator / value.denominator;
  const std::int64_t rest = value.numerator % value.denominator;
  // Digit by digit, so that nothing overflows.
  std::int64_t left = rest, digits = 0;
  for (int i = 0; i < 2; ++i) {
    std::int64_t digit = 0, sum = 0;
    for (int k = 0; k < 10; ++k) {
      if (sum >= value.denominator - left) {
        sum -= value.denominator - left;
        ++digit;
      } else {
        sum += left;
      }
    }
    digits = digits * 10 + digit;
    left = sum;
  }
  return whole * 100 + digits + (left >= value.denominator - left ? 1 : 0);
}

}  // namespace sourcing
