// SPDX-License-Identifier: Apache-2.0
#include "input/name_hints.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace sourcing::input {

std::string words_of(std::string_view text) {
  std::string words = "_";
  for (const char c : base::ascii_lower(text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter || words.back() != '_') words += letter ? c : '_';
  }
  if (words.back() != '_') words += '_';
  return words;
}

std::size_t criterion_within(const engine::Program& program, std::string_view name) {
  const std::string words = words_of(name);
  std::size_t found = program.criteria.size(), longest = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const std::string_view id = program.criteria[c].id;
    if (id.size() <= longest || words.find(words_of(id)) == std::string::npos) continue;
    found = c;
    longest = id.size();
  }
  return found;
}

bool counts_years(const engine::Program& program, std::string_view name, std::size_t criterion) {
  if (criterion == program.criteria.size()) return false;
  const engine::Criterion& counted = program.criteria[criterion];
  if (counted.scale != Scale::bands && counted.scale != Scale::number) return false;
  bool monthly = false;
  for (std::size_t language = 0; language < program.languages.size(); ++language) {
    const std::string unit = words_of(program.text(counted.unit, language));
    monthly = monthly || unit.find("_month_") != std::string::npos ||
              unit.find("_mes_") != std::string::npos;
  }
  if (!monthly) return false;
  const std::string words = words_of(name);
  constexpr std::array<std::string_view, 11> yearly = {"annual", "annually",   "yearly", "year",
                                                       "pa",     "anual",      "anuals", "anuales",
                                                       "any",    "a\xC3\xB1o", "yr"};
  return std::any_of(yearly.begin(), yearly.end(), [&](std::string_view each) {
    return words.find(words_of(each)) != std::string::npos;
  });
}

std::string key_advice(const engine::Program& program, std::string_view key,
                       const json::Value& value) {
  const auto is_object = [](const json::Value& item) { return item.kind == json::Kind::object; };
  if (!value.items.empty() && std::all_of(value.items.begin(), value.items.end(), is_object)) {
    return "if it holds tasks, write one a line (NDJSON), as `jq -c '.[]'` does of a list";
  }
  const std::size_t c = criterion_within(program, key);
  if (c == program.criteria.size()) return std::string(own_fields_hint);
  const std::string_view id = program.criteria[c].id;
  if (counts_years(program, key, c)) {
    return fmt::format("is it `{}`, of a year? `{}` counts a month: divide by twelve", id, id);
  }
  return fmt::format("is it `{}`? {}", id, own_fields_hint);
}

void hint_at_lines(std::vector<Problem>& problems) {
  for (Problem& problem : problems) {
    if (problem.code != "E0106" || !problem.hint.empty() ||
        problem.message.find("nothing more after the end") == std::string::npos) {
      continue;
    }
    if (problem.message.ends_with(", found `{`")) {
      problem.hint = "write each task on one line (NDJSON), as `jq -c .` does";
    } else if (problem.message.ends_with(", found `,`")) {
      problem.hint = "lines of NDJSON have no comma between them";
    }
  }
}

}  // namespace sourcing::input
