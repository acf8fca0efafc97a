// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/id_set.hpp"

#include <utility>

namespace sourcing::batch {

void IdSet::grow() {
  constexpr std::size_t few = 1'024;  // most inventories need no more
  const std::vector<RowId> held = std::move(slots_);
  slots_.assign(held.empty() ? few : 2 * std::size_t{most_rows}, RowId{});
  for (const RowId& id : held) {
    if (id.row != 0) slots_[place_of(id.hash)] = id;
  }
}

void IdSet::repeat(std::uint64_t first, std::uint64_t second) noexcept {
  if (repeated_++ > 0) return;
  first_row_ = first;
  second_row_ = second;
}

}  // namespace sourcing::batch
