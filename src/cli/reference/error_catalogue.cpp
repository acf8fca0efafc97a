// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/error_catalogue.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

// Read only when somebody asks, so that starting up costs nothing.
json::Value parsed() { return json::parse(embedded_errors_json, "errors.json").root; }

std::string text_of(const json::Value& entry, std::string_view part, std::string_view language) {
  const json::Value* texts = entry.find(part);
  if (texts == nullptr) return {};
  const json::Value* text = texts->find(language);
  if (text == nullptr) text = texts->find("en");
  return text == nullptr ? std::string{} : text->text;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<std::string> catalogue_languages() {
  std::vector<std::string> languages;
  const json::Value root = parsed();
  if (root.members.empty()) return languages;
  const json::Value* title = root.members.front().value.find("title");
  if (title == nullptr) return languages;
  for (const json::Member& member : title->members) languages.push_back(member.key);
  return languages;
}

std::vector<CatalogueEntry> catalogue(std::string_view language) {
  std::vector<CatalogueEntry> entries;
  const json::Value root = parsed();
  entries.reserve(root.members.size());
  for (const json::Member& member : root.members) {
    entries.push_back(CatalogueEntry{member.key, text_of(member.value, "title", language),
                                     text_of(member.value, "cause", language),
                                     text_of(member.value, "mend", language)});
  }
  return entries;
}

std::string canonical_code(std::string_view written) {
  constexpr std::size_t error_digits = 4, most_exit_digits = 3;
  const std::string lower = base::ascii_lower(base::trim(written));
  std::string_view rest = lower;
  if (rest.starts_with("exit")) {
    rest.remove_prefix(4);
    if (!rest.empty() && (rest.front() == '-' || rest.front() == ' ')) rest.remove_prefix(1);
    if (all_digits(rest)) return "exit-" + std::string(rest);
  } else if (all_digits(rest) && rest.size() <= most_exit_digits) {
    return "exit-" + std::string(rest);
  } else {
    if (rest.starts_with('e')) rest.remove_prefix(1);
    if (all_digits(rest) && rest.size() == error_digits) return "E" + std::string(rest);
  }
  return std::string(written);
}

}  // namespace sourcing::cli
