// SPDX-License-Identifier: Apache-2.0
// Where the cells of a group of rows are, a column at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "batch/plan/group.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// The rows of a group in their block: `begin` and `first` as in input::Index.
struct Slots {
  // Valid up to group_rows: what is not taken repeats the first.
  alignas(64) PerRow<std::uint32_t> begin{}, first{};
  PerRow<std::uint32_t> row{};
};

/// An index has a row's cells side by side; reading a column wants those of its rows. Eight columns
/// are turned at a time, in vector registers.
class CellPlaces {
 public:
  /// The first `rows` of `slots`, a multiple of eight. Both are looked at until the next call.
  void begin(const input::Index& index, const Slots& slots, std::size_t rows) noexcept {
    index_ = &index;
    slots_ = &slots;
    rows_ = rows;
    first_ = none;
  }
  /// Turns to a column; cheapest in rising order.
  void show(std::size_t field, bool wide) noexcept;

  /// The byte before each cell, modulo 2^32, and the byte after it. Good until the next `show`.
  [[nodiscard]] const std::uint32_t* before() const noexcept { return before_; }
  [[nodiscard]] const std::uint32_t* end() const noexcept { return end_; }

 private:
  static constexpr std::size_t none = SIZE_MAX;

  const input::Index* index_ = nullptr;
  const Slots* slots_ = nullptr;
  std::size_t rows_ = 0;
  std::size_t first_ = none;  // the field of the first column that was turned
  const std::uint32_t* before_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  alignas(64) std::array<std::uint32_t, input::Index::ends_padding * group_rows> ends_{};
  alignas(64) PerRow<std::uint32_t> before_first_{};
};

}  // namespace sourcing::batch
