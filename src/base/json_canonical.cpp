// SPDX-License-Identifier: Apache-2.0
#include "base/json_canonical.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

namespace sourcing::json {
namespace {

/// Orders UTF-8 as its UTF-16 code units would be ordered. That is the order of the bytes, except
/// that surrogates (characters past U+FFFF, lead byte F0 or more) stand before U+E000..U+FFFF (lead
/// byte EE or EF).
bool utf16_less(std::string_view a, std::string_view b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    const auto x = static_cast<unsigned char>(a[i]);
    const auto y = static_cast<unsigned char>(b[i]);
    if (x == y) continue;
    const bool x_private = x == 0xEEU || x == 0xEFU;
    const bool y_private = y == 0xEEU || y == 0xEFU;
    if (x >= 0xF0U && y_private) return true;
    if (y >= 0xF0U && x_private) return false;
    return x < y;
  }
  return a.size() < b.size();
}

void append_string(std::string& out, std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  static constexpr std::string_view names = "btn?fr";  // of U+0008..U+000D, but U+000B has none
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte >= 0x08U && byte <= 0x0DU && byte != 0x0BU) {
      out += '\\';
      out += names[byte - 0x08U];
    } else if (byte < 0x20U) {
      out += "\\u00";
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

/// True when the JSON number `text`, which no double can hold, is so because it is too close to 0.
/// Its exponent decides, unless the digits before or after the point are very many.
bool is_below_one(std::string_view text) {
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::string_view digits = text.substr(0, e);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t leading = digits.find_first_of("123456789");
  if (leading == std::string_view::npos) return true;
  const auto to_signed = [](std::size_t n) { return static_cast<long long>(n); };
  long long magnitude = leading < point ? to_signed(point - leading) : -to_signed(leading - point);
  if (e < text.size()) {
    std::string_view exponent = text.substr(e + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    long long shift = 0;
    const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), shift);
    if (read.ec != std::errc()) return exponent.starts_with('-');
    // Both are far below the overflow: the text is in memory, the sum is clamped.
    magnitude += std::clamp(shift, -(1LL << 60), 1LL << 60);
  }
  return magnitude <= 0;
}

/// ECMAScript's Number::toString: the shortest digits that give the same double back, laid out as
/// an integer up to 21 digits, as a fraction down to 1e-6, else with an exponent.
void append_number(std::string& out, std::string_view text) {
  double value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec == std::errc::result_out_of_range) {
    // Too small or too large: `value` is untouched, so the scale of the number has to tell which.
    // strtod would tell, but it depends on the locale.
    value = is_below_one(text) ? 0 : HUGE_VAL;
  } else if (parsed.ec != std::errc()) {
    value = HUGE_VAL;
  }
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  if (value == 0) {
    out += '0';
    return;
  }
  std::array<char, 32> buffer{};
  const auto printed = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                     std::chars_format::scientific);
  const std::string_view shortest(buffer.data(),
                                  static_cast<std::size_t>(printed.ptr - buffer.data()));
  const std::size_t e = shortest.find('e');
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  int exponent = 0;
  const std::size_t sign = shortest[e + 1] == '+' ? 2 : 1;
  std::from_chars(shortest.data() + e + sign, shortest.data() + shortest.size(), exponent);

  const int length = static_cast<int>(digits.size());
  const int point = exponent + 1;  // the value is 0.digits × 10^point
  if (value < 0) out += '-';
  if (length <= point && point <= 21) {
    out += digits;
    out.append(static_cast<std::size_t>(point - length), '0');
  } else if (0 < point && point <= 21) {
    out.append(digits, 0, static_cast<std::size_t>(point));
    out += '.';
    out.append(digits, static_cast<std::size_t>(point));
  } else if (-6 < point && point <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-point), '0');
    out += digits;
  } else {
    out += digits[0];
    if (length > 1) {
      out += '.';
      out.append(digits, 1);
    }
    out += exponent < 0 ? "e-" : "e+";
    out += std::to_string(std::abs(exponent));
  }
}

/// Where canonical text goes: into one string, or on in pieces.
struct Out {
  std::string text;
  const std::function<void(std::string_view)>* piece = nullptr;

  void pass_on(std::size_t most) {
    if (piece == nullptr || text.size() <= most) return;
    (*piece)(text);
    text.clear();
  }
};

constexpr std::size_t piece_bytes = std::size_t{64} << 10;

void append(Out& target, const Value& value, std::initializer_list<std::string_view> without = {}) {
  std::string& out = target.text;
  target.pass_on(piece_bytes);
  switch (value.kind) {
    case Kind::null:
      out += "null";
      return;
    case Kind::boolean:
      out += value.boolean ? "true" : "false";
      return;
    case Kind::number:
      append_number(out, value.text);
      return;
    case Kind::string:
      append_string(out, value.text);
      return;
    case Kind::array: {
      out += '[';
      bool first = true;
      for (const Value& item : value.items) {
        if (!first) out += ',';
        first = false;
        append(target, item);
      }
      out += ']';
      return;
    }
    case Kind::object: {
      std::vector<const Member*> members;
      members.reserve(value.members.size());
      for (const Member& member : value.members) {
        if (std::find(without.begin(), without.end(), member.key) == without.end()) {
          members.push_back(&member);
        }
      }
      std::sort(members.begin(), members.end(),
                [](const Member* a, const Member* b) { return utf16_less(a->key, b->key); });
      out += '{';
      bool first = true;
      for (const Member* member : members) {
        if (!first) out += ',';
        first = false;
        append_string(out, member->key);
        out += ':';
        append(target, member->value);
      }
      out += '}';
      return;
    }
  }
}

}  // namespace

std::string canonical(const Value& value) {
  Out out;
  append(out, value);
  return std::move(out.text);
}

void canonical(const Value& value, const std::function<void(std::string_view)>& piece,
               std::initializer_list<std::string_view> without) {
  Out out;
  out.piece = &piece;
  append(out, value, without);
  out.pass_on(0);
}

}  // namespace sourcing::json
