// SPDX-License-Identifier: Apache-2.0
/// \file
/// Which assumptions the result hangs on, and where an option begins to pay.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "money/case.hpp"

namespace sourcing::money {

/// What one assumption alone does to an option, all others in the middle of their ranges.
struct Driver {
  Option option = Option::keep;
  std::size_t assumption = 0;     ///< index in the plan's
  std::int64_t from = 0, to = 0;  ///< its own range
  Cents npv_from = 0, npv_to = 0;
};

/// Where the net present value stops being at least that of keeping the work.
enum class Side : std::uint8_t {
  up_to,   ///< it pays up to the value and not beyond
  from,    ///< it pays from the value on
  always,  ///< it pays wherever the assumption is
  never,   ///< it pays nowhere
};
[[nodiscard]] std::string_view name(Side side) noexcept;

/// The value of one assumption, all others in the middle, at which an option breaks even.
struct BreakEven {
  Option option = Option::keep;
  std::size_t assumption = 0;  ///< index in the plan's
  Side side = Side::never;
  std::optional<std::int64_t> value;  ///< of `up_to` and `from`
};

/// Every assumption that is a range, of every option but keeping; of an option the greatest
/// difference first, then in the plan's order. REQUIRES: plan.fits(work).
[[nodiscard]] std::vector<Driver> drivers(const Plan& plan, const Work& work);

/// Every assumption of every option but keeping, in the plan's order. Searches all values that the
/// line may take, not its range alone. REQUIRES: plan.fits(work).
[[nodiscard]] std::vector<BreakEven> break_evens(const Plan& plan, const Work& work);

}  // namespace sourcing::money
