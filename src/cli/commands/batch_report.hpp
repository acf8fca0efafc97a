// SPDX-License-Identifier: Apache-2.0
// How a batch would be read, in words and as JSON.
#pragma once

#include <sourcing/batch.hpp>
#include <string>

#include "cli/shell/messages.hpp"
#include "input/sheet_source.hpp"

namespace sourcing::cli {

/// In the language of `messages`.
[[nodiscard]] std::string dry_run_text(const Messages& messages, const BatchReport& report,
                                       const BatchOptions& batch,
                                       const input::WorkbookFacts* workbook);
[[nodiscard]] std::string dry_run_json(const BatchReport& report, const BatchOptions& batch,
                                       const input::WorkbookFacts* workbook);
/// The cells that are no values, one a line.
[[nodiscard]] std::string dry_run_csv(const BatchReport& report);
/// `; 2 blank rows, 1 row passed over`, or nothing.
[[nodiscard]] std::string passed_over(const BatchReport& report);

}  // namespace sourcing::cli
