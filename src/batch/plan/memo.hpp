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
#include <vector>

#include "batch/plan/first_bytes.hpp"
#include "batch/plan/tables.hpp"

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
  std::uint16_t low = 0, high = 0;
  std::uint16_t at = 0;  ///< the estimate
  std::uint8_t open = 0, unknown = 0, error = 0;
  std::uint16_t leads = 0;  ///< what the row's least leads gain, as Memo::leads has it
};

/// Cells of one column, by their bytes as they stand in the file. 40 bytes may be read from each
/// cell, whatever its size.
class Memo {
 public:
  static constexpr std::size_t longest = 32;

  /// What was remembered, or null.
  [[nodiscard]] const Effect* find(const char* text, std::size_t size) const noexcept {
    if (size <= short_size) {
      const Key key = key_of(text, size);
      const Short& entry = short_[slot_of(key)];
      return entry.key == key ? &entry.effect : nullptr;
    }
    if (size > longest || !long_) return nullptr;
    const Long& entry = (*long_)[long_slot(text, size)];
    return entry.size == size && std::memcmp(entry.text.data(), text, size) == 0 ? &entry.effect
                                                                                 : nullptr;
  }
  /// Of an effect that this memo gave.
  [[nodiscard]] const Leads& leads(const Effect& effect) const noexcept {
    return leads_[effect.leads];
  }

  /// Good until the next call.
  const Effect& remember(const char* text, std::size_t size, const Effect& effect,
                         const Leads& leads) {
    if (size <= short_size) {
      const Key key = key_of(text, size);
      Short& entry = short_[slot_of(key)];
      entry = {effect, key};
      return put_leads(entry.effect, first_short + slot_of(key), leads);
    }
    if (size > longest) return put_leads(other_ = effect, other, leads);
    if (!long_) long_ = std::make_unique<std::array<Long, slots>>();
    Long& entry = (*long_)[long_slot(text, size)];
    std::memcpy(entry.text.data(), text, size);
    entry.size = static_cast<std::uint8_t>(size);
    entry.effect = effect;
    return put_leads(entry.effect, first_long + long_slot(text, size), leads);
  }

 private:
  static constexpr std::size_t slots = 512;
  static constexpr std::size_t short_size = 15;
  // Places in leads_: of all points, of the cell that is too long, then a place for each slot.
  static constexpr std::size_t none = 0, other = 1, first_short = 2, first_long = 2 + slots;
  /// The bytes of a short cell, zeros, and in the last byte one more than its size: never 0.
  struct Key {
    std::uint64_t head = 0, tail = 0;
    bool operator==(const Key&) const = default;
  };
  // Two to a line of the cache: what is looked up all the time should stay in its first level. The
  // leads, four times as long, are only of cells that are open.
  struct alignas(32) Short {
    Effect effect;
    Key key;
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
  static Key key_of(const char* text, std::size_t size) noexcept {
    constexpr unsigned last_byte = std::endian::native == std::endian::little ? 56 : 0;
    const char* const mask = first_bytes(size);
    return {load(text) & load(mask),
            (load(text + 8) & load(mask + 8)) | std::uint64_t{size + 1} << last_byte};
  }
  static std::size_t slot_of(const Key& key) noexcept {
    return ((key.head ^ key.tail) * 0x9E3779B97F4A7C15U) >> 55;
  }
  static std::size_t long_slot(const char* text, std::size_t size) noexcept {
    return ((load(text) ^ (load(text + size - 8) * 31) ^ size) * 0x9E3779B97F4A7C15U) >> 55;
  }

  const Effect& put_leads(Effect& effect, std::size_t place, const Leads& leads) {
    effect.leads = static_cast<std::uint16_t>(effect.open != 0 ? place : none);
    if (effect.open == 0) return effect;
    if (leads_.size() <= place) leads_.resize(place < first_long ? first_long : first_long + slots);
    leads_[place] = leads;
    return effect;
  }

  std::array<Short, slots> short_{};
  std::unique_ptr<std::array<Long, slots>> long_;
  Effect other_;
  std::vector<Leads> leads_{1};
};

}  // namespace sourcing::batch
