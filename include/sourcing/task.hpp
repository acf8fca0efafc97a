// SPDX-License-Identifier: Apache-2.0
#pragma once

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

/// One process or task to decide on. A plain value; `answers` has one entry per criterion of the
/// engine that made it, in model order.
struct Task {
  std::string id;
  std::string name;
  std::string activity;   ///< id in the activity catalogue, or empty
  std::uint64_t row = 0;  ///< 1-based place in its input, for outputs without an id
  std::vector<Answer> answers;
};

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

}  // namespace sourcing
