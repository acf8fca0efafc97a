// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>
#include <utility>
#include <vector>

namespace sourcing {

/// A row whose verdict two models give differently.
struct RowMove {
  std::uint64_t row = 0;             ///< 1 is the first below the header
  std::string id;                    ///< empty: the row has none
  std::string record;                ///< as it stands in the input, at most 4 KiB of it
  std::string from, to;              ///< `outsource BPO nearshore`; `-` where undetermined
  std::vector<std::string> because;  ///< `judgment +2.00 on engagement`, greatest first
};

/// Rows that moved alike.
struct MoveCount {
  std::string from, to;
  std::uint64_t rows = 0;
  /// What moved them (`judgment on engagement`), and in how many of the rows it is among the
  /// causes: gates and rules that fire for one model only, a threshold that moved, and the three
  /// criteria or rules whose points changed most. Most first; at most 10.
  std::vector<std::pair<std::string, std::uint64_t>> because;
};

/// What became of the rows.
struct MovesReport {
  /// Of the reading. A row that either model cannot judge is a reject.
  BatchReport batch;
  std::uint64_t moved = 0;
  std::uint64_t rejected_before = 0;  ///< rows that only the first model cannot judge
  std::uint64_t rejected_after = 0;   ///< … only the second
  std::vector<MoveCount> counts;      ///< most rows first, then by the texts
  std::vector<RowMove> first;         ///< the first rows that moved, in order
};

/// How two models read the same rows.
struct MovesOptions {
  /// What is said of reading and of threads counts; of results nothing, as none are written.
  BatchOptions batch;
  Task assumed_after;      ///< `batch.assumed`, as the second model has it
  std::size_t shown = 20;  ///< how many moved rows to keep
};

/// Judges every row of a CSV or NDJSON input by two models and counts the verdicts (disposition,
/// engagement, location) that move: those that `run_batch` would write for either. The report
/// depends on the input, the models and the options, never on `jobs` or `block_bytes`. A column
/// or key that one model alone knows is read by that one only. Memory does not grow with the input.
[[nodiscard]] MovesReport run_moves(const Engine& before, const Engine& after, ByteSource& source,
                                    BatchObserver& observer, const MovesOptions& options);

}  // namespace sourcing
