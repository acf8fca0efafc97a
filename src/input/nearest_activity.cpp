// SPDX-License-Identifier: Apache-2.0
#include "input/nearest_activity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/fold.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace sourcing::input {

namespace {

// A name of an activity, folded, and the activity's id.
struct Called {
  std::string name;
  std::string_view id;
};

void add_synonyms(const engine::Program& program, std::vector<Called>& names) {
  const json::ParseResult parsed = json::parse(engine::embedded_model_json, "model");
  const json::Value* activities = parsed.root.find("activities");
  if (activities == nullptr) return;
  for (const json::Value& activity : activities->items) {
    const json::Value* synonyms = activity.find("synonyms");
    const json::Value* id = activity.find("id");
    if (synonyms == nullptr || id == nullptr) continue;
    const std::size_t known = engine::find_activity(program, id->text);
    if (known >= program.activities.size()) continue;
    for (const json::Member& language : synonyms->members) {
      for (const json::Value& word : language.value.items) {
        names.push_back({base::fold(word.text), program.activities[known].id});
      }
    }
  }
}

std::vector<Called> names_of(const engine::Program& program) {
  std::vector<Called> names;
  for (const engine::Activity& activity : program.activities) {
    names.push_back({base::fold(activity.id), activity.id});
  }
  for (const engine::Activity& activity : program.activities) {
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      names.push_back({base::fold(program.text(activity.names, l)), activity.id});
    }
  }
  if (&program == &engine::embedded_program) add_synonyms(program, names);
  return names;
}

// Those of the model that comes with the program are put together once: an inventory may have a
// name of its own in every row.
const std::vector<Called>& embedded_names() {
  static const std::vector<Called> names = names_of(engine::embedded_program);
  return names;
}

}  // namespace

std::string nearest_activity(const engine::Program& program, std::string_view written) {
  constexpr std::size_t shortest = 4;  // of a part that says enough
  const std::string wanted = base::fold(written);
  if (wanted.empty()) return {};
  const bool embedded = &program == &engine::embedded_program;
  const std::vector<Called> others = embedded ? std::vector<Called>() : names_of(program);
  const std::vector<Called>& names = embedded ? embedded_names() : others;
  const auto first = [&](auto fits) -> std::string {
    const auto found = std::find_if(names.begin(), names.end(), fits);
    return found == names.end() ? std::string() : std::string(found->id);
  };
  if (auto id = first([&](const Called& each) { return each.name == wanted; }); !id.empty()) {
    return id;
  }
  std::vector<std::string_view> words;
  for (const Called& each : names) words.emplace_back(each.name);
  if (const std::string near = base::nearest(wanted, words); !near.empty()) {
    return first([&](const Called& each) { return each.name == near; });
  }
  if (wanted.size() < shortest) return {};
  if (auto id =
          first([&](const Called& each) { return each.name.find(wanted) != std::string::npos; });
      !id.empty()) {
    return id;
  }
  return first([&](const Called& each) {
    return each.name.size() >= shortest && wanted.find(each.name) != std::string::npos;
  });
}

std::string activity_hint(const engine::Program& program, std::string_view written) {
  const std::string near = nearest_activity(program, written);
  return near.empty() ? std::string("`sourcing activities` lists them")
                      : fmt::format("did you mean `{}`?", near);
}

}  // namespace sourcing::input
