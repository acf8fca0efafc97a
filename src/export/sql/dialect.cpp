// SPDX-License-Identifier: Apache-2.0
// The spelling that the dialects share, as near to the SQL standard as engines are.
#include "export/sql/dialect.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sourcing::sql {

bool Dialect::has(Form form) const { return form != Form::macro && form != Form::function; }

std::string Dialect::identifier(std::string_view name) const {
  std::string out = "\"";
  for (const char c : name) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string Dialect::table(std::string_view name) const {
  const auto dots = static_cast<std::size_t>(std::count(name.begin(), name.end(), '.'));
  // Nothing is called nothing, and no engine has deeper places: then the dots belong to the name.
  const bool parts = dots < most_parts() && !name.starts_with('.') && !name.ends_with('.') &&
                     name.find("..") == std::string_view::npos;
  std::string out;
  while (parts) {
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) break;
    out += identifier(name.substr(0, dot)) + '.';
    name.remove_prefix(dot + 1);
  }
  return out + identifier(name);
}

std::string Dialect::literal(std::string_view text) const {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + '\'';
}

std::string Dialect::is_ascii(const std::string&) const { return {}; }
std::string Dialect::lower_ascii(const std::string&) const { return {}; }
std::string Dialect::tidied(const std::string&) const { return {}; }
std::string Dialect::rounded_hundredths(const std::string& decimal) const {
  return fmt::format("CAST(ROUND(CAST({} AS DECIMAL(20, 10)) * 100) AS BIGINT)", decimal);
}
std::string Dialect::translated(const std::string& text, const Folding& folding) const {
  std::string from, to;
  for (const auto& [character, as] : folding) {
    from += character;
    to += as;
  }
  to += fmt::format("{}{}{}", blank(), left_out, left_out);
  return fmt::format("TRANSLATE({}, {}, {})", text, concat({literal(from), controls()}),
                     literal(to));
}
std::string Dialect::fold(const std::string& text, const Folding& folding) const {
  // An engine may look through the whole list for each character.
  const std::string simple = is_ascii(text);
  if (simple.empty()) return translated(text, folding);
  // Western letters with their accents, and the signs that word processors put in place of others.
  constexpr std::string_view latin_end = "\xC4\x80", signs = "\xE2\x80\x8B",
                             signs_end = "\xE2\x80\x95";
  constexpr unsigned char past_ascii = 0x80;
  Folding ascii, common;
  std::string known;
  const bool lowers = !lower_ascii(text).empty();
  for (const auto& each : folding) {
    const std::string& character = each.first;
    const bool one_byte = static_cast<unsigned char>(character.front()) < past_ascii;
    const bool is_letter = character.front() >= 'A' && character.front() <= 'Z';
    if (one_byte && !(lowers && is_letter)) ascii.push_back(each);
    if (character >= latin_end && !(character >= signs && character < signs_end)) continue;
    common.push_back(each);
    known += character;
  }
  const std::string usual =
      is_ascii(fmt::format("TRANSLATE({}, {}, '')", text, literal(known + std::string(ellipsis))));
  return fmt::format("CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END", simple,
                     translated(lowers ? lower_ascii(text) : text, ascii), usual,
                     translated(text, common), translated(text, folding));
}
std::string Dialect::trim(const std::string& text) const {
  return fmt::format("TRIM({}, ' {}')", text, other_blank);
}
std::string Dialect::one_dash(const std::string& text) const {
  return fmt::format("REPLACE({}, '{}', '-')", text, other_dash);
}
std::string Dialect::word(const std::string& text) const {
  return fmt::format("TRANSLATE({}, ' -_{}{}{}', '')", text, other_dash, other_blank, left_out);
}
std::string Dialect::joined(const std::string& text) const {
  return fmt::format("REPLACE(REPLACE({}, ' ', ''), '_', '')", text);
}
std::string Dialect::number_of(const std::string& text, const Numbered& words) const {
  if (words.empty()) return "NULL";
  std::string out = fmt::format("CASE {}", text);
  for (const auto& [word, number] : words) {
    out += fmt::format(" WHEN {} THEN {}", literal(word), number);
  }
  return out + " END";
}
std::string Dialect::among(const std::string& text, const std::vector<std::string>& words) const {
  if (words.empty()) return "1 = 0";
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + literal(word);
  return fmt::format("{} IN ({})", text, list);
}
std::string Dialect::find(const std::string& text, std::string_view what) const {
  return fmt::format("POSITION({} IN {})", literal(what), text);
}
std::string Dialect::from(const std::string& text, const std::string& at) const {
  return fmt::format("SUBSTRING({} FROM {})", text, at);
}
std::string Dialect::first(const std::string& text, const std::string& count) const {
  return fmt::format("SUBSTRING({} FROM 1 FOR {})", text, count);
}
std::string Dialect::length(const std::string& text) const {
  return fmt::format("CHAR_LENGTH({})", text);
}
std::string Dialect::is_decimal(const std::string& text) const {
  return fmt::format("{} SIMILAR TO '-?[0-9]+([.][0-9]+)?'", text);
}
std::string Dialect::plain_hundredths(const std::string& text) const {
  const std::string decimals = strip_back(from(text, find(concat({text, "'.'"}), ".") + " + 1"));
  return fmt::format(
      "CASE WHEN {0} <= 9 AND {1} AND {2} NOT LIKE '-%' THEN CASE WHEN {3} <= 2 THEN {4} END END",
      length(text), is_decimal(text), text, length(decimals), rounded_hundredths(text));
}
std::string Dialect::is_whole(const std::string& text) const {
  return fmt::format("{} SIMILAR TO '[0-9]{{1,9}}'", text);
}
std::string Dialect::whole(const std::string& column) const {
  return to_integer(fmt::format("CASE WHEN {} THEN {} ELSE '-1' END", is_whole(column), column));
}
std::string Dialect::is_hundredths(const std::string&, int, int) const { return {}; }
std::string Dialect::without_point(const std::string& text) const {
  return fmt::format("REPLACE({}, '.', '')", text);
}
std::string Dialect::digits_to_integer(const std::string& text) const { return to_integer(text); }
std::string Dialect::strip_front(const std::string& text) const {
  return fmt::format("TRIM(LEADING '0' FROM TRIM(LEADING '-' FROM {}))", text);
}
std::string Dialect::strip_back(const std::string& text) const {
  return fmt::format("TRIM(TRAILING '0' FROM {})", text);
}
std::string Dialect::to_integer(const std::string& digits) const {
  return fmt::format("CAST({} AS BIGINT)", digits);
}
std::string Dialect::to_text(const std::string& integer) const {
  return fmt::format("CAST({} AS VARCHAR(20))", integer);
}
std::string Dialect::two_decimals(const std::string& hundredths) const {
  return concat({to_text(divide(hundredths, "100")), "'.'",
                 to_text(remainder(divide(hundredths, "10"), "10")),
                 to_text(remainder(hundredths, "10"))});
}
std::string Dialect::decimal(const std::string& hundredths) const {
  return fmt::format("CAST(({}) * 0.01 AS DECIMAL(12, 2))", hundredths);
}
std::string Dialect::integer(const std::string& expression) const { return expression; }
std::string Dialect::looked_up_in(const std::string& table, const std::string& cell) const {
  return fmt::format("(SELECT w.v FROM {} AS w WHERE w.x = {})", table, cell);
}
std::string Dialect::own_text(const std::string& column) const { return column; }
std::string Dialect::text_column(const std::string& column) const { return column; }
std::string Dialect::typed_text(const std::string& column, bool boolean) const {
  if (boolean)
    return fmt::format("CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END", column);
  return fmt::format("CAST({} AS VARCHAR(1000))", column);
}
std::string Dialect::truth(const std::string& column, bool value) const {
  return value ? column : fmt::format("NOT {}", column);
}
std::string Dialect::below(const std::string& value, const std::string& limit) const {
  return fmt::format("CASE WHEN {0} < {1} THEN {0} ELSE 0 END", value, limit);
}
std::string Dialect::with_points(const std::string& text, const std::string& hundredths) const {
  return concat({text, two_decimals(hundredths)});
}
std::string Dialect::pick(const std::vector<std::string>& texts, const std::string& number) const {
  if (texts.size() < 2) return literal(texts.empty() ? std::string{} : texts.front());
  std::string out = fmt::format("CASE {}", number);
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    out += fmt::format(" WHEN {} THEN {}", i, literal(texts[i]));
  }
  return fmt::format("{} ELSE {} END", out, literal(texts.back()));
}
std::string Dialect::element(const std::vector<std::size_t>&, const std::string&) const {
  return {};
}
std::string Dialect::lookup(const std::string&, const std::string&, const std::string&,
                            const std::string& otherwise) const {
  return otherwise;  // asked of engines whose stages are functions
}
std::string Dialect::concat(const std::vector<std::string>& texts) const {
  return fmt::format("{}", fmt::join(texts, " || "));
}

// An integer division of a number that divides without remainder is the same everywhere.
std::string Dialect::divide(const std::string& a, std::string_view b) const {
  return fmt::format("CAST(({0} - {1}) / {2} AS BIGINT)", a, remainder(a, b), b);
}
std::string Dialect::remainder(const std::string& a, std::string_view b) const {
  return fmt::format("MOD({}, {})", a, b);
}

std::string Dialect::extreme(bool greatest, const std::vector<std::string>& values) const {
  return fmt::format("{}({})", greatest ? "GREATEST" : "LEAST", fmt::join(values, ", "));
}

// Engines limit how many arguments a function takes.
std::string Dialect::tree(bool greatest, std::vector<std::string> values) const {
  constexpr std::size_t most = 40;
  while (values.size() > most) {
    std::vector<std::string> next;
    for (std::size_t i = 0; i < values.size(); i += most) {
      const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i);
      const auto end =
          values.begin() + static_cast<std::ptrdiff_t>(std::min(i + most, values.size()));
      const std::vector<std::string> part(begin, end);
      next.push_back(part.size() == 1 ? part.front() : extreme(greatest, part));
    }
    values = std::move(next);
  }
  return values.size() == 1 ? values.front() : extreme(greatest, values);
}
std::string Dialect::least(std::vector<std::string> values) const {
  return tree(false, std::move(values));
}
std::string Dialect::greatest(std::vector<std::string> values) const {
  return tree(true, std::move(values));
}

std::string Dialect::open(Form form, const Frame& frame) const {
  return form == Form::view ? fmt::format("CREATE VIEW {} AS\n", table(frame.name)) : std::string{};
}
std::string Dialect::close(Form, const Frame&) const { return ";\n"; }
std::string Dialect::source(Form, std::string_view table) const { return this->table(table); }

}  // namespace sourcing::sql
