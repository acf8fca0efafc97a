// SPDX-License-Identifier: Apache-2.0
#include "money/amount.hpp"

#include <array>

namespace sourcing::money {

void append_amount(std::string& out, Wide cents) {
  if (cents < 0) out += '-';
  std::array<char, 48> digits{};
  char* const end = digits.data() + digits.size();
  char* at = end;
  const auto put = [&](unsigned digit) {
    if (end - at == 2) *--at = '.';
    *--at = static_cast<char>('0' + digit);
  };
  const auto least_of = [&](auto& rest) {
    // One digit at a time: the smallest number has no positive counterpart.
    const int digit = static_cast<int>(rest % 10);
    rest /= 10;
    put(static_cast<unsigned>(digit < 0 ? -digit : digit));
  };
  // What fits into 64 bits is divided ten times as fast.
  constexpr Wide most = std::numeric_limits<std::int64_t>::max();
  while (cents > most || cents < -most) least_of(cents);
  auto rest = static_cast<std::int64_t>(cents);
  while (rest != 0 || end - at < 4) least_of(rest);
  out.append(at, end);
}

}  // namespace sourcing::money
