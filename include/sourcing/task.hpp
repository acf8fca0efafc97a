// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

class Engine;

/// Where the answer to one criterion comes from.
enum class Origin : std::uint8_t {
  unknown,   ///< not answered: the estimate takes the neutral value, `status` the whole scale
  answered,  ///< the task's own answer
  option,    ///< filled by `--assume`; counts as answered, and is shown as assumed
  profile,   ///< filled from the activity's profile: shapes the estimate only
};

/// The answer to one criterion: a closed interval of positions on its grid.
///
/// Positions count from 0 at the low end of the scale; `Engine` knows how many a criterion has.
struct Answer {
  Origin origin = Origin::unknown;
  std::uint16_t low = 0;   ///< position, inclusive
  std::uint16_t high = 0;  ///< position, inclusive; equal to `low` for a single value
  std::string shown;       ///< what was read, as JSON text: `4`, `"high"`, `[2,4]`
  std::string evidence;    ///< free text given with the value; travels to the output
};

/// What a task may say of itself besides its answers. It travels to the outputs and is never
/// scored; what it means is for the commands that ask for it. A criterion of the same name goes
/// first.
inline constexpr std::array<std::string_view, 12> task_fields = {
    "function", "entity", "owner",          "hierarchy", "fte",          "cost_per_fte",
    "currency", "home",   "work_languages", "present",   "contract_end", "exit_cost"};

/// One of `task_fields`, or a field of the user's own (`x_...`), with whatever was given: a value
/// that makes no sense is for those to tell that use it, and never refuses a task.
struct Field {
  std::string name;
  std::string text;  ///< as a cell has it: the text, a number's digits, a list joined by `;`
  std::string json;  ///< as JSON: `"Finance"`, `12.5`, `["ca","es"]`
};

/// One process or task to decide on. A plain value; `answers` has one entry per criterion of the
/// engine that made it, in model order. What does not fit the engine that it is given to counts as
/// unknown.
struct Task {
  std::string id;
  std::string name;
  std::string activity;   ///< id in the activity catalogue, or empty
  std::uint64_t row = 0;  ///< 1-based place in its input, for outputs without an id
  std::vector<Answer> answers;
  std::vector<Field> fields;  ///< those that were given, in the order of the input
};

/// What the task says in that field, as a cell has it; empty where it says nothing. The view lives
/// as long as the task is not changed.
[[nodiscard]] inline std::string_view field_text(const Task& task, std::string_view name) noexcept {
  for (const Field& field : task.fields) {
    if (field.name == name) return field.text;
  }
  return {};
}

/// An empty task: every criterion unknown. Thread-safe.
[[nodiscard]] Task make_task(const Engine& engine);

/// Reads one task from JSON bytes. `source` labels the problems. Thread-safe.
/// Errors: every problem of the input, with line, column and JSON pointer.
[[nodiscard]] Result<Task> parse_task(const Engine& engine, std::string_view json,
                                      std::string_view source = {});

/// Sets one criterion from the form used in CSV cells: `4`, `high`, `2..4`, or empty for unknown.
/// Returns the problems, empty when it was set; else `task` is as it was. `origin` is what the
/// answer is marked as. Thread-safe, if nothing else uses `task` meanwhile.
[[nodiscard]] std::vector<Problem> set_answer(const Engine& engine, Task& task,
                                              std::string_view criterion, std::string_view value,
                                              Origin origin = Origin::answered);
/// The same with a number: `set_answer(engine, task, "judgment", 3.25)`. The number meant is the
/// shortest decimal that is equal to it; more than two decimals are a problem, as in an input.
[[nodiscard]] std::vector<Problem> set_answer(const Engine& engine, Task& task,
                                              std::string_view criterion, double value,
                                              Origin origin = Origin::answered);

}  // namespace sourcing
