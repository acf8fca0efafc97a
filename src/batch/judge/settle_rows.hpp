// SPDX-License-Identifier: Apache-2.0
// What the bounds say of rows that are not fully answered.
#pragma once

#include "batch/plan/group.hpp"
#include "batch/plan/tables.hpp"

namespace sourcing::batch {

/// Fills the last part of `group`, which was weighed and chosen for and has open cells. The wide
/// version is compiled for processors with AVX2; both give the same.
void settle_rows(const Tables& tables, bool wide, Group& group);

}  // namespace sourcing::batch
