// SPDX-License-Identifier: Apache-2.0
// How far one weight may move before the verdict changes.
//
// A score is linear in the share of one of its weights when the others keep their proportions, so
// each way of losing the verdict is one linear inequality with an exact solution.
#pragma once

#include <cstddef>
#include <sourcing/stability.hpp>
#include <vector>

#include "analysis/exact_scores.hpp"

namespace sourcing::analysis {

/// The unrounded scores at a point and what they decide.
struct ExactVerdict {
  std::array<ExactAxis, axis_count> axes;
  std::array<Rational, axis_count> scores;
  std::uint8_t excluded = 0;
  Engagement engagement = Engagement::bpo;
  std::int8_t location = engine::no_location;
  bool engagement_within_rounding = false, location_within_rounding = false;
};
[[nodiscard]] ExactVerdict exact_verdict(const engine::Program& program, const engine::Point& point,
                                         const engine::Outcome& outcome);

/// One interval for every positive weight.
[[nodiscard]] std::vector<WeightInterval> weight_intervals(const engine::Program& program,
                                                           const ExactVerdict& verdict,
                                                           std::size_t language);

/// In lowest terms; rounded to a multiple of 2^-61 when that does not fit, and then not `exact`.
/// REQUIRES: 0 <= value <= 1.
enum class Rounding : std::uint8_t { down, up };
[[nodiscard]] Fraction to_fraction(const Rational& value, Rounding rounding, bool& exact);

}  // namespace sourcing::analysis
