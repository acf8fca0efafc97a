// SPDX-License-Identifier: Apache-2.0
// A task from a stranger: read, decided, and the decision checked against what is promised of it.
#include <algorithm>
#include <array>
#include <sourcing/decide.hpp>

#include "engine/program.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

void check_decision(const engine::Program& program, const Task& task, const Decision& decision) {
  std::array<Centipoints, axis_count> sums{};
  for (const Reason& reason : decision.reasons) {
    check(reason.axis.has_value() == reason.points.has_value(), "points belong to an axis");
    if (reason.axis) sums[static_cast<std::size_t>(*reason.axis)] += *reason.points;
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    check(sums[a] == decision.scores[a], "the reasons add up to the score");
    check(decision.scores[a] >= 0 && decision.scores[a] <= 10'000, "a score is 0 to 100");
    check(decision.bounds[a].low <= decision.scores[a] &&
              decision.scores[a] <= decision.bounds[a].high,
          "the estimate lies within its bounds");
  }
  if (decision.status == Status::decided) {
    check(decision.possible.size() == 1 || !decision.possible_complete, "decided means one");
  }
  // What is not said yet agrees with anything.
  const auto agrees = [](const auto& said, const auto& found) { return !said || said == found; };
  const Verdict& verdict = decision.verdict;
  const bool listed =
      std::any_of(decision.possible.begin(), decision.possible.end(), [&](const Possible& p) {
        return agrees(verdict.engagement, p.verdict.engagement) &&
               agrees(verdict.location, p.verdict.location) &&
               agrees(verdict.disposition, p.verdict.disposition);
      });
  check(listed || !decision.possible_complete || !task.activity.empty(),
        "the estimate's verdict is possible");
  std::size_t open = 0;
  for (const Answer& answer : task.answers) {
    check(answer.low <= answer.high, "an answer is an interval");
    open += answer.origin == Origin::unknown ? 1 : 0;
  }
  check(task.answers.size() == program.criteria.size(), "one answer a criterion");
  check(decision.unknown.size() <= open, "unknown are those without an answer");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Engine engine = Engine::embedded();
  const auto task = parse_task(engine, fuzz::text_of(data, size), "<in>");
  if (!task) {
    fuzz::check_problems(task.problems());
    return 0;
  }
  DecideOptions options;
  options.cells = 64;
  options.nodes = 512;
  check_decision(engine.program(), *task, decide(engine, *task, options));
  return 0;
}
