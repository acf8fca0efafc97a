// SPDX-License-Identifier: Apache-2.0
// Does one step of one answer give another verdict? A look at each step, and no search.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/task.hpp>
#include <vector>

#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// The parts of a verdict that are given, and so can change.
struct Given {
  bool engagement = true, location = true, disposition = true;
};

/// Made once for a model; may be shared by threads.
class SingleSteps {
 public:
  explicit SingleSteps(const engine::Program& program);

  struct Step {
    std::uint16_t criterion, to;
    engine::Outcome outcome;
  };
  /// The first step, in model order and down before up, after which a given part is another;
  /// `answered(criterion)` tells which may be taken.
  template <class Answered>
  [[nodiscard]] std::optional<Step> first(const engine::Point& point,
                                          const engine::Outcome& outcome, Given given,
                                          Answered answered) const {
    Looking looking(*this, point, outcome, given);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      if (program_.criteria[c].immutable || !answered(c)) continue;
      for (const std::uint16_t to : neighbours(c, point[c])) {
        if (to == point[c]) continue;
        if (const auto found = looking.changed(c, to)) {
          return Step{static_cast<std::uint16_t>(c), to, *found};
        }
      }
    }
    return std::nullopt;
  }

 private:
  // One step down and one up; the position itself where there is none.
  [[nodiscard]] std::array<std::uint16_t, 2> neighbours(std::size_t criterion,
                                                        std::uint16_t at) const noexcept;

  // What a point comes to, so that a step pays for what it changes alone.
  class Looking {
   public:
    Looking(const SingleSteps& steps, const engine::Point& point, const engine::Outcome& outcome,
            Given given);
    /// The outcome after the step, where a given part of it is another.
    [[nodiscard]] std::optional<engine::Outcome> changed(std::size_t criterion, std::uint16_t to);

   private:
    [[nodiscard]] engine::Outcome after(std::size_t criterion, std::uint16_t to);
    void fire_anew(std::size_t criterion, engine::Lanes& scores, engine::Outcome& outcome);

    const SingleSteps& steps_;
    const engine::Program& program_;
    engine::Point point_;
    const engine::Outcome& before_;
    Given given_;
    engine::Lanes scores_;
    std::uint16_t from_ = 0;  // where the criterion was that takes a step
  };

  const engine::Program& program_;
  std::vector<std::vector<std::uint16_t>> rules_;  // of each criterion: those that test it
};

/// For a decision: `robust` and `flip_step`.
void look_at_steps(const SingleSteps& steps, const engine::Program& program, const Task& task,
                   const engine::Point& point, const engine::Outcome& outcome, Decision& out);

/// What is written of a step.
[[nodiscard]] FlipStep flip_of(const engine::Program& program, const engine::Point& point,
                               const SingleSteps::Step& step, Given given);

}  // namespace sourcing::analysis
