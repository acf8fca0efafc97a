// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/id_set.hpp"

namespace sourcing::batch {

void IdSet::add(RowId id) {
  if (slots_.empty()) slots_.resize(2 * most_rows);
  RowId& slot = slots_[place_of(id.hash)];
  if (slot.row == 0) {
    slot = id;
    return;
  }
  if (repeated_++ > 0) return;
  first_row_ = slot.row;
  second_row_ = id.row;
}

std::size_t IdSet::place_of(std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].row != 0 && slots_[at].hash != hash) at = (at + 1) & mask;
  return at;
}

}  // namespace sourcing::batch
