// SPDX-License-Identifier: Apache-2.0
#include "engine/box.hpp"

#include <algorithm>

namespace sourcing::engine {

namespace {

Truth negate(Truth value) noexcept {
  return value == Truth::yes ? Truth::no : value == Truth::no ? Truth::yes : Truth::maybe;
}

Truth truth_of(const Program& program, const Node& node, const Box& box) noexcept {
  if (node.kind == NodeKind::atom) {
    const Atom& atom = program.atoms[node.first];
    const std::uint16_t low = box.low[atom.criterion], high = box.high[atom.criterion];
    if (atom.low <= low && high <= atom.high) return Truth::yes;
    if (high < atom.low || atom.high < low) return Truth::no;
    return Truth::maybe;
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  if (node.kind == NodeKind::not_) return negate(truth_of(program, children.front(), box));
  // `all` ends at a no, `any` at a yes.
  const Truth ends = node.kind == NodeKind::all ? Truth::no : Truth::yes;
  Truth result = negate(ends);
  for (const Node& child : children) {
    const Truth value = truth_of(program, child, box);
    if (value == ends) return ends;
    if (value == Truth::maybe) result = Truth::maybe;
  }
  return result;
}

// The first undecided atom of an undecided node.
const Atom& undecided_atom(const Program& program, const Node& node, const Box& box) noexcept {
  const Node* at = &node;
  while (at->kind != NodeKind::atom) {
    for (const Node& child : program.nodes.subspan(at->first, at->count)) {
      if (truth_of(program, child, box) == Truth::maybe) {
        at = &child;
        break;
      }
    }
  }
  return program.atoms[at->first];
}

template <class Value>
Extremes extremes(const Program& program, std::size_t criterion, std::uint16_t low,
                  std::uint16_t high, unsigned bend, Value value) noexcept {
  const Criterion& info = program.criteria[criterion];
  const auto table = program.contributions.subspan(info.table, info.last + std::size_t{1});
  const Centipoints first = value(table[low]), last = value(table[high]);
  Extremes result{std::min(first, last), std::max(first, last)};
  if ((info.bends & bend) != 0) {
    for (std::size_t at = low + std::size_t{1}; at < high; ++at) {
      const Centipoints here = value(table[at]);
      result.low = std::min(result.low, here);
      result.high = std::max(result.high, here);
    }
  }
  return result;
}

}  // namespace

Box whole(const Program& program) noexcept {
  Box box{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) box.high[c] = program.criteria[c].last;
  return box;
}

Box box_of(const Program& program, const Point& point) noexcept {
  Box box{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) box.low[c] = box.high[c] = point[c];
  return box;
}

Truth truth(const Program& program, std::uint32_t node, const Box& box) noexcept {
  return truth_of(program, program.nodes[node], box);
}

Extremes contribution_extremes(const Program& program, std::size_t criterion, std::size_t axis,
                               std::uint16_t low, std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_of(axis),
                  [axis](Lanes lanes) { return lane(lanes, axis); });
}

Extremes difference_extremes(const Program& program, std::size_t criterion, std::size_t plus,
                             std::size_t minus, std::uint16_t low, std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_between(plus, minus),
                  [plus, minus](Lanes lanes) { return lane(lanes, plus) - lane(lanes, minus); });
}

Cut find_cut(const Program& program, std::uint32_t node, const Box& box) noexcept {
  const Atom& atom = undecided_atom(program, program.nodes[node], box);
  if (box.low[atom.criterion] < atom.low) {
    return {atom.criterion, static_cast<std::uint16_t>(atom.low - 1)};
  }
  return {atom.criterion, atom.high};
}

}  // namespace sourcing::engine
