// SPDX-License-Identifier: Apache-2.0
// Whether ids repeat. Held as hashes, of the first rows only, so that memory does not grow with the
// input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sourcing::batch {

/// The id of a row: what identifies it in the output.
struct RowId {
  std::uint64_t hash = 0;
  std::uint64_t row = 0;
};

class IdSet {
 public:
  /// Rows after this one are not looked at.
  static constexpr std::uint64_t most_rows = std::uint64_t{1} << 16;

  /// Takes the next row's.
  void add(RowId id);

  [[nodiscard]] std::uint64_t repeated() const noexcept { return repeated_; }
  /// An example of rows with one id.
  [[nodiscard]] std::uint64_t first_row() const noexcept { return first_row_; }
  [[nodiscard]] std::uint64_t second_row() const noexcept { return second_row_; }

 private:
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const noexcept;

  std::vector<RowId> slots_;  // at most half full, allocated with the first; row 0: free
  std::uint64_t repeated_ = 0, first_row_ = 0, second_row_ = 0;
};

}  // namespace sourcing::batch
