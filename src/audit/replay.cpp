// SPDX-License-Identifier: Apache-2.0
#include "audit/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <sourcing/decide.hpp>
#include <sourcing/version.hpp>

#include "analysis/estimate.hpp"
#include "audit/json_value.hpp"
#include "audit/record.hpp"
#include "audit/record_form.hpp"
#include "audit/record_log.hpp"
#include "audit/verdict_differences.hpp"
#include "base/decimal.hpp"
#include "base/json_canonical.hpp"
#include "base/problem.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "input/task_json.hpp"

namespace sourcing::audit {

namespace {

std::string brief(std::string_view hash) { return std::string(hash.substr(0, 12)); }

std::uint64_t count_of(const json::Value& options, std::string_view key, std::uint64_t otherwise) {
  const json::Value* value = options.find(key);
  if (value == nullptr || value->kind != json::Kind::number) return otherwise;
  const base::ScaledResult read = base::parse_scaled(value->text, 0, true);
  return read.error == base::DecimalError::none && read.value >= 0
             ? static_cast<std::uint64_t>(read.value)
             : otherwise;
}

std::vector<std::string> texts_of(const json::Value* list) {
  std::vector<std::string> texts;
  if (list == nullptr) return texts;
  for (const json::Value& item : list->items) texts.push_back(item.text);
  return texts;
}

// What a record says of its model that is not so of this one; empty when all is.
std::string wrong_model(const json::Value& model, const Engine& engine) {
  const std::string_view id = text_of(model, "id"), version = text_of(model, "version");
  const std::string_view sha = text_of(model, "sha256");
  if (sha != engine.model_sha256()) {
    return fmt::format("model changed: recorded with {} {} ({}), replayed with {} {} ({})", id,
                       version, brief(sha), engine.model_id(), engine.model_version(),
                       brief(engine.model_sha256()));
  }
  if (id == engine.model_id() && version == engine.model_version()) return {};
  return fmt::format("model changed: the record calls it {} {}, and by its SHA-256 it is {} {}", id,
                     version, engine.model_id(), engine.model_version());
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
    case DiscrepancyKind::form:
      return "form";
    case DiscrepancyKind::time:
      return "time";
    case DiscrepancyKind::overridden:
      return "overridden";
    case DiscrepancyKind::words_differ:
      return "words_differ";
    case DiscrepancyKind::unsigned_:
      return "unsigned";
    case DiscrepancyKind::empty:
      return "empty";
    case DiscrepancyKind::more:
      return "more";
    case DiscrepancyKind::repaired:
      return "repaired";
  }
  return {};
}

bool breaks_chain(DiscrepancyKind kind) noexcept {
  switch (kind) {
    case DiscrepancyKind::model_changed:
    case DiscrepancyKind::tool_changed:
    case DiscrepancyKind::task_unreadable:
    case DiscrepancyKind::verdict_differs:
    case DiscrepancyKind::words_differ:
    case DiscrepancyKind::overridden:
    case DiscrepancyKind::more:
      return false;
    default:
      return true;
  }
}

const Engine& Replay::engine_for(std::string_view sha256) const {
  for (const Engine* engine : options_.engines) {
    if (engine->model_sha256() == sha256) return *engine;
  }
  return *options_.engines.front();
}

bool Replay::line(std::string_view line, std::uint64_t number, bool terminated,
                  std::string_view source, std::vector<Discrepancy>& found,
                  std::vector<Problem>& problems) {
  json::Limits limits;
  limits.bytes = most_record_bytes;
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
  if (text_of(record, "schema") != record_schema_id || task == nullptr ||
      text_of(*task, "json").empty() || record.find("verdict") == nullptr ||
      text_of(record, "hash").empty()) {
    at.kind = DiscrepancyKind::not_a_record;
    at.message = fmt::format("no record of the format {}", record_schema_id);
    found.push_back(std::move(at));
    return true;
  }
  ++summary_.records;
  if (record.find("override") != nullptr) ++summary_.overridden;
  const json::Value& verdict = *record.find("verdict");
  at.who = text_of(verdict, "id").empty() ? text_of(verdict, "name") : text_of(verdict, "id");
  form(record, line, at, found);
  chain(record, at, found);
  if (options_.is_signed) signature(record, at, found);
  if (!options_.chain_only) content(record, at, found);
  return true;
}

// Whether the line is what sealing writes, byte for byte, and says only what records say.
void Replay::form(const json::Value& record, std::string_view line, const Discrepancy& at,
                  std::vector<Discrepancy>& found) {
  const auto tell = [&](DiscrepancyKind kind, bool note, std::string message) {
    Discrepancy& entry = found.emplace_back(at);
    entry.kind = kind;
    entry.note = note;
    entry.message = std::move(message);
  };
  if (!is_canonical(record, line)) {
    tell(DiscrepancyKind::form, false, "the line is not in the form in which it was written");
  }
  const std::vector<std::string> problems = form_problems(record);
  for (const std::string& problem : problems) tell(DiscrepancyKind::form, false, problem);
  std::string time(text_of(record, "time"));
  if (is_moment(time)) {
    if (time < time_)
      tell(DiscrepancyKind::time, true, "its time is before that of the line before it");
    time_ = std::move(time);
  }
  if (!problems.empty()) return;
  if (const json::Value* repaired = record.find("repaired"); repaired != nullptr) {
    tell(DiscrepancyKind::repaired, true,
         fmt::format("behind the line before it, {} bytes of one that a crash had cut off were "
                     "taken away",
                     repaired->find("bytes")->text));
  }
  const json::Value* override = record.find("override");
  if (override == nullptr) return;
  std::string values;
  for (const json::Member& member : override->find("values")->members) {
    values += fmt::format("{}{}={}", values.empty() ? "" : ", ", member.key, member.value.text);
  }
  std::string against;
  if (const json::Value* gates = override->find("against_gates"); gates != nullptr) {
    for (const json::Value& gate : gates->items) {
      against += fmt::format("{}{}", against.empty() ? " against " : ", ", gate.text);
    }
  }
  const std::string_view by = text_of(*override, "by");
  tell(DiscrepancyKind::overridden, true,
       fmt::format("overridden{}{}: {}{}, because: {}", by.empty() ? "" : " by ", by, values,
                   against, text_of(*override, "because")));
}

void Replay::signature(const json::Value& record, const Discrepancy& at,
                       std::vector<Discrepancy>& found) const {
  const std::string_view given = text_of(record, "signature");
  if (!given.empty() && options_.is_signed(text_of(record, "hash"), given)) return;
  Discrepancy& entry = found.emplace_back(at);
  entry.kind = DiscrepancyKind::unsigned_;
  entry.message = given.empty() ? "the line carries no signature"
                                : "the signature is not one of an accepted signer of this line";
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
  if (model == nullptr) model = &nothing;
  const std::string_view sha = text_of(*model, "sha256");
  const Engine& engine = engine_for(sha);
  const bool other_model = sha != engine.model_sha256();
  if (std::string wrong = wrong_model(*model, engine); !wrong.empty()) {
    tell(DiscrepancyKind::model_changed, false, std::move(wrong));
  }
  const std::string_view recorded_tool = text_of(tool == nullptr ? nothing : *tool, "version");
  if (recorded_tool != version()) {
    tell(DiscrepancyKind::tool_changed, true,
         fmt::format("tool changed: recorded with {}, replayed with {}", recorded_tool, version()));
  }
  Result<Task> task = input::read_task(engine.program(), json::parse(text, ""), "");
  std::vector<Problem> problems = task.problems();
  if (problems.empty()) problems = assume(engine, texts_of(options->find("assume")), task.value());
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
      verdict_value(engine, sourcing::decide(engine, task.value(), how), language);
  json::Value before = recorded;
  if (other_model) {
    // Told above; what it changed is what matters here.
    const auto is_model = [](const json::Member& member) { return member.key == "model"; };
    std::erase_if(replayed.members, is_model);
    std::erase_if(before.members, is_model);
  }
  tell_differences(before, replayed, at, found);
}

}  // namespace sourcing::audit
