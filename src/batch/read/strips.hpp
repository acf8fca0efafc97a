// SPDX-License-Identifier: Apache-2.0
// Columns of cells that are read at a glance. Each reading takes cells of the usual form, many rows
// at once, and lists the others.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "batch/plan/memo.hpp"

namespace sourcing::batch {

/// A column's cells, their positions, and the rows whose cell has to be read another way.
struct Strip {
  const char* block;
  const std::uint32_t* before;  ///< as in CellPlaces
  const std::uint32_t* end;
  std::size_t rows;  ///< a multiple of 16
  std::uint16_t* at;
  std::uint16_t* slow;  ///< room for `rows` and 8 more

  [[nodiscard]] const char* cell(std::size_t row) const noexcept {
    return block + static_cast<std::uint32_t>(before[row] + 1);
  }
  [[nodiscard]] std::uint32_t length(std::size_t row) const noexcept {
    return end[row] - before[row] - 1;
  }
};

// Each fills `at`, and returns how many rows it put into `slow`, whose positions are worth nothing.
// The wide versions are compiled for processors with AVX2; they give the same.

/// Numbers written 4, 3.5 or 3.25, on a grid of hundredths from `minimum` on with `last` + 1
/// positions.
std::size_t read_decimals(const Strip& strip, std::uint32_t minimum, std::uint32_t last, bool wide);
/// Whole numbers of up to eight digits: how many of `begins` are not above it.
std::size_t read_bands(const Strip& strip, std::span<const std::uint32_t> begins, bool wide);
/// Cells that were seen before and name one position.
std::size_t read_known(const Strip& strip, const Memo& memo, bool wide);

}  // namespace sourcing::batch
