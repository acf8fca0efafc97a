// SPDX-License-Identifier: Apache-2.0
#include "money/flow.hpp"

#include <algorithm>
#include <limits>

namespace sourcing::money {

namespace {

constexpr std::int64_t months_a_year = 12;

Cents a_year(const Term& term, const Work& work) {
  return part<million>(term.per_fte ? work.fte : work.base, term.rate);
}

Cents a_month(const Term& term, const Work& work) {
  return part<months_a_year * million>(term.per_fte ? work.fte : work.base, term.rate);
}

// What a month's amount is worth at each factor, added up.
class Discounted {
 public:
  explicit Discounted(Cents amount) : amount_(amount) {
    constexpr Cents most = std::numeric_limits<Cents>::max() / billion - 1;
    narrow_ = amount <= most && amount >= -most;
  }

  // Adds the months (from, to] to `sum`, and leaves what it came to after each in `sums`.
  void add(std::int64_t from, std::int64_t to, const std::vector<std::int64_t>& factors, Cents& sum,
           std::vector<Cents>& sums) const {
    const auto begin = static_cast<std::size_t>(from) + 1, end = static_cast<std::size_t>(to) + 1;
    constexpr std::uint64_t unit = billion;
    if (!narrow_) {
      for (std::size_t month = begin; month < end; ++month) {
        sums[month] = sum += part<billion>(amount_, factors[month]);
      }
    } else if (amount_ >= 0) {
      const auto amount = static_cast<std::uint64_t>(amount_);
      for (std::size_t month = begin; month < end; ++month) {
        const auto factor = static_cast<std::uint64_t>(factors[month]);
        sums[month] = sum += static_cast<Cents>((amount * factor + unit / 2) / unit);
      }
    } else {
      // A half goes up: -x half up is x with a half going down.
      const auto amount = static_cast<std::uint64_t>(-amount_);
      for (std::size_t month = begin; month < end; ++month) {
        const auto factor = static_cast<std::uint64_t>(factors[month]);
        sums[month] = sum -= static_cast<Cents>((amount * factor + unit / 2 - 1) / unit);
      }
    }
  }

 private:
  Cents amount_;
  bool narrow_;  // times a factor it stays within 64 bits
};

// What the months after `from` are worth until month n, at [n]; at `from` nothing.
void add_up(std::vector<Cents>& sums, const std::vector<Cents>& by_year,
            const std::vector<std::int64_t>& factors, std::int64_t from, std::int64_t to) {
  sums.resize(factors.size());
  Cents sum = 0;
  sums[static_cast<std::size_t>(from)] = 0;
  while (from < to) {
    const std::int64_t year = from / months_a_year;
    const std::int64_t until = std::min(to, (year + 1) * months_a_year);
    Discounted(by_year[static_cast<std::size_t>(year)]).add(from, until, factors, sum, sums);
    from = until;
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

void Flow::run(const Rates& rates, const Work& work, const std::vector<std::int64_t>& factors,
               Waits waits) {
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
  recovery_ = rates.recovery;
  const auto last = static_cast<std::int64_t>(factors.size()) - 1;
  const auto month = [last](std::int64_t of) { return std::min(of, last); };
  worth_team_.resize(factors.size());
  worth_team_[0] = 0;
  Cents spent = 0;
  // Spent, so what is spent is rounded as a loss: -x half up.
  Discounted(-team_).add(0, month(waits.high), factors, spent, worth_team_);
  add_up(worth_slow_, slow_, factors, month(waits.low), month(waits.high + recovery_));
  add_up(worth_full_, full_, factors, month(waits.low + recovery_), last);
}

Cents Flow::npv(std::int64_t wait) const noexcept {
  const auto last = static_cast<std::int64_t>(worth_full_.size()) - 1;
  const auto from = static_cast<std::size_t>(std::min(wait, last));
  const auto steady = static_cast<std::size_t>(std::min(wait + recovery_, last));
  return worth_team_[from] + (worth_slow_[steady] - worth_slow_[from]) +
         (worth_full_.back() - worth_full_[steady]) - once_;
}

Cash::Cash(const Flow& flow) noexcept : flow_(flow) {
  constexpr Cents most = 1'000'000'000'000'000;
  const auto fits = [](Cents amount) { return amount <= most && amount >= -most; };
  small_ = fits(flow.once()) && fits(flow.team()) &&
           std::all_of(flow.slow().begin(), flow.slow().end(), fits) &&
           std::all_of(flow.full().begin(), flow.full().end(), fits);
}

// Int: wide enough for the target and for what there is in any month.
template <class Int>
std::optional<std::int64_t> Cash::first_month(std::int64_t wait, Int target) const noexcept {
  const std::vector<Cents>&slow = flow_.slow(), &full = flow_.full();
  const auto last = static_cast<std::int64_t>(full.size()) * months_a_year;
  const std::int64_t recovered = wait + flow_.recovery();
  Int sum = -static_cast<Int>(flow_.once()) - static_cast<Int>(flow_.team()) * std::min(wait, last);
  // Within a year, before or after the recovery ends, every month brings the same.
  for (std::int64_t month = wait; month < last;) {
    const auto year = static_cast<std::size_t>(month / months_a_year);
    std::int64_t until = (month / months_a_year + 1) * months_a_year;
    if (month < recovered) until = std::min(until, recovered);
    const Int net = month < recovered ? slow[year] : full[year];
    if (sum + net >= target) return month + 1;
    const Int then = sum + net * (until - month);
    // Not yet after the first month, and after the last: it rises.
    if (then >= target) {
      return month + static_cast<std::int64_t>((target - sum + net - 1) / net);
    }
    sum = then;
    month = until;
  }
  return std::nullopt;
}

std::optional<std::int64_t> Cash::payback(std::int64_t wait, std::int64_t share,
                                          Cents exit_cost) const noexcept {
  if (share <= 0) return std::nullopt;
  const Wide needed = static_cast<Wide>(exit_cost) * million;
  constexpr Wide most = 1'000'000'000'000'000'000;
  // Twice as fast, and nearly always it will do.
  if (small_ && needed <= most) {
    const auto narrow = static_cast<std::int64_t>(needed);
    return first_month(wait, narrow / share + (narrow % share != 0 ? 1 : 0));
  }
  return first_month(wait, needed / share + (needed % share != 0 ? 1 : 0));
}

}  // namespace sourcing::money
