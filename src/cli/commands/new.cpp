// SPDX-License-Identifier: Apache-2.0
// A task template: printed, or filled in by answering its questions on a terminal.
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/commands/new_interview.hpp"
#include "cli/reference/level_text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string activity, output = "-";
  bool no_questions = false;
};

// What a criterion asks and what its levels mean, so that the file explains itself.
std::string description(const engine::Program& program, const engine::Criterion& criterion,
                        std::size_t language) {
  std::string text(program.text(criterion.question, language));
  for (const engine::Level& level : criterion.levels) {
    text +=
        fmt::format(" {} = {}", level_name(criterion, level), program.text(level.text, language));
  }
  return text;
}

// JSON has no comments, so each criterion is described by a field of its own, `x_<criterion>`,
// which tasks may carry. Without an activity every answer is null: unknown.
std::string task_template(const engine::Program& program, const engine::Activity* activity,
                          const Task* answers, std::size_t language) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("id", answers != nullptr && !answers->id.empty() ? std::string_view(answers->id)
                    : activity != nullptr                      ? activity->id
                                                               : std::string_view("my_task"));
  writer.text("name", answers != nullptr && !answers->name.empty() ? std::string_view(answers->name)
                      : activity != nullptr ? program.text(activity->names, language)
                                            : engine::phrase(program, "new.name", language));
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    writer.text(fmt::format("x_{}", criterion.id), description(program, criterion, language));
    writer.key(criterion.id);
    std::string_view value;
    if (answers != nullptr) {
      value = answers->answers[c].shown;
    } else if (activity != nullptr) {
      for (const engine::ProfileEntry& entry : activity->profile) {
        if (entry.criterion == c) value = entry.shown;
      }
    }
    if (value.empty()) {
      writer.null();
    } else {
      writer.raw_number(value);  // JSON text already
    }
  }
  writer.end_object();
  return out + "\n";
}

ExitCode run(Session& session, const Options& options) {
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const engine::Program& program = engine->program();
  const engine::Activity* activity = nullptr;
  if (!options.activity.empty()) {
    std::vector<std::string_view> ids;
    for (const engine::Activity& each : program.activities) ids.push_back(each.id);
    const auto index = choose(session, "ACTIVITY", options.activity, ids);
    if (!index) return ExitCode::usage;
    activity = &program.activities[*index];
  }
  const std::size_t language =
      engine::find_language(program, session.language(*engine, Format::text));
  // Questions need someone to answer them and someone to read them.
  const bool ask = !options.no_questions && activity == nullptr && is_terminal(STDIN_FILENO) &&
                   is_terminal(STDERR_FILENO);
  if (!ask) {
    return print(session, task_template(program, activity, nullptr, language), options.output);
  }
  const Task answers = interview(*engine, language);
  return print(session, task_template(program, nullptr, &answers, language), options.output);
}

}  // namespace

Run set_up_new(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("ACTIVITY", &options->activity,
                  "An entry of the activity catalogue, whose typical answers are filled in")
      .type_name("ACTIVITY");
  list.add_flag("--no-questions", options->no_questions, "Print the template even on a terminal");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("template");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
