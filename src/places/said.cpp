// SPDX-License-Identifier: Apache-2.0
#include "places/said.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace sourcing::places {

const Place* named(const Atlas& atlas, std::string_view text) {
  const std::string lower = base::ascii_lower(base::trim(text));
  for (const Place& place : atlas.places) {
    if (base::ascii_lower(place.iso2) == lower) return &place;
  }
  for (const Place& place : atlas.places) {
    for (const auto& [language, name] : place.names.all()) {
      if (base::ascii_lower(name) == lower) return &place;
    }
  }
  return nullptr;
}

bool read_languages(std::string_view text, std::vector<std::string>& codes, std::string& wrong) {
  constexpr std::size_t shortest = 2, longest = 3;
  std::string word;
  const auto take = [&] {
    if (word.empty()) return true;
    const bool good =
        word.size() >= shortest && word.size() <= longest &&
        std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!good) wrong = word;
    if (good && std::find(codes.begin(), codes.end(), word) == codes.end()) codes.push_back(word);
    word.clear();
    return good;
  };
  for (const char c : base::ascii_lower(text)) {
    if (c == ',' || c == ';' || c == ' ' || c == '\t') {
      if (!take()) return false;
    } else {
      word += c;
    }
  }
  return take();
}

}  // namespace sourcing::places
