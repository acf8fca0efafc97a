// SPDX-License-Identifier: Apache-2.0
// A model from a stranger: refused with reasons, or compiled and able to decide.
#include <sourcing/decide.hpp>

#include "engine/program.hpp"
#include "support.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sourcing;
  const auto engine = Engine::from_json(fuzz::text_of(data, size), "<in>");
  if (!engine) {
    fuzz::check_problems(engine.problems());
    return 0;
  }
  const engine::Program& program = engine->program();
  DecideOptions options;
  options.cells = 16;
  options.nodes = 64;
  const auto in_range = [](const Decision& decision) {
    for (const Centipoints score : decision.scores) {
      fuzz::check(score >= 0 && score <= 10'000, "a score is 0 to 100");
    }
  };
  in_range(decide(*engine, make_task(*engine), options));
  // Both ends of every scale, and every activity.
  for (const bool high : {false, true}) {
    Task task = make_task(*engine);
    for (std::size_t c = 0; c < task.answers.size(); ++c) {
      task.answers[c].origin = Origin::answered;
      task.answers[c].low = task.answers[c].high = high ? program.criteria[c].last : 0;
    }
    in_range(decide(*engine, task, options));
  }
  for (const engine::Activity& activity : program.activities) {
    const auto task =
        parse_task(*engine, "{\"activity\": \"" + std::string(activity.id) + "\"}", "<in>");
    fuzz::check(task.ok(), "a catalogued activity is a task");
    in_range(decide(*engine, *task, options));
  }
  return 0;
}
