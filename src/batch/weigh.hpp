// SPDX-License-Identifier: Apache-2.0
// Scores, rules and the largest reasons of a group of rows.
#pragma once

#include "batch/group.hpp"
#include "batch/tables.hpp"

namespace sourcing::batch {

/// Code of a reason in Largest: a criterion's index, or this plus a rule's; and a bit when its
/// points are below zero.
inline constexpr std::uint16_t first_rule_code = 256;
inline constexpr std::uint16_t negative_code = 0x8000;

/// What is left out when nobody asks for it.
struct WeighOptions {
  bool reasons = true;
};

/// Fills the second part of `group`. The wide version is compiled for processors with AVX2; both
/// give the same.
void weigh(const Tables& tables, WeighOptions options, bool wide, Group& group);

}  // namespace sourcing::batch
