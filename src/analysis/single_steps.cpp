// SPDX-License-Identifier: Apache-2.0
#include "analysis/single_steps.hpp"

#include <algorithm>

#include "analysis/estimate.hpp"
#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

using engine::Lanes;
using engine::Outcome;
using engine::Program;

void collect(const Program& program, const engine::Node& node, std::uint16_t rule,
             std::vector<std::vector<std::uint16_t>>& rules) {
  if (node.kind == engine::NodeKind::atom) {
    auto& mine = rules[program.atoms[node.first].criterion];
    if (mine.empty() || mine.back() != rule) mine.push_back(rule);
    return;
  }
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    collect(program, child, rule, rules);
  }
}

Lanes points_of(const engine::Rule& rule) noexcept {
  Lanes sum = 0;
  for (std::size_t a = 0; a < axis_count; ++a) {
    sum += static_cast<Lanes>(std::int64_t{rule.points[a]}) << (16 * a);
  }
  return sum;
}

}  // namespace

SingleSteps::SingleSteps(const Program& program) : program_(program) {
  rules_.resize(program.criteria.size());
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    collect(program, program.nodes[program.rules[r].condition], static_cast<std::uint16_t>(r),
            rules_);
  }
}

std::array<std::uint16_t, 2> SingleSteps::neighbours(std::size_t c,
                                                     std::uint16_t at) const noexcept {
  const engine::Criterion& criterion = program_.criteria[c];
  constexpr std::int64_t whole = 100;  // hundredths
  const bool numeric = criterion.scale == Scale::level || criterion.scale == Scale::number;
  const auto step = static_cast<std::uint16_t>(
      numeric ? std::clamp<std::int64_t>(whole / criterion.step, 1, criterion.last) : 1);
  return {static_cast<std::uint16_t>(at < step ? 0 : at - step),
          static_cast<std::uint16_t>(std::min<int>(at + step, criterion.last))};
}

SingleSteps::Looking::Looking(const SingleSteps& steps, const engine::Point& point,
                              const Outcome& outcome, Given given)
    : steps_(steps),
      program_(steps.program_),
      point_(point),
      before_(outcome),
      given_(given),
      scores_(0) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    scores_ |= static_cast<Lanes>(outcome.scores[a]) << (16 * a);
  }
}

// Rules that test the criterion: their points, and what all rules say where one of them changed.
void SingleSteps::Looking::fire_anew(std::size_t c, Lanes& scores, Outcome& outcome) {
  bool says = false;  // something beside points
  const std::uint16_t to = point_[c];
  for (const std::uint16_t r : steps_.rules_[c]) {
    const engine::Rule& rule = program_.rules[r];
    const engine::Node& condition = program_.nodes[rule.condition];
    const bool now = engine::holds(program_, condition, point_);
    point_[c] = from_;
    const bool then = engine::holds(program_, condition, point_);
    point_[c] = to;
    if (now == then) continue;
    scores += now ? points_of(rule) : Lanes{0} - points_of(rule);
    says = says || rule.excluded != 0 || rule.disposition != engine::no_disposition;
  }
  if (!says) return;
  const Outcome anew = engine::decide(program_, point_);
  outcome.excluded = anew.excluded;
  outcome.disposition = anew.disposition;
}

Outcome SingleSteps::Looking::after(std::size_t c, std::uint16_t to) {
  from_ = point_[c];
  point_[c] = to;
  Outcome outcome = before_;
  if (program_.varies) {
    outcome = engine::decide(program_, point_);
  } else {
    Lanes scores = scores_ - program_.contribution(c, from_) + program_.contribution(c, to);
    if (!steps_.rules_[c].empty()) fire_anew(c, scores, outcome);
    for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] = engine::lane(scores, a);
    outcome.location = engine::choose_location(scores, outcome.excluded);
    outcome.engagement = engine::choose_engagement(program_, outcome.scores[0]);
  }
  point_[c] = from_;
  return outcome;
}

std::optional<Outcome> SingleSteps::Looking::changed(std::size_t c, std::uint16_t to) {
  const Outcome outcome = after(c, to);
  const bool other = (given_.engagement && outcome.engagement != before_.engagement) ||
                     (given_.location && outcome.location != before_.location) ||
                     (given_.disposition && outcome.disposition != before_.disposition);
  return other ? std::optional(outcome) : std::nullopt;
}

FlipStep flip_of(const Program& program, const engine::Point& point, const SingleSteps::Step& step,
                 Given given) {
  const engine::Criterion& criterion = program.criteria[step.criterion];
  FlipStep flip;
  flip.criterion = criterion.id;
  flip.from = input::json_value(criterion, point[step.criterion]);
  flip.to = input::json_value(criterion, step.to);
  if (given.disposition) flip.verdict.disposition = step.outcome.disposition;
  if (given.engagement) flip.verdict.engagement = step.outcome.engagement;
  if (given.location) flip.verdict.location = step.outcome.chosen();
  return flip;
}

void look_at_steps(const SingleSteps& steps, const Program& program, const Task& task,
                   const engine::Point& point, const Outcome& outcome, Decision& out) {
  const Given given{out.engagement_status != Status::undetermined,
                    out.location_status != Status::undetermined,
                    out.disposition_status != Status::undetermined};
  const auto step = steps.first(point, outcome, given,
                                [&](std::size_t c) { return is_answered(task.answers[c]); });
  out.robust = !step;
  if (step) out.flip_step = flip_of(program, point, *step, given);
}

}  // namespace sourcing::analysis
