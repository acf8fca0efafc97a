// SPDX-License-Identifier: Apache-2.0
// From an input to the document: all rows are counted as they pass, the heaviest are kept.
#pragma once

#include <sourcing/batch.hpp>
#include <string>
#include <vector>

#include "report/document.hpp"

namespace sourcing::report {

/// What to look at besides the verdicts.
struct CollectOptions {
  std::vector<std::string> by;  ///< columns to group by
  std::string weight;           ///< column to weigh by; empty: `fte` where there is one
  ByteSink* data = nullptr;     ///< takes every row as CSV, where it is wanted
};

/// Fills `document` from rows. `batch` says how they are read; its format does not matter. Memory
/// does not grow with the rows. Errors: in the report of the batch, and `missing` names columns of
/// the options that the input has not.
struct Collected {
  BatchReport report;
  std::vector<std::string> missing;
};
[[nodiscard]] Collected collect(const Engine& engine, ByteSource& source, BatchObserver& observer,
                                const BatchOptions& batch, const CollectOptions& options,
                                Document& document);

/// `sourcing.summary/1`, compact.
[[nodiscard]] std::string summary_json(const Engine& engine, const Document& document);

}  // namespace sourcing::report
