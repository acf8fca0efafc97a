// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <map>
#include <memory>

#include "base/fold.hpp"
#include "base/json.hpp"
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

// What else the model's file calls each activity, one after another; read only to be searched.
std::map<std::string, std::string, std::less<>> synonyms_of(std::string_view model_json) {
  std::map<std::string, std::string, std::less<>> result;
  const json::ParseResult parsed = json::parse(model_json, "model");
  const json::Value* activities = parsed.root.find("activities");
  if (activities == nullptr) return result;
  for (const json::Value& activity : activities->items) {
    const json::Value* id = activity.find("id");
    const json::Value* synonyms = activity.find("synonyms");
    if (id == nullptr || synonyms == nullptr) continue;
    for (const json::Member& language : synonyms->members) {
      for (const json::Value& word : language.value.items) result[id->text] += word.text + '\n';
    }
  }
  return result;
}

bool matches(const engine::Program& program, const engine::Activity& activity,
             std::string_view synonyms, std::string_view wanted) {
  const std::string needle = base::fold(wanted);
  const auto has = [&](std::string_view text) {
    return base::fold(text).find(needle) != std::string::npos;
  };
  bool found = has(activity.id) || has(activity.label) || has(synonyms);
  for (std::size_t l = 0; l < program.languages.size(); ++l) {
    found = found || has(program.text(activity.names, l));
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
  std::map<std::string, std::string, std::less<>> synonyms;
  if (!options.search.empty()) {
    const auto json = session.model_json(code);
    if (!json) return code;
    synonyms = synonyms_of(*json);
  }
  for (const engine::Activity& activity : program.activities) {
    const auto own = synonyms.find(activity.id);
    const std::string_view words = own == synonyms.end() ? std::string_view{} : own->second;
    if (matches(program, activity, words, options.search)) found.push_back(&activity);
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
  list.add_option("--search", &options->search,
                  "Only those whose id, name, synonyms or label contain this, in any language")
      .type_name("TEXT");
  list.add_option("-f,--format", &options->format, "text or json (default: text)")
      .type_name("text|json");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
