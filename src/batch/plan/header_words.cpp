// SPDX-License-Identifier: Apache-2.0
#include "batch/plan/header_words.hpp"

#include <algorithm>

#include "base/fold.hpp"

namespace sourcing::batch {

namespace {

// Apostrophes part words here (`d'automatització`), and what opens a question is none.
std::string parted(std::string_view header) {
  std::string text(header);
  for (const std::string_view mark : {"'", "\xE2\x80\x99", "\xC2\xBF", "\xC2\xA1"}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
      text.replace(at, mark.size(), " ");
    }
  }
  return base::fold(text);
}

bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

// A sign that says something by itself.
bool is_sign(char c) noexcept { return c == '%' || c == '$' || c == '#'; }

std::string_view without_plural(std::string_view word) noexcept {
  constexpr std::size_t shortest = 4;
  if (word.size() >= shortest && word.ends_with('s')) word.remove_suffix(1);
  return word;
}

}  // namespace

bool is_count(std::string_view word) noexcept {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

HeaderWords split_header(std::string_view header) {
  const std::string text = parted(header);
  HeaderWords words;
  bool noted = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '(' || c == '[' || c == '{') noted = true;
    if (c == ')' || c == ']' || c == '}') noted = false;
    if (!is_letter(c) && !is_sign(c)) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    while (!is_sign(c) && end < text.size() && is_letter(text[end])) ++end;
    HeaderWord word{text.substr(at, end - at), end < text.size() && text[end] == '.'};
    at = end;
    if (noted || is_count(word.text)) {
      words.notes.push_back(std::move(word.text));
    } else {
      words.name.push_back(std::move(word));
    }
  }
  return words;
}

std::string words_key(const std::vector<HeaderWord>& words) {
  std::vector<std::string_view> parts;
  parts.reserve(words.size());
  for (const HeaderWord& word : words) parts.push_back(without_plural(word.text));
  std::sort(parts.begin(), parts.end());
  std::string key;
  for (const std::string_view part : parts) {
    key += part;
    key += ' ';
  }
  return key;
}

bool stands_for(const HeaderWord& word, std::string_view whole) {
  constexpr std::size_t shortest = 3;
  if (without_plural(word.text) == without_plural(whole)) return true;
  return word.cut && word.text.size() >= shortest && whole.starts_with(word.text);
}

}  // namespace sourcing::batch
