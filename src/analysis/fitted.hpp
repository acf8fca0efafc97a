// SPDX-License-Identifier: Apache-2.0
// A task as an engine can take it, whoever made it.
#pragma once

#include <sourcing/task.hpp>

#include "engine/program.hpp"

namespace sourcing::analysis {

/// Stands for a task with exactly one answer a criterion, each an interval on its grid. A task that
/// was made for the engine is taken as it is; of any other a copy, in which what is missing, runs
/// backwards or lies past the end of its scale counts as unknown: never as the lowest, and never as
/// another criterion's. The task must outlive this.
class Fitted {
 public:
  Fitted(const engine::Program& program, const Task& task);
  Fitted(const Fitted&) = delete;
  Fitted& operator=(const Fitted&) = delete;
  ~Fitted() = default;

  [[nodiscard]] const Task& task() const noexcept { return *task_; }

 private:
  Task copy_;
  const Task* task_;
};

}  // namespace sourcing::analysis
