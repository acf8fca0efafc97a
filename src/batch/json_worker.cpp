// SPDX-License-Identifier: Apache-2.0
// NDJSON in, any format out: each line is a task. Where a table is written, lines of plain values
// go through the column kernel, a group at a time; all others are read and decided one by one.
#include <algorithm>
#include <optional>

#include "batch/csv_judge.hpp"
#include "batch/flat_rows.hpp"
#include "batch/json_rows.hpp"
#include "batch/task_output.hpp"

namespace sourcing::batch {

namespace {

class JsonWorker : public Worker {
 public:
  explicit JsonWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {
    // One row is not worth judging all of them.
    if (output_.is_plain_table() && plan_.options.row == 0) table_.emplace(shared);
  }

  void begin(Buffer& out) override { output_.begin(out); }
  void end(Buffer& out) override { output_.end(out); }

  Extent index(const input::Block& block) override { return find_lines(block, lines_); }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most.rows);
    std::size_t from = 0;
    while (from < rows && judged.bad.size() < most.bad) {
      const std::size_t to = std::min<std::size_t>(from + group_rows, rows);
      if (table_) table_->run(block, lines_, from, to);
      for (std::size_t i = from; i < to && judged.bad.size() < most.bad; ++i) {
        judged.rows = i + 1;
        const std::uint64_t number = before.rows + i + 1;
        if (plan_.options.row != 0 && number != plan_.options.row) continue;
        if (!table_ || !table_->write(i - from, number, judged)) one(block, i, before, judged);
      }
      from = to;
    }
  }

 private:
  // The kernel and its writer, for some lines that follow one another.
  class Table {
   public:
    explicit Table(const Shared& shared)
        : rows_(shared.plan, shared.layout.delimiter),
          judge_(rows_.plan(), shared.tables,
                 {shared.layout.has(Layout::reasons) || shared.plan.options.summary}),
          writer_(rows_.plan(), shared.tables, shared.texts, shared.layout) {}

    void run(const input::Block& block, const std::vector<JsonLine>& lines, std::size_t from,
             std::size_t to) {
      rows_.clear();
      for (std::size_t i = from; i < to; ++i) {
        taken_[i - from] = rows_.add({block.data() + lines[i].begin, lines[i].size});
      }
      block_ = rows_.block();
      gather(rows_.plan(), block_, rows_.index(), 0, rows_.index().rows, slots_, count_);
      judge_.run(block_, rows_.index(), slots_, count_);
      row_ = slot_ = 0;
    }

    /// The next of them. False when it is not judged here.
    bool write(std::size_t line, std::uint64_t number, Judged& judged) {
      if (!taken_[line]) return false;
      const std::size_t row = row_++;
      if (slot_ == count_ || slots_.row[slot_] != row) return false;
      const std::size_t slot = slot_++;
      if (judge_.is_bad(slot)) return false;
      const BatchOptions& options = rows_.plan().options;
      const Judgment judgment = judge_.judgment(slot);
      if (options.summary) judge_.count(judgment, slot, judged.counts);
      if (options.dry_run) return true;
      writer_.judged({}, raw_texts(rows_.plan(), {block_, rows_.index(), row}, number), judgment,
                     judge_.group(), slot, judged.out);
      return true;
    }

   private:
    FlatRows rows_;
    CsvJudge judge_;
    RowWriter writer_;
    Slots slots_;
    PerRow<bool> taken_{};
    const char* block_ = nullptr;
    std::size_t count_ = 0, row_ = 0, slot_ = 0;
  };

  void one(const input::Block& block, std::size_t index, Extent before, Judged& judged) {
    BadRow bad;
    if (const auto task = read_json_row(plan_, block, lines_[index], {index, before}, bad)) {
      output_.decided(*task, judged);
    } else {
      output_.failed(std::move(bad), judged);
    }
  }

  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  std::optional<Table> table_;
  std::vector<JsonLine> lines_;
};

}  // namespace

std::unique_ptr<Worker> make_json_worker(const Shared& shared) {
  return std::make_unique<JsonWorker>(shared);
}

}  // namespace sourcing::batch
