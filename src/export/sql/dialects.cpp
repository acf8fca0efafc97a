// SPDX-License-Identifier: Apache-2.0
// The engines: where each spells a thing its own way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "base/json_writer.hpp"
#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

class Ansi : public Dialect {
 public:
  std::string_view name() const override { return "ansi"; }
  std::string_view title() const override {
    return "the SQL standard, with TRANSLATE, LEAST and GREATEST";
  }
  // The standard's TRIM takes one character, and it has no REPLACE.
  std::string fold(const std::string& text, const Folding& folding) const override {
    Folding blanks = folding;
    for (auto& [character, as] : blanks) {
      if (as == other_blank) as = blank();
    }
    blanks.emplace_back(other_blank, blank());
    return Dialect::fold(text, blanks);
  }
  std::string controls() const override { return "U&'\\0009\\000A\\000D'"; }
  std::string is_ascii(const std::string& text) const override {
    return fmt::format("OCTET_LENGTH({0}) = CHAR_LENGTH({0})", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{} SIMILAR TO '[{}-{}][.][0-9][0-9]'", text, first, last);
  }
  std::string without_point(const std::string& text) const override {
    return fmt::format("TRANSLATE({}, '.', '')", text);
  }
  // There are engines whose SUBSTRING takes no BIGINT.
  std::string from(const std::string& text, const std::string& at) const override {
    return Dialect::from(text, small(at));
  }
  std::string first(const std::string& text, const std::string& count) const override {
    return Dialect::first(text, small(count));
  }
  bool reads_in_place() const override { return true; }
  std::string_view blank() const override { return " "; }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM(BOTH ' ' FROM {})", text);
  }
  std::string one_dash(const std::string& text) const override {
    return fmt::format("TRANSLATE({}, '{}', '-')", text, other_dash);
  }
  // PostgreSQL, where it is tested, writes a plain WITH into its place as often as it is read.
  std::string_view fence() const override { return "OFFSET 0 ROWS"; }

 private:
  static std::string small(const std::string& number) {
    const bool digits = number.find_first_not_of("0123456789") == std::string::npos;
    return digits ? number : fmt::format("CAST({} AS INTEGER)", number);
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
  std::string is_ascii(const std::string& text) const override {
    return fmt::format("STRLEN({0}) = LENGTH({0})", text);
  }
  std::string lower_ascii(const std::string& text) const override {
    return fmt::format("LOWER({})", text);
  }
  // Of more than a few constants IN becomes a join, whether or not anybody asks.
  std::string among(const std::string& text, const std::vector<std::string>& words) const override {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + literal(word);
    return fmt::format("LIST_CONTAINS([{}], {})", list, text);
  }
  // What is written back as it was read is a whole number with nothing around it.
  std::string is_whole(const std::string& text) const override {
    return fmt::format(
        "CASE WHEN TRY_CAST({0} AS INTEGER) BETWEEN 0 AND 999999999 THEN CAST(TRY_CAST({0} AS "
        "INTEGER) AS VARCHAR) = {0} ELSE FALSE END",
        text);
  }
  std::string below(const std::string& value, const std::string& limit) const override {
    return fmt::format("NULLIF({}, {})", value, limit);
  }
  std::string concat(const std::vector<std::string>& texts) const override {
    return fmt::format("CONCAT({})", fmt::join(texts, ", "));
  }
  std::string two_decimals(const std::string& hundredths) const override {
    return fmt::format("CAST({} AS VARCHAR)", decimal(hundredths));
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("REGEXP_FULL_MATCH({}, '[{}-{}][.][0-9][0-9]')", text, first, last);
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
  bool reads_in_place() const override { return true; }
  std::string is_ascii(const std::string& text) const override {
    return fmt::format("OCTET_LENGTH({0}) = LENGTH({0})", text);
  }
  std::string lower_ascii(const std::string& text) const override {
    return fmt::format("LOWER({} COLLATE \"C\")", text);
  }
  std::string tidied(const std::string& text) const override {
    return lower_ascii(fmt::format("BTRIM({}, '{}' || CHR(9))", text, usual_blanks));
  }
  std::string element(const std::vector<std::size_t>& list,
                      const std::string& place) const override {
    return fmt::format("(CAST('{{{}}}' AS INTEGER[]))[{} + 1]", fmt::join(list, ","), place);
  }
  bool finds_words() const override { return true; }
  std::string number_of(const std::string& text, const Numbered& words) const override {
    if (words.empty()) return "NULL";
    // Of two members of one name the last one counts: of two words the first.
    std::string members;
    for (auto each = words.rbegin(); each != words.rend(); ++each) {
      if (!members.empty()) members += ',';
      json::append_quoted(members, each->first);
      members += fmt::format(":\"{}\"", each->second);
    }
    return fmt::format("CAST(CAST({} AS JSONB) ->> {} AS INTEGER)", literal("{" + members + "}"),
                       text);
  }
  bool reads_once() const override { return true; }
  std::string own_text(const std::string& column) const override {
    return fmt::format("CAST({} AS TEXT) COLLATE \"C\"", column);
  }
  // A member of an object is found by halves.
  std::string looked_up_in(const std::string& table, const std::string& cell) const override {
    return fmt::format(
        "CAST((SELECT JSONB_OBJECT_AGG(w.x, w.v) FROM {} AS w) ->> CAST({} AS TEXT) AS INTEGER)",
        table, cell);
  }
  std::string trim(const std::string& text) const override {
    return fmt::format("BTRIM({}, ' {}')", text, other_blank);
  }
  // GREATEST leaves out what is NULL.
  std::string below(const std::string& value, const std::string& limit) const override {
    return fmt::format("NULLIF({}, {})", value, limit);
  }
  std::string pick(const std::vector<std::string>& texts,
                   const std::string& number) const override {
    std::string list;
    for (const std::string& text : texts) {
      list += fmt::format("{}{}", list.empty() ? "" : ", ", literal(text));
    }
    return texts.empty() ? literal({}) : fmt::format("(ARRAY[{}])[{} + 1]", list, number);
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("{} ~ '^[0-9]{{1,9}}$'", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{0} LIKE '_.__' AND {0} ~ '^[{1}-{2}][.][0-9][0-9]$'", text, first, last);
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
  // Planning copies what is nested once for each stage around it.
  std::string_view kept() const override { return "MATERIALIZED "; }
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

// No word of a model is longer.
constexpr int longest_word = 512;

class Sqlite : public Common {
 public:
  std::string_view name() const override { return "sqlite"; }
  std::size_t most_parts() const override { return 2; }
  std::string_view title() const override { return "SQLite 3.8.3 or newer"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("({}) / 100.0", hundredths);
  }
  bool executed() const override { return true; }
  bool reads_in_place() const override { return true; }
  bool counts_comparisons() const override { return true; }
  // There is no TRANSLATE: sign by sign in ASCII, character by character where there is more.
  std::string fold(const std::string& text, const Folding& folding) const override {
    std::string from, to, simple = text;
    for (const auto& [character, as] : folding) {
      if (character.front() >= 'A' && character.front() <= 'Z') continue;  // LOWER knows ASCII only
      from += character;
      to += as;
      if (character.size() == 1) {
        simple = fmt::format("REPLACE({}, {}, '{}')", simple, literal(character), as);
      }
    }
    to += fmt::format("{}{}{}", other_blank, left_out, left_out);
    for (const auto& [code, as] :
         {std::pair{9, other_blank}, std::pair{10, left_out}, std::pair{13, left_out}}) {
      simple = fmt::format("REPLACE({}, CHAR({}), '{}')", simple, code, as);
    }
    // What word processors put in place of blanks and dashes, without a look at each character.
    std::string usual, few = text;
    for (const auto& [character, as] : folding) {
      if (character != "\xE2\x80\x8B" && character != "\xE2\x80\x93" &&
          character != "\xE2\x80\x94") {
        continue;
      }
      usual += character;
      few = fmt::format("REPLACE({}, '{}', '{}')", few, character, as);
    }
    usual += fmt::format("{}{}", other_blank, ellipsis);
    const std::string all = literal(from) + " || CHAR(9) || CHAR(10) || CHAR(13)";
    return fmt::format(
        "LOWER(CASE WHEN {0} NOT GLOB '*[^ -&(-_a-}}]*' THEN {0} WHEN {0} NOT GLOB '*[^' || "
        "CHAR(1) "
        "|| '-~]*' THEN {4} WHEN {0} NOT GLOB '*[^ -&(-_a-}}{5}]*' THEN {6} WHEN LENGTH({0}) <= "
        "{3} THEN (WITH RECURSIVE f(i, x) "
        "AS (SELECT 1, '' UNION ALL SELECT i + 1, x || COALESCE(NULLIF(SUBSTR({2}, INSTR({1}, "
        "SUBSTR({0}, i, 1)), INSTR({1}, SUBSTR({0}, i, 1)) > 0), ''), SUBSTR({0}, i, 1)) FROM f "
        "WHERE i <= LENGTH({0})) SELECT x FROM f WHERE i = LENGTH({0}) + 1) ELSE {0} END)",
        text, all, literal(to), longest_word, simple, usual, few);
  }
  std::string tidied(const std::string& text) const override {
    return fmt::format("LOWER(TRIM({}, '{}' || CHAR(9)))", text, usual_blanks);
  }
  // Numbers of one width in a text.
  std::string element(const std::vector<std::size_t>& list,
                      const std::string& place) const override {
    const std::size_t width = fmt::format("{}", *std::max_element(list.begin(), list.end())).size();
    std::string all;
    for (const std::size_t number : list) all += fmt::format("{:0{}}", number, width);
    return fmt::format("CAST(SUBSTR('{}', {} * {} + 1, {}) AS INTEGER)", all, place, width, width);
  }
  bool reads_once() const override { return true; }
  // A column may have been made to compare without a look at case.
  std::string own_text(const std::string& column) const override {
    return fmt::format("{} COLLATE BINARY", column);
  }
  std::string rounded_hundredths(const std::string& decimal) const override {
    return fmt::format("CAST(ROUND(CAST({} AS REAL) * 100) AS INTEGER)", decimal);
  }
  std::string two_decimals(const std::string& hundredths) const override {
    return fmt::format("(({0}) / 100) || '.' || SUBSTR(100 + ({0}) % 100, 2)", hundredths);
  }
  bool strictly_typed() const override { return false; }
  std::string truth(const std::string& column, bool value) const override {
    return fmt::format("{} = {}", column, value ? 1 : 0);
  }
  // What is less is its own remainder. Where all are 0 it is NULL, as is then their MAX: no reason.
  std::string below(const std::string& value, const std::string& limit) const override {
    return fmt::format("{} % {}", value, limit);
  }
  std::string word(const std::string& text) const override {
    std::string out = text;
    for (const std::string_view sign : {std::string_view(" "), std::string_view("-"),
                                        std::string_view("_"), other_dash, other_blank, left_out}) {
      out = fmt::format("REPLACE({}, '{}', '')", out, sign);
    }
    return out;
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("INSTR({}, {})", text, literal(what));
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("{0} NOT GLOB '*[^0-9]*' AND LENGTH({0}) BETWEEN 1 AND 9", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{} GLOB '[{}-{}].[0-9][0-9]'", text, first, last);
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
  // Nine digits are exact; what has more decimals is further from a whole hundredth than any error.
  std::string plain_hundredths(const std::string& text) const override {
    const std::string rounded = fmt::format("CAST({} * 100 + 0.5 AS INTEGER)", text);
    return fmt::format(
        "CASE WHEN {0} GLOB '[0-9]*' AND LENGTH({0}) <= 9 AND {0} NOT GLOB '*[^0-9.]*' AND {0} NOT "
        "GLOB '*.*.*' AND {0} NOT GLOB '*.' THEN CASE WHEN ABS({0} * 100 - {1}) < 0.000001 THEN "
        "{1} "
        "END END",
        text, rounded);
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

const Duckdb duckdb;
const Postgres postgres;
const Sqlite sqlite;
const Ansi ansi;

const std::array<const Dialect*, 10>& all() {
  static const std::array<const Dialect*, 10> list = {&duckdb,
                                                      &postgres,
                                                      &clickhouse_dialect(),
                                                      &sqlite,
                                                      &mariadb_dialect(),
                                                      &mysql_dialect(),
                                                      &spark_dialect(),
                                                      &bigquery_dialect(),
                                                      &snowflake_dialect(),
                                                      &ansi};
  return list;
}

}  // namespace

const std::vector<std::string_view>& dialect_names() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    list.reserve(all().size());
    for (const Dialect* dialect : all()) list.push_back(dialect->name());
    return list;
  }();
  return names;
}

const Dialect* find_dialect(std::string_view name) {
  const auto found = std::find_if(all().begin(), all().end(),
                                  [&](const Dialect* dialect) { return dialect->name() == name; });
  return found == all().end() ? nullptr : *found;
}

}  // namespace sourcing::sql
