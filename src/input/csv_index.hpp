// SPDX-License-Identifier: Apache-2.0
// Where the fields of a block are.
//
// Blocks are gone over 64 bytes at a time: comparing them with the delimiter, the terminator and
// the quote gives three words with a bit per byte, and the set bits are the field ends. Inside
// quotes they are not: a running exclusive-or over the quote bits tells which bytes are inside.
// That is right as long as quotes stand where they should; each block is checked for it on the way,
// and one that has a quote in the middle of a field is read byte by byte instead. A portable
// version of the comparison stands beside those with vector instructions, and tests compare them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "input/csv_dialect.hpp"

namespace sourcing::input {

/// Flags of a row. They may be set for its neighbours too; a row without them surely needs nothing.
/// It has to be looked at: there is a byte that is neither printable ASCII nor structure, or text
/// after a closing quote.
inline constexpr std::uint8_t row_check = 1;
/// There is a quote.
inline constexpr std::uint8_t row_quote = 2;

/// The rows of a block. Field j of row r begins at `begin[r]` (j = 0) or behind the end of the
/// field before it, and ends at `ends[first[r] + j]`; a line end's CR belongs to no field.
struct Index {
  /// Entries that may be read past the last row's, whatever they hold.
  static constexpr std::size_t ends_padding = 8;

  std::vector<std::uint32_t> ends;
  std::vector<std::uint32_t> begin;  ///< a row each
  std::vector<std::uint32_t> first;  ///< a row each, and one more
  std::vector<std::uint8_t> flags;   ///< a row each
  std::size_t rows = 0;
  std::size_t lines = 0;  ///< terminators, those inside quotes included

  [[nodiscard]] std::size_t fields(std::size_t row) const noexcept {
    return first[row + 1] - first[row];
  }
  [[nodiscard]] std::uint32_t field_begin(std::size_t row, std::size_t field) const noexcept {
    return field == 0 ? begin[row] : ends[first[row] + field - 1] + 1;
  }
  [[nodiscard]] std::uint32_t field_end(std::size_t row, std::size_t field) const noexcept {
    return ends[first[row] + field];
  }
};

/// How bytes are compared; `best_compare` finds what the processor has.
enum class Compare : std::uint8_t { portable, sse2, avx2, avx512 };  // each has the ones before
[[nodiscard]] Compare best_compare() noexcept;
/// Whether it has AVX2, which other loops ask for too.
[[nodiscard]] inline bool has_avx2() noexcept { return best_compare() >= Compare::avx2; }

/// Splits a block of whole records, each with its terminator. `block_padding` bytes after it can be
/// read. `quotes` false promises that there is no quote.
void index_block(std::string_view block, Dialect dialect, bool quotes, Compare compare,
                 Index& index);

/// The same, byte by byte, for blocks with stray quotes.
void index_slowly(std::string_view block, Dialect dialect, Index& index);

}  // namespace sourcing::input
