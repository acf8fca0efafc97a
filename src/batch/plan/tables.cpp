// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/tables.hpp"

#include <algorithm>
#include <cstdlib>
#include <span>

#include "engine/box.hpp"

namespace sourcing::batch {

namespace {

using engine::Program;

void collect(const Program& program, const engine::Node& node, std::vector<std::uint16_t>& out) {
  if (node.kind == engine::NodeKind::atom) {
    out.push_back(program.atoms[node.first].criterion);
    return;
  }
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    collect(program, child, out);
  }
}

// Appends the steps of a condition; returns the greatest number of entries it has on the stack.
std::size_t flatten(const Program& program, const engine::Node& node, std::vector<Step>& out) {
  if (node.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = program.atoms[node.first];
    // An atom that holds nowhere has its ends the wrong way round; no position is this one.
    constexpr std::uint16_t nowhere = 0xFFFF;
    const bool somewhere = atom.low <= atom.high;
    out.push_back({Step::Kind::test, atom.criterion, somewhere ? atom.low : nowhere,
                   static_cast<std::uint16_t>(somewhere ? atom.high - atom.low : 0)});
    return 1;
  }
  std::size_t deepest = 0, before = 0;
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    deepest = std::max(deepest, before + flatten(program, child, out));
    if (node.kind == engine::NodeKind::not_) {
      out.push_back({Step::Kind::negate, 0, 0, 0});
    } else if (before == 1) {
      out.push_back(
          {node.kind == engine::NodeKind::all ? Step::Kind::both : Step::Kind::either, 0, 0, 0});
    }
    before = 1;
  }
  return deepest;
}

// What neutralising adds to the leads at the least and at the most: for each criterion, wherever
// the rule can fire, and nothing where another rule may have been first.
struct Reach {
  Leads least, most;
};
Reach reach_of(const Program& program, const engine::Rule& rule) {
  Reach reach;
  engine::Box box = engine::whole(program);
  for (const engine::Neutralised& each : rule.neutralised) {
    if (each.folded) continue;
    const std::size_t c = each.criterion;
    const Leads neutral = leads_of(program.contribution(c, program.criteria[c].neutral));
    Leads least, most;  // none of it, since another may have been first
    for (std::size_t at = 0; at <= program.criteria[c].last; ++at) {
      box.low[c] = box.high[c] = static_cast<std::uint16_t>(at);
      if (engine::truth(program, rule.condition, box) == engine::Truth::no) continue;
      Leads more = neutral;
      more -= leads_of(program.contribution(c, at));
      for (std::size_t i = 0; i < Leads::count; ++i) {
        least.by[i] = std::min<std::int32_t>(least.by[i], more.by[i]);
        most.by[i] = std::max<std::int32_t>(most.by[i], more.by[i]);
      }
    }
    box.low[c] = 0;
    box.high[c] = program.criteria[c].last;
    reach.least += least;
    reach.most += most;
  }
  return reach;
}

RuleTable table_of(const Program& program, const engine::Rule& rule, std::size_t index) {
  RuleTable table;
  table.varies = rule.varies;
  table.excluded = rule.excluded;
  if (rule.disposition != engine::no_disposition) {
    table.disposition = static_cast<std::uint8_t>(1U << static_cast<unsigned>(rule.disposition));
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    table.points += static_cast<engine::Lanes>(static_cast<std::int64_t>(rule.points[a]))
                    << (16 * a);
    table.has_points = table.has_points || rule.points[a] != 0 || rule.varies;
    table.reasons[a] = reason_key(rule.points[a], first_rule_code + index);
  }
  table.moves_engagement = engine::moves(program, rule, 0);
  table.favours_location = engine::moves_location(program, rule);
  table.moves_location = rule.excluded != 0 || table.favours_location;
  auto& [maybe, no, yes] = table.changes;  // no adds nothing
  yes.least = leads_of(rule.points[0], rule.points[1], rule.points[2], rule.points[3]);
  for (std::size_t i = 0; i < Leads::count; ++i) {
    maybe.least.by[i] = std::min(std::int32_t{yes.least.by[i]}, 0);
    maybe.doubt.by[i] = std::abs(yes.least.by[i]);
  }
  if (!rule.varies) return table;
  const Reach reach = reach_of(program, rule);
  Leads most = yes.least;
  most += reach.most;
  yes.least += reach.least;
  yes.doubt = most;
  yes.doubt -= yes.least;
  for (std::size_t i = 0; i < Leads::count; ++i) {
    maybe.least.by[i] = std::min<std::int32_t>(yes.least.by[i], 0);
    maybe.doubt.by[i] = std::max<std::int32_t>(most.by[i], 0) - maybe.least.by[i];
  }
  return table;
}

constexpr Bearing one_in(std::size_t axis) noexcept { return Bearing{1} << (16 * axis); }

bool are_gates_apart(const Tables& tables) {
  std::vector<bool> tested(tables.criteria.size());
  const auto steps_of = [&](const RuleTable& rule) {
    return std::span(tables.steps).subspan(rule.first_step, rule.steps);
  };
  for (const RuleTable& rule : tables.rules) {
    if (rule.excluded == 0) continue;
    if (rule.favours_location || rule.varies) return false;
    for (const Step& step : steps_of(rule)) {
      if (step.kind == Step::Kind::test) tested[step.criterion] = true;
    }
  }
  for (std::size_t c = 0; c < tested.size(); ++c) {
    if (tested[c] && engine::lane(tables.criteria[c].bears, bears_location) != 0) return false;
  }
  if (tables.program.varies) return false;
  return std::none_of(tables.rules.begin(), tables.rules.end(), [&](const RuleTable& rule) {
    const auto steps = steps_of(rule);
    return rule.favours_location && std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
             return step.kind == Step::Kind::test && tested[step.criterion];
           });
  });
}

}  // namespace

Leads least_leads(const Program& program, std::size_t criterion, std::uint16_t low,
                  std::uint16_t high, std::uint16_t at) noexcept {
  Leads least;
  const engine::Extremes engagement =
      engine::contribution_extremes(program, criterion, 0, low, high);
  least.by[Leads::kpo] = engagement.low;
  least.by[Leads::bpo] = -engagement.high;
  for (std::size_t w = 0; w < location_count; ++w) {
    for (std::size_t l = w + 1; l < location_count; ++l) {
      const engine::Extremes lead =
          engine::difference_extremes(program, criterion, w + 1, l + 1, low, high);
      least.by[Leads::over(w, l)] = lead.low;
      least.by[Leads::over(l, w)] = -lead.high;
    }
  }
  least -= leads_of(program.contribution(criterion, at));
  return least;
}

Tables::Tables(const Program& program_in) : program(program_in) {
  criteria.resize(program.criteria.size());
  for (std::size_t c = 0; c < criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    CriterionTable& table = criteria[c];
    table.contributions = program.contributions.data() + criterion.table;
    table.neutral_at = criterion.neutral;
    table.last = criterion.last;
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    for (const engine::Weight& weight : program.axes[a].weights) {
      if (weight.centipoints == 0) continue;
      CriterionTable& table = criteria[weight.criterion];
      table.scored = true;
      table.bears |= one_in(a == 0 ? bears_engagement : bears_location);
    }
  }
  weigh_positions();
  find_lines();
  std::vector<std::uint16_t> tested;
  for (const engine::Rule& rule : program.rules) {
    RuleTable& table = rules.emplace_back(table_of(program, rule, rules.size()));
    table.first_step = static_cast<std::uint32_t>(steps.size());
    deepest = std::max(deepest, flatten(program, program.nodes[rule.condition], steps));
    table.steps = static_cast<std::uint32_t>(steps.size()) - table.first_step;
    tested.clear();
    collect(program, program.nodes[rule.condition], tested);
    if (table.disposition != 0) {
      sets_disposition = true;
      for (const std::uint16_t c : tested) criteria[c].bears |= one_in(bears_disposition);
    }
    std::sort(tested.begin(), tested.end());
    table.exact = std::adjacent_find(tested.begin(), tested.end()) == tested.end();
  }
  for (const CriterionTable& table : criteria) all += table.bears;
  gates_apart = are_gates_apart(*this);
  start = {Leads::Vector{-program.threshold, program.threshold - 1, 0, 0, -1, 0, -1, -1}};
}

// The reasons are the contributions less those at the neutral position.
void Tables::weigh_positions() {
  std::size_t positions = 0;
  for (const CriterionTable& table : criteria) {
    if (table.scored) positions += table.last + std::size_t{1};
  }
  worths_.resize(positions);
  Worth* worth = worths_.data();
  for (std::size_t c = 0; c < criteria.size(); ++c) {
    const CriterionTable& table = criteria[c];
    if (!table.scored) continue;
    scored.push_back({static_cast<std::uint16_t>(c), worth});
    const engine::Lanes neutral = table.contributions[table.neutral_at];
    for (std::size_t k = 0; k <= table.last; ++k, ++worth) {
      worth->scores = table.contributions[k];
      for (std::size_t a = 0; a < axis_count; ++a) {
        worth->reasons[a] =
            reason_key(engine::lane(worth->scores, a) - engine::lane(neutral, a), c);
      }
    }
  }
}

void Tables::find_lines() {
  for (std::size_t a = 0; a < axis_count; ++a) {
    starts[a] = static_cast<std::uint16_t>(engine::lane(program.start, a));
    for (const engine::Line& line : program.lines) {
      const engine::Lanes* const at = criteria[line.criterion].contributions;
      const Centipoints step = engine::lane(at[1], a) - engine::lane(at[0], a);
      if (step != 0) lines[a].push_back({line.criterion, static_cast<std::uint16_t>(step)});
    }
  }
  for (const engine::Curve& curve : program.curves) curves.push_back(curve.criterion);
}

}  // namespace sourcing::batch
