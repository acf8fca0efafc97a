// SPDX-License-Identifier: Apache-2.0
/// \file
/// Assumptions made ready for rows: the two corners of each option between which everything lies.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "money/assumptions.hpp"
#include "money/flow.hpp"
#include "money/rates.hpp"

namespace sourcing::money {

/// The ends of one option's ranges, and their middles. All lines but two only ever cost, so their
/// low ends together are the best there is and their high ends the worst; the months of transition
/// are tried one by one and the share moved at both ends (docs/money.md says why that suffices).
struct Corners {
  bool priced = false;  ///< else there is no price, and nothing can be said
  Rates best, worst, middle;
  std::int64_t wait_low = 0, wait_high = 0;    ///< months, at most all there are
  std::int64_t share_low = 0, share_high = 0;  ///< millionths
};

/// Immutable; threads share it.
class Plan {
 public:
  Plan(Assumptions assumptions, const Horizon& horizon);

  [[nodiscard]] const Assumptions& assumptions() const noexcept { return assumptions_; }
  [[nodiscard]] const Horizon& horizon() const noexcept { return horizon_; }
  [[nodiscard]] const std::vector<std::int64_t>& factors() const noexcept { return factors_; }
  /// REQUIRES: option is not `keep`.
  [[nodiscard]] const Corners& corners(Option option) const noexcept {
    return corners_[static_cast<std::size_t>(option)];
  }
  /// True when every sum of the row stays within 64 bits.
  [[nodiscard]] bool fits(const Work& work) const noexcept;

 private:
  Assumptions assumptions_;
  Horizon horizon_;
  std::vector<std::int64_t> factors_;
  std::array<Corners, option_count> corners_;
  std::int64_t dearest_ = 0;  // the most that a person may cost by any line, cents a year
};

/// The most that a person costs by any one line in the first year, in cents.
[[nodiscard]] std::int64_t dearest(const Rates& rates) noexcept;
/// True when all people at that price stay within what `fits` allows.
[[nodiscard]] bool fits_people(const Work& work, std::int64_t dearest) noexcept;

/// The middle of a range, rounded half up.
[[nodiscard]] std::int64_t middle(const Assumption& assumption) noexcept;
/// What the option's lines are when every assumption is what `pick` makes of it.
template <class Pick>
[[nodiscard]] Values values_of(const Assumptions& assumptions, Option option, Pick pick) {
  Values values;
  for (const Assumption& each : assumptions) {
    if (each.applies(option)) values[static_cast<std::size_t>(each.line)] = pick(each);
  }
  return values;
}

}  // namespace sourcing::money
