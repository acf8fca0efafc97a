// SPDX-License-Identifier: Apache-2.0
#include "export/sql/intervals.hpp"

#include <fmt/format.h>

#include "export/sql/cells.hpp"
#include "export/sql/conditions.hpp"

namespace sourcing::sql {

namespace {

void add_interval(Writer& w, std::size_t c) {
  const auto last = w.program.criteria[c].last;
  if (w.source(w.program.criteria[c].id).empty()) {
    w.add("lo", c, "0");
    w.add("hi", c, fmt::format("{}", last));
    w.add("g", c, "0");
    return;
  }
  const std::string said = w.of("v", c), count = fmt::format("{}", last + 1);
  w.add("lo", c,
        fmt::format("CASE WHEN {0} < 0 THEN 0 WHEN {0} <= {1} THEN {0} ELSE {2} - 1 END", said,
                    last, w.dialect.divide(said, count)));
  w.add("hi", c,
        fmt::format("CASE WHEN {0} < 0 THEN {1} WHEN {0} <= {1} THEN {0} ELSE {2} END", said, last,
                    w.dialect.remainder(said, count)));
  w.add("g", c, Writer::flag(fmt::format("{} >= 0", said)));
}

// Condition: a rule fires whatever the unknown answers are. Exact: a condition that tests a
// criterion twice may be settled although its parts are not.
std::string certain(const Writer& w, const engine::Node& node, bool wanted) {
  if (node.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = w.program.atoms[node.first];
    const std::string low = w.of("lo", atom.criterion), high = w.of("hi", atom.criterion);
    const auto last = w.program.criteria[atom.criterion].last;
    if (atom.low > atom.high) return wanted ? "1 = 0" : "1 = 1";
    std::vector<std::string> conditions;
    if (wanted) {
      if (atom.low > 0) conditions.push_back(fmt::format("{} >= {}", low, atom.low));
      if (atom.high < last) conditions.push_back(fmt::format("{} <= {}", high, atom.high));
      return all_of(conditions);
    }
    if (atom.low > 0) conditions.push_back(fmt::format("{} < {}", high, atom.low));
    if (atom.high < last) conditions.push_back(fmt::format("{} > {}", low, atom.high));
    return any_of(conditions);
  }
  const auto children = w.program.nodes.subspan(node.first, node.count);
  if (node.kind == engine::NodeKind::not_) return certain(w, children.front(), !wanted);
  std::vector<std::string> parts;
  for (const engine::Node& child : children) {
    parts.push_back(in_brackets(certain(w, child, wanted)));
  }
  return (node.kind == engine::NodeKind::all) == wanted ? all_of(parts) : any_of(parts);
}

void add_certain(Writer& w, std::size_t r) {
  const engine::Node& root = w.program.nodes[w.program.rules[r].condition];
  bool once = false;
  (void)tested(w.program, root, &once);
  std::string condition = certain(w, root, true);
  if (!once) {
    const auto groups = find_groups(
        w.program, [&](const engine::Rule& rule) { return &rule == &w.program.rules[r]; });
    const Group& group = groups.front();
    if (!group.open) {
      std::vector<std::string> elsewhere;
      for (const Cell& cell : group.cells) {
        if (cell.fires.front()) continue;
        std::vector<std::string> apart;
        // Also over what the rule neutralises without testing it, which is in its group.
        for (std::size_t j = 0; j < group.criteria.size(); ++j) {
          const std::size_t c = group.criteria[j];
          const Interval part = cell.within[j];
          if (part.high < w.program.criteria[c].last) {
            apart.push_back(fmt::format("{} > {}", w.of("lo", c), part.high));
          }
          if (part.low > 0) apart.push_back(fmt::format("{} < {}", w.of("hi", c), part.low));
        }
        elsewhere.push_back(in_brackets(any_of(apart)));
      }
      condition = all_of(elsewhere);
    }
  }
  w.query.add("sure", w.rule_id(r), Writer::flag(condition));
}

}  // namespace

void add_intervals(Writer& w) {
  w.query.stage("intervals",
                "The interval of positions that each answer leaves open (unknown: the whole "
                "scale), and whether it is one.");
  for (std::size_t c = 0; c < w.program.criteria.size(); ++c) add_interval(w, c);
  w.query.stage("certain", "Rules that fire whatever the unknown answers are.");
  for (std::size_t r = 0; r < w.program.rules.size(); ++r) add_certain(w, r);
}

}  // namespace sourcing::sql
