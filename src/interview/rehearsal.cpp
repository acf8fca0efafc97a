// SPDX-License-Identifier: Apache-2.0
#include "interview/rehearsal.hpp"

#include "analysis/estimate.hpp"
#include "input/task_json.hpp"
#include "interview/course.hpp"

namespace sourcing::interview {

Rehearsal rehearse(const Engine& engine, const Task& full, std::string_view activity) {
  const engine::Program& program = engine.program();
  Rehearsal rehearsal;
  Task& task = rehearsal.task;
  task = input::empty_task(program);
  task.id = full.id;
  task.name = full.name;
  task.fields = full.fields;
  task.activity = activity;
  input::apply_profile(program, task);
  const Course course(engine);
  std::vector<bool> asked(program.criteria.size(), false);
  for (;;) {
    const Step step = course.next(task, asked);
    if (step.settled_given_profile && !rehearsal.asked_given_profile) {
      rehearsal.asked_given_profile = rehearsal.asked.size();
    }
    if (step.settled || !step.question) break;
    const std::size_t c = *step.question;
    asked[c] = true;
    rehearsal.asked.push_back(c);
    if (analysis::is_answered(full.answers[c])) task.answers[c] = full.answers[c];
  }
  // What the answers say of the activity is no question, and shapes the estimate.
  if (task.activity.empty()) {
    task.activity = full.activity;
    input::apply_profile(program, task);
  }
  return rehearsal;
}

}  // namespace sourcing::interview
