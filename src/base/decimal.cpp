// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.hpp"

#include <limits>

namespace sourcing::base {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max() / 4;

/// Reads an exponent's digits from `at`; stops growing at `huge`, which no text's length reaches.
std::int64_t read_exponent(std::string_view text, std::size_t& at) {
  std::int64_t exponent = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (exponent < huge / 16) exponent = exponent * 10 + (text[at] - '0');
  }
  return exponent;
}

std::uint64_t magnitude(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? 0 - bits : bits;
}

}  // namespace

ScaledResult parse_scaled(std::string_view text, int decimals, bool allow_exponent) noexcept {
  constexpr auto failed = [](DecimalError error) { return ScaledResult{0, error}; };

  std::size_t at = 0;
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) ++at;

  const std::size_t whole = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  const std::size_t point = at;
  if (point == whole) return failed(DecimalError::not_a_number);
  std::size_t end = point;
  if (at < text.size() && text[at] == '.') {
    ++at;
    while (at < text.size() && is_digit(text[at])) ++at;
    end = at;
    if (end == point + 1) return failed(DecimalError::not_a_number);
  }
  std::int64_t exponent = 0;
  if (allow_exponent && at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    const bool minus = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t digits = at;
    exponent = read_exponent(text, at);
    if (at == digits) return failed(DecimalError::not_a_number);
    if (minus) exponent = -exponent;
  }
  if (at != text.size()) return failed(DecimalError::not_a_number);

  // Digit i (the point not counted) stands for digit × 10^place in units of 10^-decimals; places
  // fall by one from digit to digit. Only the digits that are not 0 matter for the errors.
  std::int64_t place =
      static_cast<std::int64_t>(point - whole) - 1 + exponent + static_cast<std::int64_t>(decimals);
  std::uint64_t value = 0;
  bool overflow = false;
  bool beyond = false;
  for (std::size_t i = whole; i < end; ++i) {
    if (text[i] == '.') continue;
    const auto digit = static_cast<unsigned>(text[i] - '0');
    if (place < 0) {
      beyond = beyond || digit != 0;
    } else if (__builtin_mul_overflow(value, 10U, &value) ||
               __builtin_add_overflow(value, digit, &value)) {
      overflow = true;
    }
    --place;
  }
  // The zeros that an exponent adds behind the last digit: at most 20 of them until an overflow.
  for (; place >= 0 && value != 0 && !overflow; --place) {
    overflow = __builtin_mul_overflow(value, 10U, &value);
  }
  const std::uint64_t most =
      static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1U : 0U);
  if (overflow || value > most) return failed(DecimalError::out_of_range);
  if (beyond) return failed(DecimalError::too_many_decimals);
  return {static_cast<std::int64_t>(negative ? 0 - value : value), DecimalError::none};
}

void append_fixed2(std::string& out, std::int64_t hundredths) {
  const std::uint64_t all = magnitude(hundredths);
  if (hundredths < 0) out += '-';
  out += std::to_string(all / 100);
  out += '.';
  out += static_cast<char>('0' + all / 10 % 10);
  out += static_cast<char>('0' + all % 10);
}

void append_signed2(std::string& out, std::int64_t hundredths) {
  if (hundredths >= 0) out += '+';
  append_fixed2(out, hundredths);
}

std::string shortest2(std::int64_t hundredths) {
  std::string text;
  append_fixed2(text, hundredths);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace sourcing::base
