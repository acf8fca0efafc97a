// SPDX-License-Identifier: Apache-2.0
#include "export/sql/dbt.hpp"

#include <fmt/format.h>

#include <array>

namespace sourcing::sql {

namespace {

// Where the first stage reads its table; no text of a model holds it, for it is a control sign.
constexpr std::string_view from_mark = "\x05";

// A text of YAML, in double quotes.
std::string yaml(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out + '"';
}

// A text of Jinja, in single quotes.
std::string jinja(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + '\'';
}

void replace(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

}  // namespace

std::string dbt_source(const ExportOptions&) { return std::string(from_mark); }

std::string dbt_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = text[i] == '{' && i + 1 < text.size() &&
                        (text[i + 1] == '{' || text[i + 1] == '%' || text[i + 1] == '#');
    if (begins) {
      out += "{{ '{' }}";
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string dbt_model(const engine::Program& program, const ExportOptions& options,
                      std::string_view head, std::string body, bool has_id) {
  const std::size_t dot = options.table.rfind('.');
  const std::string table =
      dot == std::string::npos
          ? fmt::format("{{{{ ref({}) }}}}", jinja(options.table))
          : fmt::format("{{{{ source({}, {}) }}}}", jinja(options.table.substr(0, dot)),
                        jinja(options.table.substr(dot + 1)));
  std::string from = options.dialect->scanned(table) + " AS t";
  if (has_id) {
    std::string id = "id";
    for (const auto& [column, field] : options.map) {
      if (field == "id") id = column;
    }
    from += fmt::format(
        "\n{{% if is_incremental() %}}\nWHERE NOT EXISTS (SELECT 1 FROM {{{{ this }}}} AS done "
        "WHERE "
        "done.{} = t.{} AND done.{} = {})\n{{% if var('sourcing_again', '') %}} OR ({{{{ "
        "var('sourcing_again') }}}}){{% endif %}}\n{{% endif %}}",
        options.dialect->identifier("id"), dbt_text(options.dialect->identifier(id)),
        options.dialect->identifier("model_sha256"), options.dialect->literal(program.sha256));
  }
  std::string out =
      has_id
          ? "{{ config(materialized='incremental', unique_key='id', on_schema_change='fail') }}\n"
          : "{{ config(materialized='table') }}\n";
  out += dbt_text(head);
  if (has_id) {
    out +=
        "-- Incremental: judged are the rows without a verdict of this very model. Rows that have "
        "changed since:\n-- dbt run --vars '{\"sourcing_again\": \"t.changed_at >= "
        "current_date\"}'\n";
  }
  body = dbt_text(body);
  replace(body, fmt::format("{} AS t", from_mark), from);
  return out + body + '\n';
}

std::string dbt_schema(const engine::Program& program, const ExportOptions& options, bool has_id) {
  std::string out = fmt::format(
      "# What dbt tests of the model `{0}`.\n"
      "# Made by `sourcing model export sql --as dbt-schema`. Do not edit: export it again.\n"
      "version: 2\nmodels:\n  - name: {0}\n    description: {1}\n    columns:\n",
      options.name,
      yaml(fmt::format("Verdicts of the sourcing model {}, version {}", program.id,
                       program.version)));
  const auto column = [&](std::string_view name, std::string_view description) {
    out += fmt::format("      - name: {}\n        description: {}\n", name, yaml(description));
  };
  const auto values = [&](std::initializer_list<std::string_view> list) {
    out += "        tests:\n          - accepted_values:\n              values: [";
    bool first = true;
    for (const std::string_view value : list) {
      out += fmt::format("{}{}", first ? "" : ", ", yaml(value));
      first = false;
    }
    out += "]\n";
  };
  if (has_id) {
    column("id", "What the table calls the row");
    out += "        tests:\n          - unique\n          - not_null\n";
  }
  if (options.reasons != Reasons::rows) {
    column("disposition", "What to do with the work; NULL where nothing bears on it");
    values({"outsource", "retain", "automate_first"});
    column("engagement", "How; NULL where nothing bears on it");
    values({"BPO", "KPO"});
    column("location", "Where; NULL where every location is excluded or nothing bears on it");
    values({"onshore", "nearshore", "offshore"});
    if (options.statuses) {
      column("status", "Whether the open answers can change the verdict");
      values({"decided", "tentative", "undetermined", "not_computed", "error"});
    }
  } else {
    column("axis", "What the reason is for");
    values({"error", "gate", "engagement", "onshore", "nearshore", "offshore"});
  }
  column("model_sha256", "The model that the verdict is of");
  out += "        tests:\n          - not_null\n";
  return out;
}

}  // namespace sourcing::sql
