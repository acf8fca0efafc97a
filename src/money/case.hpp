// SPDX-License-Identifier: Apache-2.0
/// \file
/// The business case of one row: each option between exact ends, over all ranges at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "money/plan.hpp"

namespace sourcing::money {

/// Closed; both ends are reached.
struct Interval {
  Cents low = 0, high = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// Whether the net present value is above that of keeping the work as it is.
enum class Pays : std::uint8_t { always, never, depends };
[[nodiscard]] std::string_view name(Pays pays) noexcept;
[[nodiscard]] Pays pays(const Interval& npv, Cents hurdle = 0) noexcept;

struct OptionCase {
  bool known = false;  ///< false: there is no price, and the rest says nothing
  Interval one_off;    ///< at the start and during the transition
  Interval running;    ///< a year in full swing, at the first year's prices
  Interval saving;     ///< today's cost less `running`
  Interval npv;        ///< of what it saves over the years, less one-off
  /// Months until what it saves has made up for what it costs, not discounted. Nothing: not within
  /// the years, at that end.
  std::optional<std::int64_t> payback_low, payback_high;
};

/// Works out cases, one after the other; one per thread. Keeps a reference to the plan.
class Evaluator {
 public:
  explicit Evaluator(const Plan& plan) : plan_(plan) {}

  /// REQUIRES: plan.fits(work). The result is good until the next call.
  const std::array<OptionCase, option_count>& run(const Work& work);
  /// The net present value of an option with every assumption in the middle of its range.
  /// REQUIRES: the option is priced and not `keep`.
  [[nodiscard]] Cents middle_npv(Option option, const Work& work);
  /// What an option was worked out from, of the last call; `best` or else worst.
  [[nodiscard]] const Flow& flow(Option option, bool best) const noexcept {
    return flows_[static_cast<std::size_t>(option)][best ? 1 : 0];
  }

 private:
  void keep(const Work& work);
  void one(Option option, const Work& work);

  const Plan& plan_;
  std::array<OptionCase, option_count> cases_;
  std::array<std::array<Flow, 2>, option_count> flows_;
  Flow middle_;
};

}  // namespace sourcing::money
