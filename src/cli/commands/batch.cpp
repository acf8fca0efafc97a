// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <sourcing/batch.hpp>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/arguments/assume.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/mapping.hpp"
#include "cli/arguments/place_options.hpp"
#include "cli/arguments/row_options.hpp"
#include "cli/arguments/workbook_notes.hpp"
#include "cli/commands/batch_arguments.hpp"
#include "cli/commands/batch_mapping_finder.hpp"
#include "cli/commands/batch_rejects.hpp"
#include "cli/commands/batch_report.hpp"
#include "cli/commands/batch_workbook.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "input/csv_source.hpp"
#include "places/bulk.hpp"
#include "render/summary.hpp"

namespace sourcing::cli {

namespace {

constexpr std::array<std::string_view, 4> place_columns = {"place", "place_score", "places",
                                                           "place_scores"};

class Batch {
 public:
  Batch(const Session& session, const BatchArguments& options)
      : session_(session), options_(options), out_(session), rejects_(session) {}

  ExitCode run() {
    if (ExitCode code = read_options(); code != ExitCode::done) return code;
    const std::string& path = options_.inputs.front();
    const SignalGuard guard;
    if (options_.save_mapping.empty()) return judge(path, guard);
    return learn(path, guard);
  }

 private:
  // A dry run that also finds out how the file is to be read.
  ExitCode learn(const std::string& path, const SignalGuard& guard) {
    if (path == "-") {
      return told(ExitCode::usage, "E0605",
                  "--save-mapping reads the input more than once: it needs a file");
    }
    MappingFinder finder(*engine_, session_.messages);
    BatchReport report;
    constexpr int most_tries = 8;
    for (int i = 0; i < most_tries; ++i) {
      input::FileSource file;
      if (const std::string error = file.open(path, guard.wake_descriptor()); !error.empty()) {
        return told(ExitCode::io, "E0501", error, "", batch_.source);
      }
      input::Encoding encoding;
      const auto source = input::decode(file, encoding, batch_.encoding, sheet_choice(batch_));
      BatchOptions tried = batch_;
      if (encoding.workbook) tried.delimiter = ',';
      BatchObserver silent;
      report = run_batch(*engine_, *source, out_, nullptr, silent, tried);
      if (encoding.guessed) batch_.encoding = encoding.text;
      if (!finder.improve(batch_, report)) break;
    }
    finder.tell_columns();
    if (ExitCode code = judge(path, guard); code == ExitCode::io) return code;
    if (workbook_ != nullptr) batch_.delimiter = 0;  // that of the text that it is read as
    const ExitCode saved =
        print(session_, mapping_json(batch_, report.survey), options_.save_mapping);
    return saved != ExitCode::done ? saved : exit_code_of(report);
  }

  ExitCode judge(const std::string& path, const SignalGuard& guard) {
    input::FileSource file;
    if (const std::string error = file.open(path, guard.wake_descriptor()); !error.empty()) {
      return told(ExitCode::io, "E0501", error, "", batch_.source);
    }
    if (path == "-" && is_terminal(STDIN_FILENO)) {
      session_.messages.note("reading rows from the terminal; end them with Ctrl-D");
    }
    // A dry run goes with the options of the run to come, and leaves its results alone.
    if (!out_.open(options_.dry_run ? "-" : options_.output)) return out_.code();
    if (keeps_rejects() && !rejects_.open(options_.rejects)) return rejects_.code();
    input::Encoding encoding;
    const auto source = options_.rows.rows_of(session_, file, encoding, batch_);
    if (source == nullptr) return ExitCode::usage;
    tell_encoding(encoding);
    BatchMessages messages(
        session_, file.size(), [&] { return file.bytes_read(); },
        !options_.no_progress && wants_progress(session_));
    if (wants_workbook() && !batch_.dry_run) sheets_.emplace(session_, *engine_, batch_);
    if (keeps_rejects() && base::ascii_lower(options_.rejects).ends_with(".xlsx")) {
      reject_sheet_.emplace(session_, *engine_);
    }
    messages.when_opened([&](const BatchReport& opened) {
      if (sheets_) sheets_->open(opened, batch_);
      if (reject_sheet_) reject_sheet_->open(opened, batch_);
    });
    ByteSink& sink = sheets_ ? static_cast<ByteSink&>(*sheets_) : out_;
    ByteSink& rejects = reject_sheet_ ? static_cast<ByteSink&>(*reject_sheet_) : rejects_;
    BatchReport report =
        run_batch(*engine_, *source, sink, keeps_rejects() ? &rejects : nullptr, messages, batch_);
    report.encoding = encoding.text;
    report.compression = encoding.compression;
    if (encoding.workbook) {
      report.input = "xlsx";
      workbook_ = &encoding.facts;
    }
    messages.finish();
    tell_workbook(session_, encoding, batch_.source);
    return finish(report);
  }

  void tell_encoding(const input::Encoding& encoding) {
    if (encoding.guessed) {
      session_.messages.note(fmt::format(
          "the text is no UTF-8 and is read as {}; --encoding says another", encoding.text));
    }
    if (!batch_.append || encoding.text == "utf-8") return;
    batch_.byte_order_mark = true;
    if (encoding.text == "utf-8 with BOM") return;
    session_.messages.note("what is written is UTF-8 with a byte order mark");
  }

  ExitCode told(ExitCode code, std::string_view id, std::string message, std::string hint = {},
                std::string source = {}) {
    session_.messages.error(id, std::move(message), std::move(hint), std::move(source));
    return code;
  }

  [[nodiscard]] bool keeps_rejects() const noexcept {
    return !options_.rejects.empty() && !options_.dry_run;
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
        session_, wants_workbook() ? "csv" : options_.format,
        options_.row != 0 || shows_table() ? Format::text : Format::csv,
        {Format::csv, Format::tsv, Format::ndjson, Format::json, Format::markdown, Format::text});
    if (!format) return ExitCode::usage;
    batch_.format = *format;
    batch_.format_said = !options_.format.empty() && !wants_workbook();
    if (ExitCode code = wants_workbook() ? check_workbook() : check_format();
        code != ExitCode::done) {
      return code;
    }
    if (ExitCode code = options_.rows.read(session_, batch_); code != ExitCode::done) return code;
    if (ExitCode code = read_reports(); code != ExitCode::done) return code;
    batch_.columns = split_list(options_.columns, ',');
    batch_.append = options_.append;
    batch_.raw = options_.raw;
    batch_.rejects = keeps_rejects();
    batch_.row = options_.row;
    batch_.summary = options_.summary || !options_.summary_format.empty() ||
                     !options_.summary_file.empty() || !options_.by.empty() ||
                     !options_.sum.empty();
    batch_.by = options_.by;
    batch_.sum = options_.sum;
    batch_.dry_run = options_.dry_run;
    batch_.width = columns(STDOUT_FILENO);
    return model();
  }

  ExitCode check_workbook() {
    if (options_.raw) {
      return told(ExitCode::usage, "E0605", "`--raw` has no effect on a workbook",
                  "its cells are texts and never run as formulas");
    }
    if (options_.row != 0 || options_.rows.no_header) {
      return told(
          ExitCode::usage, "E0605",
          options_.row != 0 ? "a workbook has all rows, not one" : "a workbook needs a header");
    }
    if (!workbook_has_place(session_, options_.output)) return ExitCode::usage;
    if (!options_.decimal_out.empty()) {
      return told(ExitCode::usage, "E0605", "`--decimal-out` has no effect on a workbook",
                  "its numbers are numbers, shown with the sign of whoever opens it");
    }
    return check_format();
  }

  // What only some formats have.
  ExitCode check_format() {
    const bool table = batch_.format == Format::csv || batch_.format == Format::tsv;
    if (options_.raw && !table) {
      return told(ExitCode::usage, "E0605",
                  fmt::format("`--raw` has no effect with --format {}", name(batch_.format)),
                  "it is for csv and tsv");
    }
    if (options_.append && (!table || options_.row != 0)) {
      return told(ExitCode::usage, "E0605", "--append is for csv and tsv");
    }
    if (!options_.places.home.empty() && (!table || options_.row != 0)) {
      return told(ExitCode::usage, "E0605", "--home adds columns, which are for csv and tsv");
    }
    if (!options_.decimal_out.empty() && !table) {
      return told(ExitCode::usage, "E0605", "--decimal-out is for csv and tsv");
    }
    return ExitCode::done;
  }

  // How what is told beside the results is written.
  ExitCode read_reports() {
    if (!options_.dry_run_format.empty() &&
        !choose(session_, "--dry-run-format", options_.dry_run_format, {"text", "json", "csv"})) {
      return ExitCode::usage;
    }
    if (!options_.summary_format.empty() &&
        !choose(session_, "--summary-format", options_.summary_format,
                {"text", "json", "markdown", "csv"})) {
      return ExitCode::usage;
    }
    if (!options_.decimal_out.empty() &&
        !read_sign(options_.decimal_out, ".,", batch_.decimal_out)) {
      return told(ExitCode::usage, "E0602", "--decimal-out takes `.` or `,`");
    }
    return ExitCode::done;
  }

  // On a terminal a person reads: columns that line up, of which there are as many as fit.
  [[nodiscard]] bool shows_table() const noexcept {
    return is_terminal(STDOUT_FILENO) && options_.output == "-" && !options_.append &&
           !options_.raw && !options_.dry_run && options_.decimal_out.empty();
  }
  [[nodiscard]] bool wants_workbook() const noexcept { return options_.format == "xlsx"; }

  ExitCode model() {
    ExitCode code = ExitCode::done;
    engine_ = session_.load_engine(code);
    if (!engine_) return code;
    auto assumptions = Assumptions::read(session_, *engine_, options_.rows.assume);
    if (!assumptions) return ExitCode::usage;
    batch_.assumed = make_task(*engine_);
    assumptions->apply(batch_.assumed);
    batch_.language = session_.language(*engine_, batch_.format);
    return read_places();
  }

  // The best places of each row are worked out where they are asked for.
  ExitCode read_places() {
    const bool asked =
        std::any_of(batch_.columns.begin(), batch_.columns.end(), [](const std::string& column) {
          return std::find(place_columns.begin(), place_columns.end(), column) !=
                 place_columns.end();
        });
    if (!asked && (options_.places.home.empty() || !batch_.columns.empty())) {
      if (options_.places.home.empty() && !options_.places.given()) return ExitCode::done;
      if (!options_.places.home.empty()) {
        return told(ExitCode::usage, "E0605",
                    "--home adds columns, and --columns names none of them",
                    "name place, place_score or places too, or leave --home out");
      }
      return told(ExitCode::usage, "E0605", "places are ranked where they are asked for",
                  "give --home ES, or --columns with place, place_score or places");
    }
    ExitCode code = ExitCode::done;
    auto atlas = load_atlas(session_, options_.places, code);
    if (!atlas) return code;
    auto request = read_place_options(session_, *atlas, options_.places);
    if (!request) return ExitCode::usage;
    std::string otherwise;
    if (request->home.empty() && !session_.settings[setting_home].empty()) {
      const places::Place* home =
          find_place(session_, *atlas, "home", session_.settings[setting_home]);
      if (home == nullptr) return ExitCode::usage;
      otherwise = home->iso2;
    }
    gaps_ = std::make_shared<places::Gaps>();
    batch_.places = std::make_shared<const places::BulkRequest>(places::BulkRequest{
        *engine_, std::move(*atlas), std::move(*request), std::move(otherwise), gaps_});
    return ExitCode::done;
  }

  void tell_gaps() const {
    if (!gaps_) return;
    const auto tell = [&](std::uint64_t rows, std::string_view what) {
      if (rows == 0) return;
      session_.messages.note(fmt::format("{} row{} {}", rows, rows == 1 ? "" : "s", what));
    };
    tell(gaps_->homes, "without a place, since `home` is empty or no place");
    tell(gaps_->languages, "ranked without languages, since `work_languages` has no codes");
  }

  ExitCode finish(const BatchReport& report) {
    // Interrupted while it waited for the first byte: what there is of an input is no matter then.
    if (SignalGuard::caught() != 0) SignalGuard::end_by(SignalGuard::caught());
    switch (report.end) {
      case BatchEnd::stopped:
        SignalGuard::end_by(SignalGuard::caught());
      case BatchEnd::sink_failed:
        if ((sheets_ && sheets_->tell()) || (reject_sheet_ && reject_sheet_->tell())) {
          return ExitCode::io;
        }
        return worse(out_.code(), rejects_.code());
      case BatchEnd::bad_header:
        if (options_.dry_run) break;
        return tell_bad_header(session_, report);
      case BatchEnd::broken_input:
        tell_broken_input(session_, report, batch_.source);
        break;
      case BatchEnd::done:
      case BatchEnd::too_many_errors:
        break;
    }
    ExitCode code = exit_code_of(report);
    if (options_.dry_run) {
      const std::string text = options_.dry_run_format == "json"
                                   ? dry_run_json(report, batch_, workbook_)
                               : options_.dry_run_format == "csv"
                                   ? dry_run_csv(report)
                                   : dry_run_text(session_.messages, report, batch_, workbook_);
      if (!out_.write(text)) return out_.code();
    }
    // A file appears when all of the input is in it; rejects are there to be mended in any case.
    const bool complete = options_.dry_run || code == ExitCode::done ||
                          code == ExitCode::rows_rejected || !out_.positional();
    if (complete && sheets_ && !sheets_->finish(report, out_))
      return worse(out_.code(), ExitCode::io);
    if (complete && !out_.commit()) return out_.code();
    if (!complete) {
      session_.messages.note(
          fmt::format("{}: not written, since the input was not judged to its end",
                      base::printable(options_.output)));
    }
    const bool readable = code != ExitCode::io;
    if (readable && reject_sheet_ && !reject_sheet_->finish(rejects_)) {
      return worse(rejects_.code(), ExitCode::io);
    }
    if (readable && keeps_rejects() && !rejects_.commit()) return rejects_.code();
    if (batch_.row != 0 && report.rows == 0 && code == ExitCode::done) {
      return told(ExitCode::bad_input, "E0321", fmt::format("there is no row {}", batch_.row), "",
                  batch_.source);
    }
    if (report.end == BatchEnd::too_many_errors) {
      tell_too_many_errors(session_, report, batch_.source);
    }
    if (!options_.dry_run && batch_.row == 0) {
      session_.messages.note(fmt::format("{} row{} in = {} verdict{} + {} reject{}{}", report.rows,
                                         report.rows == 1 ? "" : "s", report.verdicts,
                                         report.verdicts == 1 ? "" : "s", report.rejects,
                                         report.rejects == 1 ? "" : "s", passed_over(report)));
      tell_gaps();
    }
    return worse(code, summary(report));
  }

  ExitCode summary(const BatchReport& report) {
    if (!batch_.summary) return ExitCode::done;
    const std::string language = session_.language(*engine_, Format::text);
    const std::string_view format = options_.summary_format;
    const std::string text = format == "json"  ? render::summary_json(*engine_, report)
                             : format == "csv" ? render::summary_csv(report)
                             : format == "markdown"
                                 ? render::summary_markdown(*engine_, report, language)
                                 : render::summary_text(*engine_, report, language);
    if (options_.summary_file.empty() || options_.dry_run) {
      write_error(text);
      return ExitCode::done;
    }
    return print(session_, text, options_.summary_file);
  }

  const Session& session_;
  const BatchArguments& options_;
  BatchOptions batch_;
  std::optional<Engine> engine_;
  const input::WorkbookFacts* workbook_ = nullptr;
  std::optional<WorkbookSink> sheets_;
  std::shared_ptr<places::Gaps> gaps_;  // where places are ranked
  std::optional<RejectsWorkbook> reject_sheet_;
  FileSink out_, rejects_;
};

}  // namespace

Run set_up_batch(OptionList& list) {
  auto options = std::make_shared<BatchArguments>();
  declare_batch(list, *options);
  return [options](Session& session) { return Batch(session, *options).run(); };
}

}  // namespace sourcing::cli
