// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <sourcing/decide.hpp>

#include "base/text.hpp"
#include "cli/assume.hpp"
#include "cli/command.hpp"
#include "cli/recorder.hpp"
#include "cli/requirement.hpp"
#include "cli/terminal.hpp"
#include "input/task_stream.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> tasks;
  std::string format, detail = "brief", output = "-";
  std::vector<std::string> assume, require, expect;
  RecordRequest record;
  bool brief = false, raw = false;
  std::uint64_t cells = DecideOptions{}.cells, nodes = DecideOptions{}.nodes;
};

// Decides every task of every input; what cannot be judged is told and counted, the rest goes on.
class Classify {
 public:
  Classify(const Session& session, const Options& options, const Engine& engine,
           Assumptions assumptions, std::vector<Requirement> requirements, Recorder recorder,
           Format format)
      : session_(session),
        options_(options),
        engine_(engine),
        assumptions_(std::move(assumptions)),
        requirements_(std::move(requirements)),
        recorder_(std::move(recorder)),
        language_(session.language(engine, format)),
        output_(session) {
    render_.format = format;
    render_.language = language_;
    render_.width = columns(STDOUT_FILENO);
    render_.color = options.output == "-" && session.color(STDOUT_FILENO);
    render_.full = options.detail == "full";
    render_.raw = options.raw;
    decide_.language = language_;
    decide_.cells = options.cells;
    decide_.nodes = options.nodes;
    recorder_.options = {options.assume, language_, options.cells, options.nodes};
  }

  ExitCode run() {
    if (!output_.open(options_.output)) return output_.code();
    render_.many = options_.tasks.size() > 1;
    for (const std::string& path : options_.tasks) {
      if (!input(path)) break;
    }
    if (refused_) return code_;
    if (renderer_) renderer_->end(buffer_);
    // What is not recorded is not said either.
    if (!recorder_.flush(session_)) return worse(code_, ExitCode::io);
    recorder_.finish(session_);
    if (output_.code() == ExitCode::done && output_.write(buffer_) && worth_keeping()) {
      (void)output_.commit();
    }
    return worse(output_.code(), code_);
  }

 private:
  // Nothing judged, or an input that broke off: an older result is worth more than what there is.
  // Standard output has no older result.
  [[nodiscard]] bool worth_keeping() const {
    return options_.output == "-" || (renderer_ != nullptr && code_ != ExitCode::io);
  }

  // False when writing broke off.
  bool input(const std::string& path) {
    input::TaskStream stream(engine_.program(), path);
    if (recorder_.active()) stream.keep_text();
    if (const std::string error = stream.open(); !error.empty()) return unreadable(stream, error);
    while (auto task = stream.next()) {
      render_.many = render_.many || stream.is_ndjson();
      ++row_;
      if (*task) {
        if (!decide_one(std::move(*task).value(), stream.text())) return false;
      } else {
        session_.messages.errors(task->problems());
        code_ = worse(code_, ExitCode::bad_input);
      }
      constexpr std::size_t enough = std::size_t{64} << 10;
      if (buffer_.size() >= enough) {
        if (!recorder_.flush(session_)) return refuse(ExitCode::io);
        if (!output_.write(buffer_)) return false;
        buffer_.clear();
      }
    }
    if (!stream.error().empty()) return unreadable(stream, stream.error());
    return true;
  }

  bool unreadable(const input::TaskStream& stream, const std::string& error) {
    session_.messages.error("E0501", error, "", stream.name());
    code_ = worse(code_, ExitCode::io);
    return true;  // other inputs may still be read
  }

  // False when the run must not go on.
  bool decide_one(Task task, const std::string& text) {
    task.row = row_;
    assumptions_.apply(task);
    const Decision decision = decide(engine_, task, decide_);
    if (!recorder_.add(session_, engine_, text, decision)) return refuse(ExitCode::usage);
    if (!renderer_) {
      renderer_ = make_renderer(engine_, render_);
      renderer_->begin(buffer_);
    }
    renderer_->decision(buffer_, decision);
    for (const Requirement& requirement : requirements_) {
      if (requirement.holds(decision)) continue;
      const std::string who =
          task.id.empty() ? fmt::format("task {}", task.row) : base::printable(task.id);
      session_.messages.error("E0606", fmt::format("{}: {} does not hold", who, requirement.text));
      code_ = worse(code_, ExitCode::not_fulfilled);
    }
    return true;
  }

  bool refuse(ExitCode code) {
    code_ = worse(code_, code);
    refused_ = true;
    return false;
  }

  const Session& session_;
  const Options& options_;
  const Engine& engine_;
  Assumptions assumptions_;
  std::vector<Requirement> requirements_;
  Recorder recorder_;
  std::string language_;
  Output output_;
  RenderOptions render_;
  DecideOptions decide_;
  std::unique_ptr<Renderer> renderer_;
  std::string buffer_;
  std::uint64_t row_ = 0;
  bool refused_ = false;
  ExitCode code_ = ExitCode::done;
};

ExitCode run(Session& session, Options& options) {
  if (options.tasks.empty()) {
    session.messages.error("E0605", "classify needs a task file, or `-` for standard input",
                           "`sourcing new` writes a template");
    return ExitCode::usage;
  }
  if (!choose(session, "--detail", options.detail, {"brief", "full"})) return ExitCode::usage;
  const auto format = options.brief
                          ? std::optional(Format::brief)
                          : choose_format(session, options.format, Format::text,
                                          {Format::text, Format::json, Format::ndjson, Format::csv,
                                           Format::tsv, Format::markdown, Format::brief});
  if (!format) return ExitCode::usage;
  auto requirements = read_requirements(session, options.require, options.expect);
  if (!requirements) return ExitCode::usage;
  std::vector<std::string> inputs = options.tasks;
  inputs.push_back(session.model_path());
  if (would_overwrite(session, options.output, inputs)) return ExitCode::usage;
  if (!options.record.path.empty()) {
    if (would_overwrite(session, options.record.path, inputs)) return ExitCode::usage;
    if (options.record.path == options.output ||
        base::same_file(options.record.path, options.output)) {
      session.messages.error("E0504", "the output would overwrite the record log", "",
                             options.output);
      return ExitCode::usage;
    }
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions) return ExitCode::usage;
  auto recorder = Recorder::make(session, options.record, {});
  if (!recorder) return ExitCode::usage;
  for (const std::string& path : options.tasks) {
    if (path == "-" && is_terminal(STDIN_FILENO)) {
      session.messages.note("reading a task from the terminal; end it with Ctrl-D");
    }
  }
  return Classify(session, options, *engine, std::move(*assumptions), std::move(*requirements),
                  std::move(*recorder), *format)
      .run();
}

}  // namespace

Run set_up_classify(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("TASK", options->tasks,
                 "Task files (JSON, or NDJSON with one task a line); - is standard input")
      ->type_name("TASK");
  app.add_option("-f,--format", options->format, "How results are written (default: text)")
      ->type_name("text|json|ndjson|csv|tsv|markdown|brief");
  app.add_flag("--brief", options->brief,
               "One tab-separated line: id, disposition, engagement, location, status, hybrid");
  app.add_option("--detail", options->detail,
                 "How much reasoning in text and markdown (default: brief)")
      ->type_name("brief|full");
  app.add_option("--assume", options->assume,
                 "criterion=value for tasks that do not answer it; may be repeated")
      ->type_name("CRITERION=VALUE")
      ->allow_extra_args(false);
  app.add_option("--require", options->require,
                 "Exit 1 unless the status is this: decided, or axis=decided; may be repeated")
      ->type_name("[AXIS=]decided|tentative|undetermined")
      ->allow_extra_args(false);
  app.add_option("--expect", options->expect,
                 "Exit 1 unless the verdict is this: engagement=KPO; may be repeated")
      ->type_name("AXIS=VERDICT")
      ->allow_extra_args(false);
  app.add_option("-o,--output", options->output, "File to write, whole or not at all")
      ->type_name("FILE");
  app.add_option("--record", options->record.path,
                 "Append a record of each decision to this log; `sourcing verify` replays it")
      ->type_name("FILE");
  app.add_option("--override", options->record.overrides,
                 "axis=value that a person decided instead, kept beside the computed answer in "
                 "the record; may be repeated")
      ->type_name("AXIS=VERDICT")
      ->allow_extra_args(false);
  app.add_option("--because", options->record.because, "The reason of the --override")
      ->type_name("TEXT");
  app.add_flag("--raw", options->raw, "csv, tsv: keep cells that a spreadsheet would run");
  app.add_option("--cells", options->cells, "Cells to look at before a status is `not proven`")
      ->type_name("N")
      ->check(whole_number);
  app.add_option("--nodes", options->nodes, "Nodes to search for `possible` before giving up")
      ->type_name("N")
      ->check(whole_number);
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
