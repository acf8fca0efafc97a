// SPDX-License-Identifier: Apache-2.0
// A model as a formula of linear integer arithmetic, written from what the model says: weights,
// steps, conditions. The compiled tables of contributions, the kernel and the search take no part.
#pragma once

#include <vector>

#include "analysis/target.hpp"
#include "engine/box.hpp"

// The solver's header is not ours to mend.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#include <z3++.h>
#pragma GCC diagnostic pop

namespace sourcing::test {

class Formula {
 public:
  explicit Formula(const engine::Program& program);

  [[nodiscard]] z3::context& context() { return context_; }
  /// The position of a criterion.
  [[nodiscard]] const z3::expr& at(std::size_t criterion) const { return at_[criterion]; }

  /// What makes the positions a point of the box, and the scores theirs.
  [[nodiscard]] z3::expr inside(const engine::Box& box);
  /// That the verdict has the parts that the target asks for.
  [[nodiscard]] z3::expr met(const analysis::Target& target);

 private:
  [[nodiscard]] z3::expr counted(const engine::Weight& weight);
  [[nodiscard]] z3::expr contribution(std::size_t criterion, const engine::Weight& weight,
                                      const z3::expr& at, z3::expr_vector& definitions);
  [[nodiscard]] z3::expr condition(std::uint32_t node);
  [[nodiscard]] z3::expr any_rule(bool (*chosen)(const engine::Rule&, int), int which);

  const engine::Program& program_;
  z3::context context_;
  std::vector<z3::expr> at_, scores_, fired_, excluded_;
  z3::expr_vector definitions_;
};

}  // namespace sourcing::test
