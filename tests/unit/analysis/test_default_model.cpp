// SPDX-License-Identifier: Apache-2.0
// The searches on the model and the tasks that are shipped: complete, small, and repeatable.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sourcing/sourcing.hpp>
#include <sstream>

#include "catch.hpp"

using namespace sourcing;

namespace {

std::vector<Task> shipped_tasks(const Engine& engine) {
  std::set<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCING_DATA_DIR "/tasks")) {
    if (entry.path().extension() == ".json") paths.insert(entry.path());
  }
  std::vector<Task> tasks;
  for (const auto& path : paths) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    auto task = parse_task(engine, text.str(), path.string());
    REQUIRE(task.ok());
    tasks.push_back(std::move(task).value());
  }
  REQUIRE(tasks.size() >= 13);
  return tasks;
}

Task answered(const Engine& engine, Task task, const std::vector<WitnessValue>& witness) {
  for (const WitnessValue& pair : witness) {
    std::string value = pair.value;
    std::erase(value, '"');
    REQUIRE(set_answer(engine, task, pair.criterion, value).empty());
  }
  return task;
}

}  // namespace

TEST_CASE("with every answer unknown the possible verdicts are complete") {
  const Engine engine = Engine::embedded();
  const Task nothing = make_task(engine);
  DecideOptions options;
  options.nodes = 2'000;  // a small part of the usual budget
  const Decision decision = decide(engine, nothing, options);
  REQUIRE(decision.possible_complete);
  // Three dispositions, two engagements, three locations: nothing is ruled out beforehand.
  CHECK(decision.possible.size() == 18);
  for (const Possible& each : decision.possible) {
    const Decision replay = decide(engine, answered(engine, nothing, each.witness));
    CHECK(replay.status == Status::decided);
    CHECK(replay.verdict == each.verdict);
  }
  CHECK(decision.next_questions.size() == 24);
}

TEST_CASE("witnesses of the shipped tasks, with answers left out, give their verdicts") {
  const Engine engine = Engine::embedded();
  for (Task task : shipped_tasks(engine)) {
    for (std::size_t c = 0; c < task.answers.size(); c += 3) task.answers[c] = Answer{};
    const Decision decision = decide(engine, task);
    INFO(task.id);
    CHECK(decision.possible_complete);
    CHECK((decision.possible.size() == 1) == (decision.status == Status::decided));
    for (const Possible& each : decision.possible) {
      const Decision replay = decide(engine, answered(engine, task, each.witness));
      CHECK(replay.verdict == each.verdict);
    }
  }
}

TEST_CASE("every shipped task knows what would change it, proven within few nodes") {
  const Engine engine = Engine::embedded();
  for (const Task& task : shipped_tasks(engine)) {
    INFO(task.id);
    for (const bool fine : {false, true}) {
      WhatIfOptions options;
      options.fine = fine;
      options.nodes = 20'000;
      const auto result = what_if(engine, task, options);
      REQUIRE(result.ok());
      CHECK(result->answers.size() == 5);
      for (const WhatIfAnswer& answer : result->answers) {
        CHECK(answer.proven);
        CHECK(answer.reach != Reach::unknown);
        CHECK((answer.reach == Reach::unreachable) == !answer.obstacles.empty());
      }
    }
  }
}

TEST_CASE("a gate that nothing may lift is why a location is out of reach") {
  const Engine engine = Engine::embedded();
  const auto task = parse_task(engine, R"({"data_residency": "country", "judgment": 2})");
  REQUIRE(task.ok());
  WhatIfOptions options;
  options.targets = {Verdict{{}, {}, Location::offshore}};
  const auto result = what_if(engine, *task, options);
  REQUIRE(result.ok());
  const WhatIfAnswer& answer = result->answers.at(0);
  CHECK(answer.reach == Reach::unreachable);
  CHECK(answer.proven);
  REQUIRE(answer.obstacles.size() == 1);
  CHECK(answer.obstacles[0].kind == ObstacleKind::gate);
  CHECK(answer.obstacles[0].code == "country_residency");
  CHECK(answer.obstacles[0].fixed == std::vector<std::string>{"data_residency"});
  CHECK(!answer.obstacles[0].text.empty());
  CHECK(!answer.obstacles[0].lifted_by.empty());
}

TEST_CASE("what is fixed is not touched, and an unknown name is an error with a suggestion") {
  const Engine engine = Engine::embedded();
  const auto task = parse_task(engine, R"({"judgment": 2, "complexity": 2, "volume": "high"})");
  REQUIRE(task.ok());
  WhatIfOptions options;
  options.targets = {Verdict{{}, Engagement::kpo, {}}};
  options.fixed = {"judgment", "expertise", "complexity"};
  const auto result = what_if(engine, *task, options);
  REQUIRE(result.ok());
  REQUIRE(result->answers.at(0).reach == Reach::change);
  for (const Change& change : result->answers[0].changes) {
    CHECK(std::find(options.fixed.begin(), options.fixed.end(), change.criterion) ==
          options.fixed.end());
  }
  options.fixed = {"judgement"};
  const auto wrong = what_if(engine, *task, options);
  REQUIRE_FALSE(wrong.ok());
  CHECK(wrong.problems().at(0).code == "E0201");
  CHECK(wrong.problems()[0].hint == "did you mean `judgment`?");
}

TEST_CASE("with all else fixed the bound is the reason, and it is exact") {
  const Engine engine = Engine::embedded();
  const Task nothing = make_task(engine);
  WhatIfOptions options;
  options.targets = {Verdict{{}, Engagement::bpo, {}}};
  for (const char* id :
       {"judgment", "complexity", "expertise", "qualification", "process_level", "coordination",
        "insight", "knowledge_arbitrage", "business_understanding", "volume"}) {
    options.fixed.emplace_back(id);
  }
  const auto result = what_if(engine, nothing, options);
  REQUIRE(result.ok());
  REQUIRE(result->answers.at(0).reach == Reach::unreachable);
  const Obstacle& obstacle = result->answers[0].obstacles.at(0);
  CHECK(obstacle.kind == ObstacleKind::bound);
  CHECK(obstacle.reach == result->scores[0]);
  CHECK(obstacle.need < obstacle.reach);
}

TEST_CASE("the default model rounds nothing, so nothing hangs on rounding") {
  const Engine engine = Engine::embedded();
  for (const Task& task : shipped_tasks(engine)) {
    const Stability found = stability(engine, task);
    INFO(task.id);
    CHECK_FALSE(found.engagement_within_rounding);
    CHECK_FALSE(found.location_within_rounding);
    REQUIRE(found.engagement);
    CHECK(found.engagement->exact);
    CHECK(found.engagement->share > 0);
    for (const WeightInterval& each : found.weights) {
      CHECK(rounded(each.low, 4) <= rounded(each.share, 4));
      CHECK(rounded(each.share, 4) <= rounded(each.high, 4));
    }
  }
}

TEST_CASE("fractions round half up") {
  CHECK(rounded({3, 8}, 2) == 38);
  CHECK(rounded({1, 3}, 4) == 3333);
  CHECK(rounded({2, 3}, 4) == 6667);
  CHECK(rounded({7, 2}, 2) == 350);
  CHECK(rounded({1, 1}, 4) == 10'000);
  CHECK(rounded({INT64_MAX - 1, INT64_MAX}, 2) == 100);
}
