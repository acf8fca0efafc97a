// SPDX-License-Identifier: Apache-2.0
// Cause and mend of an error or exit code; what stands behind a reason's code.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/error_catalogue.hpp"
#include "cli/explain_reason.hpp"
#include "cli/terminal.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string code, format;
};

std::string entry_text(const CatalogueEntry& entry, std::size_t language, std::size_t width) {
  const engine::Program& program = engine::embedded_program;
  base::Table table({{}, {}});
  table.add_row({std::string(engine::phrase(program, "explain.cause", language)), entry.cause});
  table.add_row({std::string(engine::phrase(program, "explain.mend", language)), entry.mend});
  return fmt::format("{}  {}\n\n{}", entry.code, entry.title, table.render(width, 2));
}

std::string entry_json(const CatalogueEntry& entry) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  const auto text = [&](std::string_view key, std::string_view value) {
    writer.key(key);
    writer.string(value);
  };
  text("code", entry.code);
  text("kind", entry.code.starts_with("exit-") ? "exit_code" : "error");
  text("title", entry.title);
  text("cause", entry.cause);
  text("mend", entry.mend);
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

ExitCode unknown(const Session& session, const std::string& code,
                 const std::vector<CatalogueEntry>& entries,
                 const std::vector<std::string_view>& reasons) {
  std::vector<std::string_view> known(reasons);
  for (const CatalogueEntry& entry : entries) known.emplace_back(entry.code);
  const std::string near = base::nearest(code, known);
  session.messages.error("E0602", fmt::format("there is no code `{}`", base::printable(code)),
                         near.empty() ? "it takes an error code such as E0203, an exit code such "
                                        "as 3, or the id of a criterion, gate or rule"
                                      : fmt::format("did you mean `{}`?", near));
  return ExitCode::usage;
}

ExitCode run(Session& session, const Options& options) {
  const auto format =
      choose_format(session, options.format, Format::text, {Format::text, Format::json});
  if (!format) return ExitCode::usage;
  if (options.code.empty()) {
    session.messages.error("E0605", "explain needs a code",
                           "such as E0203, exit-3 or judgment; every error message ends with one");
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
  if (std::find(reasons.begin(), reasons.end(), code) == reasons.end()) {
    return unknown(session, options.code, entries, reasons);
  }
  const std::size_t language = engine::find_language(program, session.language(*engine, *format));
  return print(session, *format == Format::json
                            ? explain_reason_json(program, code, language)
                            : explain_reason(program, code, language, columns(STDOUT_FILENO)));
}

}  // namespace

Run set_up_explain(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("CODE", options->code,
                 "An error code (E0203), an exit code (3), or a code among the reasons of a "
                 "verdict: a criterion, gate or rule")
      ->type_name("CODE");
  app.add_option("-f,--format", options->format, "text or json (default: text)")
      ->type_name("text|json");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
