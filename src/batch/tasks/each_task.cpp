// SPDX-License-Identifier: Apache-2.0
#include "batch/tasks/each_task.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "batch/flow/json_rows.hpp"
#include "batch/flow/judged_rows.hpp"
#include "batch/flow/pipeline.hpp"
#include "batch/read/drop_rows.hpp"
#include "batch/read/extract.hpp"
#include "batch/read/opening.hpp"
#include "batch/read/row_reader.hpp"
#include "input/csv_fields.hpp"
#include "input/csv_index.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// A column whose cells become a field.
struct WantedColumn {
  std::size_t field;
  std::string name;
};

std::string folded(std::string_view header) {
  std::string text = base::ascii_lower(base::trim(header));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return text;
}

std::vector<WantedColumn> field_columns(const Plan& plan, const std::vector<std::string>& wanted) {
  std::vector<WantedColumn> columns;
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    std::string header = folded(plan.columns[i].header);
    for (const auto& [theirs, ours] : plan.options.map) {
      if (folded(theirs) == header) header = ours;
    }
    if (input::is_task_field(header)) columns.push_back({i, header});
    for (const std::string& name : wanted) {
      if (folded(name) != folded(plan.columns[i].header) || name == header) continue;
      columns.push_back({i, name});
    }
  }
  return columns;
}

// What a cell says, without the quotes of its file.
std::string cell_text(std::string_view cell) {
  cell = base::trim(cell);
  if (cell.size() < 2 || cell.front() != '"' || cell.back() != '"') return std::string(cell);
  std::string text;
  for (std::size_t i = 1; i + 1 < cell.size(); ++i) {
    text += cell[i];
    if (cell[i] == '"' && cell[i + 1] == '"') ++i;
  }
  return text;
}

class EachTaskWorker : public Worker {
 public:
  /// `tables`: null where every row is to be read with its answers.
  EachTaskWorker(const Plan& plan, const Tables* tables, const std::vector<WantedColumn>& columns,
                 std::unique_ptr<TaskHandler> handler)
      : plan_(plan), columns_(columns), handler_(std::move(handler)) {
    if (tables != nullptr && !handler_->wants_answers()) {
      rows_ = std::make_unique<JudgedRows>(plan, *tables, WeighOptions{false});
    }
  }

  Extent index(const input::Block& block) override {
    input::index_block({block.data(), block.size}, plan_.dialect, block.quotes,
                       input::best_compare(), index_);
    const Dropped dropped = drop_rows(plan_, block.data(), index_);
    broken_ = find_broken(block, index_, plan_.dialect.delimiter);
    return {index_.rows + (block.tail ? 1 : 0), index_.lines, dropped};
  }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    handler_->start();
    const std::uint64_t rows =
        std::min<std::uint64_t>(broken_ ? broken_->row : index_.rows, most.rows);
    std::size_t judged_until = 0;
    for (std::size_t row = 0; row < rows && judged.bad.size() < most.bad; ++row) {
      judged.rows = row + 1;
      text_.clear();
      if (rows_ && row == judged_until) judged_until = rows_->run(block.data(), index_, row, rows);
      const RowView view{block.data(), index_, row};
      const auto slot = rows_ ? rows_->find(row) : std::nullopt;
      if (slot) {
        by_verdict(view, before.rows + row + 1, *slot);
      } else {
        one(view, before.rows + row + 1, block, before, judged);
      }
      judged.out.append(text_);
    }
    if (!broken_ || most.rows <= broken_->row || judged.bad.size() >= most.bad) return;
    ++judged.rows;
    judged.bad.push_back(
        broken_row(plan_, block, *broken_, before, line_at(block, before, broken_->begin)));
  }

  void taken() override { handler_->taken(); }

 private:
  // What `one` makes of a row that is as it should be, by the verdict that the kernel found.
  void by_verdict(const RowView& row, std::uint64_t number, std::size_t slot) {
    task_.row = number;
    task_.id = text(row, plan_.id);
    task_.name = text(row, plan_.name);
    task_.activity.clear();
    if (plan_.activity) {
      const int found = read_activity(plan_, row.field(*plan_.activity), scratch_);
      if (found >= 0) task_.activity = plan_.program.activities[static_cast<std::size_t>(found)].id;
    }
    task_.fields.clear();
    read_fields(plan_, row, task_.fields);
    add_fields(row, task_);
    handler_->judged(task_, verdict(slot), text_);
  }

  [[nodiscard]] std::string_view text(const RowView& row, std::optional<std::uint16_t> field) {
    return field ? input::unquote(row.field(*field), scratch_) : std::string_view{};
  }

  [[nodiscard]] RowVerdict verdict(std::size_t slot) {
    const Judgment judgment = rows_->judge().judgment(slot);
    RowVerdict row{judgment.verdict(), {}};
    if (judgment.excluded == 0) return row;
    const std::vector<std::uint8_t>& fired = rows_->judge().group().fired;
    for (std::size_t rule = 0; rule < plan_.program.rules.size(); ++rule) {
      if (fired[rule * group_rows + slot] == 0) continue;
      for (std::size_t location = 0; location < location_count; ++location) {
        if ((plan_.program.rules[rule].excluded >> location & 1U) == 0) continue;
        std::string_view& code = row.barred[location];
        if (code.empty()) code = plan_.program.rules[rule].id;
      }
    }
    return row;
  }

  void one(const RowView& row, std::uint64_t number, const input::Block& block, Extent before,
           Judged& judged) {
    Task task = input::empty_task(plan_.program);
    task.row = number;
    BadRow bad;
    if (read_row(plan_, row, task, bad.failure.problems, bad.column)) {
      add_fields(row, task);
      handler_->task(task, text_);
      return;
    }
    read_names(plan_, row, bad.failure.id, bad.failure.name);
    bad.failure.row = number;
    const std::size_t begin = index_.begin[row.row];
    const std::uint64_t line = line_at(block, before, begin);
    for (Problem& problem : bad.failure.problems) problem.line = line;
    bad.offset = block.offset + begin;
    bad.rows_until = row.row + 1;
    handler_->failed(bad.failure, text_);
    judged.bad.push_back(std::move(bad));
  }

  void add_fields(const RowView& row, Task& task) const {
    for (const WantedColumn& column : columns_) {
      const bool there = std::any_of(task.fields.begin(), task.fields.end(),
                                     [&](const Field& field) { return field.name == column.name; });
      if (there || column.field >= row.fields()) continue;
      std::string text = cell_text(row.field(column.field));
      if (!text.empty()) task.fields.push_back({column.name, std::move(text), {}});
    }
  }

  [[nodiscard]] std::uint64_t line_at(const input::Block& block, Extent before,
                                      std::size_t offset) const {
    return before.lines + 1 +
           static_cast<std::uint64_t>(
               std::count(block.data(), block.data() + offset, plan_.dialect.terminator));
  }

  const Plan& plan_;
  const std::vector<WantedColumn>& columns_;
  std::unique_ptr<TaskHandler> handler_;
  std::unique_ptr<JudgedRows> rows_;  // where answers are not asked for
  Task task_;                         // of the row that was judged, to be used again
  input::Index index_;
  std::optional<BrokenRecord> broken_;
  std::string text_, scratch_;
};

// Lines of NDJSON: tasks with all their fields.
class EachLineWorker : public Worker {
 public:
  EachLineWorker(const Plan& plan, std::unique_ptr<TaskHandler> handler)
      : plan_(plan), handler_(std::move(handler)) {}

  Extent index(const input::Block& block) override { return find_lines(block, lines_); }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    judged.clear();
    handler_->start();
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most.rows);
    for (std::size_t i = 0; i < rows && judged.bad.size() < most.bad; ++i) {
      judged.rows = i + 1;
      text_.clear();
      BadRow bad;
      if (const auto task = read_json_row(plan_, block, lines_[i], {i, before}, bad)) {
        handler_->task(*task, text_);
      } else {
        handler_->failed(bad.failure, text_);
        judged.bad.push_back(std::move(bad));
      }
      judged.out.append(text_);
    }
  }

  void taken() override { handler_->taken(); }

 private:
  const Plan& plan_;
  std::unique_ptr<TaskHandler> handler_;
  std::vector<JsonLine> lines_;
  std::string text_;
};

}  // namespace

BatchReport each_task(const Engine& engine, ByteSource& source, ByteSink& out,
                      BatchObserver& observer, const BatchOptions& options,
                      const std::vector<std::string>& wanted,
                      const std::function<std::unique_ptr<TaskHandler>()>& make_handler) {
  BatchReport report;
  Plan plan{engine, engine.program(), options};
  Opening opening(source, observer, {&plan}, report);
  const auto locate = [&] {
    if (!plan.sheet) return;
    for (Problem& problem : report.problems) source.locate(problem);
  };
  if (!opening.run()) {
    if (report.end == BatchEnd::bad_header && observer.stop()) report.end = BatchEnd::stopped;
    locate();
    return report;
  }
  const std::vector<WantedColumn> columns = field_columns(plan, wanted);
  Counts counts;
  Pipeline pipeline(plan, opening.reader(), source, out, nullptr, observer, report, counts);
  const bool lines = opening.is_json();
  // What is derived from other columns the kernel does not know, and without any column to judge
  // by it does not know a header that stands there again.
  std::optional<Tables> tables;
  if (!lines && plan.derived.empty() && !plan.used.empty()) tables.emplace(plan.program);
  pipeline.run([&]() -> std::unique_ptr<Worker> {
    if (lines) return std::make_unique<EachLineWorker>(plan, make_handler());
    return std::make_unique<EachTaskWorker>(plan, tables ? &*tables : nullptr, columns,
                                            make_handler());
  });
  locate();
  return report;
}

}  // namespace sourcing::batch
