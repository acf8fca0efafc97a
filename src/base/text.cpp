// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"

#include <algorithm>
#include <cstring>

namespace sourcing::base {
namespace {

constexpr bool is_continuation(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

char fold(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' || c == ' ' ? '_' : c;
}

std::string folded(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = fold(c);
  return result;
}

void append_hex(std::string& out, std::uint32_t value, unsigned digits) {
  static constexpr std::string_view names = "0123456789abcdef";
  for (unsigned shift = 4 * digits; shift != 0;) {
    shift -= 4;
    out += names[(value >> shift) & 15U];
  }
}

}  // namespace

CodePoint decode_utf8(std::string_view text, std::size_t offset) noexcept {
  constexpr CodePoint invalid{0, 1, false};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
  const std::size_t left = text.size() - offset;
  const unsigned char lead = byte(0);
  if (lead < 0x80U) return {lead, 1, true};
  if (lead < 0xC2U || lead > 0xF4U) return invalid;  // a continuation, overlong, or too large
  const std::uint8_t length = lead < 0xE0U ? 2 : lead < 0xF0U ? 3 : 4;
  if (left < length) return invalid;
  char32_t value = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte(i))) return invalid;
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  if (length == 3 && (value < 0x800U || (value >= 0xD800U && value <= 0xDFFFU))) return invalid;
  if (length == 4 && (value < 0x10000U || value > 0x10FFFFU)) return invalid;
  return {value, length, true};
}

void append_utf8(std::string& out, char32_t value) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (value < 0x80U) {
    put(value);
  } else if (value < 0x800U) {
    put(0xC0U | (value >> 6U));
    put(0x80U | (value & 0x3FU));
  } else if (value < 0x10000U) {
    put(0xE0U | (value >> 12U));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  } else {
    put(0xF0U | (value >> 18U));
    put(0x80U | ((value >> 12U) & 0x3FU));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  }
}

bool valid_utf8(std::string_view text, std::size_t* bad_offset) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    // Most input is ASCII: eight bytes at a time while no byte has its high bit set.
    while (at + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, text.data() + at, 8);
      if ((word & 0x8080808080808080U) != 0) break;
      at += 8;
    }
    if (at == text.size()) break;
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) {
      if (bad_offset != nullptr) *bad_offset = at;
      return false;
    }
    at += point.bytes;
  }
  return true;
}

bool is_unprintable(char32_t value) noexcept {
  return value < 0x20U || (value >= 0x7FU && value <= 0x9FU) || value == 0x61CU ||
         (value >= 0x200EU && value <= 0x200FU) || (value >= 0x2028U && value <= 0x202EU) ||
         (value >= 0x2066U && value <= 0x2069U);
}

std::size_t plain_ascii(std::string_view text) noexcept {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101U, highest = 0x80 * ones;
  constexpr std::size_t step = sizeof(std::uint64_t);
  std::size_t at = 0;
  for (; at + step <= text.size(); at += step) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, step);
    const std::uint64_t delete_is_zero = bytes ^ 0x7F * ones;
    const std::uint64_t odd =
        (bytes | ((bytes - ' ' * ones) & ~bytes) | ((delete_is_zero - ones) & ~delete_is_zero)) &
        highest;
    if (odd != 0) break;
  }
  while (at < text.size() && text[at] >= 0x20 && text[at] <= 0x7E) ++at;
  return at;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t plain = plain_ascii(text.substr(at)); plain > 0) {
      result.append(text, at, plain);
      at += plain;
      continue;
    }
    const CodePoint point = decode_utf8(text, at);
    if (!point.valid) {
      result += "\\x";
      append_hex(result, static_cast<unsigned char>(text[at]), 2);
    } else if (!is_unprintable(point.value)) {
      result.append(text.substr(at, point.bytes));
    } else if (point.value < 0x100U) {
      result += "\\x";
      append_hex(result, point.value, 2);
    } else {
      result += "\\u";
      append_hex(result, point.value, 4);
    }
    at += point.bytes;
  }
  return result;
}

std::string ascii_lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string_view trim(std::string_view text) noexcept {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

namespace {

template <class Text>
std::size_t distance_of(const Text& a, const Text& b, std::size_t limit) {
  const std::size_t gap = a.size() < b.size() ? b.size() - a.size() : a.size() - b.size();
  if (gap > limit) return limit + 1;  // so a megabyte against a word costs nothing

  // The last three rows of the usual table: row[j] is the distance of a's first i characters from
  // b's first j.
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    // A swap reaches back two rows, so both have to be past the limit before giving up.
    const bool hopeless = least > limit && *std::min_element(previous.begin(), previous.end()) >
                                               (limit == 0 ? 0 : limit - 1);
    if (hopeless) return limit + 1;
    before.swap(previous);
    previous.swap(row);
  }
  return std::min(previous[b.size()], limit + 1);
}

std::u32string characters(std::string_view text) {
  std::u32string all;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    all += point.valid ? point.value : static_cast<unsigned char>(text[at]);
    at += point.bytes;
  }
  return all;
}

}  // namespace

std::size_t damerau_levenshtein(std::string_view a, std::string_view b, std::size_t limit) {
  constexpr std::size_t widest = 4;  // bytes of a character
  const auto is_far = [&](std::size_t shorter, std::size_t longer) {
    return shorter + limit < longer / widest;
  };
  if (is_far(a.size(), b.size()) || is_far(b.size(), a.size())) return limit + 1;
  if (plain_ascii(a) == a.size() && plain_ascii(b) == b.size()) return distance_of(a, b, limit);
  return distance_of(characters(a), characters(b), limit);
}

std::string excerpt(std::string_view text, std::size_t width) {
  // Cut the bytes first. A character takes at most four, and most take a column.
  const bool cut = text.size() > 16 * width;
  std::string shown = printable(cut ? text.substr(0, 8 * width) : text);
  if (cut) shown += "\xE2\x80\xA6";
  return truncate(shown, width);
}

namespace {

std::size_t common_prefix(std::string_view a, std::string_view b) noexcept {
  const auto ends = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return static_cast<std::size_t>(ends.first - a.begin());
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const std::size_t limit = word.size() <= 3 ? 1 : 2;
  constexpr std::size_t longest = 256;  // nothing we have a name for is nearly as long
  if (word.size() > longest) return {};
  const std::string wanted = folded(word);
  std::size_t best = limit, best_shared = 0;
  std::string_view found;
  for (const std::string_view candidate : candidates) {
    if (best == 0) break;
    const std::size_t distance = damerau_levenshtein(wanted, folded(candidate), best);
    // A distance as long as the words means that they have nothing in common.
    if (distance > best || distance >= std::max(wanted.size(), candidate.size())) continue;
    // Of two that are as near, the one that begins alike: `ofshore` is `offshore`, not `onshore`.
    const std::size_t shared = common_prefix(wanted, folded(candidate));
    if (distance == best && !found.empty() && shared <= best_shared) continue;
    best = distance;
    best_shared = shared;
    found = candidate;
  }
  return std::string(found);
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  // Most texts are one line as they are.
  if (!text.empty() && (width == 0 || text.size() <= width) && plain_ascii(text) == text.size() &&
      text.front() != ' ' && text.back() != ' ' && text.find("  ") == std::string_view::npos) {
    return {std::string(text)};
  }
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  const auto end_line = [&] {
    lines.push_back(std::move(line));
    line.clear();
    used = 0;
  };
  const auto add_word = [&](std::string_view word) {
    std::size_t wide = display_width(word);
    if (used != 0 && (width == 0 || used + 1 + wide <= width)) {
      line += ' ';
      ++used;
    } else if (used != 0) {
      end_line();
    }
    // What is too long for a line of its own is cut; a wide character alone may stick out.
    while (width != 0 && wide > width) {
      std::size_t cut = 0;
      std::size_t taken = 0;
      while (cut < word.size()) {
        const std::size_t bytes = decode_utf8(word, cut).bytes;
        const std::size_t columns = display_width(word.substr(cut, bytes));
        if (cut != 0 && taken + columns > width) break;
        taken += columns;
        cut += bytes;
      }
      if (cut == word.size()) break;
      line += word.substr(0, cut);
      end_line();
      word.remove_prefix(cut);
      wide -= taken;
    }
    line += word;
    used += wide;
  };

  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '\n') {
      end_line();
      ++at;
    } else if (is_blank(text[at])) {
      ++at;
    } else {
      const std::size_t begin = at;
      while (at < text.size() && text[at] != '\n' && !is_blank(text[at])) ++at;
      add_word(text.substr(begin, at - begin));
    }
  }
  end_line();
  return lines;
}

std::string pad_right(std::string_view text, std::size_t width) {
  std::string result(text);
  const std::size_t wide = display_width(text);
  if (wide < width) result.append(width - wide, ' ');
  return result;
}

std::string pad_left(std::string_view text, std::size_t width) {
  const std::size_t wide = display_width(text);
  std::string result(wide < width ? width - wide : 0, ' ');
  result += text;
  return result;
}

std::string truncate(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  if (width == 0) return {};
  std::size_t at = 0;
  std::size_t used = 0;
  while (at < text.size()) {
    const std::size_t bytes = decode_utf8(text, at).bytes;
    const std::size_t columns = display_width(text.substr(at, bytes));
    if (used + columns > width - 1) break;
    used += columns;
    at += bytes;
  }
  return std::string(text.substr(0, at)) + "\xE2\x80\xA6";
}

}  // namespace sourcing::base
