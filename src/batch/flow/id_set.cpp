// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/id_set.hpp"

#include <algorithm>
#include <utility>

namespace sourcing::batch {

void IdSet::grow() {
  constexpr std::size_t least = 1'024, factor = 4;  // few times: all are placed again
  const std::vector<RowId> held = std::move(slots_);
  slots_.assign(std::max(least, factor * held.size()), RowId{});
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
