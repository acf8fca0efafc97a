// SPDX-License-Identifier: Apache-2.0
// A few rows side by side: the unit in which rows are judged. Everything is a column, so that the
// model is interpreted once for all of them and the loops over rows are plain.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "batch/plan/tables.hpp"
#include "engine/box.hpp"

namespace sourcing::batch {

/// Rows in a group. Small enough that a group's cells stay in the first-level cache.
inline constexpr std::size_t group_rows = 128;

template <class T>
using PerRow = std::array<T, group_rows>;

/// A cell of a criterion that is not answered.
struct UnknownCell {
  std::uint16_t row, criterion;
};

/// Facts about a row that is not fully answered, gathered over the rules. Bits.
enum Fact : std::uint8_t {
  yes_engagement = 1,  ///< a rule that moves the axis fires whatever the answers are
  yes_location = 2,
  yes_disposition = 4,
  maybe_inexact = 8,  ///< a rule was found maybe by a cautious test
};

/// How sure the estimate of an open row is, by the bounds of its leads.
struct Sure {
  static constexpr std::uint8_t unclear = 0;    ///< they do not tell
  static constexpr std::uint8_t decided = 1;    ///< every completion agrees
  static constexpr std::uint8_t tentative = 2;  ///< some completion does not
};

/// The two largest reasons of each row, on each axis; 0 where there is none.
struct Largest {
  alignas(64) std::array<ReasonKeys, group_rows> first, second;
};

struct Group {
  explicit Group(const Tables& tables);
  Group(const Group&) = delete;  // there are pointers into it
  Group& operator=(const Group&) = delete;

  std::size_t count = 0;   ///< rows that were taken
  std::size_t padded = 0;  ///< rounded up, so that loops have no rest; the positions are valid

  // What extraction fills. A criterion's positions are at[criterion * group_rows].
  std::vector<std::uint16_t> at;              ///< of the estimate
  std::vector<const std::uint16_t*> columns;  ///< where the positions are: in `at`, or elsewhere
  std::vector<std::uint16_t> low, high;       ///< of the box; only where `open_column` says so
  std::vector<std::uint8_t> open_column;  ///< a criterion each: low and high may differ from `at`
  std::vector<UnknownCell> unknown;       ///< the first `unknowns`
  std::size_t unknowns = 0;
  bool any_open = false;                       ///< some row is not fully answered
  alignas(64) PerRow<std::uint8_t> partial{};  ///< the row is not fully answered
  alignas(64) PerRow<std::uint8_t> bad{};      ///< a cell of the row is an error
  alignas(64) PerRow<Leads> least{};           ///< of the open cells alone, less the estimate's
  alignas(64) PerRow<Bearing> unanswered{};    ///< criteria that are not answered

  // What weighing fills.
  alignas(64) PerRow<engine::Lanes> sum{};  ///< scores
  alignas(64) PerRow<std::uint8_t> excluded{}, dispositions{};
  std::vector<std::uint8_t> fired;  ///< rule * group_rows: 0 or 255
  Largest largest;
  // … and for groups with open cells:
  alignas(64) PerRow<std::uint8_t> surely{}, perhaps{};   ///< excluded
  alignas(64) PerRow<std::uint8_t> set{}, perhaps_set{};  ///< dispositions
  alignas(64) PerRow<std::uint8_t> facts{};
  alignas(64) PerRow<Leads> doubt{};  ///< the least leads are at most so much greater
  alignas(64) PerRow<std::uint8_t> maybe_retain{}, maybe_automate{};  ///< rules, at most 2 counted

  // What choosing fills: of the estimate, by the numbers of the enumerations.
  alignas(64) PerRow<std::int16_t> location{}, engagement{};  ///< engine::no_location: none is left
  alignas(64) PerRow<std::int16_t> close{};                   ///< 0 or 1, as engine::is_close
  alignas(64) PerRow<std::uint8_t> disposition{};

  // What settling fills, for groups with open cells. Bytes of Sure.
  alignas(64) PerRow<std::uint8_t> sure_engagement{}, sure_location{};

  std::vector<std::uint8_t> stack;  ///< of conditions

  /// What the answers of a row allow.
  void load_box(std::size_t row, engine::Box& box) const noexcept;
  /// The positions are those in `at`, as they are to begin with.
  void show_own() noexcept;
  [[nodiscard]] const std::uint16_t* positions(std::size_t criterion) const noexcept {
    return columns[criterion];
  }
  [[nodiscard]] const std::uint16_t* lows(std::size_t criterion) const noexcept {
    return open_column[criterion] != 0 ? low.data() + criterion * group_rows : columns[criterion];
  }
  [[nodiscard]] const std::uint16_t* highs(std::size_t criterion) const noexcept {
    return open_column[criterion] != 0 ? high.data() + criterion * group_rows : columns[criterion];
  }
};

}  // namespace sourcing::batch
