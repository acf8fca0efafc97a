// SPDX-License-Identifier: Apache-2.0
// Whether ids repeat. Held as hashes, of the first rows only, so that memory does not grow with the
// input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace sourcing::batch {

/// The id of a row: what identifies it in the output.
struct RowId {
  std::uint64_t hash = 0;
  std::uint64_t row = 0;
};

/// The hash of an id: eight bytes at a time, the last ones twice rather than one by one. Ids are
/// short, and this stands in the path of each early row.
[[nodiscard]] inline std::uint64_t hash_of(std::string_view id) noexcept {
  // Odd numbers without a pattern: the fractions of the square roots of 2 and 3.
  constexpr std::uint64_t first = 0x6A09E667F3BCC909, second = 0xBB67AE8584CAA73B;
  constexpr std::size_t word = sizeof(std::uint64_t);
  __extension__ using Product = unsigned __int128;
  const auto mix = [](std::uint64_t a, std::uint64_t b) {
    const Product product = static_cast<Product>(a ^ first) * (b ^ second);
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
  };
  const auto at = [&](std::size_t i) {
    std::uint64_t value = 0;
    std::memcpy(&value, id.data() + i, word);
    return value;
  };
  std::uint64_t hash = id.size();
  if (id.size() >= word) {
    for (std::size_t i = 0; i + word < id.size(); i += word) hash = mix(at(i), hash);
    return mix(at(id.size() - word), hash);
  }
  std::uint64_t rest = 0;
  for (const char c : id) rest = rest << 8U | static_cast<unsigned char>(c);
  return mix(rest, hash);
}

class IdSet {
 public:
  /// Rows after this one are not looked at.
  static constexpr std::uint64_t most_rows = std::uint64_t{1} << 16;

  /// Takes the next row's.
  void add(RowId id) {
    if (2 * held_ >= slots_.size()) grow();
    RowId& slot = slots_[place_of(id.hash)];
    if (slot.row != 0) return repeat(slot.row, id.row);
    slot = id;
    ++held_;
  }

  [[nodiscard]] std::uint64_t repeated() const noexcept { return repeated_; }
  /// An example of rows with one id.
  [[nodiscard]] std::uint64_t first_row() const noexcept { return first_row_; }
  [[nodiscard]] std::uint64_t second_row() const noexcept { return second_row_; }

 private:
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at].row != 0 && slots_[at].hash != hash) at = (at + 1) & mask;
    return at;
  }
  void grow();
  void repeat(std::uint64_t first, std::uint64_t second) noexcept;

  std::vector<RowId> slots_;  // at most half full, a power of two, grows once; row 0: free
  std::size_t held_ = 0;
  std::uint64_t repeated_ = 0, first_row_ = 0, second_row_ = 0;
};

}  // namespace sourcing::batch
