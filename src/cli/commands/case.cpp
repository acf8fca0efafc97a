// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "base/decimal.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "batch/tasks/each_task.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/case_rows.hpp"
#include "cli/arguments/money_options.hpp"
#include "cli/arguments/own_rates.hpp"
#include "cli/arguments/place_options.hpp"
#include "cli/arguments/row_options.hpp"
#include "cli/arguments/task_run.hpp"
#include "cli/arguments/workbook_notes.hpp"
#include "cli/arguments/workbook_parts.hpp"
#include "cli/commands/case_workbook.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "input/csv_source.hpp"
#include "input/first_bytes.hpp"

namespace sourcing::cli {

namespace {

struct Options : TaskOptions {
  std::string assumptions, rates, home, charts, discount = "0.08", start, hurdle;
  std::uint32_t years = 5;
  bool summary = false, independent = false;
  std::vector<std::string> by;
  RowOptions rows;

  [[nodiscard]] bool workbook() const noexcept { return format == "xlsx"; }
};

constexpr std::size_t largest_file = std::size_t{16} << 20;

// The rates of --rates, with what they refer to.
struct Rates {
  places::Atlas atlas;
  std::optional<OwnRates> rates;
};

// False (told): they cannot be used, and `code` says how to exit.
bool read_rates(const Session& session, const Options& options, Rates& into, ExitCode& code) {
  if (options.rates.empty()) return true;
  const base::ReadResult file = base::read_file(options.rates, largest_file);
  if (!file.error.empty()) {
    session.messages.error("E0501", file.error, "", options.rates);
    code = ExitCode::io;
    return false;
  }
  into.atlas = places::embedded_atlas();
  code = ExitCode::usage;
  const auto place = [&](std::string_view option, const std::string& text, const auto*& found) {
    if (!text.empty()) found = find_place(session, into.atlas, option, text);
    return text.empty() || found != nullptr;
  };
  const places::Place *home = nullptr, *otherwise = nullptr;
  if (!place("--home", options.home, home) ||
      !place("home", std::string(session.settings[setting_home]), otherwise)) {
    return false;
  }
  into.rates.emplace(file.bytes, options.rates, into.atlas, home, otherwise);
  if (into.rates->problems().empty()) return true;
  session.messages.errors(into.rates->problems());
  code = ExitCode::bad_input;
  return false;
}

// Tasks as JSON, one after the other.
class CaseTasks : public TaskRun {
 public:
  CaseTasks(const Session& session, const Options& options, const Engine& engine,
            Assumptions assumptions, CaseContext& context)
      : TaskRun(session, options, engine, std::move(assumptions), context.render.format),
        context_(context),
        tally_(context) {}

 private:
  void begin(std::string& out) override {
    context_.render = render();
    if (context_.summary) context_.render.many = false;
    maker_.emplace(context_);
    maker_->begin(out);
    if (context_.sheet) sheets_.emplace(session(), context_);
  }
  bool report(Task task, std::string_view, std::string& out) override {
    maker_->add(task, tally_, out);
    if (!sheets_) return true;
    const bool taken = sheets_->write(out);
    out.clear();
    if (taken) return true;
    sheets_->tell();
    return refuse(ExitCode::io);
  }
  void end(std::string& out) override {
    for (std::uint64_t i = 0; i < bad(); ++i) tally_.failed();
    if (context_.summary && (!sheets_ || context_.charts != nullptr)) {
      append_summary(out, context_, tally_);
    }
    maker_->end(out);
    if (!sheets_) return;
    out.clear();
    whole_ = sheets_->finish(tally_, [&](std::string_view piece) {
      out += piece;
      return true;
    });
  }
  bool before_writing() override { return whole_; }

  CaseContext& context_;
  CaseTally tally_;
  std::optional<CaseMaker> maker_;
  std::optional<CaseWorkbook> sheets_;
  bool whole_ = true;  // false: the workbook could not be written, and that is told
};

// Rows of a table, on several threads.
class RowHandler : public batch::TaskHandler {
 public:
  RowHandler(const CaseContext& context, CaseTally& total)
      : maker_(context), tally_(context), total_(total) {}

  void start() override { tally_.clear(); }
  [[nodiscard]] bool wants_answers() const override { return false; }
  void judged(const Task& task, const batch::RowVerdict& verdict, std::string& out) override {
    maker_.add(task, verdict, tally_, out);
  }
  void task(const Task& task, std::string& out) override { maker_.add(task, tally_, out); }
  void failed(const Failure& failure, std::string& out) override {
    maker_.failed(failure, tally_, out);
  }
  void taken() override { total_.add(tally_); }

 private:
  CaseMaker maker_;
  CaseTally tally_;
  CaseTally& total_;
};

class CaseTable {
 public:
  CaseTable(const Session& session, const Options& options, CaseContext& context)
      : session_(session), options_(options), context_(context), out_(session), tally_(context) {}

  ExitCode run(const Assumptions& assumptions) {
    BatchOptions batch;
    const std::string& path = options_.tasks.front();
    batch.source = path == "-" ? "<stdin>" : path;
    if (ExitCode code = options_.rows.read(session_, batch); code != ExitCode::done) return code;
    batch.assumed = make_task(context_.engine);
    assumptions.apply(batch.assumed);
    input::FileSource file;
    const SignalGuard guard;
    if (const std::string error = file.open(path, guard.wake_descriptor()); !error.empty()) {
      session_.messages.error("E0501", error, "", batch.source);
      return ExitCode::io;
    }
    if (!out_.open(options_.output)) return out_.code();
    out_.write_in_order();
    input::Encoding encoding;
    const auto source = options_.rows.rows_of(session_, file, encoding, batch);
    if (source == nullptr) return ExitCode::usage;
    BatchMessages messages(
        session_, file.size(), [&] { return file.bytes_read(); }, wants_progress(session_));
    std::string text;
    CaseMaker(context_).begin(text);
    if (context_.sheet) sheets_.emplace(session_, context_);
    ByteSink& sink = sheets_ ? static_cast<ByteSink&>(*sheets_) : out_;
    if (!sink.write(text)) return sink_code();
    const BatchReport report =
        batch::each_task(context_.engine, *source, sink, messages, batch, context_.by,
                         [&] { return std::make_unique<RowHandler>(context_, tally_); });
    messages.finish();
    tell_workbook(session_, encoding, batch.source);
    return finish(report, batch.source);
  }

 private:
  ExitCode sink_code() const { return sheets_ && sheets_->tell() ? ExitCode::io : out_.code(); }

  ExitCode finish(const BatchReport& report, const std::string& source) {
    switch (report.end) {
      case BatchEnd::stopped:
        SignalGuard::end_by(SignalGuard::caught());
      case BatchEnd::bad_header:
        return tell_bad_header(session_, report);
      case BatchEnd::sink_failed:
        return sink_code();
      case BatchEnd::broken_input:
        tell_broken_input(session_, report, source);
        return exit_code_of(report);
      case BatchEnd::too_many_errors:
        tell_too_many_errors(session_, report, source);
        return exit_code_of(report);
      case BatchEnd::done:
        break;
    }
    std::string text;
    if (context_.summary && (!sheets_ || context_.charts != nullptr)) {
      append_summary(text, context_, tally_);
    }
    CaseMaker(context_).end(text);
    if (sheets_) {
      const auto take = [&](std::string_view piece) { return out_.write(piece); };
      if (!sheets_->finish(tally_, take)) return worse(out_.code(), ExitCode::io);
      text.clear();
    }
    if (!out_.write(text) || !out_.commit()) return out_.code();
    return exit_code_of(report);
  }

  const Session& session_;
  const Options& options_;
  CaseContext& context_;
  FileSink out_;
  CaseTally tally_;
  std::optional<CaseWorkbook> sheets_;
};

// By its name, or else by its first byte: no task begins otherwise than with a brace or a bracket.
bool is_table(const std::string& path) {
  std::string name = base::ascii_lower(path);
  for (const std::string_view packed : {".gz", ".zst"}) {
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  }
  for (const std::string_view rows : {".csv", ".tsv", ".txt", ".xlsx", ".xlsm"}) {
    if (name.ends_with(rows)) return true;
  }
  for (const std::string_view tasks : {".json", ".ndjson", ".jsonl"}) {
    if (name.ends_with(tasks)) return path.size() != name.size();  // packed: read row by row
  }
  const std::string first = input::first_bytes(path);
  const std::size_t at = first.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return at != std::string::npos && first[at] != '{' && first[at] != '[';
}

// The format, and what the summary and the table have to do with it.
std::optional<Format> read_format(const Session& session, const Options& options, bool table) {
  const auto format = choose_format(session, options.workbook() ? "csv" : options.format,
                                    table && !options.summary ? Format::csv : Format::text,
                                    {Format::text, Format::json, Format::ndjson, Format::csv,
                                     Format::tsv, Format::markdown, Format::html});
  if (!format) return std::nullopt;
  const bool rows = *format == Format::csv || *format == Format::tsv || *format == Format::ndjson;
  if (table && !options.summary && !options.charts.empty()) {
    session.messages.error("E0605", "--charts is for tasks and for --summary",
                           "of a table, add --summary");
    return std::nullopt;
  }
  if (table && !options.summary && !rows) {
    session.messages.error("E0602", "a table is written as csv, tsv or ndjson",
                           "--summary adds it up as text, markdown, html or json, too");
    return std::nullopt;
  }
  return format;
}

// Tasks of JSON have no columns; and only what people read has more or less detail.
bool has_effect(const Session& session, const Options& options, bool table, Format format) {
  if (!options.summary && !options.workbook() && (options.independent || !options.by.empty())) {
    session.messages.error(
        "E0605",
        fmt::format("`{}` has no effect here", options.by.empty() ? "--independent" : "--by"),
        "it goes with `--summary` or a workbook; see `sourcing case --help`");
    return false;
  }
  if (options.workbook()) {
    if (!workbook_has_place(session, options.output)) return false;
    if (!options.detail.empty()) {
      session.messages.error("E0605", "`--detail` has no effect on a workbook",
                             "it has every assumption; leave it out");
      return false;
    }
  }
  if (!table) {
    for (const std::string& option : options.rows.given(true)) {
      session.messages.error("E0605",
                             fmt::format("{} is for tables, and these are tasks of JSON", option),
                             "leave it out");
      return false;
    }
  }
  // Of a table each line of JSON has its break-evens with it only.
  if (table && format == Format::ndjson) return true;
  return obeyed(session, "--detail", !options.detail.empty(), format,
                {Format::text, Format::markdown});
}

bool read_context(const Session& session, const Options& options, CaseContext& context) {
  if (!options.start.empty()) {
    context.start = money::read_month(options.start);
    if (!context.start) {
      session.messages.error("E0602",
                             fmt::format("--start: `{}` is no month", base::excerpt(options.start)),
                             "2027-01, or a day of it");
      return false;
    }
  }
  if (!options.hurdle.empty()) {
    const auto share = read_share(session, "--hurdle", options.hurdle);
    if (!share) return false;
    context.hurdle.share = *share;
  }
  context.summary = options.summary;
  context.independent = options.independent;
  context.by = options.by;
  return true;
}

ExitCode write_charts(const Session& session, const std::string& folder, const CaseCharts& charts) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    session.messages.error("E0501", error.message(), "", folder);
    return ExitCode::io;
  }
  for (const auto& [name, chart] : charts) {
    const std::string path = (std::filesystem::path(folder) / name).string();
    if (ExitCode code = print(session, chart, path); code != ExitCode::done) return code;
  }
  return ExitCode::done;
}

ExitCode run(Session& session, Options& options) {
  if (!check_task_options(session, "case", options)) return ExitCode::usage;
  const bool table = options.tasks.size() == 1 && is_table(options.tasks.front());
  const auto format = read_format(session, options, table);
  if (!format || !has_effect(session, options, table, *format)) return ExitCode::usage;
  if (!check_years(session, options.years)) return ExitCode::usage;
  const auto discount = read_share(session, "--discount", options.discount);
  if (!discount) return ExitCode::usage;
  ExitCode code = ExitCode::usage;
  auto lines = read_assumptions(session, options.assumptions, code);
  if (!lines) return code;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions) return ExitCode::usage;
  const money::Plan plan(std::move(*lines), {static_cast<int>(options.years), *discount});
  Rates rates;
  if (!read_rates(session, options, rates, code)) return code;
  const std::string language = session.language(*engine, *format);
  CaseContext context{*engine, plan};
  if (rates.rates) context.rates = &*rates.rates;
  if (!read_context(session, options, context)) return ExitCode::usage;
  context.render.format = *format;
  context.render.language = language;
  context.render.full = options.detail == "full";
  context.detailed = !table || options.detail == "full";
  context.sheet = options.workbook();
  CaseCharts charts;
  if (!options.charts.empty()) context.charts = &charts;
  code = table ? CaseTable(session, options, context).run(*assumptions)
               : CaseTasks(session, options, *engine, std::move(*assumptions), context).run();
  return options.charts.empty() ? code : worse(code, write_charts(session, options.charts, charts));
}

}  // namespace

Run set_up_case(OptionList& list) {
  auto options = std::make_shared<Options>();
  add_task_options(list, *options);
  list.add_option("-f,--format", &options->format,
                  "How results are written (default: text; of a table: csv; xlsx for -o FILE.xlsx)")
      .type_name("text|json|ndjson|csv|tsv|markdown|html|xlsx");
  list.add_option("--assumptions", &options->assumptions,
                  "Assumptions of your own over the published ones: `sourcing schema money`")
      .type_name("FILE")
      .reads();
  list.add_option("--rates", &options->rates,
                  "What a person's year costs you, by place: wins over the published ratios")
      .type_name("FILE")
      .reads();
  list.add_option("--home", &options->home, "With --rates: where you are, ES or a name")
      .type_name("PLACE");
  list.add_option("--charts", &options->charts, "Folder to write pictures to as SVG files")
      .type_name("FOLDER");
  list.add_option("--years", &options->years, "How far to look (default: 5)").type_name("N");
  list.add_option("--discount", &options->discount, "A year's rate: 8% or 0.08 (default: 8%)")
      .type_name("SHARE");
  list.add_option("--start", &options->start,
                  "When a move would begin: a contract that has ended by then costs no exit")
      .type_name("YYYY-MM");
  list.add_option("--hurdle", &options->hurdle,
                  "Closer than this share of the cost over the years, at most 10,000,000, is too "
                  "close to call: 10%")
      .type_name("SHARE");
  list.add_flag("--summary", options->summary, "Add all tasks up instead of telling each");
  list.add_option("--by", &options->by,
                  "With --summary or a workbook: a group for each value of this column")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_flag(
      "--independent", options->independent,
      "With --summary or a workbook: each row has its own unknowns (default: one for all)");
  options->rows.declare_table(list);
  options->rows.declare_jobs(list);
  list.needs("--home", "--rates");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
