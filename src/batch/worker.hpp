// SPDX-License-Identifier: Apache-2.0
// What a thread of the pipeline does with a block.
#pragma once

#include <cstdint>
#include <memory>
#include <sourcing/batch.hpp>
#include <string>
#include <vector>

#include "batch/buffer.hpp"
#include "batch/plan.hpp"
#include "batch/row_writer.hpp"
#include "batch/tables.hpp"
#include "batch/texts.hpp"
#include "input/csv_blocks.hpp"

namespace sourcing::batch {

/// Rows and lines: of a block, or before it.
struct Extent {
  std::uint64_t rows = 0, lines = 0;
};

/// A row that could not be judged.
struct BadRow {
  Failure failure;           ///< its problems have the line
  std::uint64_t offset = 0;  ///< of the row in the decoded input
  std::string column;
  std::string record;            ///< as it stands in the input; only kept for the rejects
  std::uint64_t rows_until = 0;  ///< rows of the block up to and with this one
};

/// Counts of BatchSummary, without names.
struct Counts {
  std::array<std::array<std::array<std::uint64_t, location_count + 1>, 3>, 4> verdicts{};
  std::array<std::uint64_t, 4> status{};
  std::array<std::int64_t, axis_count> scores{};
  std::vector<std::uint64_t> fired, codes;  ///< rules; criteria, then rules

  void reset(std::size_t criteria, std::size_t rules);
  void add(const Counts& more);
};

/// What became of a block. Reused from block to block.
struct Judged {
  Buffer out;
  std::uint64_t rows = 0;
  std::vector<BadRow> bad;
  Counts counts;

  void clear();
};

/// What all workers of a batch share.
struct Shared {
  const Plan& plan;
  const Tables& tables;
  const Texts& texts;
  const Layout& layout;
};

/// Judges blocks; one per thread. `index` is called before `judge` for each block; `judge` may be
/// called again, for fewer rows.
class Worker {
 public:
  virtual ~Worker() = default;
  /// What comes before the first row.
  virtual void begin(Buffer& out) { (void)out; }
  /// What comes after the last.
  virtual void end(Buffer& out) { (void)out; }
  virtual Extent index(const input::Block& block) = 0;
  virtual void judge(const input::Block& block, Extent before, std::uint64_t most_rows,
                     Judged& judged) = 0;
};

/// The fast one: CSV in, CSV or TSV out.
[[nodiscard]] std::unique_ptr<Worker> make_csv_worker(const Shared& shared,
                                                      std::string_view header);
/// Any other format, through decide(): CSV in.
[[nodiscard]] std::unique_ptr<Worker> make_task_worker(const Shared& shared);
/// NDJSON in, any format out.
[[nodiscard]] std::unique_ptr<Worker> make_json_worker(const Shared& shared);

/// The row that a block's tail error stands for. `line` is where the record begins.
[[nodiscard]] BadRow tail_row(const Plan& plan, const input::Block& block, std::uint64_t number,
                              std::uint64_t line);

}  // namespace sourcing::batch
