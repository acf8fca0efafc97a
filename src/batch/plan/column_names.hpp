// SPDX-License-Identifier: Apache-2.0
// What a column may be the column of, and by which names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/plan.hpp"

namespace sourcing::batch {

/// The target that --map gives a header, or null. `folded`: as input::fold_name has it.
[[nodiscard]] const std::string* mapped(const BatchOptions& options, std::string_view folded);

/// Whether --ignore names a header.
[[nodiscard]] bool is_ignored(const BatchOptions& options, std::string_view folded);

/// What a column may be the column of: the criteria in model order, then `id`, `name`, `activity`
/// and the fields that travel.
[[nodiscard]] std::vector<std::string_view> targets_of(const engine::Program& program);

/// The place of a name among the targets: an id, or the label in a language of the model. Else
/// their count.
[[nodiscard]] std::size_t find_target(const engine::Program& program, std::string_view name);

}  // namespace sourcing::batch
