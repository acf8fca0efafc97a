// SPDX-License-Identifier: Apache-2.0
#include "batch/read/cell_places.hpp"

#include "batch/plan/loose.hpp"

namespace sourcing::batch {

namespace {

constexpr std::size_t side = 8;
static_assert(side == input::Index::ends_padding && group_rows % side == 0);

using Eight = std::uint32_t __attribute__((vector_size(4 * side)));
using Turned = std::array<std::uint32_t, side * group_rows>;  // column by column

// Eight rows of eight ends become eight columns: numbers of two rows are joined in turn, then
// pairs, then halves.
SOURCING_INLINE void turn_square(const std::uint32_t* ends, const std::uint32_t* first,
                                 std::uint32_t* out) noexcept {
  Eight a[side], b[side];
  SOURCING_UNROLLED
  for (std::size_t i = 0; i < side; ++i) load(a[i], ends + first[i]);
  for (std::size_t i = 0; i < side; i += 2) {
    b[i] = __builtin_shufflevector(a[i], a[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    b[i + 1] = __builtin_shufflevector(a[i], a[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (std::size_t i = 0; i < side; i += 4) {
    for (std::size_t k = 0; k < 2; ++k) {
      a[i + 2 * k] = __builtin_shufflevector(b[i + k], b[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      a[i + 2 * k + 1] =
          __builtin_shufflevector(b[i + k], b[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (std::size_t i = 0; i < side / 2; ++i) {
    b[i] = __builtin_shufflevector(a[i], a[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    b[i + 4] = __builtin_shufflevector(a[i], a[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
  SOURCING_UNROLLED
  for (std::size_t i = 0; i < side; ++i) store(out + i * group_rows, b[i]);
}

SOURCING_INLINE void turn(const std::uint32_t* ends, const Slots& slots, std::size_t rows,
                          Turned& turned) noexcept {
  for (std::size_t r = 0; r < rows; r += side) {
    turn_square(ends, slots.first.data() + r, turned.data() + r);
  }
}

SOURCING_WIDE void turn_wide(const std::uint32_t* ends, const Slots& slots, std::size_t rows,
                             Turned& turned) noexcept {
  turn(ends, slots, rows, turned);
}
void turn_narrow(const std::uint32_t* ends, const Slots& slots, std::size_t rows,
                 Turned& turned) noexcept {
  turn(ends, slots, rows, turned);
}

}  // namespace

void CellPlaces::show(std::size_t field, bool wide) noexcept {
  // A cell begins behind the end of the one before it.
  const std::size_t from = field == 0 ? 0 : field - 1;
  if (first_ == none || from < first_ || field >= first_ + side) {
    first_ = from;
    (wide ? turn_wide : turn_narrow)(index_->ends.data() + from, *slots_, rows_, ends_);
  }
  end_ = ends_.data() + (field - first_) * group_rows;
  if (field > 0) {
    before_ = end_ - group_rows;
    return;
  }
  for (std::size_t r = 0; r < rows_; ++r) before_first_[r] = slots_->begin[r] - 1;
  before_ = before_first_.data();
}

}  // namespace sourcing::batch
