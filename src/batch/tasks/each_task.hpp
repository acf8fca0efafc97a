// SPDX-License-Identifier: Apache-2.0
// Rows of a table as tasks, for commands that make something else of them than verdicts.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <sourcing/batch.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::batch {

/// What the answers of a row come to.
struct RowVerdict {
  Verdict verdict;  ///< as `decide` has it
  /// The first rule that shuts each location out, of the estimate; empty where none does.
  std::array<std::string_view, location_count> barred;
};

/// What is made of the tasks; one per thread.
class TaskHandler {
 public:
  virtual ~TaskHandler() = default;
  /// False: `judged` is called instead of `task` where a row can be judged without it, which is
  /// much faster.
  [[nodiscard]] virtual bool wants_answers() const { return true; }
  /// Appends what is to be written for a row. The task has all but its answers.
  virtual void judged(const Task& task, const RowVerdict& verdict, std::string& out) {
    (void)task, (void)verdict, (void)out;
  }
  /// Called before the first row of a block.
  virtual void start() {}
  /// Appends what is to be written for a row.
  virtual void task(const Task& task, std::string& out) = 0;
  /// Appends what is to be written for a row that could not be read.
  virtual void failed(const Failure& failure, std::string& out) = 0;
  /// What the last block came to may be added up. In the order of the blocks, one at a time.
  virtual void taken() {}
};

/// Reads a table or NDJSON as `run_batch` does, and hands each row on with its fields: those of
/// `task_fields` that have a column, and the columns of `wanted` under their own headers.
[[nodiscard]] BatchReport each_task(
    const Engine& engine, ByteSource& source, ByteSink& out, BatchObserver& observer,
    const BatchOptions& options, const std::vector<std::string>& wanted,
    const std::function<std::unique_ptr<TaskHandler>()>& make_handler);

}  // namespace sourcing::batch
