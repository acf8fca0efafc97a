// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sourcing/contrast.hpp>
#include <sourcing/decide.hpp>
#include <sourcing/stability.hpp>
#include <sourcing/whatif_report.hpp>

#include "base/text.hpp"
#include "cli/arguments/change_target.hpp"
#include "cli/arguments/task_run.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::cli {

namespace {

struct Options : TaskOptions {
  std::string step = "1";
  std::vector<std::string> to, fix, set;
  std::uint64_t nodes = WhatIfOptions{}.nodes, seed = StabilityOptions{}.seed;
  std::uint32_t samples = StabilityOptions{}.samples;
};

struct Setting {
  std::string criterion, value;
};

class WhatIfRun : public TaskRun {
 public:
  WhatIfRun(const Session& session, const Options& options, const Engine& engine,
            Assumptions assumptions, std::vector<Verdict> targets, std::vector<Setting> settings,
            Format format)
      : TaskRun(session, options, engine, std::move(assumptions), format),
        settings_(std::move(settings)) {
    what_if_.language = language();
    what_if_.targets = std::move(targets);
    what_if_.fixed = split_list(options.fix);
    what_if_.fine = options.step == "0.01";
    what_if_.nodes = options.nodes;
    stability_.language = language();
    stability_.samples = options.samples;
    stability_.seed = options.seed;
  }

 private:
  void begin(std::string& out) override {
    renderer_ = make_whatif_renderer(engine(), render());
    renderer_->begin(out);
  }

  bool report(Task task, std::string_view, std::string& out) override {
    WhatIfReport report;
    DecideOptions decide_options;
    decide_options.language = language();
    report.before = decide(engine(), task, decide_options);
    if (!settings_.empty()) {
      if (!try_settings(task, report)) return refuse(ExitCode::usage);
      report.after = decide(engine(), task, decide_options);
    }
    // Trying answers is a question of its own; the rest is told when it is asked for too.
    if (settings_.empty() || !what_if_.targets.empty()) {
      Result<WhatIf> result = what_if(engine(), task, what_if_);
      if (!result) {
        session().messages.errors(result.problems());
        return refuse(ExitCode::usage);
      }
      report.what_if = std::move(result).value();
      report.asked = !what_if_.targets.empty();
    }
    if (settings_.empty()) {
      report.contrasts = contrasts(engine(), task, language());
      report.stability = stability(engine(), task, stability_);
    }
    renderer_->report(out, report);
    return true;
  }

  void end(std::string& out) override { renderer_->end(out); }

  bool try_settings(Task& task, WhatIfReport& report) const {
    bool fine = true;
    for (const Setting& setting : settings_) {
      const std::size_t c = engine::find_named(engine().program(), setting.criterion);
      TriedAnswer tried;
      if (c < task.answers.size()) {
        tried.criterion = engine().program().criteria[c].id;
        tried.from = shown(task, c);
      }
      for (Problem& problem : set_answer(engine(), task, setting.criterion, setting.value)) {
        problem.message = "--set: " + problem.message;
        session().messages.error(problem);
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
    const engine::Criterion& criterion = engine().program().criteria[c];
    return input::json_value(criterion, criterion.neutral);
  }

  std::vector<Setting> settings_;
  WhatIfOptions what_if_;
  StabilityOptions stability_;
  std::unique_ptr<WhatIfRenderer> renderer_;
};

// A criterion may be named by its id or by a label.
bool names_each_once(const Session& session, const Engine& engine,
                     const std::vector<Setting>& settings) {
  std::vector<std::size_t> seen;
  for (const Setting& setting : settings) {
    const std::size_t c = engine::find_named(engine.program(), setting.criterion);
    if (std::find(seen.begin(), seen.end(), c) != seen.end() &&
        c < engine.program().criteria.size()) {
      session.messages.error(
          "E0605", fmt::format("--set: `{}` is given twice", base::printable(setting.criterion)));
      return false;
    }
    seen.push_back(c);
  }
  return true;
}

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
    Setting setting{text.substr(0, equals), text.substr(equals + 1)};
    if (std::any_of(settings.begin(), settings.end(),
                    [&](const Setting& s) { return s.criterion == setting.criterion; })) {
      session.messages.error(
          "E0605", fmt::format("--set: `{}` is given twice", base::printable(setting.criterion)));
      fine = false;
      continue;
    }
    settings.push_back(std::move(setting));
  }
  if (!fine) return std::nullopt;
  return settings;
}

ExitCode run(Session& session, Options& options) {
  if (!check_task_options(session, "whatif", options)) return ExitCode::usage;
  if (!choose(session, "--step", options.step, {"1", "0.01"})) return ExitCode::usage;
  const auto format = choose_format(session, options.format, Format::text,
                                    {Format::text, Format::json, Format::ndjson, Format::markdown});
  if (!format || !obeyed(session, "--detail", !options.detail.empty(), *format,
                         {Format::text, Format::markdown})) {
    return ExitCode::usage;
  }
  if (options.samples == 0 && options.seed != StabilityOptions{}.seed) {
    session.messages.error("E0605", "`--seed` has no effect with `--samples 0`",
                           "leave one of them out");
    return ExitCode::usage;
  }
  auto targets = read_targets(session, options.to);
  auto settings = read_settings(session, options.set);
  if (!targets || !settings) return ExitCode::usage;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions || !names_each_once(session, *engine, *settings)) return ExitCode::usage;
  return WhatIfRun(session, options, *engine, std::move(*assumptions), std::move(*targets),
                   std::move(*settings), *format)
      .run();
}

}  // namespace

Run set_up_whatif(OptionList& list) {
  auto options = std::make_shared<Options>();
  add_task_options(list, *options);
  list.add_option("--to", &options->to,
                  "What to reach, instead of every other verdict: location=nearshore; parts "
                  "joined by commas are to hold together; may be repeated")
      .type_name("AXIS=VERDICT")
      .one_at_a_time();
  list.add_option("--fix", &options->fix, "Criteria that may not change: judgment,regulated")
      .type_name("CRITERIA")
      .one_at_a_time();
  list.add_option("--set", &options->set,
                  "Decide again with this answer and show both; may be repeated")
      .type_name("CRITERION=VALUE")
      .one_at_a_time();
  list.add_option("--step", &options->step,
                  "1 moves by whole levels, words, bands and numbers; 0.01 on the full grid")
      .type_name("1|0.01");
  list.add_option("-f,--format", &options->format, "How results are written (default: text)")
      .type_name("text|json|ndjson|markdown");
  list.add_option("--nodes", &options->nodes, "Nodes to search for each target before giving up")
      .type_name("N");
  list.add_option("--samples", &options->samples,
                  "Random weightings to try for the location; 0 for none")
      .type_name("N");
  list.add_option("--seed", &options->seed, "Seed of the random weightings").type_name("N");
  list.excludes("--set", "--to,--fix,--step,--nodes,--samples,--seed");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
