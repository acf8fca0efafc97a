// SPDX-License-Identifier: Apache-2.0
#include "base/decimal_sum.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace sourcing::base {

namespace {
constexpr std::size_t most_whole_digits = 15, most_decimals = 9;
}  // namespace

bool DecimalSum::add(std::string_view text) noexcept {
  text = trim(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  Wide value = 0;
  std::size_t whole = 0, decimals = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.') {
      if (point) return false;
      point = true;
      continue;
    }
    if (c < '0' || c > '9') return false;
    (point ? decimals : whole) += 1;
    // Zeros in front and at the end are no digits that count, but nobody writes this many.
    if (whole > most_whole_digits || decimals > most_decimals) return false;
    value = value * 10 + (c - '0');
  }
  if (whole + decimals == 0) return false;
  for (; decimals < most_decimals; ++decimals) value *= 10;
  billionths_ += negative ? -value : value;
  return true;
}

DecimalSum& DecimalSum::operator+=(const DecimalSum& more) noexcept {
  billionths_ += more.billionths_;
  return *this;
}

std::string DecimalSum::text() const {
  Wide left = billionths_ < 0 ? -billionths_ : billionths_;
  std::string digits;
  while (left > 0 || digits.size() <= most_decimals) {
    digits += static_cast<char>('0' + static_cast<int>(left % 10));
    left /= 10;
  }
  std::string out = billionths_ < 0 ? "-" : "";
  out.append(digits.rbegin(), digits.rend() - static_cast<std::ptrdiff_t>(most_decimals));
  digits.resize(most_decimals);
  std::reverse(digits.begin(), digits.end());
  while (!digits.empty() && digits.back() == '0') digits.pop_back();
  if (!digits.empty()) out += '.' + digits;
  return out;
}

std::optional<std::int64_t> DecimalSum::percent_of(const DecimalSum& whole) const noexcept {
  if (whole.billionths_ <= 0) return std::nullopt;
  constexpr int percent = 10'000;
  const Wide twice = 2 * percent * billionths_ + whole.billionths_;
  const Wide by = 2 * whole.billionths_;
  Wide share = twice / by;
  if (twice < 0 && twice % by != 0) share -= 1;  // down, not toward zero
  return static_cast<std::int64_t>(share);
}

}  // namespace sourcing::base
