// SPDX-License-Identifier: Apache-2.0
// What a workbook holds: its sheets in their order, and where their parts are.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/read/package.hpp"

namespace sourcing::sheet {

enum class SheetState : std::uint8_t { visible, hidden, very_hidden };
[[nodiscard]] std::string_view name(SheetState state) noexcept;

struct SheetEntry {
  std::string name;
  SheetState state = SheetState::visible;
  std::string part;       ///< empty: a chart, a dialogue, or what stands in another file
  std::string dimension;  ///< the used range as the sheet says it itself: `A1:Z300`, or empty
};

struct Workbook {
  std::vector<SheetEntry> sheets;
  std::string strings, styles;  ///< parts; empty: there is none
  bool from_1904 = false;
  bool recalculates = false;  ///< whoever opens it is to calculate its formulas first
  bool macros = false;

  /// Follows the package's relationships. Nothing: it is fine.
  [[nodiscard]] std::optional<Problem> read(Package& package);

  /// The sheet of this name (case does not count), or of this number counted from 1, or, when
  /// `wanted` is empty, the first one visible. Not a sheet with cells: `problem` says why.
  [[nodiscard]] const SheetEntry* choose(std::string_view wanted, Problem& problem) const;
};

}  // namespace sourcing::sheet
