// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/assume.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

std::optional<Assumptions> Assumptions::read(const Session& session, const Engine& engine,
                                             const std::vector<std::string>& texts) {
  Assumptions assumptions;
  assumptions.template_ = make_task(engine);
  bool fine = true;
  std::set<std::size_t> seen;  // a criterion may be named by its id or by a label
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      session.messages.error("E0605", fmt::format("--assume takes criterion=value, found `{}`",
                                                  base::printable(text)));
      fine = false;
      continue;
    }
    const std::string_view criterion = std::string_view(text).substr(0, equals);
    const std::size_t c = engine::find_named(engine.program(), criterion);
    if (c < assumptions.template_.answers.size() && !seen.insert(c).second) {
      session.messages.error(
          "E0605", fmt::format("--assume: `{}` is given twice", base::printable(criterion)));
      fine = false;
      continue;
    }
    for (Problem& problem : set_answer(engine, assumptions.template_, text.substr(0, equals),
                                       text.substr(equals + 1), Origin::option)) {
      problem.message = "--assume: " + problem.message;
      session.messages.error(problem);
      fine = false;
    }
  }
  if (!fine) return std::nullopt;
  return assumptions;
}

void Assumptions::apply(Task& task) const {
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    const Answer& assumed = template_.answers[c];
    if (assumed.origin != Origin::option) continue;
    Answer& answer = task.answers[c];
    if (answer.origin == Origin::answered) continue;
    answer = assumed;
  }
}

}  // namespace sourcing::cli
