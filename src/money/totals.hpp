// SPDX-License-Identifier: Apache-2.0
/// \file
/// Sums over many rows, with exact ends: a range is one unknown for all rows, or one for each.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "money/task_case.hpp"

namespace sourcing::money {

/// Closed, of sums.
struct WideInterval {
  Wide low = 0, high = 0;
};

/// What an option comes to over the rows for which it may be taken.
struct OptionTotal {
  std::uint64_t rows = 0, excluded = 0;
  WideInterval one_off, running, saving, npv;
};

/// Adds rows up, and other totals; the order makes no difference.
class Totals {
 public:
  explicit Totals(const Plan& plan);

  void add(const Work& work, const Evaluator& evaluator,
           const std::array<OptionCase, option_count>& cases, const Excluded& excluded,
           const Advice& advice);
  void add(const Totals& more);

  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  [[nodiscard]] Wide base() const noexcept { return base_; }
  /// Rows whose verdict comes to no option: `verdicts` keeps them as they are.
  [[nodiscard]] std::uint64_t undecided() const noexcept { return undecided_; }
  /// Rows for which the option is the best in money.
  [[nodiscard]] std::uint64_t best(Option option) const noexcept {
    return best_[static_cast<std::size_t>(option)];
  }
  /// Every assumption has one value for all rows, or (`independent`) one for each.
  [[nodiscard]] OptionTotal total(Option option, bool independent) const;
  /// Each row with the option that its verdict comes to; rows without one are kept.
  [[nodiscard]] OptionTotal verdicts(bool independent) const;

 private:
  // At one month of transition and one end of the share that is moved.
  struct Point {
    Wide npv_low = 0, npv_high = 0;
    Wide one_off_low = 0, one_off_high = 0;
    Wide saving_low = 0, saving_high = 0;
  };
  struct Sums {
    std::uint64_t rows = 0, excluded = 0;
    Wide base = 0;
    OptionTotal apart;          // row by row
    std::vector<Point> points;  // two for each month: the low and the high share
  };

  void add_points(Sums& sums, Option option, const Work& work, const Evaluator& evaluator) const;
  static void add_case(Sums& sums, const OptionCase& one, const Work& work);
  static void merge(Sums& sums, const Sums& more);
  [[nodiscard]] OptionTotal joint(const std::vector<std::pair<Option, const Sums*>>& parts) const;

  const Plan* plan_;
  std::uint64_t rows_ = 0, undecided_ = 0;
  Wide base_ = 0;
  std::array<std::uint64_t, option_count> best_{};
  std::array<Sums, option_count> all_, followed_;
};

}  // namespace sourcing::money
