// SPDX-License-Identifier: Apache-2.0
// A few rows side by side: the unit in which rows are judged. Everything is a column, so that the
// model is interpreted once for all of them and the loops over rows are plain.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "batch/tables.hpp"

namespace sourcing::batch {

/// Rows in a group. Small enough that a group's cells stay in the first-level cache.
inline constexpr std::size_t group_rows = 128;

template <class T>
using PerRow = std::array<T, group_rows>;

/// A cell that does not name one position: unknown, or a range.
struct OpenCell {
  std::uint16_t row, criterion, low, high;
  bool answered;  ///< a range; else unknown
};

/// Facts about a row that is not fully answered, gathered over the rules. Bits.
enum Fact : std::uint8_t {
  maybe_engagement = 1,  ///< a rule that moves the axis may or may not fire
  maybe_location = 2,
  maybe_disposition = 4,
  yes_engagement = 8,  ///< a rule that moves the axis fires whatever the answers are
  yes_location = 16,
  yes_disposition = 32,
  maybe_inexact = 64,  ///< a rule was found maybe by a cautious test
};

/// The largest points of the reasons on each axis: rows times four lanes, as in `engine::Lanes`.
struct Largest {
  alignas(64) std::array<std::uint16_t, group_rows * axis_count> first, second;
  alignas(64) std::array<std::uint16_t, group_rows * axis_count> first_code, second_code;
};

struct Group {
  explicit Group(const Tables& tables);

  std::size_t count = 0;   ///< rows that were taken
  std::size_t padded = 0;  ///< rounded up, so that loops have no rest; the positions are valid

  // What extraction fills. A criterion's positions are at[criterion * group_rows].
  std::vector<std::uint16_t> at;          ///< of the estimate
  std::vector<std::uint16_t> low, high;   ///< of the box; only where `open_column` says so
  std::vector<std::uint8_t> open_column;  ///< a criterion each: low and high differ from `at`
  std::vector<OpenCell> open;
  bool any_open = false;                       ///< some row is not fully answered
  alignas(64) PerRow<std::uint8_t> partial{};  ///< the row is not fully answered
  alignas(64) PerRow<std::uint8_t> bad{};      ///< a cell of the row is an error
  alignas(64) PerRow<Bounds> bounds{};         ///< of the open cells alone, less the estimate
  PerRow<Open> unanswered{};                   ///< open criteria that are not answered, by axis

  // What weighing fills.
  alignas(64) PerRow<engine::Lanes> sum{};  ///< scores
  alignas(64) PerRow<std::uint8_t> excluded{}, dispositions{};
  std::vector<std::uint8_t> fired;  ///< rule * group_rows: 0 or 255
  Largest largest;
  // … and for groups with open cells:
  alignas(64) PerRow<std::uint8_t> surely{}, perhaps{};   ///< excluded
  alignas(64) PerRow<std::uint8_t> set{}, perhaps_set{};  ///< dispositions
  alignas(64) PerRow<std::uint8_t> facts{};
  alignas(64) PerRow<std::uint8_t> maybe_retain{}, maybe_automate{};  ///< rules, at most 2 counted

  std::vector<std::uint8_t> stack;  ///< of conditions

  [[nodiscard]] const std::uint16_t* positions(std::size_t criterion) const noexcept {
    return at.data() + criterion * group_rows;
  }
  [[nodiscard]] const std::uint16_t* lows(std::size_t criterion) const noexcept {
    return (open_column[criterion] != 0 ? low : at).data() + criterion * group_rows;
  }
  [[nodiscard]] const std::uint16_t* highs(std::size_t criterion) const noexcept {
    return (open_column[criterion] != 0 ? high : at).data() + criterion * group_rows;
  }
};

}  // namespace sourcing::batch
