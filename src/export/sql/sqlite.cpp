// SPDX-License-Identifier: Apache-2.0
// What SQLite spells its own way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

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
    const Few few = this->few(text, folding);
    const std::string all = literal(from) + " || CHAR(9) || CHAR(10) || CHAR(13)";
    return fmt::format(
        "LOWER(CASE WHEN {0} NOT GLOB '*[^{7}]*' THEN {0} "
        "WHEN {0} NOT GLOB '*[^' || CHAR(1) || '-~]*' THEN {4} "
        "WHEN {0} NOT GLOB '*[^{7}{5}]*' THEN {6} WHEN LENGTH({0}) <= {3} THEN (WITH RECURSIVE "
        "f(i, x) AS (SELECT 1, '' UNION ALL SELECT i + 1, x || COALESCE(NULLIF(SUBSTR({2}, "
        "INSTR({1}, SUBSTR({0}, i, 1)), INSTR({1}, SUBSTR({0}, i, 1)) > 0), ''), "
        "SUBSTR({0}, i, 1)) FROM f WHERE i <= LENGTH({0})) SELECT x FROM f WHERE i = LENGTH({0}) + "
        "1) ELSE {0} END)",
        text, all, literal(to), longest_word, simple, few.signs, few.replaced, plain);
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
    return fmt::format("PRINTF('%d.%02d', ({0}) / 100, ({0}) % 100)", hundredths);
  }
  bool picks_quickly() const override { return true; }
  std::string with_points(const std::string& text, const std::string& hundredths) const override {
    return fmt::format("PRINTF('%s%d.%02d', {0}, ({1}) / 100, ({1}) % 100)", text, hundredths);
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
  bool copies_what_is_handed_on() const override { return true; }
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

}  // namespace

const Dialect& sqlite_dialect() {
  static const Sqlite dialect;
  return dialect;
}

}  // namespace sourcing::sql
