// SPDX-License-Identifier: Apache-2.0
// Writes a workbook through `sourcing-xlsx`, the program beside this one that has the library for
// it.
//
// It is told what to write line by line, fields separated by tabs:
//   property TITLE SECONDS          first, the time of creation
//   sheet NAME, select N            a new sheet; back to the sheet N, counted from 0
//   row N CELL...                   rising; a cell is a kind (s n b f), a style (0 for none) and
//                                   its value
//   width COLUMN N, freeze ROWS COLUMNS, filter LAST-ROW LAST-COLUMN
//   page LAST-ROW LAST-COLUMN HEADER-ROWS
//   choice COLUMN FIRST LAST TITLE PROMPT ERROR LIST
//   chart KIND ROW COLUMN TITLE X-AXIS Y-AXIS (NAME CATEGORIES VALUES)...
//   end                             last; without it there is no workbook
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::sheet {

/// A cell to write.
struct Written {
  char kind = 's';  ///< s text, n number, b truth, f formula
  char style =
      '0';  ///< h header, t title, d decimals, m money, p percentage, w wrapped, g b a r v colours
  std::string value;  ///< of a formula: what it comes to, `=`, and the formula
};

/// Rows and columns that a sheet can have.
inline constexpr std::uint64_t most_data_rows = 1'048'575;  // below the header

/// `A`, …, `Z`, `AA`: the letters of a column, which counts from 0.
[[nodiscard]] std::string letters(std::size_t column);

/// Not for several threads. Every call returns false when something went wrong; `error` says what,
/// and nothing more is written.
class Companion {
 public:
  Companion() = default;
  Companion(const Companion&) = delete;
  Companion& operator=(const Companion&) = delete;
  ~Companion();

  /// Starts the program.
  bool start(std::string_view title, std::int64_t created);
  /// A line of fields.
  bool line(const std::vector<std::string_view>& fields);
  /// A new sheet, to which what follows goes.
  bool sheet(std::string_view name) {
    selected_ = sheets_++;
    return line({"sheet", name});
  }
  bool row(std::uint64_t number, const std::vector<Written>& cells);
  bool select(std::size_t sheet);
  /// Ends it and hands the workbook's bytes to `take`, piece by piece.
  template <class Take>
  bool finish(Take take) {
    if (!end()) return false;
    std::string piece;
    while (next(piece)) {
      if (!take(std::string_view(piece))) return false;
    }
    return error_.empty();
  }

  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  bool fail(std::string error);
  bool flush();
  bool end();
  bool next(std::string& piece);
  std::string wait();

  pid_t child_ = -1;
  int feed_ = -1, file_ = -1, complaints_ = -1;
  std::uint64_t read_ = 0;
  std::size_t selected_ = 0, sheets_ = 0;
  std::string buffer_, error_;
};

}  // namespace sourcing::sheet
