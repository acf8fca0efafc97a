// SPDX-License-Identifier: Apache-2.0
#include "analysis/big.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sourcing::analysis {

namespace {

constexpr unsigned limb_bits = 32;

using Limbs = std::vector<std::uint32_t>;

Limbs add(const Limbs& a, const Limbs& b) {
  Limbs sum;
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    carry += (i < a.size() ? a[i] : 0U);
    carry += (i < b.size() ? b[i] : 0U);
    sum.push_back(static_cast<std::uint32_t>(carry));
    carry >>= limb_bits;
  }
  if (carry != 0) sum.push_back(static_cast<std::uint32_t>(carry));
  return sum;
}

// REQUIRES: a >= b.
Limbs subtract(const Limbs& a, const Limbs& b) {
  Limbs result;
  std::int64_t borrow = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::int64_t here = std::int64_t{a[i]} - borrow - (i < b.size() ? std::int64_t{b[i]} : 0);
    borrow = here < 0 ? 1 : 0;
    here += borrow << limb_bits;
    result.push_back(static_cast<std::uint32_t>(here));
  }
  return result;
}

}  // namespace

Big::Big(std::int64_t value) : negative_(value < 0) {
  auto magnitude = static_cast<std::uint64_t>(value);
  if (negative_) magnitude = ~magnitude + 1;
  for (; magnitude != 0; magnitude >>= limb_bits) {
    limbs_.push_back(static_cast<std::uint32_t>(magnitude));
  }
}

void Big::trim() {
  while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
  if (limbs_.empty()) negative_ = false;
}

Big Big::operator-() const {
  Big result = *this;
  result.negative_ = !negative_ && !limbs_.empty();
  return result;
}

int Big::compare_magnitude(const Big& a, const Big& b) noexcept {
  if (a.limbs_.size() != b.limbs_.size()) return a.limbs_.size() < b.limbs_.size() ? -1 : 1;
  for (std::size_t i = a.limbs_.size(); i-- > 0;) {
    if (a.limbs_[i] != b.limbs_[i]) return a.limbs_[i] < b.limbs_[i] ? -1 : 1;
  }
  return 0;
}

Big operator+(const Big& a, const Big& b) {
  Big result;
  if (a.negative_ == b.negative_) {
    result.negative_ = a.negative_;
    result.limbs_ = add(a.limbs_, b.limbs_);
  } else {
    const bool a_greater = Big::compare_magnitude(a, b) >= 0;
    result.negative_ = a_greater ? a.negative_ : b.negative_;
    result.limbs_ = a_greater ? subtract(a.limbs_, b.limbs_) : subtract(b.limbs_, a.limbs_);
  }
  result.trim();
  return result;
}

Big operator*(const Big& a, const Big& b) {
  Big result;
  result.negative_ = a.negative_ != b.negative_;
  result.limbs_.assign(a.limbs_.size() + b.limbs_.size(), 0);
  for (std::size_t i = 0; i < a.limbs_.size(); ++i) {
    std::uint64_t carry = 0;
    for (std::size_t j = 0; j < b.limbs_.size(); ++j) {
      carry += std::uint64_t{a.limbs_[i]} * b.limbs_[j] + result.limbs_[i + j];
      result.limbs_[i + j] = static_cast<std::uint32_t>(carry);
      carry >>= limb_bits;
    }
    result.limbs_[i + b.limbs_.size()] = static_cast<std::uint32_t>(carry);
  }
  result.trim();
  return result;
}

std::strong_ordering operator<=>(const Big& a, const Big& b) {
  if (a.negative_ != b.negative_) {
    return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  const int magnitude = Big::compare_magnitude(a, b);
  return (a.negative_ ? -magnitude : magnitude) <=> 0;
}

// Long division bit by bit: numbers here have a few hundred bits.
Big::Division Big::divide(const Big& a, const Big& b) {
  Division result;
  if (a.fits() && b.fits()) {
    return {a.to_int64() / b.to_int64(), a.to_int64() % b.to_int64()};
  }
  Big divisor = b;
  divisor.negative_ = false;
  Big& rest = result.remainder;
  result.quotient.limbs_.assign(a.limbs_.size(), 0);
  for (std::size_t i = a.limbs_.size(); i-- > 0;) {
    for (unsigned bit = limb_bits; bit-- > 0;) {
      std::uint32_t carry = (a.limbs_[i] >> bit) & 1U;
      for (std::uint32_t& limb : rest.limbs_) {
        const std::uint32_t top = limb >> (limb_bits - 1);
        limb = (limb << 1U) | carry;
        carry = top;
      }
      if (carry != 0) rest.limbs_.push_back(carry);
      if (compare_magnitude(rest, divisor) < 0) continue;
      rest.limbs_ = subtract(rest.limbs_, divisor.limbs_);
      rest.trim();
      result.quotient.limbs_[i] |= 1U << bit;
    }
  }
  result.quotient.negative_ = a.negative_ != b.negative_;
  result.quotient.trim();
  rest.negative_ = a.negative_;
  rest.trim();
  return result;
}

bool Big::fits() const noexcept {
  return limbs_.size() < 2 || (limbs_.size() == 2 && (limbs_[1] >> (limb_bits - 1)) == 0);
}

std::int64_t Big::to_int64() const noexcept {
  std::int64_t value = 0;
  for (std::size_t i = limbs_.size(); i-- > 0;) value = (value << limb_bits) | limbs_[i];
  return negative_ ? -value : value;
}

double Big::to_double() const noexcept {
  double value = 0;
  for (std::size_t i = limbs_.size(); i-- > 0;) value = value * 4294967296.0 + limbs_[i];
  return negative_ ? -value : value;
}

Big gcd(Big a, Big b) {
  if (a.sign() < 0) a = -a;
  if (b.sign() < 0) b = -b;
  while (b.sign() != 0) {
    if (a.fits() && b.fits()) return std::gcd(a.to_int64(), b.to_int64());
    Big rest = Big::divide(a, b).remainder;
    a = std::move(b);
    b = std::move(rest);
  }
  return a;
}

Rational::Rational(Big top, Big bottom)
    : numerator(std::move(top)), denominator(std::move(bottom)) {
  if (denominator.sign() < 0) {
    numerator = -numerator;
    denominator = -denominator;
  }
}

Rational Rational::reduced() const {
  const Big divisor = gcd(numerator, denominator);
  return {Big::divide(numerator, divisor).quotient, Big::divide(denominator, divisor).quotient};
}

// Scaled to 62 bits first, so that neither part overflows a double.
double Rational::to_double() const {
  const Big scale = std::int64_t{1} << 62;
  const Big::Division whole = Big::divide(numerator, denominator);
  const Big part = Big::divide(whole.remainder * scale, denominator).quotient;
  return whole.quotient.to_double() + std::ldexp(part.to_double(), -62);
}

Rational operator+(const Rational& a, const Rational& b) {
  if (a.denominator == b.denominator) return {a.numerator + b.numerator, a.denominator};
  return {a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator};
}
Rational operator-(const Rational& a, const Rational& b) {
  return a + Rational(-b.numerator, b.denominator);
}
Rational operator*(const Rational& a, const Rational& b) {
  return {a.numerator * b.numerator, a.denominator * b.denominator};
}
Rational operator/(const Rational& a, const Rational& b) {
  return {a.numerator * b.denominator, a.denominator * b.numerator};
}
std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  return a.numerator * b.denominator <=> b.numerator * a.denominator;
}
bool operator==(const Rational& a, const Rational& b) {
  return (a <=> b) == std::strong_ordering::equal;
}

}  // namespace sourcing::analysis
