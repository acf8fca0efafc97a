// SPDX-License-Identifier: Apache-2.0
/// \file
/// Assumptions: each a range with a source, read from a file and never made up.
#pragma once

#include <cstdint>
#include <sourcing/problem.hpp>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "money/line.hpp"

namespace sourcing::money {

/// One unknown: it has one value, somewhere between two ends, for all options that it applies to.
struct Assumption {
  std::string id;
  Line line = Line::wage_ratio;
  std::int64_t low = 0, high = 0;  ///< in the smallest step of its unit
  std::uint8_t applies_to = 0;     ///< a bit for each Option
  std::string source;
  std::int64_t year = 0;  ///< of the source; 0: it does not say
  bool weak = false;      ///< old, from one place, at second hand or a seller's own
  bool own = false;       ///< from a person's file
  std::string note;

  [[nodiscard]] bool applies(Option option) const noexcept {
    return (applies_to >> static_cast<unsigned>(option) & 1U) != 0;
  }
};

/// All assumptions; of one line at most one applies to an option.
using Assumptions = std::vector<Assumption>;

/// The published ones, data/money.json. Reads them anew at each call.
[[nodiscard]] Assumptions published_assumptions();

/// The assumptions of a file of one's own in place of those in `onto`. `source` labels the
/// problems. An entry with a known id replaces what it gives; one that is named after a line and
/// says nothing of options stands for all of that line; any other has to say its line and options,
/// and takes them from the entry that had them.
/// Errors: every problem of the file.
[[nodiscard]] Result<Assumptions> read_assumptions(std::string_view json, std::string_view source,
                                                   Assumptions onto);

/// The assumption of this line for the option, or null.
[[nodiscard]] const Assumption* find(const Assumptions& assumptions, Option option,
                                     Line line) noexcept;

/// A value in the smallest step of its unit as a decimal number: `0.25`, `12`, `7985.00`.
[[nodiscard]] std::string shown(Unit unit, std::int64_t value);

/// data/money.json.
extern const std::string_view published_assumptions_json;

}  // namespace sourcing::money
