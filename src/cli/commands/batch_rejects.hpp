// SPDX-License-Identifier: Apache-2.0
// The rejects of a batch as a workbook: the rows as they came, and what is wrong with them.
#pragma once

#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/workbook_parts.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

/// Takes the rejects as CSV. The sheet has the input's columns and `problem`, so that it can be
/// mended and judged as it is.
class RejectsWorkbook : public ByteSink {
 public:
  RejectsWorkbook(const Session& session, const Engine& engine)
      : session_(session), engine_(engine) {}

  /// Before the first `write`.
  void open(const BatchReport& report, const BatchOptions& batch);
  bool write(std::string_view bytes) override;
  /// Writes the whole workbook to `out`. False: told.
  [[nodiscard]] bool finish(FileSink& out);
  /// Tells why `write` failed; false when it did not.
  bool tell() const;

 private:
  bool fail(std::string message);
  bool begin();
  bool row(const std::vector<std::string>& fields);

  const Session& session_;
  const Engine& engine_;
  sheet::Companion out_;
  InputCells cells_;
  std::vector<std::string> names_;  // of the input's columns
  std::vector<std::size_t> widths_;
  Records records_;
  std::string source_, error_;
  char delimiter_ = ',';
  bool begun_ = false, again_ = false;  // again: there are problems of the last time
  std::uint64_t rows_ = 0;
};

}  // namespace sourcing::cli
