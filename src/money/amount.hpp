// SPDX-License-Identifier: Apache-2.0
/// \file
/// Money as whole cents, and the one way in which it is multiplied: exactly, then rounded half up.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

namespace sourcing::money {

/// Whole hundredths of a currency's unit.
using Cents = std::int64_t;
/// For products and for the totals of many rows.
// GCC knows no `using` for it that -Wpedantic lets pass.
__extension__ typedef __int128 Wide;  // NOLINT(modernize-use-using)

inline constexpr std::int64_t million = 1'000'000;
inline constexpr std::int64_t billion = 1'000'000'000;

/// The whole number nearest to value / unit; a half goes up, also below zero.
[[nodiscard]] constexpr Wide rounded(Wide value, std::int64_t unit) noexcept {
  const Wide doubled = 2 * value + unit, by = 2 * static_cast<Wide>(unit);
  const Wide quotient = doubled / by;
  return quotient * by > doubled ? quotient - 1 : quotient;
}

/// value × factor / Unit, rounded half up. REQUIRES: the result fits.
template <std::int64_t Unit>
[[nodiscard]] constexpr std::int64_t part(std::int64_t value, std::int64_t factor) noexcept {
  static_assert(Unit % 2 == 0);
  std::int64_t product = 0;
  // Nearly always 64 bits will do, and dividing them costs a tenth.
  if (!__builtin_mul_overflow(value, factor, &product) &&
      !__builtin_add_overflow(product, Unit / 2, &product)) {
    const std::int64_t quotient = product / Unit;
    return product % Unit < 0 ? quotient - 1 : quotient;
  }
  return static_cast<std::int64_t>(rounded(static_cast<Wide>(value) * factor, Unit));
}

/// Appends an amount with exactly two decimals.
void append_amount(std::string& out, Wide cents);

}  // namespace sourcing::money
