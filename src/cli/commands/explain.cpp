// SPDX-License-Identifier: Apache-2.0
// Cause and mend of an error or exit code; what stands behind a reason's code; what a word means.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>

#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "cli/reference/error_catalogue.hpp"
#include "cli/reference/explain_reason.hpp"
#include "cli/reference/glossary.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "input/task_json.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string code, format;
  bool list = false;
};

// A near miss of a code is another thing altogether; that of a name is most likely meant.
bool is_coded(std::string_view code) {
  return code.starts_with("exit-") || (code.size() == 5 && code.starts_with('E'));
}

std::string entry_text(const CatalogueEntry& entry, std::size_t language, std::size_t width) {
  const engine::Program& program = engine::embedded_program;
  base::Table table({{}, {}});
  table.add_row({std::string(engine::phrase(program, "explain.cause", language)), entry.cause});
  table.add_row({std::string(engine::phrase(program, "explain.mend", language)), entry.mend});
  const auto title = base::wrap(fmt::format("{} {}", entry.code, entry.title), width);
  return fmt::format("{}\n\n{}", fmt::join(title, "\n"), table.render(width, 2));
}

std::string entry_json(const CatalogueEntry& entry) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("code", entry.code);
  writer.text("kind", entry.code.starts_with("exit-") ? "exit_code" : "error");
  writer.text("title", entry.title);
  writer.text("cause", entry.cause);
  writer.text("mend", entry.mend);
  writer.end_object();
  return out + "\n";
}

ExitCode explain_error(const Session& session, const std::string& code, Format format) {
  // The catalogue speaks the embedded model's languages, and a broken model must not keep anybody
  // from reading what is wrong with it.
  const Engine engine = Engine::embedded();
  const std::string language = session.language(engine, format);
  for (const CatalogueEntry& entry : catalogue(language)) {
    if (entry.code != code) continue;
    return print(session, format == Format::json
                              ? entry_json(entry)
                              : entry_text(entry, engine::find_language(engine.program(), language),
                                           columns(STDOUT_FILENO)));
  }
  return ExitCode::usage;
}

std::string word_text(const GlossaryEntry& entry, std::size_t width) {
  return fmt::format("{}\n\n{}\n", entry.word, fmt::join(base::wrap(entry.text, width), "\n"));
}

std::string word_json(const GlossaryEntry& entry) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("code", entry.id);
  writer.text("kind", "word");
  writer.text("word", entry.word);
  writer.text("text", entry.text);
  writer.end_object();
  return out + "\n";
}

// Every code with what it stands for, those of the model in force included.
ExitCode list(const Session& session, Format format) {
  ExitCode exit = ExitCode::done;
  const auto engine = session.load_engine(exit);
  if (!engine) return exit;
  const engine::Program& program = engine->program();
  const std::string language = session.language(*engine, format);
  const std::size_t index = engine::find_language(program, language);
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  base::Table table({{}, {}});
  writer.begin_object();
  const auto add = [&](std::string_view code, std::string_view title) {
    table.add_row({std::string(code), std::string(title)});
    writer.text(code, title);
  };
  for (const CatalogueEntry& entry : catalogue(language)) add(entry.code, entry.title);
  for (const engine::Criterion& each : program.criteria) {
    add(each.id, program.text(each.label, index));
  }
  for (const engine::Rule& each : program.rules) add(each.id, program.text(each.label, index));
  for (const GlossaryEntry& each : glossary(language)) add(each.id, each.word);
  writer.end_object();
  return print(session, format == Format::json ? out + "\n" : table.render(columns(STDOUT_FILENO)));
}

ExitCode unknown(const Session& session, const engine::Program& program, const std::string& code,
                 std::vector<std::string_view> known) {
  const std::vector<std::string> words = glossary_words();
  known.insert(known.end(), words.begin(), words.end());
  std::string near;
  if (!is_coded(canonical_code(code))) {
    near = base::nearest(code, known);
    if (near.empty()) near = input::nearest_name(program, code, {});
  }
  session.messages.error("E0602", fmt::format("there is no code `{}`", base::printable(code)),
                         near.empty() ? std::string("`sourcing explain --list` lists them")
                                      : fmt::format("did you mean `{}`?", near));
  return ExitCode::usage;
}

ExitCode run(Session& session, const Options& options) {
  const auto format =
      choose_format(session, options.format, Format::text, {Format::text, Format::json});
  if (!format) return ExitCode::usage;
  if (options.list) return list(session, *format);
  if (options.code.empty()) {
    session.messages.error(
        "E0605", "explain needs a code",
        "such as E0203, exit-3 or judgment; `sourcing explain --list` lists them");
    return ExitCode::usage;
  }
  const std::string code = canonical_code(options.code);
  const std::vector<CatalogueEntry> entries = catalogue("en");
  const bool is_entry =
      std::any_of(entries.begin(), entries.end(),
                  [&](const CatalogueEntry& entry) { return entry.code == code; });
  if (is_entry) return explain_error(session, code, *format);

  ExitCode exit = ExitCode::done;
  const auto engine = session.load_engine(exit);
  if (!engine) return exit;
  const engine::Program& program = engine->program();
  const auto reasons = reason_codes(program);
  const bool labelled = engine::find_named(program, code) < program.criteria.size();
  if (!labelled && std::find(reasons.begin(), reasons.end(), code) == reasons.end()) {
    const auto entry = find_in_glossary(options.code, session.language(*engine, *format));
    if (!entry) return unknown(session, program, options.code, reasons);
    return print(session, *format == Format::json ? word_json(*entry)
                                                  : word_text(*entry, columns(STDOUT_FILENO)));
  }
  const std::size_t language = engine::find_language(program, session.language(*engine, *format));
  return print(session, *format == Format::json
                            ? explain_reason_json(program, code, language)
                            : explain_reason(program, code, language, columns(STDOUT_FILENO)));
}

}  // namespace

Run set_up_explain(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option(
          "CODE", &options->code,
          "An error code (E0203), an exit code (3), a code among the reasons of a "
          "verdict (a criterion, gate or rule), or a word that the output uses (KPO, close)")
      .type_name("CODE");
  list.excludes("--list", "CODE");
  list.add_flag("--list", options->list, "List all codes instead");
  list.add_option("-f,--format", &options->format, "text or json (default: text)")
      .type_name("text|json");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
