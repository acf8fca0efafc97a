// SPDX-License-Identifier: Apache-2.0
// Rows that are none: nothing but delimiters, or passed over by --skip-where. They go before rows
// are counted. And fields that are none: empty ones beyond the header.
#pragma once

#include <cstdint>

#include "batch/plan/plan.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// How many rows were taken out of an index.
struct Dropped {
  std::uint64_t blank = 0, skipped = 0;
};

/// Takes them out of the index of a block.
[[nodiscard]] Dropped drop_rows(const Plan& plan, const char* block, input::Index& index);

}  // namespace sourcing::batch
