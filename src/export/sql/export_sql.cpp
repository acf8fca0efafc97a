// SPDX-License-Identifier: Apache-2.0
#include "export/export_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "export/sql/dbt.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// Names are cut here, with the longest that is put before or after them they fit PostgreSQL's 63
// bytes.
constexpr std::size_t longest_id = 40;

std::string shortened(std::string_view id, std::size_t index) {
  if (id.size() <= longest_id) return std::string(id);
  return fmt::format("{}_{}", id.substr(0, longest_id - 6), index);
}

std::string head(const Writer& writer) {
  const engine::Program& program = writer.program;
  const ExportOptions& options = writer.options;
  const Dialect& dialect = *options.dialect;
  const std::string id = base::printable(program.id), version = base::printable(program.version);
  std::string out = fmt::format(
      "-- The sourcing model `{}`, version {}, as SQL for {}.\n"
      "-- model sha256 {}\n"
      "-- Made by `sourcing model export sql --dialect {}`. Do not edit: change the model and "
      "export it again.\n",
      id, version, dialect.title(), program.sha256, dialect.name());
  if (!dialect.executed()) {
    out +=
        "-- Not executed: written from the engine's documentation. Run `sourcing conformance` "
        "rows through it first.\n";
  }
  out +=
      "-- Verdicts, statuses and reasons are those of `sourcing batch`, bit for bit; NULL where "
      "its "
      "CSV has an empty cell.\n"
      "-- Only whole numbers are computed with: scores are in hundredths of a point until the last "
      "step.\n";
  if (options.form != Form::function) out += dialect.remark();
  const auto has = [&](std::string_view field) { return !writer.source(field).empty(); };
  if (!has("id")) out += "-- The table has no `id`: the ids of the result are NULL.\n";
  if (!has("activity") && !program.activities.empty()) {
    out +=
        "-- No column `activity` is read. Where the table has one: --map activity=activity, or "
        "name "
        "it in --columns.\n";
  }
  if (options.text_scores) out += "-- Scores, margins and truth values are text.\n";
  if (!options.statuses) out += "-- Without statuses: --status none.\n";
  if (options.typed) out += "-- The table's columns are typed (numbers, truth values, text).\n";
  return out;
}

}  // namespace

std::string Writer::id(std::size_t criterion) const {
  return shortened(program.criteria[criterion].id, criterion);
}
std::string Writer::rule_id(std::size_t rule) const {
  return shortened(program.rules[rule].id, program.criteria.size() + rule);
}

std::string Writer::source(std::string_view field) const {
  const auto mapped = std::find_if(options.map.begin(), options.map.end(),
                                   [&](const auto& entry) { return entry.second == field; });
  std::string column(field);
  if (mapped != options.map.end()) {
    column = mapped->first;
  } else if (options.columns) {
    const auto& columns = *options.columns;
    if (std::find(columns.begin(), columns.end(), field) == columns.end()) return {};
  } else if (field == "activity") {
    return {};  // most tables have none: it has to be named
  }
  return fmt::format("t.{}", dialect.identifier(column));
}

std::string Writer::flag(const std::string& condition) {
  if (condition == "1 = 1") return "1";
  if (condition == "1 = 0") return "0";
  return fmt::format("CASE WHEN {} THEN 1 ELSE 0 END", condition);
}

std::string export_sql(const engine::Program& program, const ExportOptions& options) {
  const Dialect& dialect = *options.dialect;
  const bool dbt = options.form == Form::dbt;
  Writer writer{program,
                options,
                dialect,
                dbt ? dbt_source(options) : dialect.source(options.form, options.table),
                {}};
  const bool has_id = !writer.source("id").empty();
  if (options.form == Form::dbt_schema) {
    return dbt_schema(program, options, has_id && options.reasons != Reasons::rows);
  }
  add_answers(writer);
  add_estimate(writer);
  add_rules(writer);
  add_errors(writer);
  add_statuses(writer);
  add_scores(writer);
  if (options.reasons == Reasons::top || options.reasons == Reasons::wide) add_reasons(writer);
  add_results(writer);

  const std::string body = writer.query.render(dialect, writer.from);
  if (dbt) {
    const bool incremental = has_id && options.reasons != Reasons::rows;
    return dbt_model(program, options, head(writer), body, incremental);
  }
  std::vector<Result> columns;
  for (const Column& column : writer.query.results()) columns.push_back({column.name, column.type});
  const Frame frame{options.name, options.table, body, &columns};
  return head(writer) + dialect.open(options.form, frame) + body +
         dialect.close(options.form, frame);
}

}  // namespace sourcing::sql
