// SPDX-License-Identifier: Apache-2.0
/// \file
/// SHA-256 (FIPS 180-4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sourcing::base {

/// The hash of bytes that arrive piece by piece.
class Sha256 {
 public:
  /// Adds bytes; any number of calls, any split gives the same digest.
  void update(std::string_view bytes) noexcept;

  /// The digest of everything added. Call once; afterwards the object may only be destroyed.
  std::array<std::uint8_t, 32> finish() noexcept;

  /// As `finish`, as 64 lower-case hexadecimal digits.
  std::string finish_hex();

 private:
  void block(const std::uint8_t* bytes) noexcept;

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> buffer_{};
  std::size_t buffered_ = 0;
  std::uint64_t total_ = 0;  ///< bytes so far
};

/// The digest of `bytes` as 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace sourcing::base
