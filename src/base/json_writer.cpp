// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::json {
namespace {

void append_unit(std::string& out, char32_t unit) {
  static constexpr std::string_view digits = "0123456789abcdef";
  out += "\\u";
  for (unsigned shift = 16; shift != 0;) {
    shift -= 4;
    out += digits[(unit >> shift) & 15U];
  }
}

/// True for a byte that goes into a JSON string as it is, whatever comes next.
constexpr bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20U && byte < 0x7FU && c != '"' && c != '\\';
}

/// The first byte from `at` on that is not plain, or the end. Eight bytes are looked at together:
/// each that is not plain has its highest bit set in `odd`, and none before the first of them.
std::size_t plain_end(std::string_view text, std::size_t at) {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101U, highest = 0x80 * ones;
  constexpr std::size_t step = sizeof(std::uint64_t);
  for (; at + step <= text.size(); at += step) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, step);
    const auto below = [&](std::uint64_t these, std::uint64_t limit) {
      return (these - limit * ones) & ~these;
    };
    const std::uint64_t odd = (bytes | below(bytes, ' ') | below(bytes ^ '"' * ones, 1) |
                               below(bytes ^ '\\' * ones, 1) | below(bytes ^ 0x7F * ones, 1)) &
                              highest;
    if (odd != 0) break;
  }
  static constexpr std::array<bool, 256> plain = [] {
    std::array<bool, 256> each{};
    for (int byte = 0; byte < 256; ++byte) {
      each[static_cast<std::size_t>(byte)] = is_plain(static_cast<char>(byte));
    }
    return each;
  }();
  while (at < text.size() && plain[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

/// The invisible characters that are escaped; of those, U+200E/F are legitimate in names.
bool must_escape(char32_t value) {
  return base::is_unprintable(value) && value != U'\u200E' && value != U'\u200F';
}

}  // namespace

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    at = plain_end(text, at);
    out.append(text.substr(begin, at - begin));
    if (at == text.size()) break;
    const base::CodePoint point = base::decode_utf8(text, at);
    if (!point.valid) {
      out += "\xEF\xBF\xBD";
    } else if (point.value == U'"' || point.value == U'\\') {
      out += '\\';
      out += text[at];
    } else if (must_escape(point.value)) {
      append_unit(out, point.value);
    } else {
      out.append(text.substr(at, point.bytes));
    }
    at += point.bytes;
  }
  out += '"';
}

void Writer::begin_object() { begin('{'); }
void Writer::end_object() { end('}'); }
void Writer::begin_array() { begin('['); }
void Writer::end_array() { end(']'); }

void Writer::key(std::string_view name) {
  separate();
  append_quoted(out_, name);
  out_ += layout_ == Layout::pretty ? ": " : ":";
  after_key_ = true;
}

void Writer::string(std::string_view text) {
  before_value();
  append_quoted(out_, text);
}

void Writer::raw_number(std::string_view text) {
  before_value();
  out_ += text;
}

void Writer::boolean(bool value) {
  before_value();
  out_ += value ? "true" : "false";
}

void Writer::null() {
  before_value();
  out_ += "null";
}

void Writer::begin_object(std::string_view name) {
  key(name);
  begin_object();
}

void Writer::begin_array(std::string_view name) {
  key(name);
  begin_array();
}

void Writer::text(std::string_view name, std::string_view value) {
  key(name);
  string(value);
}

void Writer::text_or_null(std::string_view name, std::string_view value) {
  key(name);
  if (value.empty()) {
    null();
  } else {
    string(value);
  }
}

void Writer::texts(std::string_view name, const std::vector<std::string>& values) {
  begin_array(name);
  for (const std::string& value : values) string(value);
  end_array();
}

void Writer::flag(std::string_view name, bool value) {
  key(name);
  boolean(value);
}

void Writer::count(std::string_view name, std::uint64_t value) {
  key(name);
  raw_number(std::to_string(value));
}

void Writer::count_or_null(std::string_view name, std::uint64_t value) {
  json(name, value == 0 ? std::string() : std::to_string(value));
}

void Writer::fixed2(std::string_view name, std::int64_t hundredths) {
  std::string number;
  base::append_fixed2(number, hundredths);
  json(name, number);
}

void Writer::json(std::string_view name, std::string_view value) {
  key(name);
  raw_number(value.empty() ? "null" : value);
}

void Writer::before_value() {
  if (!after_key_) separate();
  after_key_ = false;
}

void Writer::separate() {
  if (counts_.empty()) return;
  if (counts_.back()++ != 0) out_ += ',';
  new_line();
}

void Writer::begin(char bracket) {
  before_value();
  out_ += bracket;
  counts_.push_back(0);
}

void Writer::end(char bracket) {
  if (counts_.empty()) return;
  const bool filled = counts_.back() != 0;
  counts_.pop_back();
  if (filled) new_line();
  out_ += bracket;
}

void Writer::new_line() {
  if (layout_ != Layout::pretty) return;
  constexpr std::string_view line = "\n                ";
  const std::size_t indent = 2 * counts_.size();
  if (indent < line.size()) {
    out_ += line.substr(0, 1 + indent);
    return;
  }
  out_ += '\n';
  out_.append(indent, ' ');
}

void write(Writer& writer, const Value& value) {
  switch (value.kind) {
    case Kind::null:
      return writer.null();
    case Kind::boolean:
      return writer.boolean(value.boolean);
    case Kind::number:
      return writer.raw_number(value.text);
    case Kind::string:
      return writer.string(value.text);
    case Kind::array:
      writer.begin_array();
      for (const Value& item : value.items) write(writer, item);
      return writer.end_array();
    case Kind::object:
      writer.begin_object();
      for (const Member& member : value.members) {
        writer.key(member.key);
        write(writer, member.value);
      }
      return writer.end_object();
  }
}

}  // namespace sourcing::json
