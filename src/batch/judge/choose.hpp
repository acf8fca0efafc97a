// SPDX-License-Identifier: Apache-2.0
// The verdicts of a group of rows.
#pragma once

#include "batch/plan/group.hpp"
#include "batch/plan/tables.hpp"

namespace sourcing::batch {

/// Fills the third part of `group`, which was weighed. The wide version is compiled for processors
/// with AVX2; both give the same.
void choose(const Tables& tables, bool wide, Group& group);

}  // namespace sourcing::batch
