// SPDX-License-Identifier: Apache-2.0
// What the workbooks of several commands have in common.
#pragma once

#include <cstddef>
#include <cstdint>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/workbook_cells.hpp"
#include "cli/shell/session.hpp"
#include "render/wording.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

/// False (told) where a workbook would be written onto a terminal.
[[nodiscard]] bool workbook_has_place(const Session& session, std::string_view output);

/// What to say of one row too many.
[[nodiscard]] std::string too_many_rows();

/// Records of CSV out of pieces of it.
class Records {
 public:
  /// Calls `each` with the fields of every record that is whole, until it returns false.
  template <class Each>
  bool feed(std::string_view bytes, char delimiter, Each each) {
    rest_ += bytes;
    std::size_t at = 0;
    while (at < rest_.size()) {
      const std::size_t end = split_record(rest_, at, delimiter, fields_);
      if (end == std::string_view::npos) break;
      at = end;
      if (!each(static_cast<const std::vector<std::string>&>(fields_))) return false;
    }
    rest_.erase(0, at);
    return true;
  }

 private:
  std::string rest_;
  std::vector<std::string> fields_;
};

/// How wide columns are, after their names and the first of their values.
class Widths {
 public:
  Widths() = default;
  explicit Widths(const std::vector<std::string>& names);

  /// A row, counted from 1.
  void look(std::uint64_t row, const std::vector<std::string>& fields);
  [[nodiscard]] bool write(sheet::Companion& out) const;

 private:
  std::vector<std::size_t> widths_;
};

/// A header that stays, a filter and pages, on a sheet whose last row counts from 0.
[[nodiscard]] bool lay_out(sheet::Companion& out, std::size_t sheet, std::uint64_t last,
                           std::size_t columns, std::size_t frozen = 0);

/// The sheet `Model`: which it is, and what it asks.
[[nodiscard]] bool describe_model(sheet::Companion& out, std::size_t sheet, const Engine& engine,
                                  const render::Wording& words);

}  // namespace sourcing::cli
