// SPDX-License-Identifier: Apache-2.0
#include "engine/box.hpp"

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

Cut find_cut(const Program& program, std::uint32_t node, const Box& box) noexcept {
  const Atom& atom = undecided_atom(program, program.nodes[node], box);
  if (box.low[atom.criterion] < atom.low) {
    return {atom.criterion, static_cast<std::uint16_t>(atom.low - 1)};
  }
  return {atom.criterion, atom.high};
}

}  // namespace sourcing::engine
