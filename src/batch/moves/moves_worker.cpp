// SPDX-License-Identifier: Apache-2.0
#include "batch/moves/moves_worker.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/estimate.hpp"
#include "batch/flow/csv_judge.hpp"
#include "batch/flow/json_rows.hpp"
#include "batch/read/opening.hpp"
#include "batch/read/row_reader.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// What the two kinds of input have in common: what a row comes to.
class MovesWorker : public Worker {
 public:
  explicit MovesWorker(const TwoModels& two) : two_(two) {
    for (std::size_t side = 0; side < 2; ++side) {
      sides_[side].fired.resize(two.plans[side]->program.rules.size());
    }
  }

  void taken() override { two_.moved.add(tally_, rows_); }

 protected:
  void start(Judged& judged) {
    judged.clear();
    tally_.clear();
    rows_.clear();
  }

  // A row that moved; both sides are filled. Null unless it is to be kept: the rest is then filled
  // by the caller.
  RowMove* moved(std::uint64_t number) {
    two_.causes.find(sides_[0], sides_[1], causes_);
    tally_.count(sides_[0].verdict, sides_[1].verdict, causes_);
    // With several threads a few may be kept in vain: blocks before this one have their turn first.
    if (rows_.size() >= two_.moved.room) return nullptr;
    RowMove& move = rows_.emplace_back();
    move.row = number;
    move.from = sides_[0].verdict.text();
    move.to = sides_[1].verdict.text();
    for (const Cause& cause : causes_) move.because.push_back(two_.causes.text(cause, true));
    return &move;
  }

  // A row that is bad for one or for both.
  void rejected(std::array<BadRow, 2>& bad, Judged& judged) {
    const bool before = !bad[0].failure.problems.empty(), after = !bad[1].failure.problems.empty();
    if (!after) ++tally_.rejected_before;
    if (!before) ++tally_.rejected_after;
    BadRow& one = before ? bad[0] : bad[1];
    one.failure.problems =
        merge_problems(std::move(bad[0].failure.problems), std::move(bad[1].failure.problems));
    judged.bad.push_back(std::move(one));
  }

  // As decide() does, without what a table of moves does not show.
  void decide(std::size_t side, const Task& task) {
    const Plan& plan = *two_.plans[side];
    Side& here = sides_[side];
    here.point = analysis::estimate(plan.program, task);
    std::fill(here.fired.begin(), here.fired.end(), std::uint8_t{0});
    const engine::Outcome outcome =
        engine::decide(plan.program, here.point, [&](std::size_t rule) { here.fired[rule] = 1; });
    const engine::Box box = analysis::completions(plan.program, task);
    const std::uint64_t cells = plan.options.decide.cells;
    const analysis::Statuses status = analysis::statuses(
        plan.program, box, analysis::bearing(plan.program, task, box, cells), cells);
    here.verdict = ShownVerdict::of(outcome.disposition, outcome.engagement, outcome.location,
                                    status.disposition, status.engagement, status.location);
  }

  static std::string kept(std::string_view record) {
    constexpr std::size_t most = 4096;
    while (!record.empty() && (record.back() == '\r' || record.back() == '\n')) {
      record.remove_suffix(1);
    }
    if (record.size() <= most) return std::string(record);
    std::size_t end = most;  // no character is cut in two
    while (end > 0 && (static_cast<unsigned char>(record[end]) & 0xC0U) == 0x80U) --end;
    return std::string(record.substr(0, end));
  }

  const TwoModels& two_;
  std::array<Side, 2> sides_;
  MoveTally tally_;
  std::vector<RowMove> rows_;
  std::vector<Cause> causes_;
};

class CsvMovesWorker : public MovesWorker {
 public:
  explicit CsvMovesWorker(const TwoModels& two)
      : MovesWorker(two),
        judges_{CsvJudge(*two.plans[0], *two.tables[0], {false}),
                CsvJudge(*two.plans[1], *two.tables[1], {false})} {}

  Extent index(const input::Block& block) override {
    const input::Dialect& dialect = two_.plans[0]->dialect;
    input::index_block({block.data(), block.size}, dialect, block.quotes, input::best_compare(),
                       index_);
    const Dropped dropped = drop_rows(*two_.plans[0], block.data(), index_);
    broken_ = find_broken(block, index_, dialect.delimiter);
    return {index_.rows + (block.tail ? 1 : 0), index_.lines, dropped};
  }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    start(judged);
    block_ = &block;
    before_ = before;
    counted_to_ = 0;
    lines_ = 0;
    const std::uint64_t rows =
        std::min<std::uint64_t>(broken_ ? broken_->row : index_.rows, most.rows);
    for (std::size_t from = 0; from < rows;) {
      std::size_t count = 0;
      const std::size_t to =
          gather(*two_.plans[0], block.data(), index_, from, rows, slots_, count);
      for (CsvJudge& judge : judges_) judge.run(block.data(), index_, slots_, count);
      group(from, to, count, judged);
      from = to;
    }
    judged.rows = rows;
    if (!broken_ || most.rows <= broken_->row) return;
    ++judged.rows;
    judged.bad.push_back(
        broken_row(*two_.plans[0], block, *broken_, before, line_of(broken_->begin)));
  }

 private:
  void group(std::size_t from, std::size_t to, std::size_t count, Judged& judged) {
    std::size_t slot = 0;
    for (std::size_t row = from; row < to; ++row) {
      const bool gathered = slot < count && slots_.row[slot] == row;
      const BatchOptions& options = two_.plans[0]->options;
      if (!options.derive.empty() && (gathered || fits(row))) {
        derived_row(row, judged);
      } else if (!gathered || judges_[0].is_bad(slot) || judges_[1].is_bad(slot)) {
        bad_row(row, judged);
      } else {
        compare(row, slot);
      }
      if (gathered) ++slot;
    }
  }

  [[nodiscard]] bool fits(std::size_t row) const {
    return RowView{block_->data(), index_, row}.fields() == two_.plans[0]->fields;
  }

  // Answers from other columns are worked out one row at a time.
  void derived_row(std::size_t row, Judged& judged) {
    const RowView here{block_->data(), index_, row};
    for (std::size_t side = 0; side < 2; ++side) {
      const Plan& plan = *two_.plans[side];
      Task task = input::empty_task(plan.program);
      std::vector<Problem> problems;
      std::string column;
      if (!read_row(plan, here, task, problems, column)) return bad_row(row, judged);
      decide(side, task);
    }
    if (!sides_[0].verdict.same(sides_[1].verdict)) note_move(row);
  }

  void note_move(std::size_t row) {
    RowMove* const move = moved(before_.rows + row + 1);
    if (move == nullptr) return;
    const RowView here{block_->data(), index_, row};
    std::string name;
    read_names(*two_.plans[0], here, move->id, name);
    move->record = kept(here.record());
  }

  void compare(std::size_t row, std::size_t slot) {
    for (std::size_t side = 0; side < 2; ++side) {
      const Judgment here = judges_[side].judgment(slot);
      sides_[side].verdict =
          ShownVerdict::of(here.disposition, here.engagement, here.location,
                           here.status.disposition, here.status.engagement, here.status.location);
    }
    if (sides_[0].verdict.same(sides_[1].verdict)) return;
    for (std::size_t side = 0; side < 2; ++side) load(side, slot);
    note_move(row);
  }

  // Where the row stands on the grids, and what fires there.
  void load(std::size_t side, std::size_t slot) {
    const Group& group = judges_[side].group();
    Side& here = sides_[side];
    const std::size_t criteria = two_.plans[side]->program.criteria.size();
    for (std::size_t c = 0; c < criteria; ++c) here.point[c] = group.positions(c)[slot];
    for (std::size_t r = 0; r < here.fired.size(); ++r) {
      here.fired[r] = group.fired[r * group_rows + slot];
    }
  }

  void bad_row(std::size_t row, Judged& judged) {
    const RowView here{block_->data(), index_, row};
    const std::uint64_t line = line_of(index_.begin[row]);
    std::array<BadRow, 2> bad;
    for (std::size_t side = 0; side < 2; ++side) {
      const Plan& plan = *two_.plans[side];
      Failure& failure = bad[side].failure;
      Task task = input::empty_task(plan.program);
      read_row(plan, here, task, failure.problems, bad[side].column);
      read_names(plan, here, failure.id, failure.name);
      failure.row = before_.rows + row + 1;
      for (Problem& problem : failure.problems) problem.line = line;
      bad[side].offset = block_->offset + index_.begin[row];
      bad[side].rows_until = row + 1;
    }
    rejected(bad, judged);
  }

  // The line of what stands there. Asked for in order.
  std::uint64_t line_of(std::size_t offset) {
    const char* const data = block_->data();
    lines_ += static_cast<std::uint64_t>(
        std::count(data + counted_to_, data + offset, two_.plans[0]->dialect.terminator));
    counted_to_ = offset;
    return before_.lines + lines_ + 1;
  }

  std::array<CsvJudge, 2> judges_;
  input::Index index_;
  std::optional<BrokenRecord> broken_;
  Slots slots_;
  const input::Block* block_ = nullptr;
  Extent before_;
  std::size_t counted_to_ = 0;  // of the block
  std::uint64_t lines_ = 0;     // up to there
};

class JsonMovesWorker : public MovesWorker {
 public:
  using MovesWorker::MovesWorker;

  Extent index(const input::Block& block) override { return find_lines(block, lines_); }

  void judge(const input::Block& block, Extent before, Wanted most, Judged& judged) override {
    start(judged);
    const std::uint64_t rows = std::min<std::uint64_t>(lines_.size(), most.rows);
    for (std::size_t i = 0; i < rows && judged.bad.size() < most.bad; ++i) {
      judged.rows = i + 1;
      one(block, {i, before}, judged);
    }
  }

 private:
  void one(const input::Block& block, JsonPlace place, Judged& judged) {
    const JsonLine& line = lines_[place.index];
    std::array<BadRow, 2> bad;
    std::array<std::optional<Task>, 2> tasks;
    for (std::size_t side = 0; side < 2; ++side) {
      tasks[side] = read_json_row(*two_.plans[side], block, line, place, bad[side]);
    }
    if (!tasks[0] || !tasks[1]) {
      rejected(bad, judged);
      return;
    }
    for (std::size_t side = 0; side < 2; ++side) decide(side, *tasks[side]);
    if (sides_[0].verdict.same(sides_[1].verdict)) return;
    RowMove* const move = moved(place.before.rows + place.index + 1);
    if (move == nullptr) return;
    move->id = std::move(tasks[0]->id);
    move->record = kept({block.data() + line.begin, line.size});
  }

  std::vector<JsonLine> lines_;
};

}  // namespace

std::unique_ptr<Worker> make_csv_moves_worker(const TwoModels& two) {
  return std::make_unique<CsvMovesWorker>(two);
}

std::unique_ptr<Worker> make_json_moves_worker(const TwoModels& two) {
  return std::make_unique<JsonMovesWorker>(two);
}

}  // namespace sourcing::batch
