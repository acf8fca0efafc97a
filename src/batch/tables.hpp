// SPDX-License-Identifier: Apache-2.0
// What the column kernel needs of a model, worked out once per batch: flat, and free of texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing::batch {

/// The six ordered pairs of locations: how far the first leads the second.
inline constexpr std::size_t lead_count = 6;
[[nodiscard]] constexpr std::size_t lead_of(std::size_t winner, std::size_t loser) noexcept {
  return 2 * winner + (loser > winner ? loser - 1 : loser);
}

/// What is known of the scores of a row that is not fully answered: bounds of the engagement score,
/// and the least lead of each location over each other. Everything that adds to a score adds to
/// all of them, so they are summed like scores.
struct Bounds {
  std::int32_t low = 0, high = 0;
  std::array<std::int32_t, lead_count> lead{};

  void add(const Bounds& more) noexcept {
    low += more.low;
    high += more.high;
    for (std::size_t i = 0; i < lead_count; ++i) lead[i] += more.lead[i];
  }
};

/// Counts of open criteria that bear on an axis, in the lanes of one word.
struct Open {
  std::uint16_t engagement = 0, location = 0, disposition = 0;

  void add(const Open& more) noexcept {
    engagement = static_cast<std::uint16_t>(engagement + more.engagement);
    location = static_cast<std::uint16_t>(location + more.location);
    disposition = static_cast<std::uint16_t>(disposition + more.disposition);
  }
};

struct CriterionTable {
  const engine::Lanes* contributions = nullptr;
  engine::Lanes neutral = 0;  ///< contribution at the neutral position
  std::uint16_t neutral_at = 0, last = 0;
  bool scored = false;  ///< has a weight on some axis
  Bounds unknown;       ///< extremes over the whole scale, less the neutral contribution
  Open bears;           ///< 1 where it bears
};

/// A step of a condition as a stack machine runs it over a column of rows at once: `test` pushes
/// low <= position <= low + span, the others combine what was pushed.
struct Step {
  enum class Kind : std::uint8_t { test, both, either, negate } kind = Kind::test;
  std::uint16_t criterion = 0, low = 0, span = 0;
};

struct RuleTable {
  std::uint32_t first_step = 0, steps = 0;
  engine::Lanes points = 0;  ///< packed sum, negative points borrow: totals come out right
  std::array<std::int16_t, axis_count> axis_points{};
  bool has_points = false, moves_engagement = false, moves_location = false;
  /// No criterion is tested twice: a condition that is found maybe is true somewhere and false
  /// somewhere.
  bool exact = false;
  std::uint8_t excluded = 0;
  std::uint8_t disposition = 0;  ///< a bit, 0 when it sets none
  Bounds yes, maybe;             ///< what the rule adds to the bounds
};

struct Tables {
  explicit Tables(const engine::Program& program);

  const engine::Program& program;
  std::vector<CriterionTable> criteria;
  std::vector<RuleTable> rules;
  std::vector<Step> steps;
  std::size_t deepest = 0;  ///< entries on the stack at once
  Open all;                 ///< criteria that bear on each axis
  bool sets_disposition = false;
};

/// What an interval of a criterion adds to the bounds, less its contribution at `at`.
[[nodiscard]] Bounds bounds_of(const engine::Program& program, std::size_t criterion,
                               std::uint16_t low, std::uint16_t high, std::uint16_t at) noexcept;

}  // namespace sourcing::batch
