// SPDX-License-Identifier: Apache-2.0
#include "analysis/estimate.hpp"

#include <algorithm>
#include <sourcing/point.hpp>

#include "analysis/fitted.hpp"
#include "engine/settle.hpp"

namespace sourcing::analysis {

namespace {

bool tests_answered(const engine::Program& program, const engine::Node& node, const Task& task) {
  if (node.kind == engine::NodeKind::atom) {
    return is_answered(task.answers[program.atoms[node.first].criterion]);
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  return std::any_of(children.begin(), children.end(), [&](const engine::Node& child) {
    return tests_answered(program, child, task);
  });
}

bool moves(const engine::Program& program, std::size_t axis, const Task& task) {
  const auto weights = program.axes[axis].weights;
  return std::any_of(weights.begin(), weights.end(), [&](const engine::Weight& weight) {
    return weight.centipoints > 0 && is_answered(task.answers[weight.criterion]);
  });
}

template <class T>
Status status_of(const engine::Settled<T>& settled, bool bears, bool& proven) {
  if (!bears) return Status::undetermined;
  proven = proven && settled.proven;
  return settled.unique ? Status::decided : Status::tentative;
}

}  // namespace

engine::Point estimate(const engine::Program& program, const Task& task) noexcept {
  engine::Point point{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const Answer& answer = task.answers[c];
    point[c] = answer.origin == Origin::unknown
                   ? program.criteria[c].neutral
                   : static_cast<std::uint16_t>((answer.low + answer.high) / 2);
  }
  return point;
}

engine::Box completions(const engine::Program& program, const Task& task) noexcept {
  engine::Box box = engine::whole(program);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (!is_answered(task.answers[c])) continue;
    box.low[c] = task.answers[c].low;
    box.high[c] = task.answers[c].high;
  }
  return box;
}

engine::Box completions_given_profile(const engine::Program& program, const Task& task) noexcept {
  engine::Box box = engine::whole(program);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (task.answers[c].origin == Origin::unknown) continue;
    box.low[c] = task.answers[c].low;
    box.high[c] = task.answers[c].high;
  }
  return box;
}

Bearing bearing(const engine::Program& program, const Task& task, const engine::Box& box,
                std::uint64_t cells) {
  Bearing result;
  result.engagement = moves(program, 0, task);
  for (std::size_t a = 1; a < axis_count; ++a) {
    result.location = result.location || moves(program, a, task);
  }
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const engine::Rule& rule = program.rules[r];
    const bool fires = engine::settle_rule(program, r, box, cells) == engine::Truth::yes;
    const bool scores_location = engine::moves_location(program, rule);
    result.engagement = result.engagement || (fires && engine::moves(program, rule, 0));
    result.location = result.location || (fires && (rule.excluded != 0 || scores_location));
    if (rule.disposition != engine::no_disposition) {
      result.disposition = result.disposition || fires ||
                           tests_answered(program, program.nodes[rule.condition], task);
    }
  }
  return result;
}

Statuses statuses(const engine::Program& program, const engine::Box& box, const Bearing& bearing,
                  std::uint64_t cells) {
  return statuses(program, box, bearing, cells,
                  engine::score_bounds(program, box, Axis::engagement, cells));
}

Statuses statuses(const engine::Program& program, const engine::Box& box, const Bearing& bearing,
                  std::uint64_t cells, const engine::AxisBounds& engagement) {
  Statuses result{};
  const auto disposition = engine::settle_disposition(program, box, cells);
  result.engagement =
      status_of(engine::settle_engagement(program, engagement), bearing.engagement, result.proven);
  result.location =
      status_of(engine::settle_location(program, box, cells), bearing.location, result.proven);
  // Retain because gates exclude every location: nothing else need bear on the disposition. When
  // the budget ran out before that was known, `undetermined` is not proven.
  result.proven = result.proven && disposition.proven;
  const bool forced = disposition.unique && disposition.value == Disposition::retain;
  result.disposition = status_of(disposition, bearing.disposition || forced, result.proven);
  result.overall = result.engagement == Status::undetermined ? Status::undetermined
                   : result.engagement == Status::decided && result.location == Status::decided &&
                           result.disposition == Status::decided
                       ? Status::decided
                       : Status::tentative;
  return result;
}

}  // namespace sourcing::analysis

namespace sourcing {

std::vector<std::uint16_t> estimated_point(const Engine& engine, const Task& task) {
  const analysis::Fitted fitted(engine.program(), task);
  const engine::Point point = analysis::estimate(engine.program(), fitted.task());
  return {point.begin(), point.begin() + static_cast<std::ptrdiff_t>(engine.criteria())};
}

}  // namespace sourcing
