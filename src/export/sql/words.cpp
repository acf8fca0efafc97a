// SPDX-License-Identifier: Apache-2.0
#include "export/sql/words.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/fold.hpp"
#include "base/text.hpp"

namespace sourcing::sql {

namespace {

constexpr char32_t past_ascii = 0x80, last_folded = 0xFFFF;
constexpr char32_t surrogates_first = 0xD800, surrogates_last = 0xDFFF;

// Two letters that some write as one, and that one in lower case.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> joined = {
    {{"ss", "\xC3\x9F"}, {"ae", "\xC3\xA6"}, {"oe", "\xC5\x93"}}};

std::string_view joined_letter(std::string_view two) {
  for (const auto& [letters, one] : joined) {
    if (letters == two) return one;
  }
  return {};
}

// What stands for a character, or nothing where it stays.
std::string folded_as(char32_t value, const std::string& character, std::string_view letters) {
  if (base::is_blank(value) || base::is_invisible(value)) return std::string(other_blank);
  if (base::is_dash(value)) return std::string(other_dash);
  const std::string folded = base::fold_close(character);
  if (folded.empty()) return std::string(left_out);
  if (folded.size() == 1 && letters.find(folded) != std::string_view::npos) return folded;
  const std::string_view one = joined_letter(folded);
  const bool wanted = !one.empty() && letters.find(folded[0]) != std::string_view::npos;
  return wanted ? std::string(one) : std::string{};
}

void add(std::vector<Meaning>& words, std::string_view word, std::size_t at) {
  if (word.empty()) return;
  const auto known = std::find_if(words.begin(), words.end(),
                                  [&](const Meaning& each) { return each.word == word; });
  if (known == words.end()) words.push_back({std::string(word), at});
}

void add_joined(std::vector<Meaning>& words) {
  const std::size_t count = words.size();
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto& [letters, one] : joined) {
      std::string word = words[i].word;
      bool found = false;
      for (std::size_t at = word.find(letters); at != std::string::npos; at = word.find(letters)) {
        word.replace(at, letters.size(), one);
        found = true;
      }
      if (found) add(words, word, words[i].at);
    }
  }
}

}  // namespace

Folding folding(std::string_view letters) {
  Folding out;
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    out.emplace_back(std::string(1, letter), std::string(1, static_cast<char>(letter - 'A' + 'a')));
  }
  for (const std::string_view sign : {"'", "`"}) out.emplace_back(sign, left_out);
  // What was written as our signs are written is no such sign.
  out.emplace_back(other_dash, "?");
  for (char32_t value = past_ascii; value <= last_folded; ++value) {
    if (value >= surrogates_first && value <= surrogates_last) continue;
    std::string character;
    base::append_utf8(character, value);
    std::string as = folded_as(value, character, letters);
    if (!as.empty() && as != character) out.emplace_back(std::move(character), std::move(as));
  }
  return out;
}

std::vector<Meaning> meanings(const engine::Criterion& criterion) {
  std::vector<Meaning> words;
  for (const engine::Word& word : criterion.words) add(words, word.folded, word.at);
  for (const engine::Word& word : criterion.common_words) {
    const bool truth = criterion.scale == Scale::boolean;
    add(words, word.folded, truth ? word.at : criterion.levels[word.at].at);
  }
  add_joined(words);
  return words;
}

Numbered numbered(const std::vector<Meaning>& words) {
  Numbered out;
  out.reserve(words.size());
  for (const Meaning& each : words) out.emplace_back(each.word, each.at);
  return out;
}

std::vector<Meaning> activity_meanings(const engine::Program& program) {
  std::vector<Meaning> words;
  for (const engine::Name& name : program.activity_names) add(words, name.folded, name.index);
  add_joined(words);
  return words;
}

std::string letters_of(const std::vector<Meaning>& words) {
  std::set<char> letters;
  for (const Meaning& each : words) letters.insert(each.word.begin(), each.word.end());
  return {letters.begin(), letters.end()};
}

}  // namespace sourcing::sql
