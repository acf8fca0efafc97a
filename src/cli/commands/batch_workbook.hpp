// SPDX-License-Identifier: Apache-2.0
// The results of a batch as a workbook: verdicts, reasons, what they come to, problems, the model.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/workbook_parts.hpp"
#include "render/sentences.hpp"
#include "render/wording.hpp"
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
  enum Sheet : std::size_t { verdicts, reasons, summary, problems, model, best_places };

  bool begin();
  bool fail(std::string message);
  bool header(const std::vector<std::string>& fields);
  bool row(const std::vector<std::string>& fields);
  [[nodiscard]] sheet::Written cell(std::size_t column, const std::string& text) const;
  [[nodiscard]] const std::string& result(const std::vector<std::string>& fields,
                                          std::string_view name) const;
  void choose_columns(const BatchOptions& batch);
  bool place_rows(const std::vector<std::string>& fields);
  bool reason_rows(const std::vector<std::string>& fields);
  [[nodiscard]] std::string marks(const std::vector<std::string>& fields) const;
  void find_groups();
  void gather(const std::vector<std::string>& fields);
  // The sheets that are written at the end, in batch_workbook_summary.cpp.
  bool summarise(const BatchReport& report);
  bool counts_of_rows(const BatchReport& report, std::uint64_t& at);
  bool by_location(std::uint64_t& at);
  bool by_engagement(std::uint64_t& at);
  bool by_function(std::uint64_t& at);
  bool points(std::uint64_t& at);
  bool location_chart(std::uint64_t table);
  bool function_chart(std::uint64_t table, std::size_t groups);
  bool put(const std::vector<std::string>& fields);
  [[nodiscard]] sheet::Written formula(std::uint64_t value, const std::string& text) const;
  [[nodiscard]] std::string disposition_label(std::size_t disposition) const;
  [[nodiscard]] std::string location_label(std::size_t location) const;
  [[nodiscard]] std::string criterion_label(std::string_view id) const;
  bool finish_sheets();
  [[nodiscard]] std::string range(std::string_view column) const;

  const Session& session_;
  const Engine& engine_;
  std::vector<std::string> columns_;  // the result columns of the CSV
  std::size_t shown_results_ = 0;     // of them, those that are in the sheet
  std::size_t inputs_ = 0;            // columns of the input in front
  std::vector<std::string> names_;    // of the sheet's columns
  Widths widths_;
  Records records_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of the result columns
  std::shared_ptr<const places::BulkRequest> located_;      // where columns of places are asked for
  sheet::Companion out_;
  render::Wording words_;
  std::string language_;
  std::unique_ptr<render::Sentences> sentences_;  ///< read with the first problem
  InputCells cells_;
  std::string error_;
  char delimiter_ = ',';
  std::uint64_t rows_ = 0, reason_rows_ = 0, reasons_left_out_ = 0, problem_rows_ = 0;
  std::uint64_t place_rows_ = 0, places_left_out_ = 0;
  std::map<std::array<std::string, 3>, std::uint64_t> counts_;  // disposition, engagement, location
  std::map<std::string, std::uint64_t, std::less<>> marked_;    // of `hybrid`, `close`, `robust`
  std::size_t group_ = std::string::npos, volume_ = std::string::npos;  // columns of the input
  struct Group {
    std::array<std::uint64_t, 3> by_disposition{};
    bool text = true;  // a number would be compared as the reader's country writes it
    [[nodiscard]] std::uint64_t rows() const noexcept {
      return by_disposition[0] + by_disposition[1] + by_disposition[2];
    }
  };
  std::map<std::string, Group> groups_;
  std::vector<std::array<std::string, 2>> points_;  // volume and score, the first of them
  std::uint64_t all_points_ = 0;
};

}  // namespace sourcing::cli
