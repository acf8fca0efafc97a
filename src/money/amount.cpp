// SPDX-License-Identifier: Apache-2.0
#include "money/amount.hpp"

#include <algorithm>
#include <array>

namespace sourcing::money {

void append_amount(std::string& out, Wide cents) {
  if (cents < 0) out += '-';
  std::array<char, 48> digits{};
  std::size_t count = 0;
  // One digit at a time: the smallest number has no positive counterpart.
  while (cents != 0 || count < 3) {
    const int digit = static_cast<int>(cents % 10);
    digits[count++] = static_cast<char>('0' + (digit < 0 ? -digit : digit));
    cents /= 10;
    if (count == 2) digits[count++] = '.';
  }
  if (digits[count - 1] == '.') digits[count++] = '0';
  std::reverse(digits.begin(), digits.begin() + static_cast<std::ptrdiff_t>(count));
  out.append(digits.data(), count);
}

}  // namespace sourcing::money
