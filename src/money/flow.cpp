// SPDX-License-Identifier: Apache-2.0
#include "money/flow.hpp"

#include <algorithm>

namespace sourcing::money {

namespace {

constexpr std::int64_t months_a_year = 12;

Cents a_year(const Term& term, const Work& work) {
  return part<million>(term.per_fte ? work.fte : work.base, term.rate);
}

Cents a_month(const Term& term, const Work& work) {
  return part<months_a_year * million>(term.per_fte ? work.fte : work.base, term.rate);
}

// The first n months' worth at [n].
void add_up(std::vector<Cents>& sums, const std::vector<Cents>& by_year,
            const std::vector<std::int64_t>& factors) {
  sums.resize(factors.size());
  sums[0] = 0;
  for (std::size_t month = 1; month < factors.size(); ++month) {
    sums[month] =
        sums[month - 1] + part<billion>(by_year[(month - 1) / months_a_year], factors[month]);
  }
}

}  // namespace

std::vector<std::int64_t> discount_factors(const Horizon& horizon) {
  std::vector<std::int64_t> factors{billion};
  constexpr std::int64_t one = months_a_year * million;
  for (std::int64_t month = 0; month < horizon.months(); ++month) {
    factors.push_back(static_cast<std::int64_t>(
        rounded(static_cast<Wide>(factors.back()) * one, one + horizon.discount)));
  }
  return factors;
}

void Flow::run(const Rates& rates, const Work& work, const std::vector<std::int64_t>& factors) {
  once_ = 0;
  for (const Term& term : rates.once) once_ += a_year(term, work);
  if (work.own_staff) once_ += a_year(rates.severance, work);
  team_ = a_month(rates.team, work);
  saving_ = part<million>(work.base, rates.saved.front());
  for (const Term& term : rates.running.front()) saving_ -= a_year(term, work);
  const std::size_t years = rates.saved.size();
  slow_.resize(years);
  full_.resize(years);
  for (std::size_t year = 0; year < years; ++year) {
    Cents net = part<months_a_year * million>(work.base, rates.saved[year]);
    for (const Term& term : rates.running[year]) net -= a_month(term, work);
    full_[year] = net;
    slow_[year] = net - a_month(rates.slow[year], work);
  }
  worth_team_.resize(factors.size());
  worth_team_[0] = 0;
  for (std::size_t month = 1; month < factors.size(); ++month) {
    // Spent, so what is spent is rounded as a loss: -x half up.
    worth_team_[month] = worth_team_[month - 1] + part<billion>(-team_, factors[month]);
  }
  add_up(worth_slow_, slow_, factors);
  add_up(worth_full_, full_, factors);
}

Cents Flow::npv(std::int64_t wait, std::int64_t recovery) const noexcept {
  const auto last = static_cast<std::int64_t>(worth_full_.size()) - 1;
  const auto from = static_cast<std::size_t>(std::min(wait, last));
  const auto steady = static_cast<std::size_t>(std::min(wait + recovery, last));
  return worth_team_[from] + (worth_slow_[steady] - worth_slow_[from]) +
         (worth_full_.back() - worth_full_[steady]) - once_;
}

std::optional<std::int64_t> payback(const Cash& cash, std::int64_t wait, std::int64_t recovery,
                                    std::int64_t share, Wide exit_cost) noexcept {
  if (share <= 0) return std::nullopt;
  const Wide needed = exit_cost * million;
  const Wide target = needed / share + (needed % share != 0 ? 1 : 0);
  const auto last = static_cast<std::int64_t>(cash.full.size()) * months_a_year;
  Wide sum = -static_cast<Wide>(cash.once) - static_cast<Wide>(cash.team) * std::min(wait, last);
  // Within a year, before or after the recovery ends, every month brings the same.
  for (std::int64_t month = wait; month < last;) {
    const auto year = static_cast<std::size_t>(month / months_a_year);
    std::int64_t until = (month / months_a_year + 1) * months_a_year;
    const bool recovering = month < wait + recovery;
    if (recovering) until = std::min(until, wait + recovery);
    const Wide net = recovering ? cash.slow[year] : cash.full[year];
    if (sum + net >= target) return month + 1;
    if (net > 0) {
      const Wide needs = (target - sum + net - 1) / net;
      if (needs <= until - month) return month + static_cast<std::int64_t>(needs);
    }
    sum += net * (until - month);
    month = until;
  }
  return std::nullopt;
}

}  // namespace sourcing::money
