// SPDX-License-Identifier: Apache-2.0
// Does one step of one answer give another verdict? A look at each step, and no search.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/task.hpp>
#include <span>
#include <vector>

#include "analysis/quiet_steps.hpp"
#include "engine/box.hpp"

namespace sourcing::analysis {

/// The parts of a verdict that are given: those on which something that was answered bears.
struct Given {
  bool engagement = true, location = true, disposition = true;
};

/// Made once for a model; may be shared by threads.
class SingleSteps {
 public:
  explicit SingleSteps(const engine::Program& program);

  /// What the steps are taken from. `box`: every completion of what is not answered.
  struct Start {
    const engine::Point& point;
    const engine::Outcome& outcome;
    const engine::Box& box;
    const engine::CriterionSet& answered;
    std::uint64_t cells;  // for each rule that a look does not settle
  };
  struct Step {
    std::uint16_t criterion, to;
    engine::Outcome outcome;
    Given given;
  };
  /// The first step of an answer, in model order and down before up, after which a part of the
  /// verdict is another, or is given no more, or is only then. With `quiet`, which is worth its
  /// making for many tasks, most steps need no look.
  [[nodiscard]] std::optional<Step> first(const Start& start,
                                          const QuietSteps* quiet = nullptr) const;

 private:
  class Looking;
  class Bearings;

  const engine::Program& program_;
  // The rules that test a criterion, in model order.
  [[nodiscard]] std::span<const std::uint16_t> testing(std::size_t criterion) const noexcept {
    return std::span(rules_).subspan(first_rule_[criterion],
                                     first_rule_[criterion + 1] - first_rule_[criterion]);
  }
  void list_rules();

  std::vector<std::uint16_t> rules_;       // of one criterion after another
  std::vector<std::uint32_t> first_rule_;  // where those of a criterion begin, and an end
  std::vector<Given> bears_;               // what its answer bears on, whatever it is
};

/// For a decision: `robust` and `flip_step`.
void look_at_steps(const engine::Program& program, const Task& task, const engine::Point& point,
                   const engine::Outcome& outcome, const engine::Box& box, std::uint64_t cells,
                   Decision& out);

/// What is written of a step.
[[nodiscard]] FlipStep flip_of(const engine::Program& program, const engine::Point& point,
                               const SingleSteps::Step& step);
/// The criteria that a task answers.
[[nodiscard]] engine::CriterionSet answered(const Task& task) noexcept;

}  // namespace sourcing::analysis
