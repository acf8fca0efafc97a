// SPDX-License-Identifier: Apache-2.0
#include "money/plan.hpp"

#include <algorithm>

namespace sourcing::money {

namespace {

// Ten thousand million a year: with the bounds of the lines no sum then leaves 64 bits.
constexpr Cents largest_base = 1'000'000'000'000;

std::int64_t home_growth(const Assumptions& assumptions, bool high) {
  const Assumption* const found = find(assumptions, Option::keep, Line::wage_growth);
  if (found == nullptr) return 0;
  return high ? found->high : found->low;
}

}  // namespace

Plan::Plan(Assumptions assumptions, const Horizon& horizon)
    : assumptions_(std::move(assumptions)), horizon_(horizon), factors_(discount_factors(horizon)) {
  for (std::size_t i = 1; i < option_count; ++i) {
    const auto option = static_cast<Option>(i);
    const Values best =
        values_of(assumptions_, option, [](const Assumption& each) { return each.low; });
    const Values worst =
        values_of(assumptions_, option, [](const Assumption& each) { return each.high; });
    Corners& corners = corners_[i];
    corners.priced = has_price(best);
    if (!corners.priced) continue;
    // What keeping the work costs more is saved.
    corners.best = rates(best, home_growth(assumptions_, true), horizon.years);
    corners.worst = rates(worst, home_growth(assumptions_, false), horizon.years);
    const Assumption* const home = find(assumptions_, Option::keep, Line::wage_growth);
    corners.middle = rates(values_of(assumptions_, option, middle),
                           home == nullptr ? 0 : middle(*home), horizon.years);
    corners.wait_low = corners.best.wait;
    corners.wait_high = corners.worst.wait;
    corners.share_low = corners.best.share;
    corners.share_high = corners.worst.share;
    dearest_ = std::max(dearest_, dearest(corners.worst));
  }
}

bool Plan::fits(const Work& work) const noexcept {
  return work.base <= largest_base && work.exit_cost <= largest_base && fits_people(work, dearest_);
}

std::int64_t dearest(const Rates& rates) noexcept {
  std::int64_t most = 0;
  for (const Term& term : rates.running.front()) {
    if (term.per_fte) most = std::max(most, term.rate);
  }
  return most;
}

bool fits_people(const Work& work, std::int64_t dearest) noexcept {
  return static_cast<Wide>(work.fte) * dearest / million <= largest_base;
}

std::int64_t middle(const Assumption& assumption) noexcept {
  return static_cast<std::int64_t>(rounded(static_cast<Wide>(assumption.low) + assumption.high, 2));
}

}  // namespace sourcing::money
