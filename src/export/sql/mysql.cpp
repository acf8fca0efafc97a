// SPDX-License-Identifier: Apache-2.0
// MariaDB and MySQL.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <map>

#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

class Mysql : public Common {
 public:
  std::string_view name() const override { return "mysql"; }
  std::string_view title() const override { return "MySQL 8.0 or newer"; }
  std::size_t most_parts() const override { return 2; }
  std::string identifier(std::string_view name) const override {
    std::string out = "`";
    for (const char c : name) out += c == '`' ? std::string("``") : std::string(1, c);
    return out + '`';
  }
  std::string literal(std::string_view text) const override {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "''" : c == '\\' ? "\\\\" : std::string(1, c);
    return out + '\'';
  }
  // Texts are compared byte by byte, whatever the collation of the table.
  std::string text_column(const std::string& column) const override {
    return fmt::format("CONVERT({} USING utf8mb4) COLLATE utf8mb4_bin", column);
  }
  std::string typed_text(const std::string& column, bool boolean) const override {
    const std::string text =
        fmt::format("CONVERT(CAST({} AS CHAR) USING utf8mb4) COLLATE utf8mb4_bin", column);
    return boolean ? fmt::format("CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE {} END",
                                 column, text)
                   : text;
  }
  std::string truth(const std::string& column, bool value) const override {
    return fmt::format("{} = {}", column, value ? 1 : 0);
  }
  std::string decimal(const std::string& hundredths) const override {
    return fmt::format("CAST(({}) / 100 AS DECIMAL(12, 2))", hundredths);
  }
  // There is no TRANSLATE: the characters of each sign at once.
  std::string fold(const std::string& text, const Folding& folding) const override {
    std::map<std::string, std::string> sets{
        {std::string(blank()), std::string(other_blank) + "\\t"},
        {std::string(left_out), "\\n\\r"}};
    std::map<std::string, std::string> simple{{std::string(blank()), "\\t"},
                                              {std::string(left_out), "\\n\\r"}};
    for (const auto& [character, as] : folding) {
      const std::string sign(as == other_blank ? blank() : std::string_view(as));
      sets[sign] += character;
      if (character.size() == 1 && (character.front() < 'A' || character.front() > 'Z')) {
        simple[sign] += character;
      }
    }
    const auto replaced = [&](std::string out, const auto& those) {
      for (const auto& [as, set] : those) {
        out = fmt::format("REGEXP_REPLACE({}, {}, {})", out, literal(fmt::format("[{}]", set)),
                          literal(as));
      }
      return out;
    };
    return fmt::format("CASE WHEN LENGTH({0}) = CHAR_LENGTH({0}) THEN {1} ELSE {2} END", text,
                       replaced(fmt::format("LOWER({})", text), simple), replaced(text, sets));
  }
  std::string_view blank() const override { return " "; }
  std::string trim(const std::string& text) const override { return fmt::format("TRIM({})", text); }
  std::string word(const std::string& text) const override {
    std::string out = text;
    for (const std::string_view sign : {std::string_view(" "), std::string_view("-"),
                                        std::string_view("_"), other_dash, other_blank, left_out}) {
      out = fmt::format("REPLACE({}, '{}', '')", out, sign);
    }
    return out;
  }
  std::string length(const std::string& text) const override {
    return fmt::format("CHAR_LENGTH({})", text);
  }
  std::string find(const std::string& text, std::string_view what) const override {
    return fmt::format("LOCATE({}, {})", literal(what), text);
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("{} REGEXP '^[0-9]{{1,9}}\\\\z'", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{} REGEXP '^[{}-{}][.][0-9][0-9]\\\\z'", text, first, last);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("{} REGEXP '^-?[0-9]+([.][0-9]+)?\\\\z'", text);
  }
  std::string strip_front(const std::string& text) const override {
    return fmt::format("TRIM(LEADING '0' FROM TRIM(LEADING '-' FROM {}))", text);
  }
  std::string strip_back(const std::string& text) const override {
    return fmt::format("TRIM(TRAILING '0' FROM {})", text);
  }
  std::string to_integer(const std::string& digits) const override {
    return fmt::format("CAST({} AS SIGNED)", digits);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS CHAR)", integer);
  }
  std::string concat(const std::vector<std::string>& texts) const override {
    return fmt::format("CONCAT({})", fmt::join(texts, ", "));
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) DIV {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string_view fence() const override { return "LIMIT 18446744073709551615"; }
};

class Mariadb : public Mysql {
 public:
  std::string_view name() const override { return "mariadb"; }
  std::string_view title() const override { return "MariaDB 10.11 or newer"; }
  bool executed() const override { return true; }
};

const Mysql mysql;
const Mariadb mariadb;

}  // namespace

const Dialect& mysql_dialect() { return mysql; }
const Dialect& mariadb_dialect() { return mariadb; }

}  // namespace sourcing::sql
