// SPDX-License-Identifier: Apache-2.0
// The public library as a careless caller uses it: tasks of another engine, wrong sizes, positions
// past the end, callers' parts that throw, records. Each byte of the input chooses what is done.
#include <algorithm>
#include <array>
#include <cstring>
#include <sourcing/sourcing.hpp>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "support.hpp"
#include "tiny_model.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

// The input, taken bit by bit; zeros where it has ended.
class Choices {
 public:
  explicit Choices(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] bool any() const noexcept { return at_ < bytes_.size(); }
  unsigned byte() noexcept { return any() ? bytes_[at_++] : 0; }
  unsigned of(unsigned count) noexcept { return byte() % count; }
  std::uint16_t position() noexcept {
    const unsigned high = byte();
    return static_cast<std::uint16_t>(high << 8U | byte());
  }
  std::string text() {
    std::string out(of(24), '\0');
    for (char& c : out) c = static_cast<char>(byte());
    return out;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

struct OwnError : std::runtime_error {
  OwnError() : std::runtime_error("the caller's own") {}
};

// Rows in memory, and every part of a caller; one of them may throw at some call.
class Caller : public ByteSource, public ByteSink, public BatchObserver {
 public:
  Caller(std::string rows, unsigned part, unsigned after)
      : rows_(std::move(rows)), part_(part), after_(after) {}
  std::size_t read(char* into, std::size_t size) override {
    reach(0);
    const std::size_t count = std::min(size, rows_.size() - at_);
    std::memcpy(into, rows_.data() + at_, count);
    at_ += count;
    return count;
  }
  bool write(std::string_view bytes) override {
    reach(1);
    written += bytes.size();
    return true;
  }
  void bad_row(const Failure& failure) override {
    reach(2);
    check(!failure.problems.empty(), "a bad row says why");
  }
  void progress(const BatchProgress&) override { reach(3); }
  void opened(const BatchReport&) override { reach(4); }
  std::size_t written = 0;

 private:
  void reach(unsigned part) {
    if (part == part_ && after_-- == 0) throw OwnError();
  }
  std::string rows_;
  std::size_t at_ = 0;
  unsigned part_, after_;
};

Task some_task(const Engine& engine, Choices& choose) {
  Task task;
  if (choose.of(2) == 0) task = make_task(engine);
  if (choose.of(4) == 0) task.answers.resize(choose.byte() + choose.of(3) * std::size_t{200});
  task.id = choose.text();
  if (choose.of(4) == 0) task.activity = choose.of(2) == 0 ? "payroll" : choose.text();
  for (unsigned n = choose.of(6); n > 0 && !task.answers.empty(); --n) {
    Answer& answer = task.answers[choose.byte() % task.answers.size()];
    answer.origin = static_cast<Origin>(choose.of(4));
    answer.low = choose.position();
    answer.high = choose.of(2) == 0 ? answer.low : choose.position();
    if (choose.of(4) == 0) answer.evidence = choose.text();
  }
  for (unsigned n = choose.of(3); n > 0; --n) {
    (void)set_answer(engine, task, choose.of(2) == 0 ? "judgment" : choose.text(), choose.text());
  }
  return task;
}

void check_decision(const Engine& engine, const Decision& decision, Choices& choose) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    check(decision.bounds[a].low <= decision.scores[a] &&
              decision.scores[a] <= decision.bounds[a].high,
          "a score is within its bounds");
  }
  RenderOptions options;
  options.format = static_cast<Format>(choose.of(9));
  options.language = choose.of(2) == 0 ? "en" : "ca";
  options.full = choose.of(2) == 0;
  const auto renderer = make_renderer(engine, options);
  std::string out;
  renderer->begin(out);
  renderer->decision(out, decision);
  renderer->end(out);
  check(!out.empty(), "a decision is written");
}

void decide_some(const Engine& engine, const Engine& other, Choices& choose) {
  const Task task = some_task(choose.of(3) == 0 ? other : engine, choose);
  DecideOptions options;
  options.cells = choose.byte();
  options.nodes = choose.byte();
  options.explore = choose.of(2) == 0;
  const std::string language = choose.text();
  options.language = language;
  check_decision(engine, decide(engine, task, options), choose);
  const std::vector<std::uint16_t> point = estimated_point(engine, task);
  check(point.size() == engine.criteria(), "a position a criterion");
  if (choose.of(4) == 0) (void)contrasts(engine, task, language);
  if (choose.of(8) == 0) {
    WhatIfOptions what;
    what.nodes = 64;
    if (choose.of(3) == 0) what.fixed = {choose.text()};
    (void)what_if(engine, task, what);
  }
  if (choose.of(8) == 0) {
    StabilityOptions stable;
    stable.samples = choose.of(8);
    (void)stability(engine, task, stable);
  }
}

void decide_points(const Engine& engine, Choices& choose) {
  std::vector<std::uint16_t> positions(choose.byte());
  for (std::uint16_t& position : positions) position = choose.position();
  const PointOutcome one = decide_point(engine, positions);
  const std::size_t rows = choose.of(200);
  std::vector<std::vector<std::uint16_t>> columns;
  std::vector<const std::uint16_t*> pointers;
  for (const std::uint16_t position : positions) {
    columns.emplace_back(rows, position);
    pointers.push_back(choose.of(16) == 0 ? nullptr : columns.back().data());
  }
  std::vector<Centipoints> scores(rows);
  OutcomeColumns out;
  out.scores[0] = scores.data();
  ColumnDecider decider(engine);
  decider.decide(pointers, rows, out);
  const bool whole = std::find(pointers.begin(), pointers.end(), nullptr) == pointers.end();
  for (const Centipoints score : scores) {
    check(!whole || score == one.scores[0], "columns say what points say");
  }
  (void)engine.criterion_id(choose.position());
  (void)engine.last_position(choose.position());
}

void run_some(const Engine& engine, Choices& choose) {
  std::string rows = "id,judgment,hours\n";
  for (unsigned n = choose.of(12); n > 0; --n) rows += choose.text() + '\n';
  const unsigned part = choose.of(8);
  Caller caller(std::move(rows), part, choose.of(3));
  BatchOptions options;
  options.format = static_cast<Format>(choose.of(6));
  options.jobs = 1 + choose.of(3);
  options.block_bytes = 1 + choose.of(64);
  options.dry_run = choose.of(8) == 0;
  options.assumed = some_task(engine, choose);
  options.decide.cells = options.decide.nodes = 64;
  if (choose.of(4) == 0) options.columns = {choose.of(2) == 0 ? "status" : choose.text()};
  try {
    const BatchReport report =
        run_batch(engine, caller, caller, choose.of(2) == 0 ? &caller : nullptr, caller, options);
    check(report.rows == report.verdicts + report.rejects, "rows are verdicts plus rejects");
  } catch (const OwnError&) {
    check(part < 5, "only what the caller threw comes out");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Engine embedded = Engine::embedded();
  static const Engine tiny = Engine::from_json(test::tiny_model).value();
  Choices choose({data, size});
  for (int steps = 0; choose.any() && steps < 16; ++steps) {
    const bool small = choose.of(2) == 0;
    const Engine &engine = small ? tiny : embedded, &other = small ? embedded : tiny;
    switch (choose.of(4)) {
      case 0:
      case 1:
        decide_some(engine, other, choose);
        break;
      case 2:
        decide_points(engine, choose);
        break;
      default:
        run_some(engine, choose);
    }
  }
  return 0;
}
