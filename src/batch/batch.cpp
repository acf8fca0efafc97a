// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sourcing/batch.hpp>

#include "base/text.hpp"
#include "batch/pipeline.hpp"
#include "batch/plan.hpp"
#include "batch/worker.hpp"
#include "input/csv_blocks.hpp"
#include "input/csv_fields.hpp"

namespace sourcing {

namespace {

using batch::Plan;

class Batch {
 public:
  Batch(const Engine& engine, ByteSource& source, ByteSink& out, ByteSink* rejects,
        BatchObserver& observer, const BatchOptions& options)
      : source_(source),
        out_(out),
        rejects_(rejects),
        observer_(observer),
        options_(adjusted(options)),
        reader_(source, std::max<std::size_t>(options_.block_bytes, 64)),
        plan_{engine, engine.program(), options_, {}, 0, {}, {}, {}, {}, {}, {}} {}

  BatchReport run() {
    const bool json = reader_.peek() == '{';
    report_.input = json ? "ndjson" : "csv";
    if (json) {
      lines();
    } else if (!csv()) {
      return finish();
    }
    std::vector<Problem> problems;
    if (json) batch::check_targets(plan_, problems);
    const batch::Layout layout = batch::make_layout(options_, json ? nullptr : &plan_, problems);
    if (!problems.empty()) {
      fail(std::move(problems));
      return finish();
    }
    if (rejects_ != nullptr &&
        !rejects_->write("row,line,byte_offset,column,code,reason,record\n")) {
      report_.end = BatchEnd::sink_failed;
      return finish();
    }
    judge(layout, json);
    return finish();
  }

 private:
  // What is one document from its begin to its end is written by one worker.
  static BatchOptions adjusted(BatchOptions options) {
    const bool pieces = options.format == Format::csv || options.format == Format::tsv ||
                        options.format == Format::ndjson;
    if (!pieces || options.row != 0) options.jobs = 1;
    // A task is answered with an object a hundred times as long, and a block's answers are held.
    constexpr std::size_t most = std::size_t{8} << 10;
    const bool rows = options.format == Format::csv || options.format == Format::tsv;
    if (!rows) options.block_bytes = std::min(options.block_bytes, most);
    return options;
  }

  void lines() {
    reader_.set_lines();
    for (std::size_t c = 0; c < plan_.program.criteria.size(); ++c) {
      plan_.absent.push_back(static_cast<std::uint16_t>(c));
    }
  }

  // False when the header is no good (told in the report).
  bool csv() {
    if (!read_header()) return false;
    std::vector<std::string> names = input::split_record(header_, plan_.dialect.delimiter);
    if (!options_.header) {
      names = given_names(names.size());
      reader_.unread(header_);
    }
    std::vector<Problem> problems;
    std::vector<std::string> warnings;
    batch::match_columns(plan_, names, problems, warnings);
    report_.columns = plan_.columns;
    for (const std::string& warning : warnings) observer_.warning(warning);
    if (problems.empty()) return true;
    if (options_.header && problems.front().code == "E0302") look_below(problems.front());
    fail(std::move(problems));
    return false;
  }

  // The first record, and what it tells of the dialect.
  bool read_header() {
    using input::BlockReader;
    BlockReader::HeaderError error{};
    const std::string_view given(&options_.delimiter, options_.delimiter == 0 ? 0 : 1);
    header_ = reader_.header(given.empty() ? input::common_delimiters : given, error);
    const Problem broken = source_.problem();
    if (!broken.code.empty() && reader_.header_end().empty()) {  // it breaks off in the header
      report_.end = BatchEnd::broken_input;
      report_.problems.push_back(broken);
      return false;
    }
    const bool too_long = error == BlockReader::HeaderError::too_long;
    if (too_long || header_.empty()) {
      fail({header_problem(
          "E0301", too_long ? "the first line is longer than 1 MiB" : "the input is empty",
          too_long ? "is this a CSV file?" : "the first line must name the columns")});
      return false;
    }
    if (!check_bytes()) return false;
    dialect();
    // A quote after another delimiter than this one opened nothing.
    if (header_.find('"') != std::string::npos) {
      reader_.unread(header_);
      header_ = reader_.header({&plan_.dialect.delimiter, 1}, error);
      note_line_end();
    }
    if (error == BlockReader::HeaderError::none || !options_.header) return true;
    Problem problem = header_problem(
        "E0313", "a quote opens a column name here and is never closed: nothing was judged",
        "close it; inside quotes, write a quote twice");
    const std::size_t at = input::last_field(header_, plan_.dialect.delimiter).second;
    problem.line += static_cast<std::uint64_t>(
        std::count(header_.begin(), header_.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    fail({std::move(problem)});
    return false;
  }

  [[nodiscard]] Problem header_problem(std::string_view code, std::string message,
                                       std::string hint) const {
    return {std::string(code),
            std::move(message),
            std::move(hint),
            options_.source,
            reader_.header_line(),
            0,
            ""};
  }

  // When the first line names no criterion: is the header below it, or is this no CSV at all?
  void look_below(Problem& problem) {
    if (header_.front() == '[') {
      problem.hint = "a JSON array is not read; write one task a line (NDJSON)";
      return;
    }
    constexpr int most = 20;
    for (int i = 0; i < most && source_.ready(); ++i) {
      input::BlockReader::HeaderError error{};
      const std::string record = reader_.header(input::common_delimiters, error);
      if (record.empty() || error != input::BlockReader::HeaderError::none) return;
      const bool json = record.front() == '{';
      if (!json && !names_criterion(record)) continue;
      problem.hint =
          fmt::format("line {} looks like {}: take out what is above it", reader_.header_line(),
                      json ? "NDJSON, which begins with an object" : "the header");
      return;
    }
  }

  [[nodiscard]] bool names_criterion(std::string_view record) const {
    const std::vector<std::string> names =
        input::split_record(record, input::detect_delimiter(record, known_header, this));
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      const std::string folded = input::fold_name(name);
      return engine::find_criterion(plan_.program, folded) < plan_.program.criteria.size();
    });
  }

  // A header that is no text is no header: most likely the file is no CSV at all.
  bool check_bytes() {
    std::size_t bad = 0;
    const std::size_t control = header_.find_first_of(
        std::string_view("\0\1\2\3\4\5\6\7\x08\x0b\x0c\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18"
                         "\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f",
                         30));
    if (control != std::string::npos) {
      const bool wide = header_[control] == '\0';
      fail({header_problem("E0315",
                           fmt::format("control character 0x{:02X} in the first line, at byte {}",
                                       static_cast<unsigned char>(header_[control]), control + 1),
                           wide ? "is it UTF-16 without a byte order mark? save it as UTF-8"
                                : "is this a CSV file?")});
      return false;
    }
    if (!base::valid_utf8(header_, &bad)) {
      fail({header_problem("E0316",
                           fmt::format("byte 0x{:02X} of the first line, at byte {}, is not UTF-8",
                                       static_cast<unsigned char>(header_[bad]), bad + 1),
                           "convert the file, as with `iconv -f WINDOWS-1252 -t UTF-8`")});
      return false;
    }
    return true;
  }

  static bool known_header(const void* self, std::string_view name) {
    const auto& batch = *static_cast<const Batch*>(self);
    return batch::is_known_header(batch.plan_.program, batch.options_, name);
  }

  void note_line_end() {
    const std::string_view end = reader_.header_end();
    plan_.dialect.terminator = end == "\r" ? '\r' : '\n';
    report_.line_ends = end == "\r\n" ? "CRLF" : end == "\r" ? "CR" : end == "\n" ? "LF" : "";
    reader_.set_dialect(plan_.dialect);
  }

  void dialect() {
    plan_.dialect.delimiter = options_.delimiter;
    if (options_.delimiter == 0) {
      plan_.dialect.delimiter = input::detect_delimiter(header_, known_header, this);
      report_.delimiter_detected = true;
      if (plan_.dialect.delimiter != ',') {
        observer_.note(
            fmt::format("the delimiter is {}", plan_.dialect.delimiter == '\t'
                                                   ? std::string("the tab")
                                                   : fmt::format("`{}`", plan_.dialect.delimiter)));
      }
    }
    report_.delimiter = plan_.dialect.delimiter;
    note_line_end();
  }

  // Without a header: the names that were given, else id, name and the criteria in model order.
  [[nodiscard]] std::vector<std::string> given_names(std::size_t fields) const {
    if (!options_.header_names.empty()) return options_.header_names;
    std::vector<std::string> names = {"id", "name"};
    for (const engine::Criterion& criterion : plan_.program.criteria) {
      names.emplace_back(criterion.id);
    }
    names.resize(std::min(names.size(), std::max<std::size_t>(fields, 1)));
    return names;
  }

  void judge(const batch::Layout& layout, bool json) {
    const batch::Tables tables(plan_.program);
    const batch::Texts texts(plan_.program, layout.delimiter);
    const batch::Shared shared{plan_, tables, texts, layout};
    batch::Counts counts;
    counts.reset(tables.criteria.size(), tables.rules.size());
    const bool table = options_.format == Format::csv || options_.format == Format::tsv;
    batch::Pipeline pipeline(plan_, reader_, source_, out_, rejects_, observer_, report_, counts);
    pipeline.run([&] {
      if (json) return batch::make_json_worker(shared);
      if (!table || options_.row != 0) return batch::make_task_worker(shared);
      std::string header = header_;
      if (!options_.header) {
        header.clear();
        for (const BatchColumn& column : plan_.columns) {
          if (&column != plan_.columns.data()) header += plan_.dialect.delimiter;
          header += column.header;
        }
      }
      return batch::make_csv_worker(shared, header);
    });
    if (options_.summary) summarise(counts);
  }

  void summarise(const batch::Counts& counts) {
    BatchSummary& summary = report_.summary;
    summary.verdicts = counts.verdicts;
    summary.status = counts.status;
    summary.scores = counts.scores;
    const engine::Program& program = plan_.program;
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      if (counts.fired[r] > 0) summary.fired.emplace_back(program.rules[r].id, counts.fired[r]);
    }
    for (std::size_t i = 0; i < counts.codes.size(); ++i) {
      if (counts.codes[i] == 0) continue;
      const std::size_t criteria = program.criteria.size();
      summary.codes.emplace_back(
          i < criteria ? program.criteria[i].id : program.rules[i - criteria].id, counts.codes[i]);
    }
    const auto more = [](const auto& a, const auto& b) { return a.second > b.second; };
    std::stable_sort(summary.fired.begin(), summary.fired.end(), more);
    std::stable_sort(summary.codes.begin(), summary.codes.end(), more);
  }

  void fail(std::vector<Problem> problems) {
    report_.end = BatchEnd::bad_header;
    report_.problems = std::move(problems);
  }

  BatchReport finish() {
    if (report_.end == BatchEnd::bad_header && observer_.stop()) report_.end = BatchEnd::stopped;
    return std::move(report_);
  }

  ByteSource& source_;
  ByteSink& out_;
  ByteSink* rejects_;
  BatchObserver& observer_;
  BatchOptions options_;
  input::BlockReader reader_;
  Plan plan_;
  std::string header_;
  BatchReport report_;
};

}  // namespace

BatchReport run_batch(const Engine& engine, ByteSource& source, ByteSink& out, ByteSink* rejects,
                      BatchObserver& observer, const BatchOptions& options) {
  return Batch(engine, source, out, rejects, observer, options).run();
}

}  // namespace sourcing
