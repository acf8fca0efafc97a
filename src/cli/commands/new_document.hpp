// SPDX-License-Identifier: Apache-2.0
// The file that `sourcing new` writes.
#pragma once

#include <cstddef>
#include <sourcing/task.hpp>
#include <string>

#include "base/json.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

/// A task with every criterion, each explained by a field of its own, `x_<criterion>`, since JSON
/// has no comments. `answers` are filled in where given, else the profile of the activity; what is
/// in neither is null: unknown.
[[nodiscard]] std::string task_template(const engine::Program& program,
                                        const engine::Activity* activity, const Task* answers,
                                        std::size_t language);

/// The document of a task as it was read, with the answers of `task` in place of those that it
/// has; all else in it stays, in its order.
[[nodiscard]] std::string edited_document(const engine::Program& program, json::Value document,
                                          const Task& before, const Task& task);

}  // namespace sourcing::cli
