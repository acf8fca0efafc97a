// SPDX-License-Identifier: Apache-2.0
// The reasoning: one entry per gate, criterion and rule, ranked, adding up to the scores.
#pragma once

#include <cstddef>
#include <sourcing/decision.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// What the model has to say for each reason, in one language. The answer that a reason rests on
/// is left open: `value`, `origin` and `evidence` are the task's.
class SpokenReasons {
 public:
  /// `program` must outlive it.
  SpokenReasons(const engine::Program& program, std::size_t language) noexcept;

  [[nodiscard]] Reason gate(const engine::Rule& rule) const;
  [[nodiscard]] Reason no_location() const;
  [[nodiscard]] Reason disposition(const engine::Rule& rule) const;
  /// Of `points` only the sign matters for what is said.
  [[nodiscard]] Reason criterion(std::size_t axis, const engine::Weight& weight,
                                 Centipoints points) const;
  [[nodiscard]] Reason rule(std::size_t axis, const engine::Rule& rule, Centipoints points) const;
  [[nodiscard]] Reason base(std::size_t axis) const;

 private:
  [[nodiscard]] std::string say(engine::TextId text) const;
  [[nodiscard]] Reason scored(ReasonKind kind, std::string_view code, std::size_t axis,
                              Centipoints points) const;

  const engine::Program& program_;
  std::size_t language_;
};

/// The first criterion that a gate tests: its answer is shown, so that the reader sees what was
/// read.
[[nodiscard]] std::size_t first_tested(const engine::Program& program,
                                       const engine::Rule& rule) noexcept;

/// The reasons of the decision at `point`: gates, disposition rules, then engagement, the chosen
/// location and the other locations, each ranked by |points| (ties in model order), its base last.
/// Unknown criteria contribute exactly nothing and are left out.
[[nodiscard]] std::vector<Reason> reasons(const engine::Program& program, const Task& task,
                                          const engine::Point& point,
                                          const engine::Outcome& outcome,
                                          const std::vector<std::size_t>& fired,
                                          std::size_t language);

}  // namespace sourcing::analysis
