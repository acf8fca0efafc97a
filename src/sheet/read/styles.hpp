// SPDX-License-Identifier: Apache-2.0
// Of a workbook's styles the one thing that changes what a cell says: which numbers are dates.
#pragma once

#include <cstddef>
#include <optional>
#include <sourcing/problem.hpp>
#include <string_view>
#include <vector>

#include "sheet/read/numbers.hpp"
#include "sheet/read/package.hpp"

namespace sourcing::sheet {

class Styles {
 public:
  [[nodiscard]] std::optional<Problem> read(Package& package, std::string_view part);

  /// What the style makes of a number; one that the workbook does not have changes nothing.
  [[nodiscard]] DateKind kind(std::size_t style) const noexcept {
    return style < kinds_.size() ? kinds_[style] : DateKind::none;
  }

 private:
  std::vector<DateKind> kinds_;
};

}  // namespace sourcing::sheet
