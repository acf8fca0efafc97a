// SPDX-License-Identifier: Apache-2.0
// Which work of the catalogue a task is likely to be, by what is answered of it.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/box.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// Of three answers two are taken to lie where the profile of their activity has them, and the
/// third anywhere. Refers to the program.
class LikelyWork {
 public:
  static constexpr std::uint64_t of_three = 2;

  /// A criterion whose interval is narrower than its scale counts as answered.
  LikelyWork(const engine::Program& program, const engine::Box& box);

  /// What all activities weigh together; 0 where the model has none.
  [[nodiscard]] std::uint64_t total() const noexcept { return ends_.empty() ? 0 : ends_.back(); }
  /// The activity that a number below the total falls to: each as often as it is likely.
  [[nodiscard]] const engine::Activity& at(std::uint64_t number) const noexcept;

 private:
  const engine::Program& program_;
  std::vector<std::uint64_t> ends_;  // of each activity, with those before it
};

}  // namespace sourcing::analysis
