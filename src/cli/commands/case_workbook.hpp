// SPDX-License-Identifier: Apache-2.0
// Business cases as a workbook: the rows, what they come to, what was assumed, the model.
#pragma once

#include <cstdint>
#include <functional>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments/case_rows.hpp"
#include "cli/arguments/workbook_parts.hpp"
#include "render/wording.hpp"
#include "sheet/write/companion.hpp"

namespace sourcing::cli {

/// Takes the cases as CSV, row by row. Without rows, as of a summary, there is no sheet `Case`.
class CaseWorkbook : public ByteSink {
 public:
  /// Both must outlive it; the context's language is known by then.
  CaseWorkbook(const Session& session, const CaseContext& context);

  bool write(std::string_view bytes) override;
  /// Writes what all rows come to, and hands the whole workbook to `take`. False: told, or `take`
  /// returned it.
  [[nodiscard]] bool finish(const CaseTally& tally,
                            const std::function<bool(std::string_view)>& take);
  /// Tells why something failed; false when it did not.
  bool tell() const;

 private:
  bool fail(std::string message);
  bool begin();
  bool row(const std::vector<std::string>& fields);
  bool summarise(const render::CasesReport& report);
  bool facts(const render::CasesReport& report);
  bool table(const render::CasesReport& report);
  bool assume(const render::CasesReport& report);

  const Session& session_;
  const CaseContext& context_;
  render::Wording words_;
  sheet::Companion out_;
  Records records_;
  std::vector<std::string> names_;  // of the columns
  Widths widths_;
  std::string error_;
  std::size_t sheets_ = 0;
  bool begun_ = false;
  std::uint64_t rows_ = 0, at_ = 0;  // at: the row of the sheet that is written at the end
};

}  // namespace sourcing::cli
