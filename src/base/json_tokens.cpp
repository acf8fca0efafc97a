// SPDX-License-Identifier: Apache-2.0
#include "base/json_tokens.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "base/text.hpp"

namespace sourcing::json {

namespace {

bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// What is greater than any double is refused, since others would read it as infinite.
bool is_finite(std::string_view number) {
  constexpr std::size_t always = 300;  // digits
  if (number.size() < always && number.find_first_of("eE") == std::string_view::npos) return true;
  return std::isfinite(std::strtod(std::string(number).c_str(), nullptr));
}

}  // namespace

bool Tokens::passes(std::string_view word) noexcept {
  if (!bytes_.substr(at_).starts_with(word)) return false;
  at_ += word.size();
  return true;
}

bool Tokens::string() {
  text_.clear();
  if (!passes('"')) return false;
  while (true) {
    const std::size_t begin = at_;
    while (!at_end() && is_plain(bytes_[at_])) ++at_;
    text_.append(bytes_, begin, at_ - begin);
    if (passes('"')) return true;
    if (!passes('\\') || !escape()) return false;
  }
}

// What follows a backslash.
bool Tokens::escape() {
  constexpr std::string_view written = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
  if (passes('u')) return code();
  const std::size_t which = written.find(peek());
  if (which == std::string_view::npos) return false;
  text_ += meant[which];
  ++at_;
  return true;
}

// The digits of `\u00e8`; what lies beyond four of them is written in two halves.
bool Tokens::code() {
  constexpr char32_t high_begin = 0xD800, low_begin = 0xDC00, low_end = 0xE000, beyond = 0x10000;
  char32_t code = 0, low = 0;
  if (!half(0, beyond, code) || (code >= low_begin && code < low_end)) return false;
  if (code >= high_begin && code < low_begin) {
    if (!passes('\\') || !passes('u') || !half(low_begin, low_end, low)) return false;
    code = beyond + ((code - high_begin) << 10U) + (low - low_begin);
  }
  base::append_utf8(text_, code);
  return true;
}

bool Tokens::half(char32_t from, char32_t to, char32_t& code) {
  constexpr std::size_t count = 4;
  const std::string_view hex = bytes_.substr(at_, count);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  if (hex.size() < count || error != std::errc() || end != hex.data() + count) return false;
  at_ += count;
  code = number;
  return code >= from && code < to;
}

bool Tokens::digits() {
  const std::size_t begin = at_;
  while (!at_end() && bytes_[at_] >= '0' && bytes_[at_] <= '9') ++at_;
  return at_ > begin;
}

bool Tokens::number(std::string_view& text) {
  const std::size_t begin = at_;
  passes('-');
  if (!passes('0') && !digits()) return false;
  if (passes('.') && !digits()) return false;
  if (passes('e') || passes('E')) {
    if (!passes('+')) passes('-');
    if (!digits()) return false;
  }
  text = bytes_.substr(begin, at_ - begin);
  return is_finite(text);
}

}  // namespace sourcing::json
