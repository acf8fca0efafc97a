// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <sourcing/batch.hpp>
#include <thread>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/assume.hpp"
#include "cli/batch_io.hpp"
#include "cli/batch_report.hpp"
#include "cli/command.hpp"
#include "cli/option_list.hpp"
#include "cli/terminal.hpp"
#include "input/csv_fields.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> inputs;
  std::string format, output = "-", rejects, delimiter, id, columns, unknown, header_from;
  std::string summary_format, summary_file, dry_run_format = "text";
  std::vector<std::string> map, ignore, assume;
  bool append = false, raw = false, no_header = false, show_values = false, dry_run = false,
       summary = false, no_progress = false;
  std::uint64_t limit = 0, row = 0, max_errors = 0;
  unsigned jobs = 0;
  std::uint64_t cells = DecideOptions{}.cells;
  std::uint64_t block = 0;
};

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = std::min(text.find(at), text.size());
    if (const std::string_view part = base::trim(text.substr(0, end)); !part.empty()) {
      parts.emplace_back(part);
    }
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// Rows are counted from 1.
std::string counting_number(const std::string& text) {
  if (std::string error = whole_number(text); !error.empty()) return error;
  return text.find_first_not_of('0') == std::string::npos ? "counts from 1" : std::string{};
}

class Batch {
 public:
  Batch(const Session& session, const Options& options)
      : session_(session), options_(options), out_(session), rejects_(session) {}

  ExitCode run() {
    if (ExitCode code = read_options(); code != ExitCode::done) return code;
    const std::string& path = options_.inputs.front();
    input::FileSource file;
    const SignalGuard guard;
    if (const std::string error = file.open(path, guard.wake_descriptor()); !error.empty()) {
      return told(ExitCode::io, "E0501", error, "", batch_.source);
    }
    if (path == "-" && is_terminal(STDIN_FILENO)) {
      session_.messages.note("reading rows from the terminal; end them with Ctrl-D");
    }
    if (!outputs_differ()) return ExitCode::usage;
    if (!out_.open(options_.output)) return out_.code();
    if (!options_.rejects.empty() && !rejects_.open(options_.rejects)) return rejects_.code();
    input::Encoding encoding;
    const auto source = input::decode(file, encoding);
    BatchMessages messages(
        session_, file.size(), [&] { return file.bytes_read(); }, wants_progress());
    BatchReport report = run_batch(
        *engine_, *source, out_, options_.rejects.empty() ? nullptr : &rejects_, messages, batch_);
    report.encoding = encoding.text;
    report.compression = encoding.compression;
    messages.finish();
    return finish(report);
  }

 private:
  ExitCode told(ExitCode code, std::string_view id, std::string message, std::string hint = {},
                std::string source = {}) {
    session_.messages.error(id, std::move(message), std::move(hint), std::move(source));
    return code;
  }

  // No output may be an input, nor two of them one file: the second would replace the first.
  [[nodiscard]] bool outputs_differ() const {
    struct Output {
      std::string_view what;
      const std::string& path;
    };
    const std::array<Output, 3> outputs{{{"results", options_.output},
                                         {"rejects", options_.rejects},
                                         {"summary", options_.summary_file}}};
    const std::vector<std::string> inputs = {options_.inputs.front(), options_.header_from,
                                             session_.model_path()};
    for (auto each = outputs.begin(); each != outputs.end(); ++each) {
      if (each->path.empty()) continue;
      if (would_overwrite(session_, each->path, inputs)) return false;
      const auto* const other = std::find_if(outputs.begin(), each, [&](const Output& before) {
        return !before.path.empty() && base::same_output(before.path, each->path);
      });
      if (other == each) continue;
      session_.messages.error(
          "E0504", fmt::format("the {} and the {} would be one file", other->what, each->what), "",
          each->path == "-" ? "<stdout>" : each->path);
      return false;
    }
    return true;
  }

  [[nodiscard]] bool wants_progress() const {
    return !session_.common.quiet && !options_.no_progress && is_terminal(STDERR_FILENO) &&
           environment("CI").empty() && environment("TERM") != "dumb";
  }

  ExitCode read_options() {
    if (options_.inputs.size() != 1) {
      return told(ExitCode::usage, "E0605",
                  options_.inputs.empty() ? "batch needs a file, or `-` for standard input"
                                          : "batch takes one file",
                  options_.inputs.empty() ? "" : "join several with `cat`, or call it for each");
    }
    const std::string& path = options_.inputs.front();
    batch_.source = path == "-" ? "<stdin>" : path;
    const auto format = choose_format(
        session_, options_.format, options_.row != 0 ? Format::text : Format::csv,
        {Format::csv, Format::tsv, Format::ndjson, Format::json, Format::markdown, Format::text});
    if (!format) return ExitCode::usage;
    batch_.format = *format;
    if (batch_.format == Format::text && options_.row == 0) {
      return told(ExitCode::usage, "E0602", "--format text is for one row", "say --row N");
    }
    const bool table = batch_.format == Format::csv || batch_.format == Format::tsv;
    if (options_.append && (!table || options_.row != 0)) {
      return told(ExitCode::usage, "E0605", "--append is for csv and tsv");
    }
    if (!options_.columns.empty() && !table) {
      return told(ExitCode::usage, "E0605", "--columns is for csv and tsv");
    }
    if (ExitCode code = delimiter(); code != ExitCode::done) return code;
    for (const std::string& text : options_.map) {
      const std::size_t equals = text.rfind('=');
      if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
        return told(
            ExitCode::usage, "E0605",
            fmt::format("--map takes 'Their header=criterion', found `{}`", base::printable(text)));
      }
      batch_.map.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    if (!options_.dry_run_format.empty() &&
        !choose(session_, "--dry-run-format", options_.dry_run_format, {"text", "json"})) {
      return ExitCode::usage;
    }
    if (!options_.summary_format.empty() &&
        !choose(session_, "--summary-format", options_.summary_format, {"text", "json"})) {
      return ExitCode::usage;
    }
    batch_.ignore = options_.ignore;
    batch_.id_column = options_.id;
    batch_.columns = split(options_.columns, ',');
    batch_.unknown = split(options_.unknown, ',');
    batch_.append = options_.append;
    batch_.raw = options_.raw;
    batch_.rejects = !options_.rejects.empty();
    batch_.show_values = options_.show_values;
    if (options_.limit > 0) batch_.limit = options_.limit;
    batch_.row = options_.row;
    if (options_.max_errors > 0) batch_.most_errors = options_.max_errors;
    constexpr unsigned most_jobs = 256;
    batch_.jobs = std::min(
        options_.jobs > 0 ? options_.jobs : std::max(1U, std::thread::hardware_concurrency()),
        most_jobs);
    if (options_.block > 0) batch_.block_bytes = options_.block;
    batch_.summary =
        options_.summary || !options_.summary_format.empty() || !options_.summary_file.empty();
    batch_.dry_run = options_.dry_run;
    batch_.decide.cells = options_.cells;
    batch_.width = columns(STDOUT_FILENO);
    return model();
  }

  ExitCode delimiter() {
    if (options_.delimiter.empty()) {
      if (ExitCode code = header_names(); code != ExitCode::done) return code;
      return ExitCode::done;
    }
    const std::string& text = options_.delimiter;
    if (text == "tab" || text == "\\t") {
      batch_.delimiter = '\t';
    } else if (text.size() == 1 && text != "\"" && text != "\n" && text != "\r" && text != "." &&
               static_cast<unsigned char>(text[0]) < 0x7F &&
               (text[0] == '\t' || static_cast<unsigned char>(text[0]) > 0x20) &&
               std::isalnum(static_cast<unsigned char>(text[0])) == 0) {
      batch_.delimiter = text[0];
    } else {
      return told(ExitCode::usage, "E0602",
                  fmt::format("--delimiter: `{}` cannot separate fields", base::printable(text)),
                  "it takes one character, or `tab`");
    }
    return header_names();
  }

  ExitCode header_names() {
    batch_.header = !options_.no_header && options_.header_from.empty();
    if (options_.header_from.empty()) return ExitCode::done;
    constexpr std::size_t most = std::size_t{1} << 20;
    const base::ReadResult read = base::read_file(options_.header_from, most);
    if (!read.error.empty() && !read.too_large) {
      return told(ExitCode::io, "E0501", read.error, "", options_.header_from);
    }
    std::string_view line = read.bytes;
    if (line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    line = line.substr(0, line.find_first_of("\r\n"));
    const char delimiter =
        batch_.delimiter != 0
            ? batch_.delimiter
            : input::detect_delimiter(
                  line, [](const void*, std::string_view) { return false; }, nullptr);
    batch_.header_names = input::split_record(line, delimiter);
    return ExitCode::done;
  }

  ExitCode model() {
    ExitCode code = ExitCode::done;
    engine_ = session_.load_engine(code);
    if (!engine_) return code;
    auto assumptions = Assumptions::read(session_, *engine_, options_.assume);
    if (!assumptions) return ExitCode::usage;
    batch_.assumed = make_task(*engine_);
    assumptions->apply(batch_.assumed);
    batch_.language = session_.language(*engine_, batch_.format);
    return ExitCode::done;
  }

  ExitCode finish(const BatchReport& report) {
    switch (report.end) {
      case BatchEnd::stopped:
        SignalGuard::end_by(SignalGuard::caught());
      case BatchEnd::sink_failed:
        return worse(out_.code(), rejects_.code());
      case BatchEnd::bad_header:
        if (options_.dry_run) break;
        session_.messages.errors(report.problems);
        return is_usage(report) ? ExitCode::usage : ExitCode::bad_input;
      case BatchEnd::broken_input:
        // A bad row has been told already; a source that broke has not.
        for (const Problem& problem : report.problems) {
          if (!problem.code.starts_with("E031") || problem.code >= "E0318") {
            Problem named = problem;
            if (named.source.empty()) named.source = batch_.source;
            session_.messages.error(named);
          }
        }
        break;
      case BatchEnd::done:
      case BatchEnd::too_many_errors:
        break;
    }
    ExitCode code = exit_code(report);
    if (options_.dry_run) {
      const std::string text =
          options_.dry_run_format == "json" ? dry_run_json(report) : dry_run_text(report);
      if (!out_.write(text)) return out_.code();
    }
    // A file appears when all of the input is in it; rejects are there to be mended in any case.
    const bool complete = options_.dry_run || code == ExitCode::done ||
                          code == ExitCode::rows_rejected || !out_.positional();
    if (complete && !out_.commit()) return out_.code();
    if (!complete) {
      session_.messages.note(
          fmt::format("{}: not written, since the input was not judged to its end",
                      base::printable(options_.output)));
    }
    const bool readable = code != ExitCode::io;
    if (readable && !options_.rejects.empty() && !rejects_.commit()) return rejects_.code();
    if (batch_.row != 0 && report.rows == 0 && code == ExitCode::done) {
      return told(ExitCode::bad_input, "E0321", fmt::format("there is no row {}", batch_.row), "",
                  batch_.source);
    }
    if (report.end == BatchEnd::too_many_errors) {
      session_.messages.error(
          "E0321",
          fmt::format("stopped after {} bad row{}", report.rejects, report.rejects == 1 ? "" : "s"),
          "--max-errors allows more", batch_.source);
    }
    if (!options_.dry_run && batch_.row == 0) {
      session_.messages.note(fmt::format("{} row{} in = {} verdict{} + {} reject{}", report.rows,
                                         report.rows == 1 ? "" : "s", report.verdicts,
                                         report.verdicts == 1 ? "" : "s", report.rejects,
                                         report.rejects == 1 ? "" : "s"));
    }
    return worse(code, summary(report));
  }

  static bool is_usage(const BatchReport& report) {
    return std::all_of(report.problems.begin(), report.problems.end(),
                       [](const Problem& problem) { return problem.code.starts_with("E06"); });
  }

  [[nodiscard]] ExitCode exit_code(const BatchReport& report) const {
    if (report.end == BatchEnd::broken_input) {
      const bool io = std::any_of(report.problems.begin(), report.problems.end(),
                                  [](const Problem& p) { return p.code.starts_with("E05"); });
      return io ? ExitCode::io : ExitCode::bad_input;
    }
    if (report.end == BatchEnd::too_many_errors || report.end == BatchEnd::bad_header) {
      return ExitCode::bad_input;
    }
    return report.rejects > 0 ? ExitCode::rows_rejected : ExitCode::done;
  }

  ExitCode summary(const BatchReport& report) {
    if (!batch_.summary) return ExitCode::done;
    const std::string text =
        options_.summary_format == "json" ? summary_json(*engine_, report) : summary_text(report);
    if (options_.summary_file.empty()) {
      write_error(text);
      return ExitCode::done;
    }
    return print(session_, text, options_.summary_file);
  }

  const Session& session_;
  const Options& options_;
  BatchOptions batch_;
  std::optional<Engine> engine_;
  FileSink out_, rejects_;
};

}  // namespace

Run set_up_batch(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("FILE", &options->inputs,
                  "CSV or NDJSON, plain, gzip or zstd; - is standard input")
      .type_name("FILE");
  list.add_option("-f,--format", &options->format, "How results are written (default: csv)")
      .type_name("csv|tsv|ndjson|json|markdown");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE");
  list.add_flag("--append", options->append, "Keep all input columns in front, byte for byte");
  list.add_option("--columns", &options->columns,
                  "Result columns to write, in this order; possible, flip and stability only so")
      .type_name("NAME,…");
  list.add_flag("--raw", options->raw, "Keep cells that a spreadsheet would run as formulas");
  list.add_option("--rejects", &options->rejects,
                  "Bad rows go here, with line, column and reason, not into the results")
      .type_name("FILE");
  list.add_option("--max-errors", &options->max_errors, "Stop at this many bad rows, exit 3")
      .type_name("N")
      .check(counting_number);
  list.add_flag("--show-values", options->show_values, "Messages may quote cells");
  list.add_option("--map", &options->map, "A column of yours that is one of ours; may be repeated")
      .type_name("'THEIR HEADER=CRITERION'")
      .one_at_a_time();
  list.add_option("--ignore", &options->ignore, "A column to pass over; may be repeated")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_option("--id", &options->id, "The column that identifies a row (default: id)")
      .type_name("COLUMN");
  list.add_option("--delimiter", &options->delimiter,
                  "What separates fields (default: found among comma ; tab |)")
      .type_name("CHARACTER");
  list.add_flag("--no-header", options->no_header,
                "No header in, none out: columns are id, name and the criteria in model order");
  list.add_option("--header-from", &options->header_from,
                  "No header in, none out: this file's first line names the columns")
      .type_name("FILE");
  list.add_option("--unknown", &options->unknown, "Cells that mean unknown, as an empty one does")
      .type_name("WORD,…");
  list.add_option("--assume", &options->assume,
                  "criterion=value for rows that do not answer it; may be repeated")
      .type_name("CRITERION=VALUE")
      .one_at_a_time();
  list.add_option("--limit", &options->limit, "Judge the first N rows only")
      .type_name("N")
      .check(counting_number);
  list.add_option("--row", &options->row,
                  "The full reasoning of row N (1 is the first below the header)")
      .type_name("N")
      .check(counting_number);
  list.add_flag("--summary", options->summary, "Counts and shares on standard error at the end");
  list.add_option("--summary-format", &options->summary_format, "How the summary is written")
      .type_name("text|json");
  list.add_option("--summary-file", &options->summary_file, "Where the summary is written")
      .type_name("FILE");
  list.add_flag("--dry-run", options->dry_run,
                "Judge nothing: tell how the input is read, and what is wrong with it");
  list.add_option("--dry-run-format", &options->dry_run_format, "How --dry-run is written")
      .type_name("text|json");
  list.add_option("-j,--jobs", &options->jobs, "Threads (default: one per core)").type_name("N");
  list.add_flag("--no-progress", options->no_progress, "No progress line on a terminal");
  list.add_option("--cells", &options->cells, "Cells to look at before a status is `not proven`")
      .type_name("N");
  list.add_option("--block-bytes", &options->block, "Bytes that a thread takes at once")
      .type_name("N")
      .group("");
  return [options](Session& session) { return Batch(session, *options).run(); };
}

}  // namespace sourcing::cli
