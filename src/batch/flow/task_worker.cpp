// SPDX-License-Identifier: Apache-2.0
// CSV in, any format out: each row becomes a task, but for those that are JSON documents at once.
#include <algorithm>
#include <optional>

#include "batch/flow/document_rows.hpp"
#include "batch/flow/task_output.hpp"
#include "batch/read/row_reader.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

class TaskWorker : public Worker {
 public:
  explicit TaskWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {
    if (shared.documents != nullptr) documents_.emplace(plan_, shared);
  }

  void begin(Buffer& out) override { output_.begin(out); }
  void end(Buffer& out) override { output_.end(out); }

  Extent index(const input::Block& block) override {
    input::index_block({block.data(), block.size}, plan_.dialect, block.quotes,
                       input::best_compare(), index_);
    const Dropped dropped = drop_rows(plan_, block.data(), index_);
    broken_ = find_broken(block, index_, plan_.dialect.delimiter);
    return {index_.rows + (block.tail ? 1 : 0), index_.lines, dropped};
  }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows =
        std::min<std::uint64_t>(broken_ ? broken_->row : index_.rows, most.rows);
    std::size_t grouped = 0;
    for (std::size_t row = 0; row < rows; ++row) {
      if (documents_ && row == grouped) grouped = documents_->run(block.data(), index_, row, rows);
      if (judged.bad.size() >= most.bad) return;
      judged.rows = row + 1;
      const std::uint64_t number = before.rows + row + 1;
      if (plan_.options.row != 0 && number != plan_.options.row) continue;
      const RowView view{block.data(), index_, row};
      judged.counts.groups.row(plan_, view);
      if (view.fields() == plan_.fields) judged.note_names(plan_, view, number);
      if (documents_ && documents_->write(view, number, output_, judged)) continue;
      one(view, number, block, before, judged);
    }
    if (!broken_ || most.rows <= broken_->row || judged.bad.size() >= most.bad) return;
    ++judged.rows;
    BadRow bad = broken_row(plan_, block, *broken_, before, line_at(block, before, broken_->begin));
    judged.counts.groups.blank_row(plan_);
    // Where one row is asked for, it may stand in the way.
    if (plan_.options.row == 0 || plan_.options.row == bad.failure.row) {
      output_.failed(std::move(bad), judged);
    } else {
      judged.bad.push_back(std::move(bad));
    }
  }

 private:
  void one(const RowView& row, std::uint64_t number, const input::Block& block, Extent before,
           Judged& judged) {
    Task task = input::empty_task(plan_.program);
    task.row = number;
    BadRow bad;
    if (read_row(plan_, row, task, bad.failure.problems, bad.column)) {
      output_.decided(task, judged);
      return;
    }
    read_names(plan_, row, bad.failure.id, bad.failure.name);
    read_fields(plan_, row, bad.failure.fields);
    bad.failure.row = number;
    const std::size_t begin = index_.begin[row.row];
    const std::uint64_t line = line_at(block, before, begin);
    for (Problem& problem : bad.failure.problems) problem.line = line;
    bad.offset = block.offset + begin;
    if (plan_.options.rejects) bad.record = row.record();
    bad.rows_until = row.row + 1;
    output_.failed(std::move(bad), judged);
  }

  [[nodiscard]] std::uint64_t line_at(const input::Block& block, Extent before,
                                      std::size_t offset) const {
    return before.lines + 1 +
           static_cast<std::uint64_t>(
               std::count(block.data(), block.data() + offset, plan_.dialect.terminator));
  }

  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  std::optional<DocumentRows> documents_;
  input::Index index_;
  std::optional<BrokenRecord> broken_;
};

}  // namespace

std::unique_ptr<Worker> make_task_worker(const Shared& shared) {
  return std::make_unique<TaskWorker>(shared);
}

}  // namespace sourcing::batch
