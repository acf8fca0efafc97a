// SPDX-License-Identifier: Apache-2.0
// Scores, rules and the largest reasons of a group of rows.
#pragma once

#include "batch/plan/group.hpp"
#include "batch/plan/tables.hpp"

namespace sourcing::batch {

/// What is left out when nobody asks for it.
struct WeighOptions {
  bool reasons = true;
};

/// Fills the second part of `group`. The wide version is compiled for processors with AVX2; both
/// give the same.
void weigh(const Tables& tables, WeighOptions options, bool wide, Group& group);

}  // namespace sourcing::batch
