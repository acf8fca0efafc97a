// SPDX-License-Identifier: Apache-2.0
/// \file
/// Text tables for people: columns aligned by display width.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sourcing::base {

/// On which side of its column a cell stands.
enum class Align : std::uint8_t { left, right };

/// How one column is laid out.
struct Column {
  Align align = Align::left;
  std::size_t max_width =
      0;  ///< longer cells are cut with "…" (the last column wraps); 0 = no limit
};

/// Collects cells and renders them as lines. Columns are as wide as their widest cell and two
/// spaces apart; the last one is wrapped to what the total width leaves. No spaces at line ends.
class Table {
 public:
  /// A table with these columns and no rows.
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Adds a row. Missing cells are empty, surplus ones are dropped. Cells go through `printable`.
  void add_row(std::vector<std::string> cells);

  /// Adds a line of `-` under each column, as after a heading.
  void add_rule();

  /// The number of rows so far, rules not counted.
  std::size_t rows() const noexcept { return rows_; }

  /// The table as lines, each with its line feed, of at most `total_width` columns as far as the
  /// last column can give way (it keeps at least 16); 0 = no limit. `indent` spaces go first.
  std::string render(std::size_t total_width, std::size_t indent = 0) const;

 private:
  struct Line {
    std::vector<std::string> cells;
    bool rule = false;
  };

  std::vector<Column> columns_;
  std::vector<Line> lines_;
  std::size_t rows_ = 0;
};

}  // namespace sourcing::base
