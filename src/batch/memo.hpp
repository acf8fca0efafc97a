// SPDX-License-Identifier: Apache-2.0
// Remembers what cells say. The cells of a column repeat: after its first time a word, a range or a
// number is a look-up in a small table, whatever reading it took.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>

#include "batch/tables.hpp"

namespace sourcing::batch {

enum class CellKind : std::uint8_t { point, range, unknown, error };

/// What a cell says; `error` has no positions.
struct Cell {
  std::uint16_t low = 0, high = 0;
  CellKind kind = CellKind::unknown;
};

/// A cell and all that follows from it for its row, so that cells of every kind are taken in the
/// same way, without branches. Its flags are 0 or 1.
struct Effect {
  Leads leads;  ///< what the row's least leads gain
  std::uint16_t low = 0, high = 0;
  std::uint16_t at = 0;  ///< the estimate
  std::uint8_t open = 0, unknown = 0, error = 0;
};

/// Cells of one column, by their bytes as they stand in the file. 40 bytes may be read from each
/// cell, whatever its size.
class Memo {
 public:
  static constexpr std::size_t longest = 32;

  /// What was remembered, or null.
  [[nodiscard]] const Effect* find(const char* text, std::size_t size) const noexcept {
    if (size <= 8) {
      const std::uint64_t key = short_key(text, size);
      const Short& entry = short_[short_slot(key, size)];
      return entry.key == key && entry.size == size + 1 ? &entry.effect : nullptr;
    }
    if (size > longest || !long_) return nullptr;
    const Long& entry = (*long_)[long_slot(text, size)];
    return entry.size == size && std::memcmp(entry.text.data(), text, size) == 0 ? &entry.effect
                                                                                 : nullptr;
  }

  void remember(const char* text, std::size_t size, const Effect& effect) {
    if (size <= 8) {
      const std::uint64_t key = short_key(text, size);
      short_[short_slot(key, size)] = {key, effect, static_cast<std::uint16_t>(size + 1)};
    } else if (size <= longest) {
      if (!long_) long_ = std::make_unique<std::array<Long, slots>>();
      Long& entry = (*long_)[long_slot(text, size)];
      std::memcpy(entry.text.data(), text, size);
      entry.size = static_cast<std::uint8_t>(size);
      entry.effect = effect;
    }
  }

 private:
  static constexpr std::size_t slots = 512;
  struct alignas(64) Short {
    std::uint64_t key = 0;
    Effect effect;
    std::uint16_t size = 0;  // one more than the cell's; 0: nothing here
  };
  struct Long {
    std::array<char, longest> text{};
    Effect effect;
    std::uint8_t size = 0;
  };

  static std::uint64_t load(const char* text) noexcept {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
  }
  static std::uint64_t short_key(const char* text, std::size_t size) noexcept {
    // The bytes of the cell alone; shifting a word by its whole width is undefined.
    if constexpr (std::endian::native == std::endian::little) {
      return size == 0 ? 0 : load(text) << (8 * (8 - size));
    }
    return size == 0 ? 0 : load(text) >> (8 * (8 - size));
  }
  static std::size_t short_slot(std::uint64_t key, std::size_t size) noexcept {
    return ((key ^ size) * 0x9E3779B97F4A7C15U) >> 55;
  }
  static std::size_t long_slot(const char* text, std::size_t size) noexcept {
    return ((load(text) ^ (load(text + size - 8) * 31) ^ size) * 0x9E3779B97F4A7C15U) >> 55;
  }

  std::array<Short, slots> short_{};
  std::unique_ptr<std::array<Long, slots>> long_;
};

}  // namespace sourcing::batch
