// SPDX-License-Identifier: Apache-2.0
// NDJSON in, any format out: each line is a task. Where a table or JSON documents are written,
// lines of plain values go through the column kernel, a group at a time; all others are read and
// decided one by one.
#include <algorithm>
#include <optional>

#include "batch/flow/document_rows.hpp"
#include "batch/flow/flat_rows.hpp"
#include "batch/flow/json_rows.hpp"
#include "batch/flow/judged_rows.hpp"
#include "batch/flow/task_output.hpp"

namespace sourcing::batch {

namespace {

class JsonWorker : public Worker {
 public:
  explicit JsonWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {
    // One row is not worth judging all of them; and what rows are counted by is only known of
    // tasks.
    if (plan_.options.row != 0 || has_groups(plan_.options)) return;
    if (shared.documents != nullptr) {
      documents_.emplace(shared);
    } else if (output_.is_plain_table()) {
      table_.emplace(shared);
    }
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
      if (documents_) documents_->run(block, lines_, from, to);
      for (std::size_t i = from; i < to && judged.bad.size() < most.bad; ++i) {
        judged.rows = i + 1;
        const std::uint64_t number = before.rows + i + 1;
        if (plan_.options.row != 0 && number != plan_.options.row) continue;
        if (!write(i - from, number, judged)) one(block, i, before, judged);
      }
      from = to;
    }
  }

 private:
  // Some lines that follow one another, as far as they are flat.
  class Lines {
   public:
    Lines(const Shared& shared, bool shown) : rows_(shared.plan, shared.layout.delimiter, shown) {}

    /// Reads them, and has those that are flat judged by `rows`.
    template <class Rows>
    void run(const input::Block& block, const std::vector<JsonLine>& lines, std::size_t from,
             std::size_t to, Rows& rows) {
      rows_.clear();
      for (std::size_t i = from; i < to; ++i) {
        taken_[i - from] = rows_.add({block.data() + lines[i].begin, lines[i].size});
      }
      block_ = rows_.block();
      rows.run(block_, rows_.index(), 0, rows_.index().rows);
      row_ = 0;
    }

    /// The row of the next of them, if it is one.
    [[nodiscard]] std::optional<RowView> next(std::size_t line) {
      if (!taken_[line]) return std::nullopt;
      return RowView{block_, rows_.index(), row_++};
    }

    [[nodiscard]] const Plan& plan() const noexcept { return rows_.plan(); }

   private:
    FlatRows rows_;
    PerRow<bool> taken_{};
    const char* block_ = nullptr;
    std::size_t row_ = 0;
  };

  // They as rows of a table.
  class Table {
   public:
    explicit Table(const Shared& shared)
        : lines_(shared, false),
          rows_(lines_.plan(), shared.tables,
                {shared.layout.has(Layout::reasons) || shared.plan.options.summary}),
          writer_(lines_.plan(), shared.tables, shared.texts, shared.layout) {}

    void run(const input::Block& block, const std::vector<JsonLine>& lines, std::size_t from,
             std::size_t to) {
      lines_.run(block, lines, from, to, rows_);
    }

    /// The next of them. False when it is not judged here.
    bool write(std::size_t line, std::uint64_t number, Judged& judged) {
      const auto row = lines_.next(line);
      if (!row) return false;
      const auto slot = rows_.find(row->row);
      if (!slot) return false;
      CsvJudge& judge = rows_.judge();
      const BatchOptions& options = lines_.plan().options;
      const Judgment judgment = judge.judgment(*slot);
      if (options.summary) judge.count(judgment, *slot, judged.counts);
      if (options.dry_run) return true;
      const RawTexts texts = raw_texts(lines_.plan(), *row, number);
      judged.note_id(number, texts.id);
      writer_.judged({}, texts, judgment, judge.group(), *slot, judged.out);
      return true;
    }

   private:
    Lines lines_;
    JudgedRows rows_;
    RowWriter writer_;
  };

  // They as documents.
  class Documents {
   public:
    explicit Documents(const Shared& shared) : lines_(shared, true), rows_(lines_.plan(), shared) {}

    void run(const input::Block& block, const std::vector<JsonLine>& lines, std::size_t from,
             std::size_t to) {
      lines_.run(block, lines, from, to, rows_);
    }

    bool write(std::size_t line, std::uint64_t number, TaskOutput& output, Judged& judged) {
      const auto row = lines_.next(line);
      if (!row || !rows_.write(*row, number, output, judged)) return false;
      if (const auto id = lines_.plan().id) judged.note_id(number, row->field(*id));
      return true;
    }

   private:
    Lines lines_;
    DocumentRows rows_;
  };

  bool write(std::size_t line, std::uint64_t number, Judged& judged) {
    if (table_) return table_->write(line, number, judged);
    return documents_ && documents_->write(line, number, output_, judged);
  }

  void one(const input::Block& block, std::size_t index, Extent before, Judged& judged) {
    BadRow bad;
    if (const auto task = read_json_row(plan_, block, lines_[index], {index, before}, bad)) {
      judged.counts.groups.row(plan_, *task);
      judged.note_id(index + before.rows + 1, task->id);
      output_.decided(*task, judged);
    } else {
      judged.counts.groups.row(plan_, bad.failure);
      output_.failed(std::move(bad), judged);
    }
  }

  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  std::optional<Table> table_;
  std::optional<Documents> documents_;
  std::vector<JsonLine> lines_;
};

}  // namespace

std::unique_ptr<Worker> make_json_worker(const Shared& shared) {
  return std::make_unique<JsonWorker>(shared);
}

}  // namespace sourcing::batch
