// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/glossary.hpp"

#include "base/fold.hpp"
#include "base/json.hpp"

namespace sourcing::cli {

namespace {

// Read only when somebody asks, so that starting up costs nothing.
json::Value parsed() { return json::parse(embedded_glossary_json, "glossary.json").root; }

const json::Value* in_language(const json::Value* texts, std::string_view language) {
  if (texts == nullptr) return nullptr;
  const json::Value* own = texts->find(language);
  return own != nullptr ? own : texts->find("en");
}

GlossaryEntry entry_of(const json::Member& member, std::string_view language) {
  GlossaryEntry entry{member.key, member.key, {}};
  const json::Value* words = in_language(member.value.find("words"), language);
  if (words != nullptr && !words->items.empty()) entry.word = words->items.front().text;
  if (const json::Value* text = in_language(member.value.find("text"), language)) {
    entry.text = text->text;
  }
  return entry;
}

template <class Visit>
void each_word(const json::Member& member, Visit visit) {
  visit(std::string_view(member.key));
  const json::Value* words = member.value.find("words");
  if (words == nullptr) return;
  for (const json::Member& language : words->members) {
    for (const json::Value& word : language.value.items) visit(std::string_view(word.text));
  }
}

}  // namespace

std::vector<GlossaryEntry> glossary(std::string_view language) {
  std::vector<GlossaryEntry> entries;
  const json::Value root = parsed();
  for (const json::Member& member : root.members) entries.push_back(entry_of(member, language));
  return entries;
}

std::optional<GlossaryEntry> find_in_glossary(std::string_view written, std::string_view language) {
  const std::string wanted = base::fold_close(written);
  const json::Value root = parsed();
  for (const json::Member& member : root.members) {
    bool found = false;
    each_word(member,
              [&](std::string_view word) { found = found || base::fold_close(word) == wanted; });
    if (found) return entry_of(member, language);
  }
  return std::nullopt;
}

std::vector<std::string> glossary_words() {
  std::vector<std::string> words;
  const json::Value root = parsed();
  for (const json::Member& member : root.members) {
    each_word(member, [&](std::string_view word) { words.emplace_back(word); });
  }
  return words;
}

}  // namespace sourcing::cli
