// SPDX-License-Identifier: Apache-2.0
/// \file
/// Exact decimal numbers as scaled integers. No floating point, no locale.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sourcing::base {

/// Why a text is not a number on the wanted grid.
enum class DecimalError : std::uint8_t { none, not_a_number, too_many_decimals, out_of_range };

/// The scaled number, or why there is none.
struct ScaledResult {
  std::int64_t value = 0;  ///< the number times 10^decimals; 0 when there is an error
  DecimalError error = DecimalError::none;
};

/// Reads `text` exactly as value × 10^decimals, for 0 <= decimals <= 18. Accepts an optional `-`,
/// digits (leading zeros too) and an optional `.` followed by digits; with `allow_exponent` also an
/// exponent, as in JSON. Nothing else: no `+`, white space, `_`, hexadecimal, `inf`, `nan`.
/// Zeros past the last decimal are fine, other digits there are `too_many_decimals`. What does not
/// fit 64 bits is `out_of_range`. Takes time linear in the text, whatever the exponent says.
ScaledResult parse_scaled(std::string_view text, int decimals, bool allow_exponent) noexcept;

/// Appends hundredths with exactly two decimals: -310 is "-3.10".
void append_fixed2(std::string& out, std::int64_t hundredths);

/// As `append_fixed2`, always with a sign: 1234 is "+12.34", 0 is "+0.00".
void append_signed2(std::string& out, std::int64_t hundredths);

/// Hundredths with as few decimals as are needed: "4", "3.5", "3.25".
std::string shortest2(std::int64_t hundredths);

}  // namespace sourcing::base
