// SPDX-License-Identifier: Apache-2.0
// Whole numbers of any size and fractions of them, for the few questions where 64 bits are not
// enough and rounding would be a lie. Small and plain, not fast.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace sourcing::analysis {

class Big {
 public:
  Big() = default;
  Big(std::int64_t value);  // NOLINT: implicit on purpose

  [[nodiscard]] int sign() const noexcept { return limbs_.empty() ? 0 : negative_ ? -1 : 1; }
  [[nodiscard]] Big operator-() const;
  friend Big operator+(const Big& a, const Big& b);
  friend Big operator-(const Big& a, const Big& b) { return a + -b; }
  friend Big operator*(const Big& a, const Big& b);
  friend bool operator==(const Big& a, const Big& b) = default;
  friend std::strong_ordering operator<=>(const Big& a, const Big& b);

  /// Quotient towards zero, and what is left. REQUIRES: b is not zero.
  struct Division;
  [[nodiscard]] static Division divide(const Big& a, const Big& b);

  [[nodiscard]] bool fits() const noexcept;              ///< in 63 bits and a sign
  [[nodiscard]] std::int64_t to_int64() const noexcept;  ///< REQUIRES: fits()
  [[nodiscard]] double to_double() const noexcept;

 private:
  static int compare_magnitude(const Big& a, const Big& b) noexcept;
  void trim();

  bool negative_ = false;
  std::vector<std::uint32_t> limbs_;  // least significant first, no leading zeros
};

struct Big::Division {
  Big quotient, remainder;
};

/// Greatest common divisor, not negative.
[[nodiscard]] Big gcd(Big a, Big b);

/// A fraction; the denominator is positive. Not kept in lowest terms, see `reduced`.
struct Rational {
  Big numerator = 0;
  Big denominator = 1;

  Rational() = default;
  Rational(Big whole) : numerator(std::move(whole)) {}  // NOLINT: implicit on purpose
  Rational(std::int64_t whole) : numerator(whole) {}    // NOLINT: implicit on purpose
  Rational(Big top, Big bottom);                        ///< REQUIRES: bottom is not zero

  [[nodiscard]] int sign() const noexcept { return numerator.sign(); }
  [[nodiscard]] Rational reduced() const;
  [[nodiscard]] double to_double() const;
};
[[nodiscard]] Rational operator+(const Rational& a, const Rational& b);
[[nodiscard]] Rational operator-(const Rational& a, const Rational& b);
[[nodiscard]] Rational operator*(const Rational& a, const Rational& b);
/// REQUIRES: b is not zero.
[[nodiscard]] Rational operator/(const Rational& a, const Rational& b);
[[nodiscard]] std::strong_ordering operator<=>(const Rational& a, const Rational& b);
[[nodiscard]] bool operator==(const Rational& a, const Rational& b);

}  // namespace sourcing::analysis
