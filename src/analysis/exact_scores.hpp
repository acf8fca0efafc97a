// SPDX-License-Identifier: Apache-2.0
// Scores from the weights as authored, unrounded, as exact fractions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/big.hpp"
#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// A criterion's step fraction at a position: how much of its weight it earns, 0 to 1.
struct StepFraction {
  std::int64_t numerator, denominator;
};
[[nodiscard]] StepFraction step_fraction(const engine::Program& program,
                                         const engine::Weight& weight, std::uint16_t at) noexcept;

/// One axis at a point.
struct ExactAxis {
  struct Part {
    std::size_t criterion;
    Big weight;         ///< relative, as authored
    Rational fraction;  ///< earned at the point
  };
  std::vector<Part> parts;  ///< positive weights only
  Big weights = 0;          ///< their sum
  std::int64_t rules = 0;   ///< points of the rules that fire

  /// In centipoints.
  [[nodiscard]] Rational score() const;
};

[[nodiscard]] std::array<ExactAxis, axis_count> exact_axes(const engine::Program& program,
                                                           const engine::Point& point);

/// The chosen location when the scores are these.
[[nodiscard]] std::int8_t choose_location(const std::array<Rational, axis_count>& scores,
                                          std::uint8_t excluded);

}  // namespace sourcing::analysis
