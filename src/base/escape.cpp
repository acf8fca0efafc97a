// SPDX-License-Identifier: Apache-2.0
#include "base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"

namespace sourcing::base {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// `printable`, but the characters of `kept` stay as they are.
std::string printable_except(std::string_view text, std::string_view kept) {
  std::string result;
  while (!text.empty()) {
    const std::size_t at = std::min(text.find_first_of(kept), text.size());
    result += printable(text.substr(0, at));
    text.remove_prefix(at);
    if (text.empty()) break;
    result += text.front();
    text.remove_prefix(1);
  }
  return result;
}

bool begins_formula(std::string_view text) {
  if (text.empty()) return false;
  constexpr std::string_view starters("=+-@\t\r\n\0", 8);
  if (starters.find(text.front()) != std::string_view::npos) return true;
  constexpr std::string_view wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  for (const std::string_view starter : wide) {
    if (text.starts_with(starter)) return true;
  }
  return false;
}

/// A plain number is digits with an optional sign and decimals. Their count does not matter, so the
/// value may overflow.
bool is_plain_number(std::string_view text) {
  return parse_scaled(text, 2, false).error != DecimalError::not_a_number;
}

/// Where a spreadsheet of another country cuts a cell: at `;`, and at a line end that the quotes do
/// not hide from it, since in the middle of a line they are no quotes to it.
bool may_be_cut_at(char c) { return c == ';' || c == '\n'; }

/// `text` with a `'` wherever such a cut would let a formula begin. Quotes in front of one would be
/// taken for those of the cell.
std::string without_formulas(std::string_view text) {
  std::string result;
  bool begins = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins) {
      // Up to the next cut; the first byte may be one that makes a formula itself.
      std::string_view piece = text.substr(at, text.find_first_of(";\n", at + 1) - at);
      if (at > 0) piece.remove_prefix(std::min(piece.find_first_not_of('"'), piece.size()));
      if (begins_formula(piece) && !is_plain_number(piece)) result += '\'';
    }
    result += text[at];
    begins = may_be_cut_at(text[at]);
  }
  return result;
}

}  // namespace

void append_markdown(std::string& out, std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>|#~!&";
  const std::string visible = printable_except(text, "\n\r\t");
  for (std::size_t at = 0; at < visible.size(); ++at) {
    const char c = visible[at];
    if (c == '\r' && at + 1 < visible.size() && visible[at + 1] == '\n') continue;
    if (is_line_end(c) || c == '\t') {
      out += ' ';
      continue;
    }
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

void append_csv_field(std::string& out, std::string_view text, char delimiter,
                      bool neutralise_formula) {
  std::string safe;
  if (neutralise_formula) {
    safe = printable_except(without_formulas(text), "\n");
    text = safe;
  }
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  bool quote = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
  for (const char c : text) {
    quote = quote || c == delimiter || c == '"' || c == ';' || c == '\t' || is_line_end(c);
  }
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_html(std::string& out, std::string_view text) {
  for (const char c : printable_except(text, "\n\t")) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

std::string shell_word(std::string_view text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

namespace {

// Gives each character to `out`, and those that nobody sees to `hidden`.
template <class Hidden>
std::string map_invisible(std::string_view text, Hidden hidden) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    if (point.valid && is_invisible(point.value)) {
      hidden(out, point.value);
    } else {
      out.append(text.substr(at, point.bytes));
    }
    at += point.bytes;
  }
  return out;
}

}  // namespace

std::string show_invisible(std::string_view text) {
  return map_invisible(text, [](std::string& out, char32_t value) {
    fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(value));
  });
}

std::string drop_invisible(std::string_view text) {
  return map_invisible(text, [](std::string&, char32_t) {});
}

}  // namespace sourcing::base
