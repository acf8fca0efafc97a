// SPDX-License-Identifier: Apache-2.0
#include "engine/condition_code.hpp"

namespace sourcing::engine {

namespace {

constexpr std::size_t word_bits = 64;

/// A bit that is to be set, or not to be.
struct Literal {
  std::size_t bit;
  bool wanted;
};

class Code {
 public:
  Code(ProgramStorage& out, const Rule& rule) noexcept : out_(out), rule_(rule) {}

  void tests_of(const Node& node) {
    if (node.kind != NodeKind::atom) {
      for (std::uint32_t i = 0; i < node.count; ++i) tests_of(out_.nodes[node.first + i]);
      return;
    }
    const Atom& atom = out_.atoms[node.first];
    // One that holds nowhere has its ends the wrong way round; no position is this one.
    constexpr std::uint16_t nowhere = 0xFFFF;
    const bool somewhere = atom.low <= atom.high;
    out_.tests.push_back({atom.criterion, somewhere ? atom.low : nowhere,
                          static_cast<std::uint16_t>(somewhere ? atom.high - atom.low : 0)});
  }

  [[nodiscard]] std::size_t tests() const noexcept { return out_.tests.size() - rule_.first_test; }
  [[nodiscard]] std::size_t clauses() const noexcept {
    return out_.clauses.size() - rule_.first_clause;
  }

  /// Ends with the clause that is whether the condition holds.
  void clauses_of(const Node& root) {
    const Literal last = literal(root);
    if (last.bit < tests() || !last.wanted) add_clause(std::span(&last, 1));
  }

 private:
  Literal literal(const Node& node) {
    if (node.kind == NodeKind::atom) return {next_test_++, true};
    if (node.kind == NodeKind::not_) {
      const Literal child = literal(out_.nodes[node.first]);
      return {child.bit, !child.wanted};
    }
    // Any of them holds unless all of them do not.
    const bool all = node.kind == NodeKind::all;
    std::vector<Literal> children;
    for (std::uint32_t i = 0; i < node.count; ++i) {
      const Literal child = literal(out_.nodes[node.first + i]);
      children.push_back({child.bit, child.wanted == all});
    }
    return {add_clause(children), all};
  }

  std::size_t add_clause(std::span<const Literal> literals) {
    Clause clause{0, 0};
    for (const Literal& each : literals) {
      // Past the word: the code is thrown away.
      const std::uint64_t bit = each.bit < word_bits ? std::uint64_t{1} << each.bit : 0;
      clause.mask |= bit;
      if (each.wanted) clause.want |= bit;
    }
    out_.clauses.push_back(clause);
    return tests() + clauses() - 1;
  }

  ProgramStorage& out_;
  const Rule& rule_;
  std::size_t next_test_ = 0;
};

}  // namespace

void write_condition_code(ProgramStorage& out, const Node& root, Rule& rule) {
  rule.first_test = static_cast<std::uint32_t>(out.tests.size());
  rule.first_clause = static_cast<std::uint32_t>(out.clauses.size());
  Code code(out, rule);
  code.tests_of(root);
  if (code.tests() < word_bits) code.clauses_of(root);
  if (code.clauses() == 0 || code.tests() + code.clauses() > word_bits) {
    out.tests.resize(rule.first_test);
    out.clauses.resize(rule.first_clause);
  }
  rule.tests = static_cast<std::uint8_t>(code.tests());
  rule.clauses = static_cast<std::uint8_t>(code.clauses());
}

}  // namespace sourcing::engine
