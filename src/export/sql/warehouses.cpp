// SPDX-License-Identifier: Apache-2.0
// The engines that the short run of the tests has not: ClickHouse, Spark, BigQuery, Snowflake.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

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
  std::string_view title() const override { return "ClickHouse 26.7"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("toDecimal64({}, 2) / 100", hundredths);
  }
  bool executed() const override { return true; }
  std::string identifier(std::string_view name) const override { return backquoted(name); }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  // NULL and the empty text say the same, and what cannot be NULL is looked up faster.
  std::string text_column(const std::string& column) const override {
    return fmt::format("ifNull({}, '')", column);
  }
  std::string whole(const std::string& column) const override {
    const std::string text = text_column(column);
    return fmt::format("if({}, toInt64(toUInt32OrZero({})), -1)", is_whole(text), text);
  }
  // Bytes that are no UTF-8 would stay as they are and hide what is around them.
  std::string fold(const std::string& text, const Folding& folding) const override {
    std::string from, to;
    for (const auto& [character, as] : folding) {
      from += character;
      to += as;
    }
    std::string signs = literal(from);
    signs.insert(signs.size() - 1, "\\t\\n\\r");
    to += fmt::format("{}{}{}", other_blank, left_out, left_out);
    return fmt::format("translateUTF8(toValidUTF8({}), {}, {})", text, signs, literal(to));
  }
  std::string trim(const std::string& text) const override {
    return fmt::format("replaceRegexpOne(replaceRegexpOne({0}, '^[ {1}]+', ''), '[ {1}]+$', '')",
                       text, other_blank);
  }
  std::string one_dash(const std::string& text) const override {
    return fmt::format("replaceAll({}, '{}', '-')", text, other_dash);
  }
  std::string word(const std::string& text) const override {
    return fmt::format("translateUTF8({}, ' -_{}{}{}', '')", text, other_dash, other_blank,
                       left_out);
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
  std::string is_whole(const std::string& text) const override {
    return fmt::format("match({}, '^[0-9]{{1,9}}$')", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    // The pattern is tried where the length is right, and nowhere else.
    return fmt::format("length({0}) = 4 AND match({0}, '^[{1}-{2}][.][0-9][0-9]$')", text, first,
                       last);
  }
  std::string without_point(const std::string& text) const override {
    return fmt::format("replaceOne({}, '.', '')", text);
  }
  std::string digits_to_integer(const std::string& text) const override {
    return fmt::format("toInt64OrZero({})", text);
  }
  int length_of_ellipsis() const override { return 3; }
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
  std::string typed_text(const std::string& column, bool boolean) const override {
    return boolean ? fmt::format(
                         "multiIf(toString({0}) = '1', 'true', toString({0}) = '0', "
                         "'false', toString({0}))",
                         column)
                   : fmt::format("toString({})", column);
  }
  // It evaluates every branch, and some of these fail for numbers that are too great.
  bool strictly_typed() const override { return false; }
  // A column of truth values or one of numbers.
  std::string truth(const std::string& column, bool value) const override {
    return fmt::format("toString({}) IN ({})", column, value ? "'1', 'true'" : "'0', 'false'");
  }
  // Tried whatever the text is.
  std::string rounded_hundredths(const std::string& decimal) const override {
    return fmt::format("toInt64(toDecimal64OrZero(substring({}, 1, 9), 6) * 100)", decimal);
  }
  std::string lookup(const std::string& value, const std::string& from, const std::string& to,
                     const std::string& otherwise) const override {
    return fmt::format("transform({}, {}, {}, {})", value, from, to, otherwise);
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
  bool stages_are_functions() const override { return true; }
  bool reads_in_place() const override { return true; }
  std::string open(Form form, const Frame& frame) const override {
    return form == Form::view
               ? fmt::format("DROP TABLE IF EXISTS {0};\nCREATE VIEW {0} AS\n", table(frame.name))
               : std::string{};
  }

 protected:
  // Of two arguments it works through columns, of more row by row.
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
  std::string controls() const override { return "'\\t\\n\\r'"; }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string trim(const std::string& text) const override {
    return fmt::format("TRIM(BOTH ' {}' FROM {})", other_blank, text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("INSTR({}, {})", text, literal(what));
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("{0} RLIKE '^[0-9]{{1,9}}$' AND TRANSLATE({0}, '0123456789', '') = ''",
                       text);
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
};

class Bigquery : public Common {
 public:
  std::string_view name() const override { return "bigquery"; }
  std::string_view title() const override { return "BigQuery (GoogleSQL)"; }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("CAST({} AS NUMERIC) / 100", hundredths);
  }
  std::string identifier(std::string_view name) const override { return backquoted(name); }
  std::string controls() const override { return "'\\t\\n\\r'"; }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("REGEXP_CONTAINS({}, r'^[0-9]{{1,9}}$')", text);
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
};

class Snowflake : public Common {
 public:
  std::string_view name() const override { return "snowflake"; }
  std::string_view title() const override { return "Snowflake"; }
  std::string controls() const override { return "'\\t\\n\\r'"; }
  std::string literal(std::string_view text) const override { return backslashed(text); }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("POSITION({}, {})", literal(what), text);
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("REGEXP_LIKE({0}, '[0-9]{{1,9}}') AND TRANSLATE({0}, '0123456789', '') = ''",
                       text);
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
};

const Clickhouse clickhouse;
const Spark spark;
const Bigquery bigquery;
const Snowflake snowflake;

}  // namespace

const Dialect& clickhouse_dialect() { return clickhouse; }
const Dialect& spark_dialect() { return spark; }
const Dialect& bigquery_dialect() { return bigquery; }
const Dialect& snowflake_dialect() { return snowflake; }

}  // namespace sourcing::sql
