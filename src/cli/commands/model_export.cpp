// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "export/export_js.hpp"
#include "export/export_sql.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string kind, dialect, table, name, form, reasons, status, output = "-", columns;
  std::vector<std::string> map;
  bool typed = false, text_scores = false;
};

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> parts;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view part = base::trim(list.substr(0, comma));
    if (!part.empty()) parts.emplace_back(part);
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return parts;
}

// What a column of a table may hold.
std::vector<std::string_view> fields(const engine::Program& program) {
  std::vector<std::string_view> all = {"id", "name", "activity"};
  for (const engine::Criterion& criterion : program.criteria) all.push_back(criterion.id);
  return all;
}

bool read_map(const Session& session, const engine::Program& program, const Options& options,
              sql::ExportOptions& out) {
  bool fine = true;
  for (const std::string& text : options.map) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      session.messages.error(
          "E0605", fmt::format("--map takes COLUMN=CRITERION, found `{}`", base::printable(text)));
      fine = false;
      continue;
    }
    const std::string field = text.substr(equals + 1);
    fine = choose(session, "--map", field, fields(program)).has_value() && fine;
    const bool twice = std::any_of(out.map.begin(), out.map.end(),
                                   [&](const auto& entry) { return entry.second == field; });
    if (twice) {
      session.messages.error("E0605", fmt::format("--map: two columns for `{}`", field));
      fine = false;
    }
    out.map.emplace_back(text.substr(0, equals), field);
  }
  return fine;
}

bool read_columns(const Session& session, const engine::Program& program, const Options& options,
                  sql::ExportOptions& out) {
  if (options.columns.empty()) return true;
  bool fine = true;
  out.columns.emplace();
  for (const std::string& column : split(options.columns)) {
    fine = choose(session, "--columns", column, fields(program)).has_value() && fine;
    out.columns->push_back(column);
  }
  return fine;
}

ExitCode run_js(Session& session, const Options& options) {
  const std::pair<std::string_view, bool> given[] = {{"--dialect", !options.dialect.empty()},
                                                     {"--table", !options.table.empty()},
                                                     {"--name", !options.name.empty()},
                                                     {"--as", !options.form.empty()},
                                                     {"--map", !options.map.empty()},
                                                     {"--columns", !options.columns.empty()},
                                                     {"--typed", options.typed},
                                                     {"--text-scores", options.text_scores},
                                                     {"--reasons", !options.reasons.empty()},
                                                     {"--status", !options.status.empty()}};
  for (const auto& [option, is_given] : given) {
    if (!is_given) continue;
    session.messages.error("E0605", fmt::format("{} is for model export sql", option),
                           "model export js takes --lang, --model and -o");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const std::string language = session.language(*engine, Format::json);
  return print(session, js::export_js(engine->program(), language), options.output);
}

// Whether the ending of the file, if it has one of the two kinds', is that of this kind.
bool ends_alike(const Session& session, const Options& options) {
  const std::string path = base::ascii_lower(options.output);
  const bool sql = path.ends_with(".sql"), js = path.ends_with(".js") || path.ends_with(".mjs");
  if (!(options.kind == "sql" ? js : sql)) return true;
  session.messages.error(
      "E0602", fmt::format("`{}`: model export {} writes no {}", base::printable(options.output),
                           options.kind, js ? "js" : "sql"));
  return false;
}

ExitCode run(Session& session, Options& options) {
  const auto kind = choose(session, "model export", options.kind, {"sql", "js"});
  if (!kind || !ends_alike(session, options)) return ExitCode::usage;
  if (*kind == 1) return run_js(session, options);
  if (options.dialect.empty()) {
    session.messages.error("E0605", "model export sql needs --dialect",
                           fmt::format("it takes {}", fmt::join(sql::dialect_names(), ", ")));
    return ExitCode::usage;
  }
  const auto dialect = choose(session, "--dialect", options.dialect, sql::dialect_names());
  const auto or_else = [](std::string& given, std::string_view otherwise) -> const std::string& {
    if (given.empty()) given = otherwise;
    return given;
  };
  const auto form = choose(session, "--as", or_else(options.form, "view"),
                           {"view", "select", "macro", "function", "dbt", "dbt-schema"});
  const auto reasons = choose(session, "--reasons", or_else(options.reasons, "top"),
                              {"none", "top", "wide", "long"});
  const auto status = choose(session, "--status", or_else(options.status, "all"), {"none", "all"});
  if (!dialect || !form || !reasons || !status) return ExitCode::usage;

  if (options.form == "select" && !options.name.empty()) {
    session.messages.error("E0605", "`--name` has no effect with `--as select`",
                           "a select has no name");
    return ExitCode::usage;
  }
  sql::ExportOptions out;
  out.dialect = sql::find_dialect(options.dialect);
  out.form = static_cast<sql::Form>(*form);
  out.reasons = static_cast<sql::Reasons>(*reasons);
  out.statuses = *status == 1;
  if (!out.statuses && out.reasons == sql::Reasons::rows) {
    session.messages.error("E0605", "`--status` has no effect with `--reasons long`",
                           "its rows have no status");
    return ExitCode::usage;
  }
  out.table = or_else(options.table, "processes");
  if (!options.name.empty()) {
    out.name = options.name;
  } else if (out.reasons == sql::Reasons::rows) {
    out.name = "sourcing_reasons";
  }
  out.typed = options.typed;
  out.text_scores = options.text_scores;
  if (!out.dialect->has(out.form)) {
    session.messages.error("E0605", fmt::format("{} has no --as {}", options.dialect, options.form),
                           "view, select and dbt work everywhere; macro is for duckdb, "
                           "function for postgres");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  const engine::Program& program = engine->program();
  const bool map = read_map(session, program, options, out);
  if (!read_columns(session, program, options, out) || !map) return ExitCode::usage;
  return print(session, sql::export_sql(program, out), options.output);
}

}  // namespace

Run set_up_model_export(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("KIND", &options->kind, "What to export to: sql, or js, an ES module")
      .type_name("sql|js")
      .required();
  list.add_option("--dialect", &options->dialect, "The engine it is for")
      .type_name(fmt::format("{}", fmt::join(sql::dialect_names(), "|")));
  list.add_option("--table", &options->table, "Table to read (default: processes)")
      .type_name("[SCHEMA.]TABLE");
  list.add_option("--name", &options->name,
                  "Name of the view, macro or function (default: sourcing_verdicts; with --reasons "
                  "long sourcing_reasons)")
      .type_name("[SCHEMA.]NAME");
  list.add_option(
          "--as", &options->form,
          "What it becomes; macro is for duckdb, function for postgres, dbt a model file of "
          "dbt and dbt-schema its tests (default: view)")
      .type_name("view|select|macro|function|dbt|dbt-schema");
  list.add_option("--map", &options->map, "A column that holds a criterion; may be repeated")
      .type_name("COLUMN=CRITERION")
      .one_at_a_time();
  list.add_option("--columns", &options->columns,
                  "What the table has, the rest is unknown (default: id, name and every criterion)")
      .type_name("A,B,…");
  list.add_flag("--typed", options->typed, "The columns are numbers and truth values, not text");
  list.add_flag("--text-scores", options->text_scores,
                "Scores, margins and truth values of the result as text");
  list.add_option("--reasons", &options->reasons,
                  "none; top: the column `reasons`; wide: a column for every reason too; long: a "
                  "row for every reason (default: top)")
      .type_name("none|top|wide|long");
  list.add_option("--status", &options->status,
                  "none: without the statuses and what they cost (default: all)")
      .type_name("none|all");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("statement")
      .holds("sql|js");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
