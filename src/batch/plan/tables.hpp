// SPDX-License-Identifier: Apache-2.0
// What the column kernel needs of a model, worked out once per batch: flat, and free of texts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "batch/plan/leads.hpp"
#include "batch/plan/reason_key.hpp"
#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing::batch {

/// Counts of criteria that bear on an axis, in lanes: engagement, location, disposition.
using Bearing = engine::Lanes;
inline constexpr std::size_t bears_engagement = 0, bears_location = 1, bears_disposition = 2;

struct CriterionTable {
  const engine::Lanes* contributions = nullptr;
  std::uint16_t neutral_at = 0, last = 0;
  bool scored = false;  ///< has a weight on some axis
  Bearing bears = 0;    ///< 1 where it bears
};

/// What a position of a criterion comes to: a reason on each axis, and what it adds to the scores.
/// Side by side, since whoever wants one wants the other.
struct alignas(32) Worth {
  ReasonKeys reasons{};
  engine::Lanes scores = 0;
};

/// A criterion that has a weight on some axis, and the worth of its positions from 0 on.
struct Scored {
  std::uint16_t criterion = 0;
  const Worth* worths = nullptr;
};

/// engine::Line on one axis: position k adds `step` times k, modulo 2^16, to what Tables::starts
/// has.
struct Line {
  std::uint16_t criterion = 0, step = 0;
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
  ReasonKeys reasons{};      ///< what it is as a reason where it fires
  bool has_points = false, moves_engagement = false, moves_location = false;
  bool favours_location = false;  ///< has points for one
  /// No criterion is tested twice: a condition that is found maybe is true somewhere and false
  /// somewhere.
  bool exact = false;
  std::uint8_t excluded = 0;
  std::uint8_t disposition = 0;  ///< a bit, 0 when it sets none
  bool varies = false;           ///< what it gives depends on the row: see engine::Neutralised
  /// What the rule adds to the least leads, and by how much less that may be than it does add.
  struct Change {
    Leads least, doubt;
  };
  std::array<Change, 3> changes{};  ///< where it is maybe, does not hold, holds
};

struct Tables {
  explicit Tables(const engine::Program& program);
  Tables(const Tables&) = delete;  // there are pointers into it
  Tables& operator=(const Tables&) = delete;

  const engine::Program& program;
  std::vector<CriterionTable> criteria;
  std::vector<Scored> scored;
  std::array<std::vector<Line>, axis_count> lines;
  std::array<std::uint16_t, axis_count> starts{};  ///< what the lines come to at position 0
  std::vector<std::uint16_t> curves;               ///< criteria that are no lines
  std::vector<RuleTable> rules;
  std::vector<Step> steps;
  std::size_t deepest = 0;  ///< entries on the stack at once
  Bearing all = 0;          ///< criteria that bear on each axis
  Leads start;              ///< of scores of zero
  bool sets_disposition = false;
  /// What excludes locations has no part in their scores: any exclusions go with any leads.
  bool gates_apart = true;

 private:
  void weigh_positions();
  void find_lines();

  std::vector<Worth> worths_;  // of `scored`, one after the other
};

/// What an interval of a criterion adds to the least leads, more than its contribution at `at`.
[[nodiscard]] Leads least_leads(const engine::Program& program, std::size_t criterion,
                                std::uint16_t low, std::uint16_t high, std::uint16_t at) noexcept;

}  // namespace sourcing::batch
