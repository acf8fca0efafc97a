// SPDX-License-Identifier: Apache-2.0
// Which weighting of a few conditions to try next.
//
// Conditions g_1 >= 0, g_2 >= 0, … cannot hold together if some weighting of them is negative
// everywhere. A point at which a weighting is not negative rules that weighting out, and with it
// every other one that is not negative at the point. What remains is a polygon; the next weighting
// is taken from its middle. A clumsy choice costs time, never truth.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sourcing::analysis {

class Weightings {
 public:
  /// Up to three: a polygon has two dimensions.
  static constexpr std::size_t most = 3;
  using Values = std::array<std::int64_t, most>;

  /// Starts again with `count` conditions. REQUIRES: 1 <= count <= most.
  void reset(std::size_t count);

  /// The next weighting, none negative, or nothing when all are ruled out or enough were tried.
  [[nodiscard]] std::optional<Values> next();

  /// Rules out every weighting that is not negative at a point where the conditions have these
  /// values, each less than 2^40.
  void rule_out(const Values& values);

 private:
  std::size_t count_ = 0;
  int asked_ = 0;
  std::vector<Values> polygon_, clipped_;
};

}  // namespace sourcing::analysis
