// SPDX-License-Identifier: Apache-2.0
// Why a task is kept, automated or outsourced: each rule that sets a disposition, whether it fires,
// and the fewest answers that would make it fire.
#pragma once

#include <optional>
#include <sourcing/decision.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/ways.hpp"
#include "engine/box.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// As the model writes a comparison, JSON text.
[[nodiscard]] std::string wanted_json(const engine::Program& program, const Need& need);

/// `answers` has what is shown of each criterion, as JSON text; empty where it is not answered.
[[nodiscard]] std::vector<Considered> considered(const engine::Program& program,
                                                 std::span<const std::string_view> answers,
                                                 const engine::Box& box, std::uint64_t cells);

/// One of these rules, and what it lacks.
struct RuleConsidered {
  std::uint16_t rule;
  Fires fires;
  std::vector<Need> lacking;
};
[[nodiscard]] Considered described(const engine::Program& program, const RuleConsidered& rule,
                                   std::span<const std::string_view> answers);

/// The same for many tasks, without an allocation for each.
class Considering {
 public:
  explicit Considering(const engine::Program& program);
  /// The rules that it looks at.
  [[nodiscard]] std::span<const RuleConsidered> rules() const noexcept { return rules_; }
  /// Of each rule that sets a disposition, in model order; good until the next call.
  [[nodiscard]] std::span<const RuleConsidered> look(const engine::Box& box, std::uint64_t cells);

 private:
  const engine::Program& program_;
  std::vector<RuleConsidered> rules_;
  std::vector<std::optional<KnownWays>> ways_;  // of each
};

}  // namespace sourcing::analysis
