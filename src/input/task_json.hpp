// SPDX-License-Identifier: Apache-2.0
// A task in JSON: from a parsed document to answers.
#pragma once

#include <sourcing/result.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/program.hpp"
#include "input/task_fields.hpp"
#include "input/value.hpp"

namespace sourcing::input {

/// Reads a task from a document; notes every problem in it. `pointer` is where it stands there.
[[nodiscard]] Result<Task> read_task(const engine::Program& program, const json::Value& document,
                                     std::string_view source, std::string_view pointer);

/// The same from what the JSON reader returned: all problems of both, in the order of the input.
[[nodiscard]] Result<Task> read_task(const engine::Program& program, json::ParseResult parsed,
                                     std::string_view source);

/// Every criterion unknown.
[[nodiscard]] Task empty_task(const engine::Program& program);

/// The criterion (its id), or one of `known`, that a name most likely means: an id or a label that
/// is near. Empty when there is none.
[[nodiscard]] std::string nearest_name(const engine::Program& program, std::string_view word,
                                       std::vector<std::string_view> known);

/// Fills what the task leaves open from its activity's profile.
void apply_profile(const engine::Program& program, Task& task);

}  // namespace sourcing::input
