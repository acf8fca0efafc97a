// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/new_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/json_writer.hpp"
#include "cli/reference/level_text.hpp"

namespace sourcing::cli {

namespace {

// What a criterion asks and what its levels mean, so that the file explains itself.
std::string description(const engine::Program& program, const engine::Criterion& criterion,
                        std::size_t language) {
  std::string text(program.text(criterion.question, language));
  for (const engine::Level& level : criterion.levels) {
    text +=
        fmt::format(" {} = {}", level_name(criterion, level), program.text(level.text, language));
  }
  return text;
}

bool is_own(const Answer& answer) {
  return answer.origin == Origin::answered || answer.origin == Origin::option;
}

// Sets a member, at the end where it is not there yet.
void set(json::Value& document, std::string_view key, json::Value value) {
  const auto found = std::find_if(document.members.begin(), document.members.end(),
                                  [&](const json::Member& each) { return each.key == key; });
  if (found != document.members.end()) {
    found->value = std::move(value);
  } else {
    document.members.push_back({std::string(key), {}, std::move(value)});
  }
}

json::Value text_value(std::string_view text) {
  json::Value value;
  value.kind = json::Kind::string;
  value.text = text;
  return value;
}

}  // namespace

std::string task_template(const engine::Program& program, const engine::Activity* activity,
                          const Task* answers, std::size_t language) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("id", answers != nullptr && !answers->id.empty() ? std::string_view(answers->id)
                    : activity != nullptr                      ? activity->id
                                                               : std::string_view("my_task"));
  writer.text("name", answers != nullptr && !answers->name.empty() ? std::string_view(answers->name)
                      : activity != nullptr ? program.text(activity->names, language)
                                            : engine::phrase(program, "new.name", language));
  // What was left open is still assumed to be as the profile has it.
  if (answers != nullptr && activity != nullptr) writer.text("activity", activity->id);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    writer.text(fmt::format("x_{}", criterion.id), description(program, criterion, language));
    std::string_view value;
    if (answers != nullptr) {
      if (is_own(answers->answers[c])) value = answers->answers[c].shown;
    } else if (activity != nullptr) {
      for (const engine::ProfileEntry& entry : activity->profile) {
        if (entry.criterion == c) value = entry.shown;
      }
    }
    writer.json(criterion.id, value);
  }
  writer.end_object();
  return out + "\n";
}

std::string edited_document(const engine::Program& program, json::Value document,
                            const Task& before, const Task& task) {
  if (task.id != before.id) set(document, "id", text_value(task.id));
  if (task.name != before.name) set(document, "name", text_value(task.name));
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const Answer& old = before.answers[c];
    const Answer& now = task.answers[c];
    const bool same = is_own(old) == is_own(now) && old.low == now.low && old.high == now.high &&
                      old.shown == now.shown;
    if (same || (!is_own(old) && !is_own(now))) continue;
    set(document, program.criteria[c].id,
        is_own(now) ? json::parse(now.shown, {}).root : json::Value{});
  }
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  json::write(writer, document);
  return out + "\n";
}

}  // namespace sourcing::cli
