// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <sourcing/moves.hpp>

#include "audit/diff_report.hpp"
#include "audit/diff_words.hpp"
#include "base/text.hpp"
#include "cli/arguments/assume.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/row_options.hpp"
#include "cli/arguments/workbook_notes.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/report_lines.hpp"
#include "input/csv_source.hpp"
#include "report/moves_page.hpp"

namespace sourcing::cli {

namespace {

constexpr std::uint64_t unset = ~std::uint64_t{0};
// As many moved rows as are shown where nobody says: to read, or in a page that finds and filters.
constexpr std::uint64_t few_rows = 20, page_rows = 5'000;

struct Options {
  std::vector<std::string> models, rename;
  std::string format = "text", on, output = "-", title;
  std::uint64_t nodes = 200'000;
  std::uint64_t rows = unset;
  RowOptions reading;
  bool exit_code = false;
};

// A model as authored, and compiled from that.
struct Loaded {
  Engine engine;
  model::Model model;
};

std::optional<Loaded> load(Session& session, const std::string& path, ExitCode& code) {
  // `default` is the embedded model, so that one's own can be compared with it.
  session.common.model = path;
  std::optional<std::string> json;
  if (path == "default") {
    json = std::string(engine::embedded_model_json);
  } else {
    json = session.model_json(code);
  }
  if (!json) return std::nullopt;
  auto engine = Engine::from_json(*json, path);
  auto model = model::read_model(*json, path);
  if (!engine || !model) {
    session.messages.errors(engine.problems());
    code = ExitCode::bad_model;
    return std::nullopt;
  }
  return Loaded{std::move(engine).value(), std::move(model).value()};
}

// Each model takes of --assume what it knows; what neither knows is the first one's to refuse.
std::vector<std::string> assumed_of(const Engine& engine, const Engine& other,
                                    const std::vector<std::string>& texts) {
  const auto knows = [](const Engine& one, std::string_view id) {
    return engine::find_criterion(one.program(), id) < one.program().criteria.size();
  };
  std::vector<std::string> own;
  for (const std::string& text : texts) {
    const std::string_view id = base::trim(std::string_view(text).substr(0, text.find('=')));
    if (knows(engine, id) || !knows(other, id)) own.push_back(text);
  }
  return own;
}

class Rows {
 public:
  Rows(const Session& session, const Options& options, const Engine& before, const Engine& after)
      : session_(session), options_(options), before_(before), after_(after) {}

  /// Not `done` nor `rows_rejected`: there is no report.
  ExitCode run(MovesReport& report) {
    if (ExitCode code = read_options(); code != ExitCode::done) return code;
    input::FileSource file;
    const SignalGuard guard;
    if (const std::string error = file.open(options_.on, guard.wake_descriptor()); !error.empty()) {
      session_.messages.error("E0501", error, "", moves_.batch.source);
      return ExitCode::io;
    }
    input::Encoding encoding;
    const auto source = options_.reading.rows_of(session_, file, encoding, moves_.batch);
    if (source == nullptr) return ExitCode::usage;
    BatchMessages messages(
        session_, file.size(), [&] { return file.bytes_read(); }, wants_progress(session_));
    report = run_moves(before_, after_, *source, messages, moves_);
    messages.finish();
    tell_workbook(session_, encoding, moves_.batch.source);
    return finish(report.batch);
  }

 private:
  ExitCode read_options() {
    BatchOptions& batch = moves_.batch;
    batch.source = options_.on == "-" ? "<stdin>" : options_.on;
    moves_.shown = options_.rows != unset      ? options_.rows
                   : options_.format == "html" ? page_rows
                                               : few_rows;
    const RowOptions& reading = options_.reading;
    if (ExitCode code = reading.read(session_, batch); code != ExitCode::done) return code;
    return assume(before_, after_, batch.assumed) && assume(after_, before_, moves_.assumed_after)
               ? ExitCode::done
               : ExitCode::usage;
  }

  bool assume(const Engine& engine, const Engine& other, Task& assumed) const {
    const auto assumptions =
        Assumptions::read(session_, engine, assumed_of(engine, other, options_.reading.assume));
    if (!assumptions) return false;
    assumed = make_task(engine);
    assumptions->apply(assumed);
    return true;
  }

  [[nodiscard]] ExitCode finish(const BatchReport& report) const {
    const std::string& name = moves_.batch.source;
    if (SignalGuard::caught() != 0) SignalGuard::end_by(SignalGuard::caught());
    switch (report.end) {
      case BatchEnd::stopped:
        SignalGuard::end_by(SignalGuard::caught());
      case BatchEnd::bad_header:
        return tell_bad_header(session_, report);
      case BatchEnd::broken_input:
        tell_broken_input(session_, report, name);
        break;
      case BatchEnd::too_many_errors:
        tell_too_many_errors(session_, report, name);
        break;
      case BatchEnd::done:
      case BatchEnd::sink_failed:
        break;
    }
    return exit_code_of(report);
  }

  const Session& session_;
  const Options& options_;
  const Engine &before_, &after_;
  MovesOptions moves_;
};

bool has_criterion(const Engine& engine, std::string_view id) {
  return engine::find_criterion(engine.program(), id) < engine.program().criteria.size();
}

bool read_renamed(const Session& session, const Options& options, const Engine& before,
                  const Engine& after, audit::CompareOptions& out) {
  bool fine = true;
  for (const std::string& text : options.rename) {
    const std::size_t equals = std::min(text.find('='), text.size());
    std::string from = text.substr(0, equals);
    std::string to = equals < text.size() ? text.substr(equals + 1) : std::string{};
    if (!has_criterion(before, from) || !has_criterion(after, to)) {
      session.messages.error(
          "E0605", fmt::format("--rename takes OLD=NEW, a criterion of each model, found `{}`",
                               base::printable(text)));
      fine = false;
      continue;
    }
    out.renamed.emplace_back(std::move(from), std::move(to));
  }
  return fine;
}

// What --assume and --rename say of the proof; nothing (told) when they are no good.
std::optional<audit::CompareOptions> compare_options(const Session& session, const Options& options,
                                                     const Engine& before, const Engine& after) {
  audit::CompareOptions out;
  out.nodes = options.nodes;
  if (!read_renamed(session, options, before, after, out)) return std::nullopt;
  const std::vector<std::string>& texts = options.reading.assume;
  const auto answers = [&](const Engine& engine,
                           const Engine& other) -> std::optional<std::vector<Answer>> {
    const auto assumed = Assumptions::read(session, engine, assumed_of(engine, other, texts));
    if (!assumed) return std::nullopt;
    Task task = make_task(engine);
    assumed->apply(task);
    return std::move(task.answers);
  };
  auto first = answers(before, after);
  if (!first) return std::nullopt;  // what neither knows is told once
  auto second = answers(after, before);
  if (!second) return std::nullopt;
  out.assumed_before = std::move(*first);
  out.assumed_after = std::move(*second);
  return out;
}

std::string_view proof_phrase(const audit::Comparison& comparison) {
  if (!comparison.unmatched.empty()) return "report.diff_not_compared";
  if (comparison.proven_equal()) return "report.diff_equal";
  const bool differ =
      std::any_of(comparison.differs.begin(), comparison.differs.end(),
                  [](analysis::Found found) { return found == analysis::Found::yes; });
  return differ ? "report.diff_differs" : "report.diff_not_proven";
}

std::string page_of(const Session& session, const Options& options, const Engine& before,
                    const Engine& after, const audit::DiffReport& diff) {
  report::TwoModels two{before,
                        after,
                        std::string(session.language(after, Format::markdown)),
                        options.title,
                        options.on == "-" ? std::string("stdin")
                                          : std::filesystem::path(options.on).filename().string(),
                        proof_phrase(diff.comparison),
                        {},
                        *diff.moves,
                        audit::report(diff, audit::DiffFormat::json)};
  const audit::DiffWords words(diff, session.messages.translated);
  const auto side = [&](const audit::Change& change, const std::string& text) {
    return text.empty() ? text : words.value(change, text);
  };
  for (const audit::Change& change : diff.changes) {
    const std::string what = words.say(change.what);
    two.changes.push_back(
        {what, side(change, change.before), side(change, change.after), what == change.what});
  }
  return report::moves_page(two);
}

ExitCode run(Session& session, Options& options) {
  const auto format =
      choose(session, "--format", options.format, {"text", "markdown", "json", "html"});
  if (!format) return ExitCode::usage;
  if (options.models.size() != 2) {
    session.messages.error("E0605", "model diff compares two models",
                           "`default` stands for the embedded one");
    return ExitCode::usage;
  }
  const bool page = options.format == "html";
  if (page && options.on.empty()) {
    session.messages.error("E0605", "--format html shows which rows move: it needs --on FILE");
    return ExitCode::usage;
  }
  if (!page && !options.title.empty()) {
    session.messages.error("E0605", "--title heads the page of --format html");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto before = load(session, options.models[0], code);
  const auto after = load(session, options.models[1], code);
  if (!before || !after) return code;
  std::optional<MovesReport> moves;
  if (!options.on.empty()) {
    // First, so that what is wrong with the rows is told before the long search.
    code = Rows(session, options, before->engine, after->engine).run(moves.emplace());
    if (code != ExitCode::done && code != ExitCode::rows_rejected) return code;
  }
  const engine::Program &a = before->engine.program(), &b = after->engine.program();
  const auto narrowed = compare_options(session, options, before->engine, after->engine);
  if (!narrowed) return ExitCode::usage;
  const audit::DiffReport diff{a, b, audit::model_changes({before->model, a}, {after->model, b}),
                               audit::compare_models(a, b, *narrowed), std::move(moves)};
  const bool differ = !diff.comparison.proven_equal() || (diff.moves && diff.moves->moved > 0);
  // What was asked is answered by the rows that were judged: 1, also where one was rejected.
  if (options.exit_code && differ) code = ExitCode::not_fulfilled;
  if (page) {
    return worse(print(session, page_of(session, options, before->engine, after->engine, diff),
                       options.output),
                 code);
  }
  const auto form = static_cast<audit::DiffFormat>(*format);
  const std::string text = audit::report(diff, form, session.messages.translated);
  if (form != audit::DiffFormat::text) return worse(print(session, text, options.output), code);
  return worse(print_lines(session, text, options.output), code);
}

}  // namespace

Run set_up_model_diff(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("MODELS", &options->models, "Two model files; `default` is the embedded one")
      .type_name("BEFORE AFTER")
      .reads();
  list.add_option("-f,--format", &options->format,
                  "text, markdown, json, or html with --on (default: text)")
      .type_name("text|markdown|json|html");
  list.add_option(
          "--on", &options->on,
          "Tasks (a workbook, CSV or NDJSON, plain, gzip or zstd; -): which of them move, and why")
      .type_name("FILE")
      .reads();
  list.add_option(
          "--rename", &options->rename,
          "A criterion of the first model that has another id in the second; may be repeated")
      .type_name("OLD=NEW")
      .one_at_a_time();
  list.add_option("--rows", &options->rows,
                  "How many of the moved rows to show (default: 20, html: 5000)")
      .type_name("N");
  list.add_option("--title", &options->title, "html: heading of the page").type_name("TEXT");
  list.add_option("--max-errors", &options->reading.max_errors,
                  "Stop at this many bad rows, exit 3")
      .type_name("N")
      .check(counting_number);
  list.add_flag("--show-values", options->reading.show_values, "Messages may quote cells");
  options->reading.declare_reading(
      list, "No header: columns are id, name and the criteria in the first model's order",
      "No header: this file's first line names the columns");
  options->reading.declare_jobs(list);
  options->reading.declare_limits(list);
  list.add_flag(
      "--exit-code", options->exit_code,
      "Exit 1 unless the models are proven to decide alike (with --on: and no row moves)");
  list.add_option("--nodes", &options->nodes, "Nodes to search before giving up on a proof")
      .type_name("N");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("report");
  list.excludes("MODELS", "--model");
  list.needs(
      "--rows,--max-errors,--show-values,--map,--ignore,--id,--delimiter,--no-header,"
      "--header-from,--unknown,--limit,--jobs,--cells,--mapping,--header-row,--skip-where,--value,"
      "--encoding,--decimal,--thousands,--sheet",
      "--on");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
