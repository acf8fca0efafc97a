// SPDX-License-Identifier: Apache-2.0
#include "z3/formula.hpp"

#include <string>

namespace sourcing::test {

namespace {

bool excludes(const engine::Rule& rule, int location) {
  return ((rule.excluded >> location) & 1) != 0;
}
bool sets(const engine::Rule& rule, int disposition) { return rule.disposition == disposition; }

}  // namespace

Formula::Formula(const engine::Program& program) : program_(program), definitions_(context_) {
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    at_.push_back(context_.int_const(("at" + std::to_string(c)).c_str()));
  }
  for (const engine::Rule& rule : program.rules) fired_.push_back(condition(rule.condition));
  for (std::size_t a = 0; a < axis_count; ++a) {
    z3::expr score = context_.int_val(0);
    for (const engine::Weight& weight : program.axes[a].weights) {
      score = score + counted(weight);
    }
    for (std::size_t r = 0; r < fired_.size(); ++r) {
      // What neutralising comes to stands in the contributions.
      const int points = program.rules[r].points[a] - program.rules[r].folded[a];
      if (points == 0) continue;
      score = score + z3::ite(fired_[r], context_.int_val(points), context_.int_val(0));
    }
    scores_.push_back(context_.int_const(("score" + std::to_string(a)).c_str()));
    definitions_.push_back(scores_.back() == score);
  }
  for (int l = 0; l < static_cast<int>(location_count); ++l) {
    excluded_.push_back(any_rule(excludes, l));
  }
}

// Its contribution, or that of its neutral while a rule fires that neutralises it.
z3::expr Formula::counted(const engine::Weight& weight) {
  const std::size_t c = weight.criterion;
  z3::expr_vector parts(context_);
  for (std::size_t r = 0; r < fired_.size(); ++r) {
    for (const engine::Neutralised& each : program_.rules[r].neutralised) {
      if (each.criterion == c) parts.push_back(fired_[r]);
    }
  }
  const z3::expr own = contribution(c, weight, at_[c], definitions_);
  if (parts.empty()) return own;
  const z3::expr neutral = context_.int_val(int{program_.criteria[c].neutral});
  return z3::ite(z3::mk_or(parts), contribution(c, weight, neutral, definitions_), own);
}

// floor((2·W·k + R) / (2·R)), k of R steps: as inequalities, so that nothing is multiplied but by
// constants.
z3::expr Formula::contribution(std::size_t criterion, const engine::Weight& weight,
                               const z3::expr& at, z3::expr_vector& definitions) {
  const int last = program_.criteria[criterion].last;
  const int total = weight.centipoints;
  const auto rounded = [&](const z3::expr& step, int steps) {
    if (total % steps == 0) return step * (total / steps);
    const z3::expr whole = context_.int_const(
        ("points" + std::to_string(definitions.size()) + "_" + std::to_string(criterion)).c_str());
    const z3::expr top = step * (2 * total) + steps;
    definitions.push_back(whole * (2 * steps) <= top);
    definitions.push_back(top < (whole + 1) * (2 * steps));
    return whole;
  };
  if (weight.direction > 0) return rounded(at, last);
  if (weight.direction < 0) return rounded(last - at, last);
  // Steps of its own: the greatest is the whole weight.
  std::uint32_t most = 0;
  for (const std::uint32_t step : weight.steps) most = std::max(most, step);
  const auto points = [&](std::uint32_t step) {
    const std::int64_t steps = most;
    return most == 0 ? 0 : static_cast<int>((2LL * total * step + steps) / (2 * steps));
  };
  z3::expr value = context_.int_val(points(weight.steps[0]));
  for (std::size_t p = 1; p < weight.steps.size(); ++p) {
    value = z3::ite(at == static_cast<int>(p), context_.int_val(points(weight.steps[p])), value);
  }
  return value;
}

z3::expr Formula::condition(std::uint32_t node) {
  const engine::Node& here = program_.nodes[node];
  if (here.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = program_.atoms[here.first];
    return at_[atom.criterion] >= int{atom.low} && at_[atom.criterion] <= int{atom.high};
  }
  z3::expr_vector parts(context_);
  for (std::uint32_t i = 0; i < here.count; ++i) parts.push_back(condition(here.first + i));
  switch (here.kind) {
    case engine::NodeKind::any:
      return z3::mk_or(parts);
    case engine::NodeKind::not_:
      return !parts[0];
    default:
      return z3::mk_and(parts);
  }
}

z3::expr Formula::any_rule(bool (*chosen)(const engine::Rule&, int), int which) {
  z3::expr_vector parts(context_);
  for (std::size_t r = 0; r < fired_.size(); ++r) {
    if (chosen(program_.rules[r], which)) parts.push_back(fired_[r]);
  }
  return z3::mk_or(parts);
}

z3::expr Formula::inside(const engine::Box& box) {
  z3::expr_vector parts(context_);
  for (std::size_t c = 0; c < at_.size(); ++c) {
    parts.push_back(at_[c] >= int{box.low[c]});
    parts.push_back(at_[c] <= int{box.high[c]});
  }
  for (const z3::expr& definition : definitions_) parts.push_back(definition);
  return z3::mk_and(parts);
}

z3::expr Formula::met(const analysis::Target& target) {
  z3::expr all = context_.bool_val(true);
  if (target.engagement) {
    const z3::expr knowledge = scores_[0] >= program_.threshold;
    all = all && (*target.engagement == Engagement::kpo ? knowledge : !knowledge);
  }
  const z3::expr nowhere = excluded_[0] && excluded_[1] && excluded_[2];
  if (target.location && *target.location == engine::no_location) {
    all = all && nowhere;
  } else if (target.location) {
    const auto l = static_cast<std::size_t>(*target.location);
    all = all && !excluded_[l];
    for (std::size_t other = 0; other < location_count; ++other) {
      if (other == l) continue;
      const z3::expr &mine = scores_[l + 1], &theirs = scores_[other + 1];
      all = all && (excluded_[other] || (l < other ? mine >= theirs : mine > theirs));
    }
  }
  if (target.disposition) {
    const z3::expr retain = nowhere || any_rule(sets, static_cast<int>(Disposition::retain));
    const z3::expr automate = any_rule(sets, static_cast<int>(Disposition::automate_first));
    switch (*target.disposition) {
      case Disposition::retain:
        all = all && retain;
        break;
      case Disposition::automate_first:
        all = all && !retain && automate;
        break;
      case Disposition::outsource:
        all = all && !retain && !automate;
        break;
    }
  }
  return all;
}

}  // namespace sourcing::test
