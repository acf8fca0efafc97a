// SPDX-License-Identifier: Apache-2.0
// The engines: where each spells a thing its own way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "export/sql/dialect.hpp"

namespace sourcing::sql {

namespace {

constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";

class Ansi : public Dialect {
 public:
  std::string_view name() const override { return "ansi"; }
  std::string_view title() const override {
    return "the SQL standard, with TRANSLATE, LEAST and GREATEST";
  }
  // PostgreSQL, where it is tested, writes a plain WITH into its place as often as it is read.
  std::string_view fence() const override { return "OFFSET 0 ROWS"; }
};

// The spelling that the engines with SUBSTR, LTRIM(text, characters) and so on share.
class Common : public Dialect {
 public:
  std::string from(const std::string& text, const std::string& at) const override {
    return fmt::format("SUBSTR({}, {})", text, at);
  }
  std::string first(const std::string& text, const std::string& count) const override {
    return fmt::format("SUBSTR({}, 1, {})", text, count);
  }
  std::string length(const std::string& text) const override {
    return fmt::format("LENGTH({})", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("STRPOS({}, {})", text, literal(what));
  }
  std::string strip_front(const std::string& text) const override {
    return fmt::format("LTRIM({}, '-0')", text);
  }
  std::string strip_back(const std::string& text) const override {
    return fmt::format("RTRIM({}, '0')", text);
  }

 protected:
  // Characters past ASCII must keep their case: `lower` of a Kelvin sign is a `k` elsewhere.
  static std::string translated(const std::string& text) {
    return fmt::format("TRANSLATE({}, '{}', '{}')", text, upper, lower);
  }
};

class Duckdb : public Common {
 public:
  std::string_view name() const override { return "duckdb"; }
  std::string_view title() const override { return "DuckDB 1.1 or newer"; }
  // Of 64 bits an integer would be one of 128 as a decimal.
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("CAST(CAST({} AS INTEGER) * 0.01 AS DECIMAL(12, 2))", hundredths);
  }
  bool executed() const override { return true; }
  bool has(Form form) const override { return form != Form::function; }
  std::string cell(const std::string& text) const override { return trim(translated(text)); }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM({}, ' ' || CHR(9))", text);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("REGEXP_FULL_MATCH({}, '-?[0-9]+([.][0-9]+)?')", text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS VARCHAR)", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("CAST({} AS VARCHAR)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) // {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string open(Form form, const Frame& frame) const override {
    if (form == Form::macro) {
      return fmt::format("CREATE OR REPLACE MACRO {}(source) AS TABLE\n", table(frame.name));
    }
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }
  std::string source(Form form, std::string_view name) const override {
    return form == Form::macro ? "query_table(source)" : table(name);
  }
};

class Postgres : public Common {
 public:
  std::string_view name() const override { return "postgres"; }
  std::string_view title() const override { return "PostgreSQL 12 or newer"; }
  bool executed() const override { return true; }
  bool has(Form form) const override { return form != Form::macro; }
  std::string cell(const std::string& text) const override {
    return fmt::format("LOWER({} COLLATE \"C\")", trim(text));
  }
  std::string trim(const std::string& text) const override {
    return fmt::format("BTRIM({}, E' \\t')", text);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("{} ~ '^-?[0-9]+([.][0-9]+)?$'", text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS TEXT)", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("CAST({} AS TEXT)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) / {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string_view fence() const override { return "OFFSET 0"; }
  std::string open(Form form, const Frame& frame) const override {
    if (form == Form::function) {
      return fmt::format(
          "CREATE OR REPLACE FUNCTION {}(process {}) RETURNS TABLE (\n{})\n"
          "LANGUAGE SQL STABLE AS {}\n",
          table(frame.name), table(frame.table), columns(frame), quote(frame.body));
    }
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }
  std::string close(Form form, const Frame& frame) const override {
    return form == Form::function ? fmt::format("\n{};\n", quote(frame.body)) : ";\n";
  }
  std::string source(Form form, std::string_view name) const override {
    return form == Form::function ? "(SELECT (process).*)" : table(name);
  }

 private:
  // A model's texts are somebody's: one may hold the quote that was meant to end the body.
  static std::string quote(std::string_view body) {
    std::string quote = "$sourcing$";
    while (body.find(quote) != std::string_view::npos) quote.insert(quote.size() - 1, "_");
    return quote;
  }
  static std::string_view type_name(Type type) {
    switch (type) {
      case Type::integer:
        return "INTEGER";
      case Type::decimal:
        return "NUMERIC(12, 2)";
      case Type::truth:
        return "BOOLEAN";
      case Type::text:
        break;
    }
    return "TEXT";
  }
  std::string columns(const Frame& frame) const {
    std::string out;
    for (const Result& column : *frame.columns) {
      out += fmt::format("{}  {} {}", out.empty() ? "" : ",\n", identifier(column.name),
                         type_name(column.type));
    }
    return out;
  }
};

class Sqlite : public Common {
 public:
  std::string_view name() const override { return "sqlite"; }
  std::size_t most_parts() const override { return 2; }
  std::string_view title() const override { return "SQLite 3.8.3 or newer"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("({}) / 100.0", hundredths);
  }
  bool executed() const override { return true; }
  // LOWER knows ASCII only here.
  std::string cell(const std::string& text) const override {
    return fmt::format("LOWER({})", trim(text));
  }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM({}, ' ' || CHAR(9))", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("INSTR({}, {})", text, literal(what));
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format(
        "{0} GLOB '*[0-9]' AND {0} NOT GLOB '*[^0-9.-]*' AND {0} NOT GLOB '?*-*' AND "
        "{0} NOT GLOB '*.*.*' AND {0} NOT GLOB '.*' AND {0} NOT GLOB '-.*'",
        text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS TEXT)", integer);
  }
  std::string typed_text(const std::string& column, bool boolean) const override {
    return boolean
               ? fmt::format("CASE {0} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {0} END", column)
               : fmt::format("CAST({} AS TEXT)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) / {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string_view fence() const override { return "LIMIT -1"; }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view
               ? fmt::format("DROP VIEW IF EXISTS {0};\nCREATE VIEW {0} AS\n", table(frame.name))
               : std::string{};
  }

 protected:
  std::string extreme(bool greatest, const std::vector<std::string>& values) const override {
    return fmt::format("{}({})", greatest ? "MAX" : "MIN", fmt::join(values, ", "));
  }
};

// Literals in which a backslash escapes.
std::string backslashed(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + '\'';
}

std::string backquoted(std::string_view name) {
  std::string out = "`";
  for (const char c : name) {
    if (c == '`' || c == '\\') out += '\\';
    out += c;
  }
  return out + '`';
}

class Clickhouse : public Common {
 public:
  std::string_view name() const override { return "clickhouse"; }
  std::size_t most_parts() const override { return 2; }
  std::string_view title() const override { return "ClickHouse 18.16 or newer"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("toDecimal64({}, 2) / 100", hundredths);
  }
  bool executed() const override { return true; }
  std::string identifier(std::string_view name) const override { return backquoted(name); }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  // `lower` knows ASCII only here.
  std::string cell(const std::string& text) const override {
    return fmt::format("lower({})", trim(text));
  }
  // Two steps, not one pattern around the whole: bytes that are no UTF-8 must stay.
  std::string trim(const std::string& text) const override {
    return fmt::format("replaceRegexpOne(replaceRegexpOne({}, '^[ \\t]+', ''), '[ \\t]+$', '')",
                       text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("position({}, {})", text, literal(what));
  }
  std::string from(const std::string& text, const std::string& at) const override {
    return fmt::format("substring({}, {})", text, at);
  }
  std::string first(const std::string& text, const std::string& count) const override {
    return fmt::format("substring({}, 1, {})", text, count);
  }
  std::string length(const std::string& text) const override {
    return fmt::format("length({})", text);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("match({}, '^-?[0-9]+([.][0-9]+)?$')", text);
  }
  std::string strip_front(const std::string& text) const override {
    return fmt::format("replaceRegexpOne({}, '^[-0]+', '')", text);
  }
  std::string strip_back(const std::string& text) const override {
    return fmt::format("replaceRegexpOne({}, '0+$', '')", text);
  }
  std::string to_integer(const std::string& digits) const override {
    return fmt::format("toInt64({})", digits);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("toString({})", integer);
  }
  std::string integer(const std::string& expression) const override {
    return fmt::format("toInt64({})", expression);
  }
  std::string_view advice() const override {
    return "From version 21.9 on, SET short_circuit_function_evaluation = 'disable' before you "
           "read "
           "it: else each stage is evaluated again wherever it is read, and it never ends.";
  }
  std::string typed_text(const std::string& column, bool boolean) const override {
    return boolean ? fmt::format(
                         "multiIf(toString({0}) = '1', 'true', toString({0}) = '0', "
                         "'false', toString({0}))",
                         column)
                   : fmt::format("toString({})", column);
  }
  std::string concat(const std::vector<std::string>& texts) const override {
    return fmt::format("concat({})", fmt::join(texts, ", "));
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("intDiv({}, {})", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("modulo({}, {})", a, b);
  }
  bool nested() const override { return true; }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view
               ? fmt::format("DROP TABLE IF EXISTS {0};\nCREATE VIEW {0} AS\n", table(frame.name))
               : std::string{};
  }
  // Version 18.16 forgets the alias of a view's table when no database stands before its name.
  std::string source(Form form, std::string_view name) const override {
    const bool forgets = form == Form::view && name.find('.') == std::string_view::npos;
    return forgets ? fmt::format("(SELECT * FROM {})", table(name)) : table(name);
  }

 protected:
  // Takes two arguments in old versions.
  std::string extreme(bool greatest, const std::vector<std::string>& values) const override {
    std::vector<std::string> level = values;
    while (level.size() > 1) {
      std::vector<std::string> next;
      for (std::size_t i = 0; i < level.size(); i += 2) {
        next.push_back(i + 1 == level.size()
                           ? level[i]
                           : fmt::format("{}({}, {})", greatest ? "greatest" : "least", level[i],
                                         level[i + 1]));
      }
      level = std::move(next);
    }
    return level.front();
  }
};

class Spark : public Common {
 public:
  std::string_view name() const override { return "spark"; }
  std::string_view title() const override { return "Spark SQL 3.0 or newer, Databricks"; }
  std::string identifier(std::string_view name) const override {
    std::string out = "`";
    for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
    return out + '`';
  }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string cell(const std::string& text) const override { return trim(translated(text)); }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM(BOTH ' \\t' FROM {})", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("INSTR({}, {})", text, literal(what));
  }
  // Its `$` matches before a last line feed too, so the characters are looked at as well.
  std::string is_decimal(const std::string& text) const override {
    return fmt::format(
        "{0} RLIKE '^-?[0-9]+([.][0-9]+)?$' AND TRANSLATE({0}, '0123456789.-', '') = ''", text);
  }
  std::string strip_front(const std::string& text) const override {
    return fmt::format("TRIM(LEADING '-0' FROM {})", text);
  }
  std::string strip_back(const std::string& text) const override {
    return fmt::format("TRIM(TRAILING '0' FROM {})", text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS STRING)", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("CAST({} AS STRING)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) DIV {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }
};

class Bigquery : public Common {
 public:
  std::string_view name() const override { return "bigquery"; }
  std::string_view title() const override { return "BigQuery (GoogleSQL)"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("CAST({} AS NUMERIC) / 100", hundredths);
  }
  std::string identifier(std::string_view name) const override { return backquoted(name); }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string cell(const std::string& text) const override { return trim(translated(text)); }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM({}, ' \\t')", text);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("REGEXP_CONTAINS({}, r'^-?[0-9]+([.][0-9]+)?$')", text);
  }
  std::string to_integer(const std::string& digits) const override {
    return fmt::format("CAST({} AS INT64)", digits);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS STRING)", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("CAST({} AS STRING)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("DIV({}, {})", a, b);
  }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }
};

class Snowflake : public Common {
 public:
  std::string_view name() const override { return "snowflake"; }
  std::string_view title() const override { return "Snowflake"; }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string cell(const std::string& text) const override { return trim(translated(text)); }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM({}, ' \\t')", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("POSITION({}, {})", literal(what), text);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format(
        "REGEXP_LIKE({0}, '-?[0-9]+([.][0-9]+)?') AND TRANSLATE({0}, '0123456789.-', '') = ''",
        text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("TO_VARCHAR({})", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("TO_VARCHAR({})", column);
  }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view ? fmt::format("CREATE OR REPLACE VIEW {} AS\n", table(frame.name))
                              : std::string{};
  }
};

const Duckdb duckdb;
const Postgres postgres;
const Clickhouse clickhouse;
const Sqlite sqlite;
const Spark spark;
const Bigquery bigquery;
const Snowflake snowflake;
const Ansi ansi;
const std::array<const Dialect*, 8> all = {&duckdb, &postgres, &clickhouse, &sqlite,
                                           &spark,  &bigquery, &snowflake,  &ansi};

}  // namespace

const std::vector<std::string_view>& dialect_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    list.reserve(all.size());
    for (const Dialect* dialect : all) list.push_back(dialect->name());
    return list;
  }();
  return names;
}

const Dialect* find_dialect(std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Dialect* dialect) { return dialect->name() == name; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace sourcing::sql
