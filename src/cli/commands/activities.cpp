// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "base/fold.hpp"
#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string search, format;
};

bool matches(const engine::Program& program, const engine::Activity& activity,
             std::string_view wanted) {
  const std::string needle = base::fold(wanted);
  const auto has = [&](std::string_view text) {
    return base::fold(text).find(needle) != std::string::npos;
  };
  bool found = has(activity.id) || has(activity.label);
  for (std::size_t l = 0; l < program.languages.size(); ++l) {
    found = found || has(program.text(activity.names, l)) ||
            has(program.text(activity.synonyms, l));
  }
  return found;
}

std::string as_json(const engine::Program& program,
                    const std::vector<const engine::Activity*>& found) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_array();
  for (const engine::Activity* activity : found) {
    writer.begin_object();
    writer.text("id", activity->id);
    writer.begin_object("names");
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      writer.text(program.languages[l], program.text(activity->names, l));
    }
    writer.end_object();
    if (activity->synonyms != engine::no_text) {
      writer.begin_object("synonyms");
      for (std::size_t l = 0; l < program.languages.size(); ++l) {
        const std::string_view words = program.text(activity->synonyms, l);
        if (!words.empty()) writer.text(program.languages[l], words);
      }
      writer.end_object();
    }
    writer.text("label", activity->label);
    writer.text("source", activity->source);
    writer.begin_object("profile");
    for (const engine::ProfileEntry& entry : activity->profile) {
      writer.json(program.criteria[entry.criterion].id, entry.shown);  // JSON text already
    }
    writer.end_object();
    writer.end_object();
  }
  writer.end_array();
  return out + "\n";
}

ExitCode run(Session& session, const Options& options) {
  const auto format =
      choose_format(session, options.format, Format::text, {Format::text, Format::json});
  if (!format) return ExitCode::usage;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const engine::Program& program = engine->program();
  std::vector<const engine::Activity*> found;
  for (const engine::Activity& activity : program.activities) {
    if (matches(program, activity, options.search)) found.push_back(&activity);
  }
  if (*format == Format::json) return print(session, as_json(program, found));
  if (found.empty()) {
    session.messages.note(program.activities.empty() ? "the model has no activity catalogue"
                                                     : "no activity matches");
    return ExitCode::done;
  }
  const std::size_t language = engine::find_language(program, session.language(*engine, *format));
  base::Table table({{}, {}, {}});
  for (const engine::Activity* activity : found) {
    table.add_row({std::string(activity->id), std::string(activity->label),
                   std::string(program.text(activity->names, language))});
  }
  return print(session, table.render(columns(STDOUT_FILENO)));
}

}  // namespace

Run set_up_activities(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("--search", &options->search, "Only those whose id, name, synonyms or label contain this, in any language")
      .type_name("TEXT");
  list.add_option("-f,--format", &options->format, "text or json (default: text)")
      .type_name("text|json");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
