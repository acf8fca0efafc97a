// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <numeric>
#include <sourcing/whatif.hpp>

#include "analysis/estimate.hpp"
#include "analysis/fitted.hpp"
#include "analysis/moves.hpp"
#include "analysis/obstacles.hpp"
#include "analysis/smallest_change.hpp"
#include "base/text.hpp"
#include "input/task_json.hpp"
#include "input/value.hpp"

namespace sourcing {

namespace {

using namespace sourcing::analysis;

Fraction fraction(std::int64_t numerator, std::int64_t denominator) {
  const std::int64_t divisor = std::gcd(numerator, denominator);
  return {numerator / divisor, denominator / divisor};
}

Verdict verdict_of(const engine::Outcome& outcome) {
  return {outcome.disposition, outcome.engagement, outcome.chosen()};
}

Target target_of(const Verdict& verdict) {
  Target target{verdict.disposition, verdict.engagement, {}};
  if (verdict.location) target.location = static_cast<std::int8_t>(*verdict.location);
  return target;
}

// Every other engagement, location and disposition, each on its own.
std::vector<Verdict> other_verdicts(const Verdict& now) {
  std::vector<Verdict> result;
  for (const Engagement engagement : {Engagement::bpo, Engagement::kpo}) {
    if (now.engagement != engagement) result.push_back({{}, engagement, {}});
  }
  for (const Location location : {Location::onshore, Location::nearshore, Location::offshore}) {
    if (now.location != location) result.push_back({{}, {}, location});
  }
  for (const Disposition disposition :
       {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
    if (now.disposition != disposition) result.push_back({disposition, {}, {}});
  }
  return result;
}

Problem unknown_criterion(const engine::Program& program, std::string_view id) {
  const std::string near = input::nearest_name(program, id, {});
  Problem problem;
  problem.code = "E0201";
  problem.message = fmt::format("there is no criterion `{}`", base::printable(id));
  if (!near.empty()) problem.hint = fmt::format("did you mean `{}`?", near);
  return problem;
}

class Answers {
 public:
  Answers(const engine::Program& program, const Task& task, const Moves& moves,
          const WhatIfOptions& options)
      : program_(program),
        task_(task),
        moves_(moves),
        options_(options),
        language_(engine::find_language(program, options.language)),
        search_(program, moves) {}

  WhatIfAnswer answer(const Verdict& wanted) {
    WhatIfAnswer result;
    result.target = wanted;
    const Target target = target_of(wanted);
    const SmallestChange smallest = search_.find(target, options_.nodes);
    result.nodes = smallest.nodes;
    result.proven = smallest.proven;
    if (!smallest.found) {
      result.reach = smallest.proven ? Reach::unreachable : Reach::unknown;
      if (smallest.proven) {
        result.obstacles = obstacles(program_, reach(program_, moves_), target, language_);
      }
      return result;
    }
    const engine::Outcome outcome = engine::decide(program_, smallest.point);
    result.reach = smallest.moved == 0 ? Reach::already : Reach::change;
    result.verdict = verdict_of(outcome);
    result.scores = outcome.scores;
    result.cost = fraction(smallest.cost, moves_.unit);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      if (smallest.point[c] != moves_.start[c]) {
        result.changes.push_back(change(c, smallest.point[c]));
      }
    }
    return result;
  }

 private:
  [[nodiscard]] Change change(std::size_t c, std::uint16_t to) const {
    const engine::Criterion& criterion = program_.criteria[c];
    Change result;
    result.criterion = criterion.id;
    result.label = program_.text(criterion.label, language_);
    result.origin = task_.answers[c].origin;
    result.from = input::json_value(criterion, moves_.start[c]);
    result.to = input::json_value(criterion, to);
    result.cost = fraction(moves_.cost(c, to), moves_.unit);
    return result;
  }

  const engine::Program& program_;
  const Task& task_;
  const Moves& moves_;
  const WhatIfOptions& options_;
  std::size_t language_;
  ChangeSearch search_;
};

}  // namespace

Result<WhatIf> what_if(const Engine& engine, const Task& given, const WhatIfOptions& options) {
  const engine::Program& program = engine.program();
  const Fitted fitted(program, given);
  const Task& task = fitted.task();
  std::vector<Problem> problems;
  std::vector<bool> fixed;
  for (const engine::Criterion& criterion : program.criteria) fixed.push_back(criterion.immutable);
  for (const std::string& id : options.fixed) {
    const std::size_t c = engine::find_named(program, id);
    if (c < program.criteria.size()) {
      fixed[c] = true;
      continue;
    }
    problems.push_back(unknown_criterion(program, id));
  }
  if (!problems.empty()) return problems;

  WhatIf result;
  result.id = task.id;
  result.name = task.name;
  result.row = task.row;
  const engine::Point start = estimate(program, task);
  const engine::Outcome outcome = engine::decide(program, start);
  result.verdict = verdict_of(outcome);
  result.scores = outcome.scores;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (task.answers[c].origin == Origin::unknown) {
      result.unknown.emplace_back(program.criteria[c].id);
    }
  }
  const Moves moves = make_moves(program, start, fixed, options.fine);
  Answers answers(program, task, moves, options);
  for (const Verdict& target :
       options.targets.empty() ? other_verdicts(result.verdict) : options.targets) {
    result.answers.push_back(answers.answer(target));
  }
  return result;
}

}  // namespace sourcing
