// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <sourcing/contrast.hpp>
#include <sourcing/decide.hpp>
#include <sourcing/stability.hpp>
#include <sourcing/whatif_report.hpp>

#include "base/text.hpp"
#include "cli/assume.hpp"
#include "cli/change_target.hpp"
#include "cli/command.hpp"
#include "cli/terminal.hpp"
#include "engine/program.hpp"
#include "input/task_stream.hpp"
#include "input/value.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> tasks;
  std::string format, detail = "brief", output = "-", step = "1";
  std::vector<std::string> to, fix, set, assume;
  std::uint64_t nodes = WhatIfOptions{}.nodes, seed = StabilityOptions{}.seed;
  std::uint32_t samples = StabilityOptions{}.samples;
};

struct Setting {
  std::string criterion, value;
};

// Reports on every task of every input; what cannot be judged is told and counted.
class WhatIfRun {
 public:
  WhatIfRun(const Session& session, const Options& options, const Engine& engine,
            Assumptions assumptions, std::vector<Verdict> targets, std::vector<Setting> settings,
            Format format)
      : session_(session),
        options_(options),
        engine_(engine),
        assumptions_(std::move(assumptions)),
        settings_(std::move(settings)),
        language_(session.language(engine, format)),
        output_(session) {
    render_.format = format;
    render_.language = language_;
    render_.width = columns(STDOUT_FILENO);
    render_.color = options.output == "-" && session.color(STDOUT_FILENO);
    render_.full = options.detail == "full";
    what_if_.language = language_;
    what_if_.targets = std::move(targets);
    what_if_.fixed = split_list(options.fix);
    what_if_.fine = options.step == "0.01";
    what_if_.nodes = options.nodes;
    stability_.language = language_;
    stability_.samples = options.samples;
    stability_.seed = options.seed;
  }

  ExitCode run() {
    if (!output_.open(options_.output)) return output_.code();
    render_.many = options_.tasks.size() > 1;
    for (const std::string& path : options_.tasks) {
      if (!input(path)) break;
    }
    if (refused_) return code_;
    if (renderer_) renderer_->end(buffer_);
    if (output_.code() == ExitCode::done) (void)(output_.write(buffer_) && output_.commit());
    return worse(output_.code(), code_);
  }

 private:
  // False when the run must not go on.
  bool input(const std::string& path) {
    input::TaskStream stream(engine_.program(), path);
    if (const std::string error = stream.open(); !error.empty()) return unreadable(stream, error);
    while (auto task = stream.next()) {
      render_.many = render_.many || stream.is_ndjson();
      ++row_;
      if (*task) {
        if (!report(std::move(*task).value())) return false;
      } else {
        session_.messages.errors(task->problems());
        code_ = worse(code_, ExitCode::bad_input);
      }
      constexpr std::size_t enough = std::size_t{64} << 10;
      if (buffer_.size() >= enough) {
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
    return true;
  }

  bool report(Task task) {
    task.row = row_;
    assumptions_.apply(task);
    WhatIfReport report;
    DecideOptions decide_options;
    decide_options.language = language_;
    report.before = decide(engine_, task, decide_options);
    if (!settings_.empty()) {
      if (!try_settings(task, report)) return refuse();
      report.after = decide(engine_, task, decide_options);
    }
    // Trying answers is a question of its own; the rest is told when it is asked for too.
    if (settings_.empty() || !what_if_.targets.empty()) {
      Result<WhatIf> result = what_if(engine_, task, what_if_);
      if (!result) {
        session_.messages.errors(result.problems());
        return refuse();
      }
      report.what_if = std::move(result).value();
    }
    if (settings_.empty()) {
      report.contrasts = contrasts(engine_, task, language_);
      report.stability = stability(engine_, task, stability_);
    }
    if (!renderer_) {
      renderer_ = make_whatif_renderer(engine_, render_);
      renderer_->begin(buffer_);
    }
    renderer_->report(buffer_, report);
    return true;
  }

  bool try_settings(Task& task, WhatIfReport& report) const {
    bool fine = true;
    for (const Setting& setting : settings_) {
      const std::size_t c = engine::find_criterion(engine_.program(), setting.criterion);
      TriedAnswer tried;
      tried.criterion = setting.criterion;
      if (c < task.answers.size()) tried.from = shown(task, c);
      for (Problem& problem : set_answer(engine_, task, setting.criterion, setting.value)) {
        problem.message = "--set: " + problem.message;
        session_.messages.error(problem);
        fine = false;
      }
      if (!fine) continue;
      tried.to = shown(task, c);
      report.tried.push_back(std::move(tried));
    }
    return fine;
  }

  // What is read for a criterion, or the neutral that stands in for it.
  [[nodiscard]] std::string shown(const Task& task, std::size_t c) const {
    const Answer& answer = task.answers[c];
    if (answer.origin != Origin::unknown) return answer.shown;
    const engine::Criterion& criterion = engine_.program().criteria[c];
    return input::json_value(criterion, criterion.neutral);
  }

  bool refuse() {
    code_ = worse(code_, ExitCode::usage);
    refused_ = true;
    return false;
  }

  const Session& session_;
  const Options& options_;
  const Engine& engine_;
  Assumptions assumptions_;
  std::vector<Setting> settings_;
  std::string language_;
  Output output_;
  RenderOptions render_;
  WhatIfOptions what_if_;
  StabilityOptions stability_;
  std::unique_ptr<WhatIfRenderer> renderer_;
  std::string buffer_;
  std::uint64_t row_ = 0;
  bool refused_ = false;
  ExitCode code_ = ExitCode::done;
};

std::optional<std::vector<Setting>> read_settings(const Session& session,
                                                  const std::vector<std::string>& texts) {
  std::vector<Setting> settings;
  bool fine = true;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
      session.messages.error(
          "E0605", fmt::format("--set takes criterion=value, found `{}`", base::printable(text)));
      fine = false;
      continue;
    }
    settings.push_back({text.substr(0, equals), text.substr(equals + 1)});
  }
  if (!fine) return std::nullopt;
  return settings;
}

ExitCode run(Session& session, Options& options) {
  if (options.tasks.empty()) {
    session.messages.error("E0605", "whatif needs a task file, or `-` for standard input",
                           "`sourcing new` writes a template");
    return ExitCode::usage;
  }
  if (!choose(session, "--detail", options.detail, {"brief", "full"})) return ExitCode::usage;
  if (!choose(session, "--step", options.step, {"1", "0.01"})) return ExitCode::usage;
  const auto format = choose_format(session, options.format, Format::text,
                                    {Format::text, Format::json, Format::ndjson, Format::markdown});
  if (!format) return ExitCode::usage;
  auto targets = read_targets(session, options.to);
  auto settings = read_settings(session, options.set);
  if (!targets || !settings) return ExitCode::usage;
  for (const std::string& path : options.tasks) {
    if (options.output != "-" && path != "-" && base::same_file(path, options.output)) {
      session.messages.error("E0504", "the output would overwrite the input", "", options.output);
      return ExitCode::usage;
    }
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions) return ExitCode::usage;
  for (const std::string& path : options.tasks) {
    if (path == "-" && is_terminal(STDIN_FILENO)) {
      session.messages.note("reading a task from the terminal; end it with Ctrl-D");
    }
  }
  return WhatIfRun(session, options, *engine, std::move(*assumptions), std::move(*targets),
                   std::move(*settings), *format)
      .run();
}

}  // namespace

Run set_up_whatif(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("TASK", options->tasks,
                 "Task files (JSON, or NDJSON with one task a line); - is standard input")
      ->type_name("TASK");
  app.add_option("--to", options->to,
                 "What to reach, instead of every other verdict: location=nearshore; parts "
                 "joined by commas are to hold together; may be repeated")
      ->type_name("AXIS=VERDICT")
      ->allow_extra_args(false);
  app.add_option("--fix", options->fix, "Criteria that may not change: judgment,regulated")
      ->type_name("CRITERIA")
      ->allow_extra_args(false);
  app.add_option("--set", options->set,
                 "Decide again with this answer and show both; may be repeated")
      ->type_name("CRITERION=VALUE")
      ->allow_extra_args(false);
  app.add_option("--step", options->step,
                 "1 moves by whole levels, words, bands and numbers; 0.01 on the full grid")
      ->type_name("1|0.01");
  app.add_option("--assume", options->assume,
                 "criterion=value for tasks that do not answer it; may be repeated")
      ->type_name("CRITERION=VALUE")
      ->allow_extra_args(false);
  app.add_option("-f,--format", options->format, "How results are written (default: text)")
      ->type_name("text|json|ndjson|markdown");
  app.add_option("--detail", options->detail, "How much text and markdown say (default: brief)")
      ->type_name("brief|full");
  app.add_option("-o,--output", options->output, "File to write, whole or not at all")
      ->type_name("FILE");
  app.add_option("--nodes", options->nodes, "Nodes to search for each target before giving up")
      ->type_name("N");
  app.add_option("--samples", options->samples,
                 "Random weightings to try for the location; 0 for none")
      ->type_name("N");
  app.add_option("--seed", options->seed, "Seed of the random weightings")->type_name("N");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
