// SPDX-License-Identifier: Apache-2.0
#include "batch/tables.hpp"

#include <algorithm>

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

RuleTable table_of(const engine::Rule& rule) {
  RuleTable table;
  table.axis_points = rule.points;
  table.excluded = rule.excluded;
  if (rule.disposition != engine::no_disposition) {
    table.disposition = static_cast<std::uint8_t>(1U << static_cast<unsigned>(rule.disposition));
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    table.points += static_cast<engine::Lanes>(static_cast<std::int64_t>(rule.points[a]))
                    << (16 * a);
    table.has_points = table.has_points || rule.points[a] != 0;
  }
  table.moves_engagement = rule.points[0] != 0;
  table.moves_location =
      rule.excluded != 0 || rule.points[1] != 0 || rule.points[2] != 0 || rule.points[3] != 0;
  table.yes.low = table.yes.high = rule.points[0];
  table.maybe.low = std::min<std::int32_t>(rule.points[0], 0);
  table.maybe.high = std::max<std::int32_t>(rule.points[0], 0);
  for (std::size_t w = 0; w < location_count; ++w) {
    for (std::size_t l = 0; l < location_count; ++l) {
      if (w == l) continue;
      const std::int32_t lead = rule.points[w + 1] - rule.points[l + 1];
      table.yes.lead[lead_of(w, l)] = lead;
      table.maybe.lead[lead_of(w, l)] = std::min<std::int32_t>(lead, 0);
    }
  }
  return table;
}

}  // namespace

Bounds bounds_of(const Program& program, std::size_t criterion, std::uint16_t low,
                 std::uint16_t high, std::uint16_t at) noexcept {
  Bounds bounds;
  const engine::Lanes here = program.contribution(criterion, at);
  const engine::Extremes engagement =
      engine::contribution_extremes(program, criterion, 0, low, high);
  bounds.low = engagement.low - engine::lane(here, 0);
  bounds.high = engagement.high - engine::lane(here, 0);
  for (std::size_t w = 0; w < location_count; ++w) {
    for (std::size_t l = w + 1; l < location_count; ++l) {
      const engine::Extremes lead =
          engine::difference_extremes(program, criterion, w + 1, l + 1, low, high);
      const std::int32_t lead_here = engine::lane(here, w + 1) - engine::lane(here, l + 1);
      bounds.lead[lead_of(w, l)] = lead.low - lead_here;
      bounds.lead[lead_of(l, w)] = lead_here - lead.high;
    }
  }
  return bounds;
}

Tables::Tables(const Program& program_in) : program(program_in) {
  criteria.resize(program.criteria.size());
  for (std::size_t c = 0; c < criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    CriterionTable& table = criteria[c];
    table.contributions = program.contributions.data() + criterion.table;
    table.neutral_at = criterion.neutral;
    table.last = criterion.last;
    table.neutral = program.contribution(c, criterion.neutral);
    table.unknown = bounds_of(program, c, 0, criterion.last, criterion.neutral);
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    for (const engine::Weight& weight : program.axes[a].weights) {
      if (weight.centipoints == 0) continue;
      CriterionTable& table = criteria[weight.criterion];
      table.scored = true;
      (a == 0 ? table.bears.engagement : table.bears.location) = 1;
    }
  }
  std::vector<std::uint16_t> tested;
  for (const engine::Rule& rule : program.rules) {
    RuleTable& table = rules.emplace_back(table_of(rule));
    table.first_step = static_cast<std::uint32_t>(steps.size());
    deepest = std::max(deepest, flatten(program, program.nodes[rule.condition], steps));
    table.steps = static_cast<std::uint32_t>(steps.size()) - table.first_step;
    tested.clear();
    collect(program, program.nodes[rule.condition], tested);
    if (table.disposition != 0) {
      sets_disposition = true;
      for (const std::uint16_t c : tested) criteria[c].bears.disposition = 1;
    }
    std::sort(tested.begin(), tested.end());
    table.exact = std::adjacent_find(tested.begin(), tested.end()) == tested.end();
  }
  for (const CriterionTable& table : criteria) all.add(table.bears);
}

}  // namespace sourcing::batch
