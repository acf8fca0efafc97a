// SPDX-License-Identifier: Apache-2.0
#include <sourcing/decide.hpp>

#include "analysis/considered.hpp"
#include "analysis/estimate.hpp"
#include "analysis/fitted.hpp"
#include "analysis/open_answers.hpp"
#include "analysis/reasons.hpp"
#include "analysis/single_steps.hpp"
#include "engine/kernel.hpp"

namespace sourcing {

namespace {

using namespace sourcing::analysis;

void scores(const engine::Program& program, const engine::Outcome& outcome, Decision& out) {
  out.scores = outcome.scores;
  out.threshold = program.threshold;
  out.hybrid_band = program.hybrid_band;
  out.margin = outcome.scores[0] - program.threshold;
  out.hybrid = out.margin <= program.hybrid_band && -out.margin <= program.hybrid_band;
}

void locations(const engine::Outcome& outcome, Decision& out) {
  for (std::size_t l = 0; l < location_count; ++l) {
    out.excluded[l] = ((outcome.excluded >> l) & 1U) != 0;
  }
  if (outcome.location == engine::no_location) return;
  const auto rest = static_cast<std::uint8_t>(outcome.excluded | (1U << outcome.location));
  const std::int8_t second = engine::choose_location(outcome.scores, rest);
  if (second == engine::no_location) return;
  out.runner_up = static_cast<Location>(second);
  out.location_margin = outcome.scores[static_cast<std::size_t>(outcome.location) + 1] -
                        outcome.scores[static_cast<std::size_t>(second) + 1];
}

}  // namespace

Decision decide(const Engine& engine, const Task& asked, const DecideOptions& options) {
  const engine::Program& program = engine.program();
  const Fitted fitted(program, asked);
  const Task& task = fitted.task();
  const std::size_t language = engine::find_language(program, options.language);
  const engine::Point point = estimate(program, task);
  const engine::Box box = completions(program, task);
  std::vector<std::size_t> fired;
  const engine::Outcome outcome =
      engine::decide(program, point, [&](std::size_t rule) { fired.push_back(rule); });

  Decision out;
  out.id = task.id;
  out.name = task.name;
  out.row = task.row;
  out.fields = task.fields;
  out.language = program.languages[language];
  scores(program, outcome, out);
  locations(outcome, out);
  look_at_open_answers(program, box, options, out);

  const Bearing bears = bearing(program, task, box, options.cells);
  const Statuses status = statuses(program, box, bears, options.cells);
  out.status = status.overall;
  out.engagement_status = status.engagement;
  out.location_status = status.location;
  out.disposition_status = status.disposition;
  out.proven = out.proven && status.proven;
  if (status.engagement != Status::undetermined) out.verdict.engagement = outcome.engagement;
  if (status.location != Status::undetermined) out.verdict.location = outcome.chosen();
  out.location_band = program.location_band;
  if (out.verdict.location) {
    out.close = out.runner_up.has_value() && out.location_margin <= program.location_band;
  }
  if (status.disposition != Status::undetermined) out.verdict.disposition = outcome.disposition;

  look_at_steps(program, task, point, outcome, box, options.cells, out);
  std::vector<std::string_view> shown;
  for (const Answer& answer : task.answers) {
    shown.push_back(is_answered(answer) ? std::string_view(answer.shown) : std::string_view{});
  }
  out.considered = considered(program, shown, box, options.cells);

  if (!task.activity.empty()) {
    const Status given = statuses(program, completions_given_profile(program, task),
                                  Bearing{true, true, true}, options.cells)
                             .overall;
    out.given_profile = {given, {outcome.disposition, outcome.engagement, outcome.chosen()}};
  }
  out.reasons = reasons(program, task, point, outcome, fired, language);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const Origin origin = task.answers[c].origin;
    if (origin == Origin::unknown) out.unknown.emplace_back(program.criteria[c].id);
    if (origin == Origin::option || origin == Origin::profile) {
      out.assumed.emplace_back(program.criteria[c].id);
    }
  }
  return out;
}

}  // namespace sourcing
