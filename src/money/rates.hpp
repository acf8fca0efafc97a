// SPDX-License-Identifier: Apache-2.0
/// \file
/// One option at one value of each assumption, as yearly rates: of today's cost in millionths, or
/// cents for each person. Worked out once and used for every row.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "money/amount.hpp"
#include "money/line.hpp"

namespace sourcing::money {

/// A value for each line that an option has.
using Values = std::array<std::optional<std::int64_t>, line_count>;

/// What a year of a line costs: a rate of today's cost, or an amount for each person.
struct Term {
  Line line = Line::wage_ratio;
  bool per_fte = false;
  std::int64_t rate = 0;
};

/// For the whole of the work, however much of it is moved.
struct Rates {
  std::vector<std::int64_t> saved;         ///< today's cost that ends, a year each, of the base
  std::vector<std::vector<Term>> running;  ///< what comes in its place, a year each
  std::vector<Term> slow;                  ///< on top until productivity is made up for, by year
  std::vector<Term> once;                  ///< at the start
  Term severance;                          ///< at the start, where own people do the work
  Term team;                               ///< while the transition lasts
  std::int64_t share = 0;                  ///< of the work that is moved, millionths
  std::int64_t wait = 0;                   ///< months of transition, at most all there are
  std::int64_t recovery = 0;               ///< months after it
};

/// True when there is a price to work with: `rate` or `wage_ratio`.
[[nodiscard]] bool has_price(const Values& values) noexcept;

/// REQUIRES: has_price(values), 1 <= years <= 30.
[[nodiscard]] Rates rates(const Values& values, std::int64_t home_growth, int years);

}  // namespace sourcing::money
