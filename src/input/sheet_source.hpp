// SPDX-License-Identifier: Apache-2.0
// A sheet of a workbook as the bytes of a CSV file, one record a row of the sheet, so that all that
// reads rows reads workbooks too.
#pragma once

#include <cstdint>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::input {

/// Which rows of a workbook are meant.
struct SheetChoice {
  std::string sheet;             ///< name, or number counted from 1; empty: the first visible one
  std::uint64_t header_row = 0;  ///< of the sheet, counted from 1; 0: the first that is not empty
  char decimal = '.';            ///< the decimal sign of numbers in the CSV
};

/// A sheet of the workbook, for who wants to know what there is.
struct SheetFacts {
  std::string name, state, range;  ///< the range as the sheet says it itself, such as `A1:Z300`
  bool read = false;
};

/// What is known of a workbook besides its rows.
struct WorkbookFacts {
  std::vector<SheetFacts> sheets;
  std::vector<std::string> notes;   ///< how it was understood, where that was not told
  std::vector<std::string> merged;  ///< ranges of merged cells, the first of them
  std::uint64_t header_row = 0;     ///< 0: no row was seen yet
  std::uint64_t last_row = 0;
  std::uint64_t outside = 0;      ///< cells beside the header's columns, which were passed over
  std::string first_outside;      ///< `AB7`
  std::uint64_t merged_rows = 0;  ///< ranges of merged cells below the header
  std::string first_merged;       ///< `B2:B7`
  std::uint64_t hidden_rows = 0;  ///< below the header, by hand or by a filter; they are read
  std::uint64_t first_hidden = 0;
  std::uint64_t formulas = 0;  ///< cells below the header that are the values of formulas
  bool recalculates = false;   ///< whoever opens it is to calculate them first
};

/// Whether these first bytes (four will do) are those of a zip archive or of a compound file: what
/// workbooks are.
[[nodiscard]] bool looks_like_workbook(std::string_view first) noexcept;

/// The rows of a workbook. `raw` is what is read; when it is a file that can seek, it is read where
/// it is, otherwise its bytes go to a temporary file without a name first. `first` was read from it
/// already. `facts` is filled as rows are read, by the thread that reads; both must outlive it.
[[nodiscard]] std::unique_ptr<ByteSource> make_sheet_source(std::unique_ptr<ByteSource> raw,
                                                            int seekable_descriptor,
                                                            const SheetChoice& choice,
                                                            WorkbookFacts& facts);

/// What a cell is marked with that cannot be used as it stands. A file has no such bytes.
enum class CellMark : char { error = 1, date = 2, uncalculated = 3 };

/// A record without the marks of its cells.
[[nodiscard]] std::string without_marks(std::string_view record);

}  // namespace sourcing::input
