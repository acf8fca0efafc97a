// SPDX-License-Identifier: Apache-2.0
// CSV in, CSV out: split a block, judge its rows a group at a time, write them in order.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sourcing/decide.hpp>

#include "batch/flow/analyst.hpp"
#include "batch/flow/group_tasks.hpp"
#include "batch/flow/judged_rows.hpp"
#include "batch/flow/task_output.hpp"
#include "batch/flow/worker.hpp"
#include "batch/read/row_reader.hpp"
#include "input/csv_index.hpp"
#include "input/sheet_source.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

class CsvWorker : public Worker {
 public:
  CsvWorker(const Shared& shared, std::string_view header)
      : plan_(shared.plan),
        tables_(shared.tables),
        layout_(shared.layout),
        header_(header),
        rows_(plan_, tables_, {layout_.has(Layout::reasons) || plan_.options.summary}),
        writer_(plan_, tables_, shared.texts, layout_),
        analyst_(plan_, layout_),
        survey_(shared.survey) {
    if (analyst_.wants_places_only()) tasks_.emplace(plan_);
    plain_ = survey_ == nullptr && plan_.derived.empty() && !plan_.options.summary &&
             !plan_.options.dry_run && !plan_.options.append && !analyst_.wanted();
  }

  void begin(Buffer& out) override {
    // What comes without a header goes out without one, so that parts may be put together again.
    if (plan_.options.dry_run || !plan_.options.header) return;
    writer_.header(plan_.options.append ? header_ : "", out);
  }

  Extent index(const input::Block& block) override {
    input::index_block({block.data(), block.size}, plan_.dialect, block.quotes,
                       input::best_compare(), index_);
    const Dropped dropped = drop_rows(plan_, block.data(), index_);
    broken_ = find_broken(block, index_, plan_.dialect.delimiter);
    return {index_.rows + (block.tail ? 1 : 0), index_.lines, dropped};
  }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    block_ = &block;
    before_ = before;
    judged_ = &judged;
    judged.clear();
    if (plan_.options.summary) {
      judged.counts.reset(tables_.criteria.size(), tables_.rules.size());
    }
    last_line_row_ = 0;
    last_line_ = 0;
    const std::uint64_t rows =
        std::min<std::uint64_t>(broken_ ? broken_->row : index_.rows, most.rows);
    std::size_t from = 0;
    while (from < rows) {
      const std::size_t to = rows_.run(block.data(), index_, from, rows);
      if (tasks_) tasks_->begin(rows_.judge().group());
      for (; from < to; ++from) {
        const auto slot = rows_.find(from);
        if (plain_ && slot) {
          write_plain(from, *slot);
          continue;
        }
        if (survey_ != nullptr) survey_->row(view(from), before.rows + from + 1);
        if (!plan_.derived.empty() && (slot || view(from).fields() == plan_.fields)) {
          if (!write_derived(from)) write_bad(from);
        } else if (slot) {
          write_judged(from, *slot);
        } else {
          write_bad(from);
        }
      }
    }
    judged.rows = rows;
    if (!broken_ || most.rows <= broken_->row) return;
    ++judged.rows;
    judged.counts.groups.blank_row(plan_);
    put_bad(broken_row(plan_, block, *broken_, before, line_of(broken_->row)), {});
  }

 private:
  [[nodiscard]] RowView view(std::size_t row) const noexcept {
    return {block_->data(), index_, row};
  }

  // What is left of write_judged where nothing but a verdict was asked for.
  void write_plain(std::size_t row, std::size_t slot) {
    CsvJudge& judge = rows_.judge();
    const RowView here = view(row);
    RawTexts texts = raw_texts(plan_, here, before_.rows + row + 1);
    texts.row = &here;
    judged_->note_names(plan_, texts.id, texts.name, texts.number);
    writer_.judged({}, texts, judge.judgment(slot), judge.group(), slot, judged_->out);
  }

  void write_judged(std::size_t row, std::size_t slot) {
    CsvJudge& judge = rows_.judge();
    const Judgment judgment = judge.judgment(slot);
    const RowView here = view(row);
    if (plan_.options.summary) {
      judged_->counts.groups.row(plan_, here);
      judge.count(judgment, slot, judged_->counts);
    }
    if (plan_.options.dry_run) return;
    RawTexts texts = raw_texts(plan_, here, before_.rows + row + 1);
    judged_->note_names(plan_, texts.id, texts.name, texts.number);
    if (tasks_) {
      const PlaceFields fields = tasks_->place_fields(here);
      texts.analysis = &analyst_.locate(tasks_->task(here, slot), {fields.home, fields.languages});
    } else if (analyst_.wanted()) {
      texts.analysis = &analyse(here, judgment);
    }
    texts.row = &here;
    writer_.judged(plan_.options.append ? here.record() : std::string_view{}, texts, judgment,
                   judge.group(), slot, judged_->out);
  }

  // Answers from other columns are worked out as those of a task are.
  bool write_derived(std::size_t row) {
    const RowView here = view(row);
    Task task = input::empty_task(plan_.program);
    task.row = before_.rows + row + 1;
    std::vector<Problem> none;
    std::string column;
    if (!read_row(plan_, here, task, none, column)) return false;
    DecideOptions options = plan_.options.decide;
    options.language = plan_.options.language;
    options.explore = false;
    const Decision decision = decide(plan_.engine, task, options);
    judged_->counts.groups.row(plan_, here);
    if (plan_.options.summary) count_decision(plan_, decision, task, judged_->counts);
    if (plan_.options.dry_run) return true;
    std::string reasons;
    render::Row out = render::row_of(decision, reasons);
    if (analyst_.wanted()) out.analysis = analyst_.analyse(task, decision.verdict);
    writer_.row(plan_.options.append ? here.record() : std::string_view{}, out, judged_->out);
    return true;
  }

  const render::RowAnalysis& analyse(const RowView& row, const Judgment& judgment) {
    Task task = input::empty_task(plan_.program);
    std::vector<Problem> none;
    std::string column;
    read_row(plan_, row, task, none, column);
    return analyst_.analyse(task, judgment.verdict());
  }

  void write_bad(std::size_t row) {
    const RowView here = view(row);
    BadRow bad;
    Task task = input::empty_task(plan_.program);
    read_row(plan_, here, task, bad.failure.problems, bad.column);
    read_names(plan_, here, bad.failure.id, bad.failure.name);
    read_fields(plan_, here, bad.failure.fields);
    judged_->counts.groups.row(plan_, here);
    bad.failure.row = before_.rows + row + 1;
    const std::uint64_t line = line_of(row);
    for (Problem& problem : bad.failure.problems) {
      problem.line = line;
      if (problem.code == "E0311" && loses_fields(here)) {
        problem.hint +=
            fmt::format("; the output has the first {} only, --rejects FILE has all", plan_.fields);
      }
    }
    bad.offset = block_->offset + index_.begin[row];
    if (plan_.options.rejects) bad.record = here.record();
    bad.rows_until = row + 1;
    put_bad(std::move(bad), plan_.options.append ? padded_record(here) : std::string{});
  }

  void put_bad(BadRow bad, std::string before) {
    if (!plan_.options.rejects && !plan_.options.dry_run) {
      if (plan_.options.append && before.empty()) {
        before.assign(plan_.fields - 1, plan_.dialect.delimiter);
        if (before.empty()) before = "\"\"";
      }
      std::string error;
      writer_.row(before, render::row_of(bad.failure, error), judged_->out);
    }
    if (plan_.options.summary) {
      ++judged_->counts.status[static_cast<std::size_t>(Status::error)];
      judged_->counts.groups.error();
    }
    judged_->bad.push_back(std::move(bad));
  }

  [[nodiscard]] bool loses_fields(const RowView& row) const {
    return plan_.options.append && !plan_.options.rejects && !plan_.options.dry_run &&
           row.fields() > plan_.fields;
  }

  // A ragged row in as many columns as the header has, so that the verdict columns stay below their
  // names: what is missing is empty, what is too much is left out, and told.
  [[nodiscard]] std::string padded_record(const RowView& row) const {
    std::string record;
    for (std::size_t i = 0; i < plan_.fields; ++i) {
      if (i > 0) record += plan_.dialect.delimiter;
      if (i < row.fields()) record += row.field(i);
    }
    return plan_.sheet ? input::without_marks(record) : record;
  }

  // The line on which a row begins. Rows are asked for in order.
  std::uint64_t line_of(std::size_t row) {
    const std::size_t begin = row < index_.rows ? index_.begin[row] : block_->size;
    const char* const data = block_->data();
    last_line_ += static_cast<std::uint64_t>(
        std::count(data + last_line_row_, data + begin, plan_.dialect.terminator));
    last_line_row_ = begin;
    return before_.lines + last_line_ + 1;
  }

  const Plan& plan_;
  const Tables& tables_;
  const Layout& layout_;
  std::string header_;
  input::Index index_;
  std::optional<BrokenRecord> broken_;
  JudgedRows rows_;
  RowWriter writer_;
  Analyst analyst_;
  std::optional<GroupTasks> tasks_;  // where they are enough for it
  bool plain_ = false;               // only the verdict of a row matters
  Survey* survey_;
  const input::Block* block_ = nullptr;
  Extent before_;
  Judged* judged_ = nullptr;
  std::size_t last_line_row_ = 0;
  std::uint64_t last_line_ = 0;
};

}  // namespace

std::unique_ptr<Worker> make_csv_worker(const Shared& shared, std::string_view header) {
  return std::make_unique<CsvWorker>(shared, header);
}

}  // namespace sourcing::batch
