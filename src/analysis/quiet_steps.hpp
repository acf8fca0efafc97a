// SPDX-License-Identifier: Apache-2.0
// Which steps of an answer surely change no verdict, told by how far ahead its choices are.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// What a score may lose, or another gain on it, before another choice is made.
struct Slack {
  Centipoints engagement = 0, location = 0;
};
[[nodiscard]] Slack slack_of(const engine::Program& program,
                             const engine::Outcome& outcome) noexcept;

/// The two positions that one step from `at` leads to, down and up; `at` itself where there is
/// none.
[[nodiscard]] std::array<std::uint16_t, 2> neighbours(const engine::Criterion& criterion,
                                                      std::uint16_t at) noexcept;

/// Made once for many tasks of a model whose rules do not vary; may be shared by threads.
class QuietSteps {
 public:
  explicit QuietSteps(const engine::Program& program);

  /// No rule sees a step of the criterion from `at`, and none takes as much as there is.
  [[nodiscard]] bool quiet(std::size_t criterion, std::uint16_t at, Slack slack) const noexcept {
    const Slack& most = most_[criterion];
    return most.engagement <= slack.engagement && most.location <= slack.location &&
           !seen_[program_.criteria[criterion].table + at];
  }

 private:
  void mark(std::size_t criterion, std::size_t boundary);

  const engine::Program& program_;
  std::vector<Slack> most_;  // that a step can take, by criterion
  std::vector<bool> seen_;   // a rule may see a step, by the position's place among contributions
};

}  // namespace sourcing::analysis
