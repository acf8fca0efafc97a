// SPDX-License-Identifier: Apache-2.0
// What a replayed log is told, line by line: each way to tamper with a record has its own words.
#include <algorithm>
#include <functional>
#include <sourcing/decide.hpp>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "audit/json_value.hpp"
#include "audit/record.hpp"
#include "audit/replay.hpp"
#include "base/json.hpp"
#include "base/json_canonical.hpp"
#include "base/sha256.hpp"
#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

using Lines = std::vector<std::string>;
using Change = std::function<void(json::Value&)>;

constexpr std::string_view some_task = R"({"id": "t1", "judgment": 2, "language": "local"})";

Engine tiny(std::string_view json = tiny_model) {
  Result<Engine> engine = Engine::from_json(json);
  REQUIRE(engine.ok());
  return std::move(engine).value();
}

json::Value recorded(const Engine& engine, std::string_view task_text = some_task,
                     std::vector<std::string> assume = {}) {
  Result<Task> task = parse_task(engine, task_text);
  REQUIRE(task.ok());
  for (const std::string& text : assume) {
    const std::size_t equals = text.find('=');
    REQUIRE(set_answer(engine, task.value(), text.substr(0, equals), text.substr(equals + 1),
                       Origin::option)
                .empty());
  }
  audit::RecordOptions options;
  options.assume = std::move(assume);
  const DecideOptions how;
  options.cells = how.cells;
  options.nodes = how.nodes;
  return audit::make_record(engine, task_text, decide(engine, *task, how), options, {},
                            {"2026-01-01T00:00:00Z", false});
}

json::Value& member(json::Value& object, std::string_view key) {
  const auto found = std::find_if(object.members.begin(), object.members.end(),
                                  [&](const json::Member& each) { return each.key == key; });
  REQUIRE(found != object.members.end());
  return found->value;
}

void remove(json::Value& object, std::string_view key) {
  REQUIRE(std::erase_if(object.members,
                        [&](const json::Member& each) { return each.key == key; }) == 1);
}

/// A log of lines, and what its replay says of them.
struct Log {
  explicit Log(const Engine& engine) : how{{&engine}, false, {}}, replay(how) {}

  void add(json::Value record, const Change& change = {}) {
    if (change) change(record);
    add_line(audit::seal(std::move(record), head, head));
  }
  void add_line(std::string line) {
    const bool terminated = line.ends_with('\n');
    if (terminated) line.pop_back();
    std::vector<audit::Discrepancy> found;
    std::vector<Problem> problems;
    readable = replay.line(line, ++number, terminated, "log", found, problems);
    for (const audit::Discrepancy& each : found) {
      said.push_back(std::to_string(each.line) + (each.note ? " note " : " ") +
                     std::string(name(each.kind)) + " " + each.pointer + ": " + each.message);
      values.push_back(each.recorded + " | " + each.replayed);
    }
    for (const Problem& each : problems) said.push_back(to_string(each));
  }

  audit::ReplayOptions how;
  audit::Replay replay;
  std::string head = std::string(audit::no_previous);
  std::uint64_t number = 0;
  bool readable = false;
  Lines said, values;
};

TEST_CASE("a record replays as it was made, with what was assumed") {
  const Engine engine = tiny();
  Log log(engine);
  log.add(recorded(engine));
  log.add(recorded(engine, some_task, {"hours=7.5", "volume=many"}));
  CHECK(log.said.empty());
  CHECK(log.replay.summary().records == 2);
  CHECK(log.replay.summary().head == log.head);
}

TEST_CASE("what a task answers itself is not assumed over when it is replayed") {
  const Engine engine = tiny();
  Log log(engine);
  json::Value record = recorded(engine);
  member(member(record, "options"), "assume").items.push_back(audit::string("judgment=5"));
  log.add(std::move(record));
  CHECK(log.said.empty());
}

TEST_CASE("JSON that is no record of ours is told so") {
  const Engine engine = tiny();
  for (const std::string_view key : {"schema", "task", "verdict"}) {
    Log log(engine);
    log.add(recorded(engine), [&](json::Value& record) { remove(record, key); });
    CHECK(log.said == Lines{"1 not_a_record : no record of the format sourcing.record/1"});
    CHECK(log.readable);
    CHECK(log.replay.summary().records == 0);
  }
  Log log(engine);
  log.add_line("[1]\n");
  log.add_line("{\"schema\":\"sourcing.record/1\",\"task\":7,\"verdict\":{},\"hash\":\"00\"}\n");
  log.add_line("{\"schema\":\"sourcing.record/1\",\"task\":{\"json\":\"{}\"},\"verdict\":{}}\n");
  CHECK(log.said == Lines{"1 not_a_record : no record of the format sourcing.record/1",
                          "2 not_a_record : no record of the format sourcing.record/1",
                          "3 not_a_record : no record of the format sourcing.record/1"});
}

TEST_CASE("of what is no JSON, only what may be the rest of a record at the end is a torn line") {
  const Engine engine = tiny();
  Log log(engine);
  log.add(recorded(engine));
  log.add_line(R"({"hash":"12)");
  CHECK(log.said == Lines{"2 note torn : the last line was cut off while it was written; the next "
                          "--record repairs it"});
  CHECK(log.readable);

  Log ended(engine);  // with its line feed it was written whole, by somebody else
  ended.add_line("{\"hash\":\"12\n");
  CHECK(!ended.readable);
  REQUIRE(ended.said.size() == 1);
  CHECK(ended.said.front().starts_with("log:1:"));
  Log strange(engine);
  strange.add_line("{\"name\":");
  CHECK(!strange.readable);
}

TEST_CASE("a line that does not follow the one before it says where it was") {
  const Engine engine = tiny();
  std::string head(audit::no_previous);
  Lines lines;
  for (int i = 0; i < 4; ++i) lines.push_back(audit::seal(recorded(engine), head, head));
  const auto said = [&](const std::vector<std::size_t>& order) {
    Log log(engine);
    for (const std::size_t line : order) log.add_line(lines[line]);
    return log.said;
  };
  CHECK(said({0, 1, 2, 3}).empty());
  CHECK(said({1}) == Lines{"1 chain : lines before the first were removed"});
  CHECK(said({0, 1, 0}) ==
        Lines{"3 chain : the line was the first of its log, and is not any more"});
  CHECK(said({0, 1, 2, 1}) ==
        Lines{"4 chain : the line followed line 1: what stands between was moved or put there"});
  const Lines removed = said({0, 2});
  REQUIRE(removed.size() == 1);
  const std::string second(audit::text_of(json::parse(lines[1], "").root, "hash"));
  CHECK(removed.front() ==
        "2 chain : the line before it (" + second.substr(0, 12) + ") was removed, moved or edited");
}

TEST_CASE("a line whose hash is not its content's was edited, even where nothing else shows it") {
  const Engine engine = tiny();
  Log log(engine);
  std::string line = audit::seal(recorded(engine), log.head, log.head);
  line.replace(line.find("2026-01-01"), 10, "2025-01-01");
  log.add_line(line);
  CHECK(log.said == Lines{"1 edited : the line was edited: its hash is not that of its content"});
}

TEST_CASE("a record with another task, model or tool says which") {
  const Engine engine = tiny();
  Log log(engine);
  log.add(recorded(engine), [](json::Value& record) {
    member(member(record, "task"), "json").text =
        R"({"id": "t1", "judgment": 2, "language": "local" })";
  });
  CHECK(log.said == Lines{"1 task_edited : the task is not the one that was read"});

  Log tool(engine);
  tool.add(recorded(engine),
           [](json::Value& record) { member(member(record, "tool"), "version").text = "0.0.1"; });
  tool.add(recorded(engine), [](json::Value& record) { remove(record, "tool"); });
  REQUIRE(tool.said.size() == 3);
  CHECK(tool.said[0].starts_with(
      "1 note tool_changed : tool changed: recorded with 0.0.1, replayed with "));
  CHECK(tool.said[1] == "2 form : the member `/tool` is missing");
  CHECK(tool.said[2].starts_with(
      "2 note tool_changed : tool changed: recorded with , replayed with "));

  // Another model that says the same: only that is told.
  const Engine other = tiny(replaced(tiny_model, R"("version": "1")", R"("version": "2")"));
  Log model(other);
  model.add(recorded(engine));
  REQUIRE(model.said.size() == 1);
  CHECK(model.said[0] == "1 model_changed : model changed: recorded with tiny 1 (" +
                             std::string(engine.model_sha256().substr(0, 12)) +
                             "), replayed with tiny 2 (" +
                             std::string(other.model_sha256().substr(0, 12)) + ")");
  Log nameless(engine);
  nameless.add(recorded(engine), [](json::Value& record) { remove(record, "model"); });
  REQUIRE(nameless.said.size() > 1);
  CHECK(nameless.said[0] == "1 form : the member `/model` is missing");
  CHECK(nameless.said[1].starts_with(
      "1 model_changed : model changed: recorded with   (), replayed with tiny 1 ("));
}

TEST_CASE("a task that the model does not take is told with its problem") {
  const Engine engine = tiny();
  const auto with_task = [&](std::string_view text) {
    Log log(engine);
    log.add(recorded(engine), [&](json::Value& record) {
      member(member(record, "task"), "json").text = text;
      member(member(record, "task"), "sha256").text = base::sha256_hex(text);
    });
    return log.said;
  };
  CHECK(with_task(R"({"judgment": 9})") ==
        Lines{"1 task_unreadable : the task is not accepted: 1:14: /judgment: `9` is outside the "
              "range of `judgment`; it takes 1 to 5, or a level's word"});
  REQUIRE(with_task("{").size() == 1);
  CHECK(with_task("{").front().starts_with("1 task_unreadable : the task is not accepted: 1:2: "));

  Log assumed(engine);
  assumed.add(recorded(engine), [](json::Value& record) {
    member(member(record, "options"), "assume").items.push_back(audit::string("nothing"));
  });
  REQUIRE(assumed.said.size() == 1);
  CHECK(assumed.said[0].starts_with("1 task_unreadable : the task is not accepted: "));
}

TEST_CASE("every place in which the verdicts differ is told, with both sides") {
  const Engine engine = tiny();
  Log log(engine);
  log.add(recorded(engine), [](json::Value& record) {
    json::Value& verdict = member(record, "verdict");
    member(verdict, "schema").text = "other";
    remove(verdict, "proven");
    audit::put(verdict, "more", audit::number(1));
    member(verdict, "reasons").items.pop_back();
    member(verdict, "unknown").items.push_back(audit::string("extra"));
  });
  Lines pointers;
  for (const std::string& line : log.said) {
    // `schema`, and members that the record does not have, are no decision: a note in all.
    if (line.find("words_differ") != std::string::npos) continue;
    CHECK(line.ends_with(": something else comes out"));
    pointers.push_back(line.substr(0, line.find(": ")));
  }
  const std::size_t reasons = recorded(engine).find("verdict")->find("reasons")->items.size() - 1;
  const std::size_t unknown = recorded(engine).find("verdict")->find("unknown")->items.size();
  const Lines all = {"1 verdict_differs /verdict/proven",
                     "1 verdict_differs /verdict/reasons/" + std::to_string(reasons),
                     "1 verdict_differs /verdict/unknown/" + std::to_string(unknown)};
  CHECK(std::is_permutation(pointers.begin(), pointers.end(), all.begin(), all.end()));
  const auto told = [&](const std::string& value) {
    return std::find(log.values.begin(), log.values.end(), value) != log.values.end();
  };
  CHECK(told("\"extra\" | "));
}

TEST_CASE("options that are missing or nonsense are told, and replayed as if they were not given") {
  const Engine engine = tiny();
  Log log(engine);
  log.add(recorded(engine), [](json::Value& record) { remove(record, "options"); });
  CHECK(log.said == Lines{"1 form : the member `/options` is missing"});
  for (const std::string_view text : {"-1", "1.5", "1e30"}) {
    log.said.clear();
    log.add(recorded(engine), [&](json::Value& record) {
      json::Value& cells = member(member(record, "options"), "cells");
      cells.text = text;
      member(member(record, "options"), "nodes") = audit::string("many");
    });
    REQUIRE(log.said.size() == 2);
    CHECK(log.said[0].ends_with("form : `/options/cells` is not what a record has there"));
    CHECK(log.said[1].ends_with("form : `/options/nodes` is not what a record has there"));
  }
}

}  // namespace
}  // namespace sourcing::test
