// SPDX-License-Identifier: Apache-2.0
/// \file
/// What one option comes to month by month, for the whole of the work of one row.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "money/amount.hpp"
#include "money/rates.hpp"

namespace sourcing::money {

/// How far to look and how to discount: the month's rate is a twelfth of the year's.
struct Horizon {
  int years = 5;
  std::int64_t discount = 80'000;  ///< a year, millionths

  [[nodiscard]] std::int64_t months() const noexcept { return 12 * std::int64_t{years}; }
};

/// What a unit of money in each month is worth today, in billionths: month 0 first. Rounded half up
/// at each step.
[[nodiscard]] std::vector<std::int64_t> discount_factors(const Horizon& horizon);

/// The work of one row.
struct Work {
  std::int64_t fte = 0;  ///< millionths
  Cents base = 0;        ///< what a year of it costs today
  Cents exit_cost = 0;   ///< of ending what there is, unless it is kept
  bool own_staff = true;
};

/// The months of transition that will be asked about.
struct Waits {
  std::int64_t low = 0, high = 0;
};

/// Sums and series of one option, before the share that is moved scales them. Reused from row to
/// row, so that nothing is allocated.
class Flow {
 public:
  /// Lines are rounded one by one: a month of each in the series, a year of each in `saving`.
  void run(const Rates& rates, const Work& work, const std::vector<std::int64_t>& factors,
           Waits waits);

  [[nodiscard]] Cents once() const noexcept { return once_; }
  [[nodiscard]] Cents team() const noexcept { return team_; }
  [[nodiscard]] Cents saving() const noexcept { return saving_; }
  /// What a month of a year saves: while productivity is made up for, and after.
  [[nodiscard]] const std::vector<Cents>& slow() const noexcept { return slow_; }
  [[nodiscard]] const std::vector<Cents>& full() const noexcept { return full_; }
  [[nodiscard]] std::int64_t recovery() const noexcept { return recovery_; }
  /// The net present value when the transition takes `wait` months. REQUIRES: one of the waits.
  [[nodiscard]] Cents npv(std::int64_t wait) const noexcept;

 private:
  Cents once_ = 0, team_ = 0, saving_ = 0;
  std::int64_t recovery_ = 0;
  std::vector<Cents> slow_, full_;
  // Today, of the months from the first one on that may be asked about.
  std::vector<Cents> worth_team_, worth_slow_, worth_full_;
};

/// What money does until it has come back.
class Cash {
 public:
  /// Keeps a reference.
  explicit Cash(const Flow& flow) noexcept;

  /// The first month after the transition by whose end share × (all there was until then) is at
  /// least `exit_cost`; nothing: not within the years. `share` in millionths.
  [[nodiscard]] std::optional<std::int64_t> payback(std::int64_t wait, std::int64_t share,
                                                    Cents exit_cost) const noexcept;

 private:
  template <class Int>
  [[nodiscard]] std::optional<std::int64_t> first_month(std::int64_t wait,
                                                        Int target) const noexcept;

  const Flow& flow_;
  bool small_ = false;  // no sum leaves 64 bits by far
};

}  // namespace sourcing::money
