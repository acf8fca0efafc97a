// SPDX-License-Identifier: Apache-2.0
// A sheet's rows, one after the other, each cell with its address, as text that says what it shows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/problem.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/read/numbers.hpp"
#include "sheet/read/package.hpp"
#include "sheet/read/strings.hpp"
#include "sheet/read/styles.hpp"
#include "sheet/read/xml.hpp"

namespace sourcing::sheet {

inline constexpr std::uint32_t most_rows = 1'048'576;
inline constexpr std::uint32_t most_columns = 16'384;

/// `A`, …, `Z`, `AA`: the letters of a column, which counts from 0.
[[nodiscard]] std::string column_letters(std::uint32_t column);

/// An address such as `$B$7`, both counted from 0; nothing when it is none that a sheet has.
struct Address {
  std::uint32_t row = 0, column = 0;
};
[[nodiscard]] std::optional<Address> read_address(std::string_view text) noexcept;

/// Both ends belong to it.
struct Range {
  Address from, to;
};

enum class CellKind : std::uint8_t {
  text,
  number,
  truth,
  date,          ///< the text is as in ISO 8601
  error,         ///< `#DIV/0!`
  uncalculated,  ///< a formula whose value is not in the file
};

struct Cell {
  std::uint32_t column = 0;  ///< from 0
  CellKind kind = CellKind::text;
  std::string_view text;
};

/// A row of a sheet. Its cells are in the order of their columns, and not empty.
struct Row {
  std::uint32_t number = 0;  ///< from 1
  bool hidden = false;       ///< by hand or by a filter
  std::span<const Cell> cells;
  std::uint32_t formulas = 0;  ///< how many of the cells are the values of formulas
};

/// Is given each row that the file has, in order; good for the call.
class RowHandler {
 public:
  virtual ~RowHandler() = default;
  /// False: stop before the next row, until `SheetReader::next` is called again.
  virtual bool row(const Row& row) = 0;
  /// Cells that are merged, from the sheet's end.
  virtual void merged(const Range& range) = 0;
};

/// The merged cells of a sheet, which stand at its end: the part is unpacked for it.
[[nodiscard]] std::vector<Range> merged_cells(Package& package, const std::string& part);

/// Reads a sheet. Not for several threads.
class SheetReader {
 public:
  SheetReader(Package& package, const SharedStrings& strings, const Styles& styles, bool from_1904,
              RowHandler& handler);
  ~SheetReader();
  SheetReader(const SheetReader&) = delete;
  SheetReader& operator=(const SheetReader&) = delete;

  [[nodiscard]] std::optional<Problem> begin(const std::string& part);
  /// Reads on, until the handler says stop or a piece of the part was read. False at the end.
  [[nodiscard]] bool next();
  /// What was wrong; the message says where.
  [[nodiscard]] const std::optional<Problem>& problem() const noexcept { return problem_; }

 private:
  class Events;
  Package& package_;
  std::unique_ptr<Events> events_;
  std::unique_ptr<char[]> bytes_;
  bool ended_ = false, last_ = false;
  std::optional<Problem> problem_;
};

}  // namespace sourcing::sheet
