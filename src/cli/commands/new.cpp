// SPDX-License-Identifier: Apache-2.0
// A task template: printed, or filled in by answering its questions.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <utility>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/commands/new_document.hpp"
#include "cli/commands/new_interview.hpp"
#include "cli/commands/new_questionnaire.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"
#include "input/nearest_activity.hpp"
#include "input/task_json.hpp"
#include "input/task_stream.hpp"
#include "interview/rehearsal.hpp"
#include "render/wording.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string activity, output, edit, rehearse, format;
  bool no_questions = false, ask = false, force = false;
};

/// A task file as it was read: the document, and what it says.
struct TaskFile {
  json::Value document;
  Task task;
};

class New {
 public:
  New(const Session& session, const Options& options, const Engine& engine)
      : session_(session),
        options_(options),
        engine_(engine),
        program_(engine.program()),
        language_(engine::find_language(program_, session.language(engine, Format::text))) {}

  ExitCode run() {
    if (const ExitCode code = check(); code != ExitCode::done) return code;
    if (options_.format == "xlsx") return questionnaire();
    if (!options_.rehearse.empty()) return rehearse();
    if (!options_.edit.empty()) return edit();
    // Questions need someone to answer them and someone to read them.
    const bool somebody = is_terminal(STDIN_FILENO) && is_terminal(STDERR_FILENO);
    if (!options_.ask && (options_.no_questions || !somebody)) {
      return print(session_, task_template(program_, activity_, nullptr, language_), output());
    }
    Task start = make_task(engine_);
    if (activity_ != nullptr) {
      start.activity = activity_->id;
      input::apply_profile(program_, start);
    }
    return ask(std::move(start), [&](const Task& task) {
      return task_template(program_, activity_, &task, language_);
    });
  }

 private:
  [[nodiscard]] ExitCode questionnaire() const {
    if (output() == "-" && is_terminal(STDOUT_FILENO)) {
      session_.messages.error("E0605", "a workbook is nothing for a terminal", "say -o FILE.xlsx");
      return ExitCode::usage;
    }
    return write_questionnaire(session_, program_, activity_, language_, output());
  }

  [[nodiscard]] std::string output() const {
    if (!options_.output.empty()) return options_.output;
    return options_.edit.empty() ? "-" : options_.edit;
  }

  ExitCode check() {
    if (!options_.format.empty() &&
        !choose(session_, "--format", options_.format, {"json", "xlsx"})) {
      return ExitCode::usage;
    }
    if (options_.edit == "-") {
      session_.messages.error("E0605", "--edit needs a file: `-` is where the answers come from");
      return ExitCode::usage;
    }
    if (!options_.activity.empty()) {
      const std::size_t index = engine::find_activity(program_, options_.activity);
      if (index >= program_.activities.size()) {
        session_.messages.error("E0602",
                                fmt::format("there is no activity `{}`",
                                            base::printable(base::excerpt(options_.activity))),
                                input::activity_hint(program_, options_.activity));
        return ExitCode::usage;
      }
      activity_ = &program_.activities[index];
    }
    struct stat status {};
    const std::string path = output();
    const bool there = path != "-" && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    if (!there || options_.force || path == options_.edit) return ExitCode::done;
    session_.messages.error("E0505", "the file is there already",
                            fmt::format("go on with it: --edit {}; or say --force to replace it",
                                        base::printable(path)),
                            path);
    return ExitCode::usage;
  }

  /// Nothing (told) when it is no task.
  [[nodiscard]] std::optional<TaskFile> read(const std::string& path, ExitCode& code) const {
    const std::string source = path == "-" ? "<stdin>" : path;
    base::ReadResult file = base::read_file(path, input::most_task_bytes);
    if (!file.error.empty()) {
      session_.messages.error("E0501", file.error, "", source);
      code = ExitCode::io;
      return std::nullopt;
    }
    json::ParseResult parsed = json::parse(file.bytes, source);
    json::Value document = parsed.root;
    Result<Task> task = input::read_task(program_, std::move(parsed), source);
    if (!task) {
      session_.messages.errors(task.problems());
      code = ExitCode::bad_input;
      return std::nullopt;
    }
    return TaskFile{std::move(document), std::move(task).value()};
  }

  ExitCode rehearse() const {
    ExitCode code = ExitCode::done;
    const auto full = read(options_.rehearse, code);
    if (!full) return code;
    const auto rehearsal = interview::rehearse(
        engine_, full->task, activity_ == nullptr ? std::string_view{} : activity_->id);
    DecideOptions decide_options;
    decide_options.explore = false;
    const Decision decision = decide(engine_, rehearsal.task, decide_options);
    std::string out;
    json::Writer json(out, json::Layout::pretty);
    json.begin_object();
    json.begin_array("asked");
    for (const std::size_t c : rehearsal.asked) json.string(program_.criteria[c].id);
    json.end_array();
    const auto text = [](const auto& part) { return part ? name(*part) : std::string_view{}; };
    json.begin_object("verdict");
    json.text_or_null("disposition", text(decision.verdict.disposition));
    json.text_or_null("engagement", text(decision.verdict.engagement));
    json.json("hybrid", !decision.verdict.engagement ? "" : decision.hybrid ? "true" : "false");
    json.text_or_null("location", text(decision.verdict.location));
    json.text("status", name(decision.status));
    json.end_object();
    if (activity_ != nullptr) {
      json.json("asked_given_profile", rehearsal.asked_given_profile
                                           ? std::to_string(*rehearsal.asked_given_profile)
                                           : std::string());
    }
    json.end_object();
    return print(session_, out + "\n", output());
  }

  ExitCode edit() const {
    ExitCode code = ExitCode::done;
    auto file = read(options_.edit, code);
    if (!file) return code;
    return ask(file->task, [&](const Task& task) {
      return edited_document(program_, std::move(file->document), file->task, task);
    });
  }

  /// Asks, tells the verdict and writes the file; once, at the end, however that comes about.
  template <class Document>
  ExitCode ask(Task start, Document document) const {
    interview::Interview interview(engine_, language_, std::move(start));
    const int signal = hold(interview);
    ExitCode code = ExitCode::done;
    const std::string path = output();
    if (signal == 0) tell_verdict(engine_, interview.task(), language_);
    if (signal == 0 || interview.touched()) {
      code = print(session_, document(interview.task()), path);
      const std::string_view key = signal == 0 ? "new.written" : "new.kept";
      if (code == ExitCode::done && path != "-") {
        tell(render::fill(engine::phrase(program_, key, language_),
                          {{"file", base::printable(path)}}));
      }
    }
    if (signal != 0) SignalGuard::end_by(signal);
    return code;
  }

  const Session& session_;
  const Options& options_;
  const Engine& engine_;
  const engine::Program& program_;
  const engine::Activity* activity_ = nullptr;
  std::size_t language_;
};

ExitCode run(Session& session, const Options& options) {
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  return New(session, options, *engine).run();
}

}  // namespace

Run set_up_new(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("ACTIVITY", &options->activity,
                  "An entry of the activity catalogue: its typical answers are filled in, or "
                  "offered with each question")
      .type_name("ACTIVITY");
  list.add_flag("--ask", options->ask, "Ask the questions also where no terminal is");
  list.add_option("-f,--format", &options->format,
                  "json, or xlsx: a questionnaire for many tasks (default: json, or xlsx for -o "
                  "FILE.xlsx)")
      .type_name("json|xlsx");
  list.add_flag("--no-questions", options->no_questions, "Print the template even on a terminal");
  list.add_option("--edit", &options->edit,
                  "Go on with this task: ask what it leaves open, and replace it at the end")
      .type_name("FILE");
  list.add_option("--rehearse", &options->rehearse,
                  "Ask nobody: take the answers from this task, and print which were needed")
      .type_name("FILE")
      .reads();
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("template");
  list.add_flag("--force", options->force, "Replace a file of --output that is there already");
  list.excludes("--edit", "ACTIVITY,--rehearse,--no-questions");
  list.excludes("--rehearse", "--ask,--no-questions");
  list.excludes("--ask", "--no-questions");
  list.needs("--force", "--output");
  list.excludes("--format", "--edit,--rehearse,--ask");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
