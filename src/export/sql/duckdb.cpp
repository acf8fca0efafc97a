// SPDX-License-Identifier: Apache-2.0
// What DuckDB spells its own way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

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
  // TRANSLATE makes itself a table of what it is given for each text anew: a longer one for fewer.
  std::string fold(const std::string& text, const Folding& folding) const override {
    const std::string lower = fmt::format("LOWER({})", text);
    const Few few = this->few(lower, folding);
    Folding signs;
    for (const auto& each : folding) {
      const bool letter = each.first.front() >= 'A' && each.first.front() <= 'Z';
      const bool one = each.first.size() == 1 && !letter;
      if (one || few.signs.find(each.first) != std::string::npos) signs.push_back(each);
    }
    return fmt::format(
        "CASE WHEN REGEXP_FULL_MATCH({0}, '[{1}]*') THEN {2} WHEN REGEXP_FULL_MATCH({0}, "
        "'[{1}{3}]*') THEN {4} WHEN REGEXP_FULL_MATCH({0}, '[\\t\\n\\r -~{3}]*') THEN {5} ELSE {6} "
        "END",
        text, plain, lower, few.signs, few.replaced, translated(lower, signs),
        Dialect::fold(text, folding));
  }
  std::string word(const std::string& text) const override {
    return fmt::format("CASE WHEN REGEXP_FULL_MATCH({0}, '[a-z0-9.]*') THEN {0} ELSE {1} END", text,
                       Dialect::word(text));
  }
  // Of more than a few constants IN becomes a join, whether or not anybody asks.
  std::string among(const std::string& text, const std::vector<std::string>& words) const override {
    std::string list;
    for (const std::string& word : words) list += (list.empty() ? "" : ", ") + literal(word);
    return fmt::format("LIST_CONTAINS([{}], {})", list, text);
  }
  // A list of some hundred words is looked through in a fiftieth of the time of a CASE.
  std::string number_of(const std::string& text, const Numbered& words) const override {
    if (words.empty()) return "NULL";
    std::string list, numbers;
    for (const auto& [word, number] : words) {
      list += (list.empty() ? "" : ", ") + literal(word);
      numbers += fmt::format("{}{}", numbers.empty() ? "" : ", ", number);
    }
    return fmt::format("([{}])[LIST_POSITION([{}], {})]", numbers, list, text);
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
    return Common::open(form, frame);
  }
  std::string source(Form form, std::string_view name) const override {
    return form == Form::macro ? "query_table(source)" : table(name);
  }
};

}  // namespace

const Dialect& duckdb_dialect() {
  static const Duckdb dialect;
  return dialect;
}

}  // namespace sourcing::sql
