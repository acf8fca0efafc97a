// SPDX-License-Identifier: Apache-2.0
#include "base/problem.hpp"
#include "audit/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sourcing/decide.hpp>
#include <sourcing/version.hpp>

#include "analysis/estimate.hpp"
#include "audit/json_value.hpp"
#include "audit/record.hpp"
#include "audit/record_log.hpp"
#include "base/decimal.hpp"
#include "base/json_canonical.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "input/task_json.hpp"

namespace sourcing::audit {

namespace {

std::string brief(std::string_view hash) { return std::string(hash.substr(0, 12)); }

// Every place in which two documents differ; a member that one does not have is empty there.
void differences(const json::Value& recorded, const json::Value& replayed,
                 const std::string& pointer, const Discrepancy& at,
                 std::vector<Discrepancy>& found) {
  const auto differ = [&](const std::string& where, std::string a, std::string b) {
    Discrepancy& entry = found.emplace_back(at);
    entry.kind = DiscrepancyKind::verdict_differs;
    entry.pointer = where;
    entry.recorded = std::move(a);
    entry.replayed = std::move(b);
    entry.message = "something else comes out";
  };
  if (recorded.kind == json::Kind::object && replayed.kind == json::Kind::object) {
    for (const json::Member& member : recorded.members) {
      const std::string inner = json::pointer_append(pointer, member.key);
      const json::Value* other = replayed.find(member.key);
      if (other == nullptr) {
        differ(inner, json::canonical(member.value), "");
      } else {
        differences(member.value, *other, inner, at, found);
      }
    }
    for (const json::Member& member : replayed.members) {
      if (recorded.find(member.key) != nullptr) continue;
      differ(json::pointer_append(pointer, member.key), "", json::canonical(member.value));
    }
    return;
  }
  if (recorded.kind == json::Kind::array && replayed.kind == json::Kind::array) {
    for (std::size_t i = 0; i < std::max(recorded.items.size(), replayed.items.size()); ++i) {
      const std::string inner = fmt::format("{}/{}", pointer, i);
      if (i >= replayed.items.size()) {
        differ(inner, json::canonical(recorded.items[i]), "");
      } else if (i >= recorded.items.size()) {
        differ(inner, "", json::canonical(replayed.items[i]));
      } else {
        differences(recorded.items[i], replayed.items[i], inner, at, found);
      }
    }
    return;
  }
  std::string a = json::canonical(recorded), b = json::canonical(replayed);
  if (a != b) differ(pointer, std::move(a), std::move(b));
}

std::uint64_t count_of(const json::Value& options, std::string_view key, std::uint64_t otherwise) {
  const json::Value* value = options.find(key);
  if (value == nullptr || value->kind != json::Kind::number) return otherwise;
  const base::ScaledResult read = base::parse_scaled(value->text, 0, true);
  return read.error == base::DecimalError::none && read.value >= 0
             ? static_cast<std::uint64_t>(read.value)
             : otherwise;
}

// As `--assume` does: for what the task does not answer.
std::vector<Problem> assume(const Engine& engine, const json::Value* texts, Task& task) {
  std::vector<Problem> problems;
  if (texts == nullptr) return problems;
  Task assumed = make_task(engine);
  for (const json::Value& item : texts->items) {
    const std::size_t equals = item.text.find('=');
    const auto some =
        set_answer(engine, assumed, std::string_view(item.text).substr(0, equals),
                   equals == std::string::npos ? std::string_view{}
                                               : std::string_view(item.text).substr(equals + 1),
                   Origin::option);
    problems.insert(problems.end(), some.begin(), some.end());
  }
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    if (assumed.answers[c].origin != Origin::option) continue;
    if (task.answers[c].origin != Origin::answered) task.answers[c] = assumed.answers[c];
  }
  return problems;
}

}  // namespace

std::string_view name(DiscrepancyKind kind) noexcept {
  switch (kind) {
    case DiscrepancyKind::edited:
      return "edited";
    case DiscrepancyKind::chain:
      return "chain";
    case DiscrepancyKind::task_edited:
      return "task_edited";
    case DiscrepancyKind::model_changed:
      return "model_changed";
    case DiscrepancyKind::tool_changed:
      return "tool_changed";
    case DiscrepancyKind::task_unreadable:
      return "task_unreadable";
    case DiscrepancyKind::verdict_differs:
      return "verdict_differs";
    case DiscrepancyKind::not_a_record:
      return "not_a_record";
    case DiscrepancyKind::torn:
      return "torn";
    case DiscrepancyKind::head:
      return "head";
  }
  return {};
}

bool Replay::line(std::string_view line, std::uint64_t number, bool terminated,
                  std::string_view source, std::vector<Discrepancy>& found,
                  std::vector<Problem>& problems) {
  json::Limits limits;
  limits.bytes = std::size_t{256} << 20;
  limits.string_bytes = std::size_t{64} << 20;
  json::ParseResult parsed = json::parse(line, source, limits, static_cast<std::uint32_t>(number));
  Discrepancy at{};
  at.line = number;
  if (!parsed.ok()) {
    if (!terminated && may_be_torn(line)) {
      at.kind = DiscrepancyKind::torn;
      at.note = true;
      at.message = "the last line was cut off while it was written; the next --record repairs it";
      found.push_back(std::move(at));
      return true;
    }
    problems.insert(problems.end(), parsed.problems.begin(), parsed.problems.end());
    return false;
  }
  const json::Value& record = parsed.root;
  const json::Value* task = record.find("task");
  if (text_of(record, "schema") != record_schema || task == nullptr ||
      text_of(*task, "json").empty() || record.find("verdict") == nullptr ||
      text_of(record, "hash").empty()) {
    at.kind = DiscrepancyKind::not_a_record;
    at.message = fmt::format("no record of the format {}", record_schema);
    found.push_back(std::move(at));
    return true;
  }
  ++summary_.records;
  if (record.find("override") != nullptr) ++summary_.overridden;
  const json::Value& verdict = *record.find("verdict");
  at.who = text_of(verdict, "id").empty() ? text_of(verdict, "name") : text_of(verdict, "id");
  chain(record, at, found);
  content(record, at, found);
  return true;
}

void Replay::chain(const json::Value& record, Discrepancy at, std::vector<Discrepancy>& found) {
  const std::string hash(text_of(record, "hash"));
  const std::uint64_t line = at.line;
  if (hash != hash_of(record)) {
    Discrepancy& edited = found.emplace_back(at);
    edited.kind = DiscrepancyKind::edited;
    edited.message = "the line was edited: its hash is not that of its content";
  }
  const std::string previous(text_of(record, "previous"));
  const std::string expected = summary_.head.empty() ? std::string(no_previous) : summary_.head;
  if (previous != expected) {
    at.kind = DiscrepancyKind::chain;
    const auto known = lines_.find(previous);
    if (previous == no_previous) {
      at.message = "the line was the first of its log, and is not any more";
    } else if (known != lines_.end()) {
      at.message = fmt::format(
          "the line followed line {}: what stands between was moved or put there", known->second);
    } else if (summary_.head.empty()) {
      at.message = "lines before the first were removed";
    } else {
      at.message =
          fmt::format("the line before it ({}) was removed, moved or edited", brief(previous));
    }
    found.push_back(std::move(at));
  }
  lines_.emplace(hash, line);
  summary_.head = hash;
}

void Replay::content(const json::Value& record, const Discrepancy& at,
                     std::vector<Discrepancy>& found) {
  const auto tell = [&](DiscrepancyKind kind, bool note, std::string message) {
    Discrepancy& entry = found.emplace_back(at);
    entry.kind = kind;
    entry.note = note;
    entry.message = std::move(message);
  };
  const json::Value& stored = *record.find("task");
  const std::string_view text = text_of(stored, "json");
  if (base::sha256_hex(text) != text_of(stored, "sha256")) {
    tell(DiscrepancyKind::task_edited, false, "the task is not the one that was read");
  }
  const json::Value nothing = object();
  const json::Value* model = record.find("model");
  const json::Value* tool = record.find("tool");
  const json::Value* options = record.find("options");
  if (options == nullptr) options = &nothing;
  const std::string_view sha = text_of(model == nullptr ? nothing : *model, "sha256");
  const bool other_model = sha != engine_.model_sha256();
  if (other_model) {
    tell(DiscrepancyKind::model_changed, false,
         fmt::format("model changed: recorded with {} {} ({}), replayed with {} {} ({})",
                     text_of(model == nullptr ? nothing : *model, "id"),
                     text_of(model == nullptr ? nothing : *model, "version"), brief(sha),
                     engine_.model_id(), engine_.model_version(), brief(engine_.model_sha256())));
  }
  const std::string_view recorded_tool = text_of(tool == nullptr ? nothing : *tool, "version");
  if (recorded_tool != version()) {
    tell(DiscrepancyKind::tool_changed, true,
         fmt::format("tool changed: recorded with {}, replayed with {}", recorded_tool, version()));
  }
  Result<Task> task = input::read_task(engine_.program(), json::parse(text, ""), "");
  std::vector<Problem> problems = task.problems();
  if (problems.empty()) problems = assume(engine_, options->find("assume"), task.value());
  if (!problems.empty()) {
    tell(DiscrepancyKind::task_unreadable, false,
         fmt::format("the task is not accepted: {}", base::without_code(problems.front())));
    return;
  }
  const json::Value& recorded = *record.find("verdict");
  if (const json::Value* row = recorded.find("row"); row != nullptr) {
    task.value().row = count_of(recorded, "row", 0);
  }
  DecideOptions how;
  const std::string language(text_of(*options, "language"));
  how.language = language;
  how.cells = count_of(*options, "cells", how.cells);
  how.nodes = count_of(*options, "nodes", how.nodes);
  json::Value replayed =
      verdict_value(engine_, sourcing::decide(engine_, task.value(), how), language);
  json::Value before = recorded;
  if (other_model) {
    // Told above; what it changed is what matters here.
    const auto is_model = [](const json::Member& member) { return member.key == "model"; };
    std::erase_if(replayed.members, is_model);
    std::erase_if(before.members, is_model);
  }
  differences(before, replayed, "/verdict", at, found);
}

}  // namespace sourcing::audit
