// SPDX-License-Identifier: Apache-2.0
#include "batch/write/text_cells.hpp"

#include <algorithm>

#include "base/escape.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

namespace {

// Classes of bytes in a text cell.
constexpr std::uint8_t makes_quotes = 1, needs_care = 2;

}  // namespace

TextCells::TextCells(const Plan& plan, const Layout& layout)
    : plan_(plan), layout_(layout), same_delimiter_(plan.dialect.delimiter == layout.delimiter) {
  plain_start_.fill(1);
  const auto not_plain = [&](std::string_view bytes) {
    for (const char c : bytes) plain_start_[static_cast<unsigned char>(c)] = 0;
  };
  not_plain(std::string_view(" \t\"\r\n\0", 6));
  if (!layout.raw) not_plain("=+-@");
  for (std::size_t byte = 0; byte < 256; ++byte) {
    if (byte < 0x20 || byte == 0x7F) byte_class_[byte] = needs_care;
    if (byte == 0xC2 || byte == 0xE2 || byte == 0xEF) byte_class_[byte] = needs_care;
  }
  // What stands behind one may begin a formula where a spreadsheet cuts there.
  byte_class_[';'] = byte_class_['\n'] = needs_care;
  if (layout.raw) {
    byte_class_.fill(0);
    for (const char c : {'\n', '\r', ';', '\t'})
      byte_class_[static_cast<unsigned char>(c)] = makes_quotes;
  }
  byte_class_['"'] = makes_quotes;
  byte_class_[static_cast<unsigned char>(layout.delimiter)] |= makes_quotes;
}

// The texts are short: a call to memchr for each byte that is looked for costs more than they do.
TextCells::Marks TextCells::marks(std::string_view text, char delimiter) {
  Halves quote{}, needs_quotes{}, care{};
  for (std::size_t at = 0; at < text.size(); at += word) {
    Bytes bytes, within;
    load(bytes, text.data() + at);
    load(within, first_bytes(std::min(word, text.size() - at)));
    bytes &= within;
    quote |= reinterpret_cast<Halves>(bytes == '"');
    needs_quotes |= reinterpret_cast<Halves>(bytes == delimiter);
    care |= reinterpret_cast<Halves>((bytes == ';') | (bytes == '\n'));
  }
  return {(quote[0] | quote[1]) != 0, (needs_quotes[0] | needs_quotes[1]) != 0,
          (care[0] | care[1]) != 0};
}

std::string_view TextCells::unquoted(std::string_view raw) {
  return input::unquote(raw, unquoted_);
}

void TextCells::append(std::string_view text, Buffer& out) {
  if (text.empty()) return;
  std::uint8_t classes = is_plain_start(text.front()) ? 0 : makes_quotes | needs_care;
  if (text.back() == ' ' || text.back() == '\t') classes |= makes_quotes;
  if (text.front() == ' ') classes = static_cast<std::uint8_t>(makes_quotes);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t here = byte_class_[static_cast<unsigned char>(text[i])];
    if ((here & needs_care) != 0 && static_cast<unsigned char>(text[i]) >= 0x80) {
      // Few of the characters that begin so are unprintable, or begin a formula.
      const base::CodePoint point = base::decode_utf8(text, i);
      const bool wide_sign = i == 0 && (point.value == 0xFF1D || point.value == 0xFF0B ||
                                        point.value == 0xFF0D || point.value == 0xFF20);
      here = point.valid && !wide_sign && !base::is_unprintable(point.value) ? 0 : needs_care;
    }
    classes |= here;
  }
  if ((classes & needs_care) != 0) {
    scratch_.clear();
    base::append_csv_field(scratch_, text, layout_.delimiter, !layout_.raw);
    out.append(scratch_);
    return;
  }
  char* at = out.room(2 * text.size() + 2);
  if ((classes & makes_quotes) == 0) {
    if (!text.empty()) std::memcpy(at, text.data(), text.size());
    out.advance_to(at + text.size());
    return;
  }
  *at++ = '"';
  for (const char c : text) {
    if (c == '"') *at++ = '"';
    *at++ = c;
  }
  *at++ = '"';
  out.advance_to(at);
}

// The part of a raw cell that append_text would write byte for byte, where that is seen at a
// glance: the cell itself, or what is between its quotes when it needs none. Else nothing.
std::string_view TextCells::as_it_stands(std::string_view raw, const RawTexts& texts) const {
  // Delimiters and line ends can only be in quotes, and are the same in what is written.
  if (!texts.printable || !same_delimiter_) return {};
  const bool quoted = raw.front() == '"';
  if (quoted && (raw.size() < 3 || plan_.dialect.terminator != '\n')) return {};
  const std::string_view text = quoted ? raw.substr(1, raw.size() - 2) : raw;
  const Marks found = marks(text, layout_.delimiter);
  if (!is_plain_start(text.front()) || text.back() == ' ' || found.quote || found.needs_care) {
    return {};
  }
  if (!quoted) return raw;
  if (text.back() == '\t') return {};
  return found.needs_quotes ? raw : text;
}

char* TextCells::put_odd(char* out, std::string_view raw, const RawTexts& texts, Buffer& buffer,
                         std::size_t room) {
  const std::string_view same = as_it_stands(raw, texts);
  if (!same.empty()) return put_words(out, same);
  buffer.advance_to(out);
  append_unquoted(raw, buffer);
  return buffer.room(room);
}

}  // namespace sourcing::batch
