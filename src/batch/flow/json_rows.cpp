// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/json_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "batch/read/row_reader.hpp"
#include "input/csv_fields.hpp"
#include "input/name_hints.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

// Takes out of a task's problem what it quotes of values: processes can be confidential, and the
// pointer says where it is. Keys are no values.
void hide_values(Problem& problem) {
  std::string& message = problem.message;
  // What stands between the first backtick behind `from` and the next.
  const auto replace = [&](std::size_t from, std::string_view with) {
    const std::size_t open = message.find('`', from);
    const std::size_t close = open == std::string::npos ? open : message.find('`', open + 1);
    if (close != std::string::npos) message.replace(open, close - open + 1, with);
  };
  constexpr std::string_view found = ", found ";
  const std::size_t at_found = message.rfind(found);
  const std::string_view code = problem.code;
  if (code == "E0202") {
    // A kind stays: `found a string`, `found an array`.
    if (at_found != std::string::npos && message[at_found + found.size()] != 'a') {
      message.erase(at_found);
    }
    if (problem.hint.starts_with("write \"")) problem.hint = "write it in quotes";
  } else if (code == "E0210") {
    replace(0, "the value");
    problem.hint = "write the number without quotes, with a point for decimals only";
  } else if (code == "E0208") {
    message = "there is no such activity";
  } else if (code.starts_with("E02") && code != "E0201") {
    if (message.starts_with('`')) replace(0, "the value");
  } else if (code == "E0110") {
    replace(0, "here");
  } else if (code == "E0106") {
    if (message.starts_with('`')) replace(0, "what stands here");
    if (message.ends_with(", which needs double quotes")) replace(at_found, "a word");
  }
}

// What a string stands for: unknown, or what --value says.
void own_meaning(const Plan& plan, json::Member& member) {
  const std::string_view text = base::trim_wide(member.value.text);
  if (plan.means_unknown(text)) {
    member.value.kind = json::Kind::null;
    return;
  }
  const OwnWord* own = plan.own_word(engine::find_named(plan.program, member.key), text);
  if (own == nullptr) return;
  if (own->value.unknown) {
    member.value.kind = json::Kind::null;
  } else if (auto parsed = json::parse(own->shown, ""); parsed.ok()) {
    const json::Position at = member.value.at;
    member.value = std::move(parsed.root);
    member.value.at = at;
  }
}

std::string text_of(const json::Value& value) {
  switch (value.kind) {
    case json::Kind::null:
      return {};
    case json::Kind::boolean:
      return value.boolean ? "true" : "false";
    case json::Kind::string:
    case json::Kind::number:
      return std::string(base::trim_wide(value.text));
    case json::Kind::array:
    case json::Kind::object:
      break;
  }
  return std::string(json::kind_name(value.kind));
}

// What the rules of the mapping read of an object: the texts of the plan's columns. What is
// nothing to a task besides is taken out of it.
std::vector<std::string> take_sources(const Plan& plan, json::Value& root) {
  std::vector<std::string> cells(plan.columns.size());
  if (plan.derived.empty() || root.kind != json::Kind::object) return cells;
  const auto known = [&](std::string_view key) {
    return key == "id" || key == "name" || key == "activity" || key.starts_with("x_") ||
           input::is_task_field(key) ||
           engine::find_named(plan.program, key) < plan.program.criteria.size();
  };
  std::erase_if(root.members, [&](const json::Member& member) {
    const std::string folded = input::fold_name(member.key);
    bool source = false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (input::fold_name(plan.columns[i].header) != folded) continue;
      cells[i] = text_of(member.value);
      source = true;
    }
    return source && !known(own_key(plan, member.key).value_or("x_"));
  });
  return cells;
}

// Their keys as ours, and their words for unknown as null.
void rename(const Plan& plan, json::Value& root) {
  if (root.kind != json::Kind::object) return;
  std::erase_if(root.members, [&](json::Member& member) {
    auto key = own_key(plan, member.key);
    if (key) member.key = std::move(*key);
    return !key;
  });
  for (json::Member& member : root.members) {
    if (member.value.kind == json::Kind::string && member.key != "id" && member.key != "name" &&
        !member.value.text.empty()) {
      own_meaning(plan, member);
    }
  }
}

// An object that goes on below its first line is a task's file, or came out of a pretty-printer.
void suggest_lines(std::vector<Problem>& problems) {
  for (Problem& problem : problems) {
    if (!problem.message.ends_with(", found the end of the input")) continue;
    problem.hint =
        "write each object on one line (NDJSON); `sourcing classify` reads a task over many lines";
  }
}

// Where their keys can be given ours.
void suggest_map(std::vector<Problem>& problems) {
  for (Problem& problem : problems) {
    if (problem.code != "E0201" || problem.hint != "fields of your own may start with `x_`")
      continue;
    problem.hint =
        "name it with --map 'THEIR KEY=CRITERION', or pass over it with --ignore; fields of your "
        "own may start with `x_`";
  }
}

void names(const json::Value& root, Failure& failure) {
  const auto text = [&](std::string_view key, std::string& out) {
    const json::Value* value = root.find(key);
    if (value != nullptr && value->kind == json::Kind::string) out = value->text;
  };
  text("id", failure.id);
  text("name", failure.name);
  for (const json::Member& member : root.members) {
    if (!input::is_task_field(member.key) && !member.key.starts_with("x_")) continue;
    if (member.value.kind == json::Kind::null) continue;
    failure.fields.push_back(input::read_field(member.key, member.value));
  }
}

}  // namespace

std::optional<std::string> own_key(const Plan& plan, std::string_view key) {
  const BatchOptions& options = plan.options;
  const std::string folded = input::fold_name(key);
  for (const std::string& ignored : options.ignore) {
    if (input::fold_name(ignored) == folded) return std::nullopt;
  }
  std::string own(key);
  for (std::size_t i = 0; i < options.map.size(); ++i) {
    if (input::fold_name(options.map[i].first) != input::fold_name(own)) continue;
    own = options.map[i].second;
    if (plan.seen) plan.seen->map[i].store(true, std::memory_order_relaxed);
  }
  if (!options.id_column.empty()) {
    if (input::fold_name(own) == input::fold_name(options.id_column)) {
      own = "id";
      if (plan.seen) plan.seen->id.store(true, std::memory_order_relaxed);
    } else if (own == "id") {
      own = "x_id";
    }
  }
  // What the other model alone knows is left out; what no model knows stays, and is refused.
  const engine::Program& program = plan.program;
  if (plan.other_knows(own) && engine::find_named(program, own) == program.criteria.size()) {
    return std::nullopt;
  }
  return own;
}

Extent find_lines(const input::Block& block, std::vector<JsonLine>& lines) {
  lines.clear();
  std::uint64_t number = 0;
  const std::string_view text(block.data(), block.size);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.find_first_not_of(" \t\r") != std::string_view::npos) {
      lines.push_back({at, line.size(), number});
    }
    ++number;
    at = end + 1;
  }
  if (block.tail) lines.push_back({block.size, block.tail_size, number++});
  return {lines.size(), number};
}

std::optional<Task> read_json_row(const Plan& plan, const input::Block& block, const JsonLine& line,
                                  JsonPlace place, BadRow& bad) {
  const std::string_view text(block.data() + line.begin, line.size);
  const std::uint64_t line_number = place.before.lines + line.number + 1;
  const std::uint64_t number = place.before.rows + place.index + 1;
  json::ParseResult parsed;
  if (text.size() > input::most_line_bytes) {
    parsed.problems.push_back(Problem{
        "E0102", fmt::format("a task may have at most {} MiB", input::most_line_bytes >> 20U), "",
        plan.options.source, line_number, 1, ""});
  } else {
    parsed = json::parse(text, plan.options.source, {}, static_cast<std::uint32_t>(line_number));
  }
  if (parsed.ok()) {
    const std::vector<std::string> sources = take_sources(plan, parsed.root);
    rename(plan, parsed.root);
    Result<Task> task = input::read_task(plan.program, parsed.root, plan.options.source, "");
    if (task) {
      Task& read = task.value();
      read.row = number;
      bool fine = true;
      if (!plan.derived.empty()) {
        fine = derive_answers(plan, sources, read, bad.failure.problems);
        input::apply_profile(plan.program, read);  // the activity may be derived too
      }
      if (fine) {
        assume(plan, read);
        return std::move(read);
      }
      for (Problem& problem : bad.failure.problems) problem.line = line_number;
    } else {
      bad.failure.problems = task.problems();
    }
    names(parsed.root, bad.failure);
    suggest_map(bad.failure.problems);
  } else {
    bad.failure.problems = std::move(parsed.problems);
    if (number == 1) suggest_lines(bad.failure.problems);
    input::hint_at_lines(bad.failure.problems);
  }
  if (!plan.options.show_values) {
    for (Problem& problem : bad.failure.problems) hide_values(problem);
  }
  bad.failure.row = number;
  bad.offset = block.offset + line.begin;
  if (!bad.failure.problems.empty()) bad.column = bad.failure.problems.front().pointer;
  const bool whole = text.size() <= input::most_line_bytes;
  constexpr std::size_t most_kept = 4096;
  if (plan.options.rejects) bad.record = whole ? text : text.substr(0, most_kept);
  bad.rows_until = place.index + 1;
  return std::nullopt;
}

}  // namespace sourcing::batch
