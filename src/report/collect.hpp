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
  std::vector<std::string> by;  ///< columns to group by; none: `function`, where there is one
  std::string weight;           ///< column to weigh by; empty: `fte` where there is one
  ByteSink* data = nullptr;     ///< takes every row as CSV, where it is wanted
};

/// Fills `document` from rows: a table, NDJSON, or JSON, one task or an array. `batch` says how
/// they are read; its format does not matter. Memory does not grow with the rows, but for JSON that
/// is one document. What went wrong with the input is in `document.report`.
void collect(const Engine& engine, ByteSource& source, BatchObserver& observer,
             const BatchOptions& batch, const CollectOptions& options, Document& document);

}  // namespace sourcing::report
