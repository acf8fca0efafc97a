// SPDX-License-Identifier: Apache-2.0
#include "analysis/fitted.hpp"

namespace sourcing::analysis {

namespace {

bool fits(const engine::Criterion& criterion, const Answer& answer) noexcept {
  return answer.origin == Origin::unknown ||
         (answer.low <= answer.high && answer.high <= criterion.last);
}

bool fits(const engine::Program& program, const Task& task) noexcept {
  if (task.answers.size() != program.criteria.size()) return false;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (!fits(program.criteria[c], task.answers[c])) return false;
  }
  return true;
}

}  // namespace

Fitted::Fitted(const engine::Program& program, const Task& task) : task_(&task) {
  if (fits(program, task)) return;
  copy_ = task;
  copy_.answers.resize(program.criteria.size());
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (!fits(program.criteria[c], copy_.answers[c])) copy_.answers[c] = Answer{};
  }
  task_ = &copy_;
}

}  // namespace sourcing::analysis
