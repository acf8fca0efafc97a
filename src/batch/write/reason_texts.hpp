// SPDX-License-Identifier: Apache-2.0
// The texts of reasons as they stand in a row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "batch/plan/reason_key.hpp"
#include "batch/plan/texts.hpp"

namespace sourcing::batch {

/// Writes `judgment=+10.00;`. The same reasons come again and again: after its first time one is
/// copied from a table. For one thread.
class ReasonTexts {
 public:
  explicit ReasonTexts(const Texts& texts) : texts_(texts), known_(entries) {}

  /// What may be written past the end of a text.
  static constexpr std::size_t past_end = 64;

  /// REQUIRES: key != 0.
  char* put(char* out, ReasonKey key) {
    const Known& known = known_[slot_of(key)];
    if (known.key != key) return put_new(out, key);
    std::memcpy(out, known.text.data(), whole);
    if (known.size > whole) std::memcpy(out + whole, known.text.data() + whole, longest - whole);
    return out + known.size;
  }

 private:
  static constexpr std::size_t entries = 1024, longest = 59, whole = 32;
  struct alignas(64) Known {
    ReasonKey key = 0;
    std::uint8_t size = 0;
    std::array<char, longest> text{};
  };

  static std::size_t slot_of(ReasonKey key) noexcept { return key * 0x9E3779B1U >> 22; }
  char* put_new(char* out, ReasonKey key);

  const Texts& texts_;
  std::vector<Known> known_;
};

}  // namespace sourcing::batch
