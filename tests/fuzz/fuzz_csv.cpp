// SPDX-License-Identifier: Apache-2.0
// Rows from a stranger's CSV. However the bytes arrive (1 to 64 at a time), however small the
// blocks are and however many threads share them, the output, the rejects and every message are
// those of one thread that sees the input in one piece; no row is lost; what is written is
// well-formed.
#include <sourcing/batch.hpp>

#include "batch_io.hpp"
#include "csv_checker.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;
using fuzz::Kept;
using fuzz::Pieces;

class Told final : public BatchObserver {
 public:
  void bad_row(const Failure& failure) override {
    fuzz::check_problems(failure.problems);
    text += std::to_string(failure.row) + " " + failure.id + "|" + failure.name + "\n";
    for (const Problem& problem : failure.problems) text += to_string(problem) + "\n";
    ++rows;
  }
  void warning(std::string_view line) override { text.append("warning: ").append(line) += '\n'; }
  void note(std::string_view line) override { text.append("note: ").append(line) += '\n'; }

  std::string text;
  std::uint64_t rows = 0;
};

struct BatchOutcome {
  std::string out, rejects, told;
  BatchReport report;
};

BatchOutcome run(std::string_view bytes, std::size_t piece, const BatchOptions& options) {
  static const Engine engine = Engine::embedded();
  Pieces source(bytes, piece);
  Kept out, rejects;
  Told told;
  BatchOutcome outcome;
  outcome.report =
      run_batch(engine, source, out, options.rejects ? &rejects : nullptr, told, options);
  const BatchReport& report = outcome.report;
  check(report.rows == report.verdicts + report.rejects, "a row is a verdict or a reject");
  check(report.rejects == told.rows, "every reject is told about");
  if (report.end == BatchEnd::bad_header || report.end == BatchEnd::broken_input) {
    fuzz::check_problems(report.problems);
  }
  for (const Problem& problem : report.problems) told.text += to_string(problem) + "\n";
  outcome.out = std::move(out.text);
  outcome.rejects = std::move(rejects.text);
  outcome.told = std::move(told.text);
  return outcome;
}

void check_table(const BatchOutcome& outcome, const BatchOptions& options) {
  // With --append the input's own columns stand in front as they were, broken or not.
  if (options.append || options.format == Format::ndjson || outcome.out.empty()) return;
  const auto rows = fuzz::read_csv(outcome.out, options.format == Format::tsv ? '\t' : ',');
  check(rows.has_value(), "the rows are well-formed");
  const std::uint64_t written = options.rejects ? outcome.report.verdicts : outcome.report.rows;
  check(rows->size() == written + (options.header ? 1 : 0),
        "a header where one was read, and a line for every row");
  for (const auto& row : *rows) check(row.size() == 15, "every row has all columns");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view bytes = fuzz::text_of(data + 3, size - 3);
  BatchOptions options;
  options.source = "<in>";
  options.header = (data[2] & 1U) == 0;
  options.append = (data[2] & 2U) != 0;
  options.raw = (data[2] & 4U) != 0;
  options.rejects = (data[2] & 8U) != 0;
  options.show_values = (data[2] & 16U) != 0;
  constexpr std::array<Format, 4> formats = {Format::csv, Format::tsv, Format::csv, Format::ndjson};
  options.format = formats[data[2] / 64];
  if (options.format == Format::ndjson) options.append = false;
  options.decide.cells = 16;
  options.decide.nodes = 64;
  const BatchOutcome whole = run(bytes, bytes.size() + 1, options);
  check_table(whole, options);
  // Blocks of a row or so: every record meets a border sooner or later.
  options.jobs = 1 + data[1] % 4;
  options.block_bytes = 1 + data[1];
  const BatchOutcome parts = run(bytes, 1 + data[0] % 64, options);
  check(parts.out == whole.out, "the pieces do not matter to the output");
  check(parts.rejects == whole.rejects, "the pieces do not matter to the rejects");
  check(parts.told == whole.told, "the pieces do not matter to the messages");
  check(parts.report.rows == whole.report.rows && parts.report.end == whole.report.end &&
            parts.report.bytes == whole.report.bytes &&
            parts.report.bad_by_code == whole.report.bad_by_code,
        "the pieces do not matter to the report");
  return 0;
}
