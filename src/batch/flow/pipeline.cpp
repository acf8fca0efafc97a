// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>
#include <system_error>
#include <thread>
#include <vector>

#include "base/escape.hpp"
#include "base/text.hpp"
#include "input/sheet_source.hpp"

namespace sourcing::batch {

Pipeline::Pipeline(const Plan& plan, input::BlockReader& reader, ByteSource& source, ByteSink& out,
                   ByteSink* rejects, BatchObserver& observer, BatchReport& report, Counts& counts)
    : plan_(plan),
      reader_(reader),
      source_(source),
      out_(out),
      rejects_(rejects),
      observer_(observer),
      report_(report),
      counts_(counts) {
  before_.lines = reader.lines_before();
}

void Pipeline::run(const std::function<std::unique_ptr<Worker>()>& make_worker) {
  std::vector<Lane> lanes(std::max(1U, plan_.options.jobs));
  for (Lane& lane : lanes) lane.worker = make_worker();
  Buffer text;
  lanes.front().worker->begin(text);
  if (text.size() > 0) {
    if (!write(0, text.view())) return end(BatchEnd::sink_failed);
    written_ = text.size();
  }
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < lanes.size(); ++i) {
      try {
        threads.emplace_back([this, &lane = lanes[i]] { work(lane); });
      } catch (const std::system_error&) {
        break;  // the system gives no more threads: fewer are slower, and no failure
      }
    }
    work(lanes.front());
  }
  if (failure_) std::rethrow_exception(failure_);
  if (!ended_) {
    const Problem problem = source_.problem();
    if (observer_.stop()) {
      end(BatchEnd::stopped);
    } else if (!problem.code.empty()) {
      report_.problems.push_back(problem);
      end(BatchEnd::broken_input);
    }
  }
  if (report_.end != BatchEnd::sink_failed) {
    text.clear();
    lanes.front().worker->end(text);
    if (text.size() > 0 && !write(written_, text.view())) end(BatchEnd::sink_failed);
  }
  tell_repeated_ids();
  tell_missing_keys();
  tell_nones();
  tell_totals();
  report_.bad_by_code.assign(bad_by_code_.begin(), bad_by_code_.end());
}

void Pipeline::tell_repeated_ids() {
  if (ids_.repeated() == 0 || plan_.options.dry_run) return;  // a dry run tells it in its report
  const bool some = report_.rows > IdSet::most_rows;
  observer_.warning(fmt::format(
      "ids are not unique: {} row{} of {}{} {} the id of an earlier one, such as rows {} and {}",
      ids_.repeated(), ids_.repeated() == 1 ? "" : "s", some ? "the first " : "",
      some ? IdSet::most_rows : report_.rows, ids_.repeated() == 1 ? "has" : "have",
      ids_.first_row(), ids_.second_row()));
}

// Python writes `None` where it knows nothing, and people where there is none.
void Pipeline::tell_nones() {
  if (plan_.nones == nullptr) return;
  std::string list;
  for (std::size_t c = 0; c < plan_.nones->size(); ++c) {
    if (!(*plan_.nones)[c]) continue;
    list += fmt::format("{}`{}`", list.empty() ? "" : ", ", plan_.program.criteria[c].id);
  }
  if (list.empty()) return;
  observer_.warning(
      fmt::format("cells `None` are read as the level `none` of {}; where a program wrote them for "
                  "what is not known, say --unknown None",
                  list));
}

// Of a table that is an error of its header; each line of JSON has keys of its own.
void Pipeline::tell_missing_keys() {
  if (plan_.seen == nullptr || report_.rows == 0) return;
  const BatchOptions& options = plan_.options;
  for (std::size_t i = 0; i < options.map.size(); ++i) {
    if (plan_.seen->map[i]) continue;
    observer_.warning(
        fmt::format("no line has `{}`, which --map names", base::excerpt(options.map[i].first)));
  }
  if (options.id_column.empty() || plan_.seen->id) return;
  observer_.warning(fmt::format("no line has `{}`, which --id names: rows go by their numbers",
                                base::excerpt(options.id_column)));
}

// A row of totals is no process.
void Pipeline::tell_totals() {
  if (totals_.rows == 0 || plan_.options.dry_run) return;
  const std::string header =
      totals_.field < plan_.columns.size() ? plan_.columns[totals_.field].header : "";
  observer_.warning(fmt::format(
      "row {} goes by `{}`, as a total does, and was judged like the others{}; {}", totals_.first,
      totals_.word, totals_.rows > 1 ? fmt::format(" ({} such rows)", totals_.rows) : "",
      header.empty() ? std::string("take it out")
                     : fmt::format("pass over it: --skip-where {}",
                                   base::shell_word(fmt::format("{}={}", base::excerpt(header),
                                                                totals_.word)))));
}

bool Pipeline::write(std::uint64_t offset, std::string_view bytes) {
  return out_.positional() ? out_.write_at(offset, bytes) : out_.write(bytes);
}

void Pipeline::work(Lane& lane) noexcept {
  while (take(lane)) pass(lane);
}

bool Pipeline::take(Lane& lane) {
  const std::lock_guard reading(reading_);
  {
    const std::lock_guard order(order_);
    if (ended_ || failure_) return false;
  }
  try {
    return !observer_.stop() && reader_.next(lane.block);
  } catch (...) {
    const std::lock_guard order(order_);
    failure_ = std::current_exception();
    return false;
  }
}

void Pipeline::pass(Lane& lane) {
  // Whatever goes wrong, the block must pass both gates: others wait behind it.
  std::exception_ptr failure;
  Extent before;
  try {
    const Extent extent = lane.worker->index(lane.block);
    lane.dropped = extent.dropped;
    before = rows_before(lane.block, extent);
    lane.worker->judge(lane.block, before, wanted(before), lane.judged);
  } catch (...) {
    failure = std::current_exception();
    lane.judged.clear();
  }
  std::uint64_t offset = 0;
  bool write = false;
  {
    std::unique_lock order(order_);
    turn_.wait(order, [&] { return committed_ == lane.block.number; });
    if (counted_ == lane.block.number) ++counted_;
    if (failure && !failure_) failure_ = failure;
    if (!ended_ && !failure_) {
      try {
        write = commit(lane, before);
      } catch (...) {
        failure_ = std::current_exception();
      }
    }
    offset = written_;
    if (write) written_ += lane.judged.out.size();
    ++committed_;
  }
  turn_.notify_all();
  if (!out_.positional()) return put(lane, write);
  if (!write) return;
  const bool fine = guarded([&] { return out_.write_at(offset, lane.judged.out.view()); });
  const std::lock_guard order(order_);
  if (!fine) end(BatchEnd::sink_failed);
}

// A sink is the caller's: what it throws ends the batch, and comes out of it, and nothing else.
bool Pipeline::guarded(const std::function<bool()>& write) {
  try {
    return write();
  } catch (...) {
    const std::lock_guard order(order_);
    if (!failure_) failure_ = std::current_exception();
    return false;
  }
}

// One block after the other, but without holding up those that read and judge meanwhile.
void Pipeline::put(Lane& lane, bool write) {
  std::unique_lock order(order_);
  turn_.wait(order, [&] { return put_ == lane.block.number; });
  if (write && report_.end != BatchEnd::sink_failed) {
    order.unlock();
    const bool fine = guarded([&] { return out_.write(lane.judged.out.view()); });
    order.lock();
    if (!fine) end(BatchEnd::sink_failed);
  }
  ++put_;
  order.unlock();
  turn_.notify_all();
}

Extent Pipeline::rows_before(const input::Block& block, const Extent& extent) {
  std::unique_lock order(order_);
  turn_.wait(order, [&] { return counted_ == block.number; });
  const Extent before = before_;
  before_.rows += extent.rows;
  before_.lines += extent.lines;
  ++counted_;
  order.unlock();
  turn_.notify_all();
  return before;
}

// With one thread exactly what is wanted; with several, blocks before it may yet use up the errors.
Wanted Pipeline::wanted(const Extent& before) {
  const std::lock_guard order(order_);
  std::uint64_t limit = plan_.options.limit;
  if (plan_.options.row != 0) limit = std::min(limit, plan_.options.row);
  return {limit > before.rows ? limit - before.rows : 0,
          plan_.options.most_errors - report_.rejects};
}

// The block's turn: takes it into the report. True when its output is to be written.
bool Pipeline::commit(Lane& lane, Extent before) {
  Judged& judged = lane.judged;
  const std::uint64_t room = plan_.options.most_errors - report_.rejects;
  if (judged.bad.size() >= room && room > 0) {
    // Up to and with the row that is one too many.
    const std::uint64_t rows = judged.bad[room - 1].rows_until;
    if (judged.rows > rows) lane.worker->judge(lane.block, before, {rows, room}, judged);
    end(BatchEnd::too_many_errors);
  }
  const bool one_row = plan_.options.row != 0;
  const std::uint64_t rows =
      one_row ? (before.rows < plan_.options.row && plan_.options.row <= before.rows + judged.rows)
              : judged.rows;
  // A row that stands in the way of the one asked for is told, but is none of the answer.
  const std::uint64_t bad = std::min<std::uint64_t>(rows, judged.bad.size());
  report_.rows += rows;
  report_.rejects += bad;
  report_.verdicts += rows - bad;
  report_.blank += lane.dropped.blank;
  report_.skipped += lane.dropped.skipped;
  report_.bytes = lane.block.offset + lane.block.size;
  if (plan_.sheet) locate(judged);
  if (plan_.options.summary) counts_.add(judged.counts);
  lane.worker->taken();
  note_bad(judged);
  for (const RowId& id : judged.ids) ids_.add(id);
  totals_.add(judged.totals);
  if (!ended_ && !judged.bad.empty() && judged.bad.back().last) {
    for (const Problem& problem : judged.bad.back().failure.problems) {
      report_.problems.push_back(problem);
    }
    end(BatchEnd::broken_input);
  }
  if (rejects_ != nullptr && !judged.bad.empty() && !write_rejects(judged)) {
    end(BatchEnd::sink_failed);
    return false;
  }
  const std::uint64_t limit = plan_.options.row != 0 ? plan_.options.row : plan_.options.limit;
  if (!ended_ && before.rows + judged.rows >= limit) end(BatchEnd::done);
  observer_.progress({report_.rows, report_.rejects, report_.bytes});
  return judged.out.size() > 0;
}

// Places of lines and fields become those of cells, and what cells were marked with goes.
void Pipeline::locate(Judged& judged) const {
  for (BadRow& bad : judged.bad) {
    for (Problem& problem : bad.failure.problems) source_.locate(problem);
    bad.record = input::without_marks(bad.record);
  }
}

void Pipeline::note_bad(Judged& judged) {
  for (const BadRow& bad : judged.bad) {
    std::set<std::string_view> codes;  // rows are counted, not cells
    for (const Problem& problem : bad.failure.problems) codes.insert(problem.code);
    for (const std::string_view code : codes) ++bad_by_code_[std::string(code)];
    observer_.bad_row(bad.failure);
  }
}

bool Pipeline::write_rejects(const Judged& judged) {
  std::string text;
  for (const BadRow& bad : judged.bad) {
    const Problem& first = bad.failure.problems.front();
    if (plan_.sheet) {
      text += fmt::format("{},", bad.failure.row);
      base::append_csv_field(text, first.source, ',', true);
      text += ',';
    } else {
      text += fmt::format("{},{},{},", bad.failure.row, first.line, bad.offset);
    }
    base::append_csv_field(text, bad.column, ',', true);
    text += fmt::format(",{},", first.code);
    std::string reason;
    for (const Problem& problem : bad.failure.problems) {
      if (!reason.empty()) reason += " | ";
      reason += problem.message;
      if (!problem.hint.empty()) reason += "; " + problem.hint;
    }
    base::append_csv_field(text, reason, ',', true);
    text += ',';
    base::append_csv_field(text, bad.record, ',', false);  // unchanged: it may be mended and read
    text += '\n';
  }
  return rejects_->write(text);
}

void Pipeline::end(BatchEnd why) {
  if (ended_ && why != BatchEnd::sink_failed) return;
  ended_ = true;
  report_.end = why;
}

}  // namespace sourcing::batch
