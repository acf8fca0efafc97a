// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/describe_rule.hpp"

#include <fmt/format.h>

#include "base/decimal.hpp"

namespace sourcing::cli {

namespace {

// A bound as its author will have written it: on the grid, below 4 is the same as at most 3.99.
std::string bound(const engine::Criterion& criterion, std::string_view strict,
                  std::string_view inclusive, std::size_t beyond, std::uint16_t at) {
  const std::string here = describe_position(criterion, at);
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    const std::string next = describe_position(criterion, static_cast<std::uint16_t>(beyond));
    if (next.size() < here.size()) return fmt::format("{} {}", strict, next);
  }
  return fmt::format("{} {}", inclusive, here);
}

std::string describe_atom(const engine::Program& program, const engine::Atom& atom) {
  const engine::Criterion& criterion = program.criteria[atom.criterion];
  if (atom.low > atom.high) return fmt::format("{} is nothing", criterion.id);
  const auto at = [&](std::uint16_t position) { return describe_position(criterion, position); };
  if (atom.low == atom.high) return fmt::format("{} is {}", criterion.id, at(atom.low));
  if (atom.low == 0 && atom.high == criterion.last)
    return fmt::format("{} is anything", criterion.id);
  if (atom.high == criterion.last) {
    return fmt::format("{} {}", criterion.id,
                       bound(criterion, ">", ">=", atom.low - std::size_t{1}, atom.low));
  }
  if (atom.low == 0) {
    return fmt::format("{} {}", criterion.id,
                       bound(criterion, "<", "<=", atom.high + std::size_t{1}, atom.high));
  }
  return fmt::format("{} in {}..{}", criterion.id, at(atom.low), at(atom.high));
}

std::string describe_node(const engine::Program& program, const engine::Node& node, bool inner) {
  if (node.kind == engine::NodeKind::atom) return describe_atom(program, program.atoms[node.first]);
  const auto children = program.nodes.subspan(node.first, node.count);
  if (node.kind == engine::NodeKind::not_) {
    return fmt::format("not ({})", describe_node(program, children.front(), false));
  }
  std::string out;
  for (const engine::Node& child : children) {
    if (!out.empty()) out += node.kind == engine::NodeKind::all ? " and " : " or ";
    out += describe_node(program, child, children.size() > 1);
  }
  return inner && children.size() > 1 ? fmt::format("({})", out) : out;
}

}  // namespace

std::string describe_condition(const engine::Program& program, std::uint32_t node) {
  return describe_node(program, program.nodes[node], false);
}

std::string describe_effects(const engine::Program& program, const engine::Rule& rule) {
  std::string out;
  const auto part = [&](const std::string& text) {
    if (!out.empty()) out += "; ";
    out += text;
  };
  std::string excluded;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((rule.excluded >> l) & 1U) == 0) continue;
    excluded += fmt::format("{}{}", excluded.empty() ? "" : ", ", name(static_cast<Location>(l)));
  }
  if (!excluded.empty()) part("exclude " + excluded);
  for (std::size_t a = 0; a < axis_count; ++a) {
    const Centipoints given = rule.points[a] - rule.folded[a];
    if (given == 0) continue;
    std::string points;
    base::append_signed2(points, given);
    part(fmt::format("{} {}", name(static_cast<Axis>(a)), points));
  }
  for (const engine::Neutralised& each : rule.neutralised) {
    part(fmt::format("neutralise {}", program.criteria[each.criterion].id));
  }
  if (rule.disposition != engine::no_disposition) {
    part(fmt::format("disposition {}", name(static_cast<Disposition>(rule.disposition))));
  }
  return out;
}

std::string describe_position(const engine::Criterion& criterion, std::uint16_t at) {
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return base::shortest2(number_at(criterion, at));
  }
  return std::string(criterion.levels[at].word);
}

}  // namespace sourcing::cli
