// SPDX-License-Identifier: Apache-2.0
#include "base/fold.hpp"

#include "base/fold_tables.hpp"
#include "base/text.hpp"

namespace sourcing::base {

namespace {

bool is_line_end(char32_t value) noexcept {
  return value == '\n' || value == '\r' || value == 0x0B || value == 0x0C || value == 0x85;
}

// Quotes that stand for an apostrophe, and the middle dot of `l·l`.
bool is_apostrophe(char32_t value) noexcept {
  return value == '\'' || value == '`' || value == 0xB4 || value == 0xB7 || value == 0x2018 ||
         value == 0x2019 || value == 0x2BC;
}

bool is_mark(char32_t value) noexcept { return value >= 0x300 && value <= 0x36F; }

char32_t fold_one(char32_t value) noexcept {
  if (value >= 'A' && value <= 'Z') return value - 'A' + 'a';
  if (value < folded_latin_first) return value;
  if (value - folded_latin_first < folded_latin.size()) {
    return folded_latin[value - folded_latin_first];
  }
  if (value >= folded_more_first && value - folded_more_first < folded_more.size()) {
    return folded_more[value - folded_more_first];
  }
  constexpr char32_t wide_first = 0xFF01, wide_last = 0xFF5E;
  if (value >= wide_first && value <= wide_last) return fold_one(value - wide_first + '!');
  return value;
}

// The letters that are two.
std::string_view two_letters(char32_t value) noexcept {
  switch (value) {
    case 0xDF:
    case 0x1E9E:
      return "ss";
    case 0xC6:
    case 0xE6:
      return "ae";
    case 0x152:
    case 0x153:
      return "oe";
    default:
      return {};
  }
}

// Gives each folded character to `put`, and `separate` tells of blanks and dashes between them.
template <class Put, class Separate>
void fold_into(std::string_view text, Put put, Separate separate) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const CodePoint point = byte < 0x80 ? CodePoint{byte, 1, true} : decode_utf8(text, at);
    const std::string_view bytes = text.substr(at, point.bytes);
    at += point.bytes;
    if (!point.valid) {
      put(bytes);
      continue;
    }
    const char32_t value = fold_one(point.value);
    if (value == '_' || is_dash(value) || is_blank(value) || is_line_end(value)) {
      separate();
    } else if (const std::string_view two = two_letters(point.value); !two.empty()) {
      put(two);
    } else if (!is_mark(value) && !is_invisible(value) && !is_apostrophe(value)) {
      if (value < 0x80) {
        const char letter = static_cast<char>(value);
        put(std::string_view(&letter, 1));
      } else if (value == point.value) {
        put(bytes);
      } else {
        std::string other;  // two or three bytes: no allocation
        append_utf8(other, value);
        put(other);
      }
    }
  }
}

}  // namespace

bool is_blank(char32_t value) noexcept {
  return value == ' ' || value == '\t' || value == 0xA0 || value == 0x1680 ||
         (value >= 0x2000 && value <= 0x200A) || value == 0x202F || value == 0x205F ||
         value == 0x3000;
}

bool is_invisible(char32_t value) noexcept {
  return value == 0xAD || value == 0x61C || value == 0x180E ||
         (value >= 0x200B && value <= 0x200F) || (value >= 0x202A && value <= 0x202E) ||
         (value >= 0x2060 && value <= 0x2069) || value == 0xFEFF;
}

bool is_dash(char32_t value) noexcept {
  return value == '-' || (value >= 0x2010 && value <= 0x2015) || value == 0x2212 ||
         value == 0xFE63 || value == 0xFF0D;
}

std::string fold(std::string_view text) {
  std::string out;
  bool pending = false;
  fold_into(
      text,
      [&](std::string_view bytes) {
        if (pending && !out.empty()) out += '_';
        pending = false;
        out += bytes;
      },
      [&] { pending = true; });
  return out;
}

std::string fold_close(std::string_view text) {
  std::string out;
  fold_into(
      text, [&](std::string_view bytes) { out += bytes; }, [] {});
  return out;
}

FoldedWord::FoldedWord(std::string_view text) noexcept {
  // Folding makes nothing much longer, and accents and blanks go.
  constexpr std::size_t most_bytes = 4 * longest;
  if (text.size() > most_bytes) return;
  bool fits = true;
  fold_into(
      text,
      [&](std::string_view bytes) {
        fits = fits && bytes.size() <= longest - size_;
        if (!fits) return;
        for (const char c : bytes) bytes_[size_++] = c;
      },
      [] {});
  if (!fits) size_ = 0;
}

std::string_view trim_wide(std::string_view text) noexcept {
  const auto goes = [](char32_t value) { return is_blank(value) || is_invisible(value); };
  while (!text.empty()) {
    const CodePoint point = decode_utf8(text, 0);
    if (!point.valid || !goes(point.value)) break;
    text.remove_prefix(point.bytes);
  }
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) --begin;
    const CodePoint point = decode_utf8(text, begin);
    if (!point.valid || begin + point.bytes != text.size() || !goes(point.value)) break;
    text = text.substr(0, begin);
  }
  return text;
}

}  // namespace sourcing::base
