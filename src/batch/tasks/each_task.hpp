// SPDX-License-Identifier: Apache-2.0
// Rows of a table as tasks, for commands that make something else of them than verdicts.
#pragma once

#include <functional>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <vector>

namespace sourcing::batch {

/// What is made of the tasks; one per thread.
class TaskHandler {
 public:
  virtual ~TaskHandler() = default;
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
