// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sourcing::report {

/// Bytes as base64 (RFC 4648), padded.
template <class Bytes>
[[nodiscard]] std::string base64(const Bytes& bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t group = 0;
  unsigned bits = 0;
  for (const auto each : bytes) {
    group = (group << 8U) | static_cast<std::uint8_t>(each);
    for (bits += 8; bits >= 6; bits -= 6) out += digits[(group >> (bits - 6)) & 63U];
  }
  if (bits > 0) out += digits[(group << (6 - bits)) & 63U];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

}  // namespace sourcing::report
