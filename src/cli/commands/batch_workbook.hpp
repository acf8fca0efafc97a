// SPDX-License-Identifier: Apache-2.0
// The results of a batch as a workbook: verdicts, reasons, what they come to, problems, the model.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/workbook_cells.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

/// Takes the CSV of a batch and puts it into a workbook, row by row. It needs columns that were not
/// asked for; those are in no sheet.
class WorkbookSink : public ByteSink {
 public:
  /// Sets the options that make the CSV which this reads. All that is given must outlive it.
  WorkbookSink(const Session& session, const Engine& engine, BatchOptions& batch);

  /// Before the first `write`.
  void open(const BatchReport& report, const BatchOptions& batch);
  bool write(std::string_view bytes) override;
  /// Writes what is known at the end, and the whole workbook to `out`. False: told.
  [[nodiscard]] bool finish(const BatchReport& report, FileSink& out);
  /// Tells why `write` failed; false when it did not.
  bool tell() const;

 private:
  enum Sheet : std::size_t { verdicts, reasons, summary, problems, model };

  bool begin();
  bool fail(std::string message);
  bool header(const std::vector<std::string>& fields);
  bool row(const std::vector<std::string>& fields);
  [[nodiscard]] sheet::Written cell(std::size_t column, const std::string& text) const;
  [[nodiscard]] const std::string& result(const std::vector<std::string>& fields,
                                          std::string_view name) const;
  bool reason_rows(const std::vector<std::string>& fields);
  bool summarise(const BatchReport& report);
  bool tables(std::uint64_t& at);
  bool charts();
  bool describe_model();
  bool finish_sheets();
  [[nodiscard]] std::string range(std::string_view column) const;

  const Session& session_;
  const Engine& engine_;
  std::vector<std::string> columns_;  // the result columns of the CSV
  std::size_t shown_results_ = 0;     // of them, those that are in the sheet
  std::size_t inputs_ = 0;            // columns of the input in front
  std::vector<std::string> names_;    // of the sheet's columns
  std::vector<std::size_t> widths_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of the result columns
  sheet::Companion out_;
  InputCells cells_;
  std::string rest_, error_;
  char delimiter_ = ',';
  std::uint64_t rows_ = 0, reason_rows_ = 0, reasons_left_out_ = 0, problem_rows_ = 0;
  std::map<std::array<std::string, 3>, std::uint64_t> counts_;  // disposition, engagement, location
};

}  // namespace sourcing::cli
