// SPDX-License-Identifier: Apache-2.0
#include "input/value_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"

namespace sourcing::input {

namespace {

constexpr std::string_view digits = "0123456789";

bool all_digits(std::string_view text) noexcept {
  return !text.empty() && text.find_first_not_of(digits) == std::string_view::npos;
}

bool is_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::vector<std::string_view> split(std::string_view text, std::string_view signs) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = std::min(text.find_first_of(signs), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// The first three letters of the months in English, Catalan and Spanish (and some that end in a
// point).
bool is_month(std::string_view text) {
  const std::string folded = base::fold_close(text).substr(0, 3);
  return is_any(folded, {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
                         "nov", "dec", "ene", "abr", "ago", "dic", "gen", "mai", "des", "set"});
}

// `2/4/2026`, `2026-04-02`, `2-Apr`, `abr-02`, `02.04.26`, and a time.
bool is_date(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, "/-. ");
  constexpr std::size_t day_and_month = 2, longest_year = 4;
  if (parts.size() < day_and_month || parts.size() > day_and_month + 3) return false;
  const auto number = [](std::string_view part) {
    return all_digits(part) && part.size() <= longest_year;
  };
  if (number(parts[0]) && is_month(parts[1])) return true;
  if (is_month(parts[0]) && number(parts[1])) return true;
  const bool numbers = number(parts[0]) && number(parts[1]);
  if (numbers && parts.size() == day_and_month) {
    return text.find_first_of("/-") != std::string_view::npos;
  }
  return numbers && number(parts[2].substr(0, std::min<std::size_t>(parts[2].find('T'), 4)));
}

bool is_scientific(std::string_view text) {
  const std::size_t e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0) return false;
  std::string_view exponent = text.substr(e + 1);
  if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
  return all_digits(exponent) &&
         text.substr(0, e).find_first_not_of("0123456789.,-") == std::string_view::npos;
}

// The sign between groups of three digits, as one writes it for --thousands, or nothing.
std::string thousands_sign(std::string_view text) {
  std::string sign;
  std::size_t run = 0, groups = 0;
  bool ended = false;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text, at);
    at += point.bytes;
    if (point.value >= '0' && point.value <= '9') {
      ++run;
      continue;
    }
    const char32_t value = point.value;
    const std::string here = base::is_blank(value)              ? " "
                             : value == '\'' || value == 0x2019 ? "'"
                             : value == '.' || value == ','
                                 ? std::string(1, static_cast<char>(value))
                                 : "";
    if (here.empty() || ended || run == 0) return {};
    if (sign.empty()) sign = here;
    if (groups > 0 && run != 3) return {};
    ended = here != sign;  // decimals follow
    if (!ended && run > 3) return {};
    if (!ended) ++groups;
    if (ended && groups == 0) return {};
    run = 0;
  }
  if (groups == 0 || (!ended && run != 3)) return {};
  return sign;
}

// Digits that are none of 0 to 9: full-width, Arabic.
bool has_other_digits(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text, at);
    const auto within = [&](char32_t first) {
      return point.value >= first && point.value < first + digits.size();
    };
    if (within(0xFF10) || within(0x660) || within(0x6F0)) return true;
    at += point.bytes;
  }
  return false;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> marks) {
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
    return text.find(mark) != std::string_view::npos;
  });
}

std::string number_shape(std::string_view text, Signs signs) {
  if (text.ends_with('%')) return "it is a percentage, which is no value here";
  if (has_any(text, {"\xE2\x82\xAC", "$", "\xC2\xA3"})) return "it has a currency sign";
  if (is_scientific(text)) return "it is in scientific notation: write all digits";
  if (text.starts_with('+')) return "it has a plus sign: leave it out";
  if (is_date(text)) {
    return "it looks like a date, which a spreadsheet may have made of a range: write a range as "
           "`2..4`";
  }
  if (signs.thousands != 0 && text.find(signs.thousands) != std::string_view::npos) {
    return fmt::format(
        "`{}` is the sign of thousands that was given, and has three digits behind it",
        signs.thousands);
  }
  if (const std::string sign = thousands_sign(text); !sign.empty()) {
    return fmt::format("it has a thousands sign: say --thousands '{}'",
                       sign == "'" ? "\xE2\x80\x99" : sign);
  }
  const std::vector<std::string_view> parts = split(text, ",");
  if (parts.size() == 2 && all_digits(parts[0]) && all_digits(parts[1]) && !signs.comma) {
    return "it has a decimal comma: say --decimal ,";
  }
  const std::vector<std::string_view> points = split(text, ".");
  if (points.size() == 2 && all_digits(points[0]) && all_digits(points[1]) && signs.decimal != 0) {
    return "its decimal sign is not the one that was given with --decimal";
  }
  if (all_digits(text.substr(0, text.size() - 1)) && (text.ends_with('.') || text.ends_with(','))) {
    return "it ends in a decimal sign: leave that out";
  }
  if (const std::size_t at = text.find_first_of(";|\t"); at != std::string_view::npos) {
    return fmt::format("it holds `{}`: if that is what separates fields, say --delimiter '{}'",
                       base::printable(text.substr(at, 1)), text.substr(at, 1));
  }
  return "a number and more: write the number alone, or map the words with --value 'WORDS=VALUE'";
}

}  // namespace

bool looks_unknown(std::string_view text) {
  if (is_any(text, {"?", "??", "???", "-", "--", "---", ".", "...", "*", "/", "n/a", "N/A", "n/d",
                    "N/D", "s/d", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\xA6"})) {
    return true;
  }
  return is_any(
      base::fold_close(text),
      {"na",           "n/a",       "nd",         "n/d",         "n.a.",        "n.d.",
       "ns",           "nc",        "ns/nc",      "nsnc",        "s/d",         "none",
       "null",         "nan",       "nil",        "unknown",     "undefined",   "missing",
       "blank",        "empty",     "tbd",        "tba",         "tbc",         "notapplicable",
       "notavailable", "notknown",  "dontknow",   "idontknow",   "noaplica",    "noaplicable",
       "nodisponible", "sindatos",  "sensedades", "desconocido", "desconocida", "desconegut",
       "desconeguda",  "pendiente", "pendent",    "pordefinir",  "perdefinir",  "perdeterminar",
       "nose",         "nosabe",    "nohose"});
}

std::string shape_of(const engine::Criterion& criterion, std::string_view text, Signs signs) {
  text = base::trim_wide(text);
  constexpr std::size_t longest = 200;
  if (text.empty() || text.size() > longest) return {};
  if (text.find("\"ImportId\"") != std::string_view::npos) {
    return "it is an import id, which survey tools write below the header: pass over the row with "
           "--skip-where";
  }
  if (text.starts_with('[') && text.find(',') != std::string_view::npos) {
    return "it looks like a range of JSON: write it as `2..4`";
  }
  if (text.starts_with('(') && text.find_first_of(digits) != std::string_view::npos) {
    return "it looks like a scale, as in a row of units: pass over the row with --skip-where";
  }
  if (has_other_digits(text)) {
    return "its digits are full-width or of another script: write them as 0 to 9";
  }
  if (text.starts_with("=\"")) {
    return "it is a formula that stands for a text (`=\"…\"`): write the value alone";
  }
  if (text.starts_with('=') || text.starts_with('@')) {
    return "it is a formula, not its value: save the file with values";
  }
  if (text.starts_with('#')) {
    return "it is an error of a spreadsheet (Excel): mend the cell, or name it with --unknown";
  }
  if (has_any(text, {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x9E", "\xC2\xAB",
                     "\xC2\xBB"}) ||
      text.starts_with("\xE2\x80\x99")) {
    return "it has curly quotes: leave them out";
  }
  if (text != "\"\"" && text.find('"') != std::string_view::npos)
    return "it has quotes in it: leave them out";
  if (text.find_first_of("\r\n") != std::string_view::npos) return "it has a line break in it";
  if (looks_unknown(text)) return "is it a word for unknown? say so with --unknown";
  const std::size_t begin = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const bool number = begin < text.size() && digits.find(text[begin]) != std::string_view::npos;
  if (number || text.ends_with('%')) {
    if (!is_numeric(criterion.scale) &&
        text.find_first_not_of("0123456789.") == std::string_view::npos) {
      return "it is a number, and this is no scale of numbers: say what it means with --value "
             "'NUMBER=WORD'";
    }
    return number_shape(text, signs);
  }
  if (is_date(text)) return "it looks like a date";
  if (text.size() > 1 && digits.find(text[1]) != std::string_view::npos) {
    if (text.front() == '\'') return "an apostrophe stands before the number: leave it out";
    if (text.front() == '.' || text.front() == ',') return "write a 0 before the decimal sign";
  }
  if (criterion.scale == Scale::boolean) {
    return "is it yes or no in other words? say so with --value 'WORD=true'";
  }
  return "a word of your own can be given a meaning with --value 'WORD=VALUE'";
}

std::string shape_alone(const engine::Criterion& criterion, std::string_view text) {
  if (looks_unknown(base::trim_wide(text))) return "is it not known? leave it out";
  std::string shape = shape_of(criterion, text, {});
  const std::size_t option = shape.find(" --");
  if (option == std::string::npos) return shape;
  // What is to be done about it is for tables.
  const std::size_t end = shape.find_first_of(":?");
  if (end == std::string::npos || shape[end] == '?') return {};
  shape.resize(end);
  return shape;
}

std::string other_scale(const engine::Criterion& criterion, std::string_view text) {
  if (criterion.scale != Scale::level) return {};
  const auto scaled = base::parse_scaled(base::trim_wide(text), 2, false);
  if (scaled.error != base::DecimalError::none) return {};
  constexpr std::int64_t five = 500, ten = 1'000, hundred = 10'000;
  if (scaled.value == 0) return "; is it on a scale from 0?";
  if (scaled.value > five && scaled.value <= ten) return "; is it on a scale of 1 to 10?";
  if (scaled.value > ten && scaled.value <= hundred) return "; is it a percentage?";
  return {};
}

}  // namespace sourcing::input
