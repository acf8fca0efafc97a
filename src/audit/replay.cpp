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
#include "audit/record_log.hpp"
#include "base/decimal.hpp"
#include "base/json_canonical.hpp"
#include "base/problem.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "input/task_json.hpp"

namespace sourcing::audit {

namespace {

std::string brief(std::string_view hash) { return std::string(hash.substr(0, 12)); }

// A stranger's log may differ everywhere; what is listed of one record has an end.
constexpr std::size_t most_differences = 20;

// What decides. All else is how it is said, and may be said better by a later version.
bool decides(std::string_view pointer) {
  const auto begins = [&](std::string_view prefix) { return pointer.starts_with(prefix); };
  if (begins("/verdict/reasons/")) {
    return pointer.ends_with("/code") || pointer.ends_with("/axis") ||
           pointer.ends_with("/points") ||
           pointer.find('/', std::string_view("/verdict/reasons/").size()) ==
               std::string_view::npos;
  }
  if (begins("/verdict/possible/")) return pointer.find("/witness") == std::string_view::npos;
  constexpr std::string_view decisive[] = {
      "/verdict/id",       "/verdict/verdict",       "/verdict/disposition_status",
      "/verdict/possible", "/verdict/engagement",    "/verdict/location",
      "/verdict/proven",   "/verdict/given_profile", "/verdict/unknown",
  };
  return std::any_of(std::begin(decisive), std::end(decisive), [&](std::string_view member) {
    return pointer == member || (begins(member) && pointer[member.size()] == '/');
  });
}

// Lists the places in which a verdict differs from the recorded one.
class Differences {
 public:
  Differences(const Discrepancy& at, std::vector<Discrepancy>& found) : at_(at), found_(found) {}

  void compare(const json::Value& recorded, const json::Value& replayed,
               const std::string& pointer) {
    if (recorded.kind == json::Kind::object && replayed.kind == json::Kind::object) {
      return members(recorded, replayed, pointer);
    }
    if (recorded.kind == json::Kind::array && replayed.kind == json::Kind::array) {
      return items(recorded, replayed, pointer);
    }
    std::string a = json::canonical(recorded), b = json::canonical(replayed);
    if (a != b) differ(pointer, std::move(a), std::move(b));
  }

  void finish() {
    if (words_ > 0) {
      Discrepancy& entry = add(DiscrepancyKind::words_differ);
      entry.note = true;
      entry.message = fmt::format(
          "{} sentences or members are not those of the record; "
          "what is decided is",
          words_);
    }
    if (left_out_ > 0) {
      add(DiscrepancyKind::more).message = fmt::format("and {} more places differ", left_out_);
    }
  }

 private:
  Discrepancy& add(DiscrepancyKind kind) {
    Discrepancy& entry = found_.emplace_back();
    entry.kind = kind;
    entry.line = at_.line;
    entry.who = at_.who;
    return entry;
  }

  void differ(const std::string& where, std::string a, std::string b) {
    // A member that the record does not have came with a later version of the format.
    const bool added = a.empty() && where.find_last_of("0123456789") != where.size() - 1;
    if (added || !decides(where)) {
      ++words_;
      return;
    }
    if (++told_ > most_differences) {
      ++left_out_;
      return;
    }
    Discrepancy& entry = add(DiscrepancyKind::verdict_differs);
    entry.pointer = where;
    entry.recorded = std::move(a);
    entry.replayed = std::move(b);
    entry.message = "something else comes out";
  }

  void members(const json::Value& recorded, const json::Value& replayed,
               const std::string& pointer) {
    for (const json::Member& member : recorded.members) {
      const std::string inner = json::pointer_append(pointer, member.key);
      const json::Value* other = replayed.find(member.key);
      if (other == nullptr) {
        differ(inner, json::canonical(member.value), "");
      } else {
        compare(member.value, *other, inner);
      }
    }
    for (const json::Member& member : replayed.members) {
      if (recorded.find(member.key) != nullptr) continue;
      differ(json::pointer_append(pointer, member.key), "", json::canonical(member.value));
    }
  }

  void items(const json::Value& recorded, const json::Value& replayed, const std::string& pointer) {
    for (std::size_t i = 0; i < std::max(recorded.items.size(), replayed.items.size()); ++i) {
      const std::string inner = fmt::format("{}/{}", pointer, i);
      if (i >= replayed.items.size()) {
        differ(inner, json::canonical(recorded.items[i]), "");
      } else if (i >= recorded.items.size()) {
        differ(inner, "", json::canonical(replayed.items[i]));
      } else {
        compare(recorded.items[i], replayed.items[i], inner);
      }
    }
  }

  const Discrepancy& at_;
  std::vector<Discrepancy>& found_;
  std::size_t told_ = 0, left_out_ = 0, words_ = 0;
};

// Whether this is `2026-11-27T09:30:00Z`.
bool is_time(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00Z";
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !digit : text[i] != shape[i]) return false;
  }
  return true;
}

// What is wrong with an override, or nothing.
std::string override_problem(const json::Value& override) {
  const json::Value* values = override.find("values");
  if (values == nullptr || values->kind != json::Kind::object || values->members.empty()) {
    return "an override without a value";
  }
  for (const json::Member& member : values->members) {
    const std::string_view value = member.value.text;
    const bool known = (member.key == "disposition" && from_name<Disposition>(value)) ||
                       (member.key == "engagement" && from_name<Engagement>(value)) ||
                       (member.key == "location" && from_name<Location>(value));
    if (!known) return fmt::format("an override of `{}` to `{}`, which is none", member.key, value);
  }
  return base::trim(text_of(override, "because")).empty() ? "an override without a reason"
                                                          : std::string{};
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
  if (line != json::canonical(record)) {
    tell(DiscrepancyKind::form, false, "the line is not in the form in which it was written");
  }
  constexpr std::string_view known[] = {
      "schema",  "time",     "time_source", "tool",     "model", "task",     "options",
      "verdict", "override", "repaired",    "previous", "hash",  "signature"};
  for (const json::Member& member : record.members) {
    if (std::find(std::begin(known), std::end(known), member.key) != std::end(known)) continue;
    tell(DiscrepancyKind::form, false,
         fmt::format("records have no member `{}`", base::excerpt(member.key)));
  }
  std::string time(text_of(record, "time"));
  if (!is_time(time)) {
    tell(DiscrepancyKind::form, false, "its time is no time");
  } else {
    if (time < time_)
      tell(DiscrepancyKind::time, true, "its time is before that of the line before it");
    time_ = std::move(time);
  }
  const json::Value* override = record.find("override");
  if (override == nullptr) return;
  if (std::string problem = override_problem(*override); !problem.empty()) {
    tell(DiscrepancyKind::form, false, std::move(problem));
    return;
  }
  std::string values;
  for (const json::Member& member : override->find("values")->members) {
    values += fmt::format("{}{}={}", values.empty() ? "" : ", ", member.key, member.value.text);
  }
  const std::string_view by = text_of(*override, "by");
  tell(DiscrepancyKind::overridden, true,
       fmt::format("overridden{}{}: {}, because: {}", by.empty() ? "" : " by ", by, values,
                   text_of(*override, "because")));
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
  const std::string_view sha = text_of(model == nullptr ? nothing : *model, "sha256");
  const Engine& engine = engine_for(sha);
  const bool other_model = sha != engine.model_sha256();
  if (other_model) {
    tell(DiscrepancyKind::model_changed, false,
         fmt::format("model changed: recorded with {} {} ({}), replayed with {} {} ({})",
                     text_of(model == nullptr ? nothing : *model, "id"),
                     text_of(model == nullptr ? nothing : *model, "version"), brief(sha),
                     engine.model_id(), engine.model_version(), brief(engine.model_sha256())));
  }
  const std::string_view recorded_tool = text_of(tool == nullptr ? nothing : *tool, "version");
  if (recorded_tool != version()) {
    tell(DiscrepancyKind::tool_changed, true,
         fmt::format("tool changed: recorded with {}, replayed with {}", recorded_tool, version()));
  }
  Result<Task> task = input::read_task(engine.program(), json::parse(text, ""), "");
  std::vector<Problem> problems = task.problems();
  if (problems.empty()) problems = assume(engine, options->find("assume"), task.value());
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
  Differences differences(at, found);
  differences.compare(before, replayed, "/verdict");
  differences.finish();
}

}  // namespace sourcing::audit
