// SPDX-License-Identifier: Apache-2.0
#include "base/escape.hpp"

#include <algorithm>

#include "base/decimal.hpp"
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
    if (begins_formula(text) && !is_plain_number(text)) safe += '\'';
    safe += printable_except(text, "\n");
    text = safe;
  }
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  bool quote = !text.empty() && (is_blank(text.front()) || is_blank(text.back()));
  for (const char c : text) quote = quote || c == delimiter || c == '"' || is_line_end(c);
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

}  // namespace sourcing::base
