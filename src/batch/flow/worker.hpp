// SPDX-License-Identifier: Apache-2.0
// What a thread of the pipeline does with a block.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/batch.hpp>
#include <string>
#include <vector>

#include "batch/flow/id_set.hpp"
#include "batch/flow/roll_up.hpp"
#include "batch/plan/buffer.hpp"
#include "batch/plan/plan.hpp"
#include "batch/plan/tables.hpp"
#include "batch/plan/texts.hpp"
#include "batch/read/drop_rows.hpp"
#include "batch/read/row_reader.hpp"
#include "batch/read/survey.hpp"
#include "batch/write/document_texts.hpp"
#include "batch/write/row_writer.hpp"
#include "input/csv_blocks.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// Rows and lines: of a block, or before it.
struct Extent {
  std::uint64_t rows = 0, lines = 0;
  Dropped dropped{};  ///< rows that are in no count
};

/// A row that could not be judged.
struct BadRow {
  Failure failure;           ///< its problems have the line
  std::uint64_t offset = 0;  ///< of the row in the decoded input
  std::string column;
  std::string record;            ///< as it stands in the input; only kept for the rejects
  std::uint64_t rows_until = 0;  ///< rows of the block up to and with this one
  bool last = false;             ///< nothing is read after it
};

/// Counts of BatchSummary, without names.
struct Counts {
  std::array<std::array<std::array<std::uint64_t, location_count + 1>, 3>, 4> verdicts{};
  std::array<std::uint64_t, 4> status{};
  std::array<std::int64_t, axis_count> scores{};
  std::vector<std::uint64_t> fired, codes;  ///< rules; criteria, then rules
  RollUp groups;

  void reset(std::size_t criteria, std::size_t rules);
  void add(const Counts& more);
};

/// Rows that go by a word for a total.
struct TotalRows {
  std::uint64_t rows = 0, first = 0;  ///< how many, and the first one's number
  std::string_view word;              ///< what that one goes by
  std::size_t field = 0;              ///< and where

  /// Counts a row if what it goes by is such a word.
  void look(std::uint64_t number, std::size_t at, std::string_view raw) {
    constexpr std::size_t shortest = 3, longest = 16;
    if (raw.size() < shortest || raw.size() > longest || !may_begin(raw.front())) return;
    look_closely(number, at, raw);
  }
  void add(const TotalRows& more);

 private:
  /// Whether such a word, in quotes or not, may begin so.
  [[nodiscard]] static bool may_begin(char first) noexcept;
  void look_closely(std::uint64_t number, std::size_t at, std::string_view raw);
};

/// What became of a block. Reused from block to block.
struct Judged {
  Buffer out;
  std::uint64_t rows = 0;
  std::vector<BadRow> bad;
  Counts counts;
  std::vector<RowId> ids;
  TotalRows totals;

  void clear();
  /// Keeps the id of a row, its number where it has none; of early rows only.
  void note_id(std::uint64_t number, std::string_view id) {
    if (number > IdSet::most_rows) return;
    const bool quoted = id.size() > 1 && id.front() == '"' && id.back() == '"';
    if (quoted) id = id.substr(1, id.size() - 2);
    if (id.empty()) return note_number(number);
    ids.push_back({hash_of(id), number});
  }
  /// Keeps what a row of a table goes by.
  void note_names(const Plan& plan, const RowView& row, std::uint64_t number) {
    note_names(plan, plan.id ? row.field(*plan.id) : std::string_view{},
               plan.name ? row.field(*plan.name) : std::string_view{}, number);
  }
  /// The same, of the cells; empty where there is no such column.
  void note_names(const Plan& plan, std::string_view id, std::string_view name,
                  std::uint64_t number) {
    const std::uint64_t before = totals.rows;
    if (plan.id) {
      note_id(number, id);
      totals.look(number, *plan.id, id);
    }
    if (plan.name && totals.rows == before) totals.look(number, *plan.name, name);
  }

 private:
  void note_number(std::uint64_t number);
};

/// What all workers of a batch share.
struct Shared {
  const Plan& plan;
  const Tables& tables;
  const Texts& texts;
  const Layout& layout;
  const DocumentTexts* documents = nullptr;  ///< where rows are written as JSON documents
  Survey* survey = nullptr;                  ///< of a dry run, which has one worker
};

/// How much of a block is wanted.
struct Wanted {
  std::uint64_t rows = 0;  ///< the first of it
  std::uint64_t bad = 0;   ///< up to the row that is the last bad one to bear
};

/// Judges blocks; one per thread. `index` is called before `judge` for each block; `judge` may be
/// called again, for fewer rows, unless what it writes is one document.
class Worker {
 public:
  virtual ~Worker() = default;
  /// What comes before the first row.
  virtual void begin(Buffer& out) { (void)out; }
  /// What comes after the last.
  virtual void end(Buffer& out) { (void)out; }
  virtual Extent index(const input::Block& block) = 0;
  virtual void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) = 0;
  /// What was judged last has its turn: what it came to besides bytes may be added up. Called in
  /// the order of the blocks, by one thread at a time.
  virtual void taken() {}
};

/// The fast one: CSV in, CSV or TSV out.
[[nodiscard]] std::unique_ptr<Worker> make_csv_worker(const Shared& shared,
                                                      std::string_view header);
/// Any other format: CSV in. JSON documents from the kernel where it can, the rest through
/// decide().
[[nodiscard]] std::unique_ptr<Worker> make_task_worker(const Shared& shared);
/// NDJSON in, any format out.
[[nodiscard]] std::unique_ptr<Worker> make_json_worker(const Shared& shared);

/// A CSV record after which nothing is read: one that is too long, or has a quote which is never
/// closed. `size` bytes of it are there.
struct BrokenRecord {
  std::size_t row;  ///< rows of the block before it
  std::size_t begin, size;
};
[[nodiscard]] std::optional<BrokenRecord> find_broken(const input::Block& block,
                                                      const input::Index& index, char delimiter);
/// The row it stands for, which begins on `line`.
[[nodiscard]] BadRow broken_row(const Plan& plan, const input::Block& block,
                                const BrokenRecord& broken, Extent before, std::uint64_t line);

}  // namespace sourcing::batch
