// SPDX-License-Identifier: Apache-2.0
// The sets of answers that make a condition hold, whatever the open ones are.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/box.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// An answer that a condition would need: a position of [low, high], or one outside of it.
struct Need {
  std::uint16_t criterion, low, high;
  bool outside;
};

[[nodiscard]] inline bool is_met(const Need& need, const engine::Box& box) noexcept {
  const std::uint16_t low = box.low[need.criterion], high = box.high[need.criterion];
  return need.outside ? high < need.low || need.high < low : need.low <= low && high <= need.high;
}

/// The fewest answers that make a condition hold whatever the open ones are; of as few the first in
/// model order. Empty where it holds already, and where no answers do.
[[nodiscard]] std::vector<Need> lacking(const engine::Program& program, std::uint32_t condition,
                                        const engine::Box& box);

/// A condition of which every such set is known beforehand, so that a task is a look at each.
class KnownWays {
 public:
  /// Nothing where there are many, or where the condition tests a criterion twice.
  static std::optional<KnownWays> of(const engine::Program& program, std::uint32_t condition);

  /// As the function of this name; `out` is written over.
  void lacking(const engine::Box& box, std::vector<Need>& out) const;

 private:
  std::vector<std::vector<Need>> ways_;  // each by criterion
};

}  // namespace sourcing::analysis
