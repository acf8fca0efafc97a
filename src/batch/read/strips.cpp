// SPDX-License-Identifier: Apache-2.0
#include "batch/read/strips.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "batch/plan/group.hpp"
#include "batch/plan/loose.hpp"

namespace sourcing::batch {

namespace {

// For each byte, where its bits are, and the rest whatever it may be.
struct alignas(16) Bits {
  std::array<std::uint16_t, 8> at{};
};
constexpr auto bits_of_bytes = [] {
  std::array<Bits, 256> all{};
  for (std::size_t byte = 0; byte < all.size(); ++byte) {
    std::size_t count = 0;
    for (std::uint16_t bit = 0; bit < 8; ++bit) {
      if ((byte >> bit & 1) != 0) all[byte].at[count++] = bit;
    }
  }
  return all;
}();

// Lists the rows whose byte is 1, not 0. Eight at a time and without branches: in rows as they come
// any may be odd.
SOURCING_INLINE std::size_t list_rows(const PerRow<std::uint8_t>& odd, std::size_t rows,
                                      std::uint16_t* list) {
  using Eight = std::uint16_t __attribute__((vector_size(16)));
  std::size_t count = 0;
  for (std::size_t r = 0; r < rows; r += 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, odd.data() + r, sizeof bytes);
    const auto byte = static_cast<std::size_t>(bytes * 0x0102040810204080U >> 56);
    const Eight here = std::bit_cast<Eight>(bits_of_bytes[byte]) + static_cast<std::uint16_t>(r);
    store(list + count, here);
    count += static_cast<std::size_t>(std::popcount(byte));
  }
  return count;
}

// Numbers written 4, 3.5 or 3.25, the usual cells by far. The four bytes are read as one word; with
// the text "0.00" taken away each byte is a digit, the point is 0, and what is left is 0.
SOURCING_INLINE std::size_t decimals(const Strip& strip, std::uint32_t minimum,
                                     std::uint32_t last) {
  alignas(64) PerRow<std::uint32_t> words;
  alignas(64) PerRow<std::uint32_t> wrong;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    std::memcpy(&words[r], strip.cell(r), sizeof words[r]);
  }
  // Whole words and no branches, so that the compiler takes several rows at once.
  std::uint32_t any = 0;
  const std::uint32_t* __restrict before = strip.before;
  const std::uint32_t* __restrict end = strip.end;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const std::uint32_t size = end[r] - before[r] - 2;  // of an empty cell it wraps round
    const std::uint32_t shown = std::min<std::uint32_t>(size, 3);
    const std::uint32_t mask = 0xFFFFFFFFU >> (24 - 8 * shown);
    const std::uint32_t digits = (words[r] & mask) ^ (0x30302E30U & mask);
    const std::uint32_t not_digits =
        ((digits | (digits + 0x76767676U)) & 0x80808080U) | (digits & 0x0000FF00U);
    const std::uint32_t value =
        (digits & 0xFF) * 100 + ((digits >> 16) & 0xFF) * 10 + (digits >> 24) - minimum;
    // "2." and "25" are as long as neither form; what is off the scale is no position.
    const std::uint32_t odd_size = (size ^ shown) | static_cast<std::uint32_t>(size == 1);
    const std::uint32_t off_scale = std::max(value, last) ^ last;
    words[r] = std::min(value, last);
    wrong[r] = std::min<std::uint32_t>(not_digits | odd_size | off_scale, 1);
    any |= wrong[r];
  }
  std::uint16_t* __restrict at = strip.at;
  for (std::size_t r = 0; r < strip.rows; ++r) at[r] = static_cast<std::uint16_t>(words[r]);
  if (any == 0) return 0;
  alignas(64) PerRow<std::uint8_t> odd;
  for (std::size_t r = 0; r < strip.rows; ++r) odd[r] = static_cast<std::uint8_t>(wrong[r]);
  return list_rows(odd, strip.rows, strip.slow);
}

// Whole numbers of up to eight digits, placed in their band. The digits are moved to the high end
// of the word, so that those that are not there are zeros in front, and joined two, four, eight.
SOURCING_INLINE std::size_t bands(const Strip& strip, std::span<const std::uint32_t> begins) {
  alignas(64) PerRow<std::uint32_t> values;
  alignas(64) PerRow<std::uint8_t> odd;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const std::uint32_t size = strip.length(r);
    std::uint64_t word = 0;
    std::memcpy(&word, strip.cell(r), sizeof word);
    const bool fits = size - 1 < 8;
    std::uint64_t digits = (word ^ 0x3030303030303030U) << (8 * ((8 - size) & 7));
    const bool fine =
        fits && ((digits | (digits + 0x7676767676767676U)) & 0x8080808080808080U) == 0;
    digits = (digits * 2561 >> 8) & 0x00FF00FF00FF00FFU;
    digits = (digits * 6553601 >> 16) & 0x0000FFFF0000FFFFU;
    values[r] = static_cast<std::uint32_t>(digits * 42949672960001U >> 32);
    odd[r] = fine ? 0 : 1;
  }
  std::uint16_t* __restrict at = strip.at;
  std::memset(at, 0, strip.rows * sizeof *at);
  for (const std::uint32_t begin : begins) {
    for (std::size_t r = 0; r < strip.rows; ++r) {
      at[r] = static_cast<std::uint16_t>(at[r] + (values[r] >= begin ? 1 : 0));
    }
  }
  return list_rows(odd, strip.rows, strip.slow);
}

// Cells that were seen before and name one position.
SOURCING_INLINE std::size_t known_cells(const Strip& strip, const Memo& memo) {
  alignas(64) PerRow<std::uint8_t> odd;
  std::uint16_t* __restrict at = strip.at;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const Effect* known = memo.find(strip.cell(r), strip.length(r));
    const bool point = known != nullptr && (known->open | known->error) == 0;
    at[r] = known != nullptr ? known->at : std::uint16_t{0};
    odd[r] = point ? 0 : 1;
  }
  return list_rows(odd, strip.rows, strip.slow);
}

SOURCING_WIDE std::size_t decimals_wide(const Strip& strip, std::uint32_t minimum,
                                        std::uint32_t last) {
  return decimals(strip, minimum, last);
}
SOURCING_WIDE std::size_t bands_wide(const Strip& strip, std::span<const std::uint32_t> begins) {
  return bands(strip, begins);
}
SOURCING_WIDE std::size_t known_cells_wide(const Strip& strip, const Memo& memo) {
  return known_cells(strip, memo);
}

}  // namespace

std::size_t read_decimals(const Strip& strip, std::uint32_t minimum, std::uint32_t last,
                          bool wide) {
  return wide ? decimals_wide(strip, minimum, last) : decimals(strip, minimum, last);
}
std::size_t read_bands(const Strip& strip, std::span<const std::uint32_t> begins, bool wide) {
  return wide ? bands_wide(strip, begins) : bands(strip, begins);
}
std::size_t read_known(const Strip& strip, const Memo& memo, bool wide) {
  return wide ? known_cells_wide(strip, memo) : known_cells(strip, memo);
}

}  // namespace sourcing::batch
