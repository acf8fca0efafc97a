// SPDX-License-Identifier: Apache-2.0
#include "interview/course.hpp"

#include <sourcing/decide.hpp>

#include "analysis/estimate.hpp"
#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"
#include "analysis/question_order.hpp"

namespace sourcing::interview {

namespace {

// A tenth of what a verdict spends on the search: someone waits.
constexpr std::uint64_t nodes = 20'000;

}  // namespace

Step Course::next(const Task& task, const std::vector<bool>& asked) const {
  using analysis::Bearing;
  const engine::Program& program = engine_.program();
  const std::uint64_t cells = DecideOptions{}.cells;
  const engine::Box box = analysis::completions(program, task);
  Step step;
  const Bearing bears = analysis::bearing(program, task, box, cells);
  step.settled = analysis::statuses(program, box, bears, cells).overall == Status::decided;
  if (!task.activity.empty()) {
    const engine::Box given = analysis::completions_given_profile(program, task);
    step.settled_given_profile =
        analysis::statuses(program, given, Bearing{true, true, true}, cells).overall ==
        Status::decided;
    if (!step.settled && !step.settled_given_profile) choose(given, asked, step);
  }
  if (step.settled) {
    step.possible = 1;
  } else if (!step.question) {
    choose(box, asked, step);
  }
  return step;
}

void Course::choose(const engine::Box& box, const std::vector<bool>& asked, Step& step) const {
  const engine::Program& program = engine_.program();
  const analysis::PossibleSet set = analysis::possible_verdicts(program, box, nodes);
  step.possible = set.verdicts.size();
  std::vector<std::size_t> open;
  if (set.complete && set.verdicts.size() > 1) {
    open = analysis::open_questions(program, box, set);
  } else {
    // One verdict, but of some part of it nothing that was answered says anything; or who knows.
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      if (box.low[c] != box.high[c]) open.push_back(c);
    }
  }
  std::erase_if(open, [&](std::size_t c) { return asked[c]; });
  step.question = analysis::best_question(program, box, open);
}

}  // namespace sourcing::interview
