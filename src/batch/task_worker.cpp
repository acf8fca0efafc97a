// SPDX-License-Identifier: Apache-2.0
// CSV in, any format out: each row becomes a task.
#include <algorithm>

#include "batch/row_reader.hpp"
#include "batch/task_output.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

class TaskWorker : public Worker {
 public:
  explicit TaskWorker(const Shared& shared)
      : plan_(shared.plan), tables_(shared.tables), output_(shared) {}

  void begin(Buffer& out) override { output_.begin(out); }
  void end(Buffer& out) override { output_.end(out); }

  Extent index(const input::Block& block) override {
    input::index_block({block.data(), block.size}, plan_.dialect, block.quotes,
                       input::best_compare(), index_);
    return {index_.rows + (block.tail == input::TailError::none ? 0 : 1), index_.lines};
  }

  void judge(const input::Block& block, Extent before, std::uint64_t most_rows,
             Judged& judged) override {
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    const std::uint64_t rows = std::min<std::uint64_t>(index_.rows, most_rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint64_t number = before.rows + row + 1;
      if (plan_.options.row != 0 && number != plan_.options.row) continue;
      one({block.data(), index_, row}, number, block, before, judged);
    }
    judged.rows = rows;
    if (block.tail == input::TailError::none || most_rows <= index_.rows) return;
    ++judged.rows;
    if (plan_.options.row != 0 && before.rows + judged.rows != plan_.options.row) return;
    BadRow bad = tail_row(plan_, block, before.rows + judged.rows, before.lines + index_.lines + 1);
    bad.rows_until = judged.rows;
    output_.failed(std::move(bad), judged);
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
    bad.failure.row = number;
    const std::size_t begin = index_.begin[row.row];
    const auto lines = static_cast<std::uint64_t>(
        std::count(block.data(), block.data() + begin, plan_.dialect.terminator));
    for (Problem& problem : bad.failure.problems) problem.line = before.lines + lines + 1;
    bad.offset = block.offset + begin;
    if (plan_.options.rejects) bad.record = row.record();
    bad.rows_until = row.row + 1;
    output_.failed(std::move(bad), judged);
  }

  const Plan& plan_;
  const Tables& tables_;
  TaskOutput output_;
  input::Index index_;
};

}  // namespace

std::unique_ptr<Worker> make_task_worker(const Shared& shared) {
  return std::make_unique<TaskWorker>(shared);
}

}  // namespace sourcing::batch
