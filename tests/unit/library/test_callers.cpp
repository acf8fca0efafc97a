// SPDX-License-Identifier: Apache-2.0
// Nothing that a caller passes to the public library ends the process, or is silently taken for
// something else.
#include <array>
#include <limits>
#include <sourcing/sourcing.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

constexpr std::uint16_t past_all = std::numeric_limits<std::uint16_t>::max();

Engine tiny() {
  Result<Engine> engine = Engine::from_json(tiny_model);
  REQUIRE(engine.ok());
  return std::move(engine).value();
}

void same_scores(const Decision& a, const Decision& b) {
  CHECK(a.scores == b.scores);
  CHECK(a.unknown == b.unknown);
  CHECK(a.status == b.status);
}

TEST_CASE("a task of another engine, or of none, counts as one that does not answer") {
  const Engine large = Engine::embedded(), small = tiny();
  for (const Engine& engine : {large, small}) {
    const Decision empty = decide(engine, make_task(engine));
    same_scores(decide(engine, Task{}), empty);
    for (const Engine& other : {large, small}) {
      Task task = make_task(other);
      (void)set_answer(other, task, "judgment", 4);
      const Decision decision = decide(engine, task);
      CHECK(decision.status != Status::decided);
      CHECK(stability(engine, task).verdict.engagement.has_value());
      CHECK(what_if(engine, task).ok());
      CHECK(!contrasts(engine, task).empty());
      CHECK(estimated_point(engine, task).size() == engine.criteria());
    }
  }
}

TEST_CASE("an answer past the end of its scale, or one that runs backwards, is unknown") {
  const Engine engine = Engine::embedded();
  const Decision empty = decide(engine, make_task(engine));
  for (const auto& [low, high] : {std::pair<std::uint16_t, std::uint16_t>{past_all, past_all},
                                  {0, past_all},
                                  {static_cast<std::uint16_t>(engine.last_position(0) + 1), 401},
                                  {300, 100}}) {
    Task task = make_task(engine);
    task.answers[0].origin = Origin::answered;
    task.answers[0].low = low;
    task.answers[0].high = high;
    same_scores(decide(engine, task), empty);
    CHECK(estimated_point(engine, task) == estimated_point(engine, make_task(engine)));
    // Its own answer is left as it was given.
    CHECK(task.answers[0].low == low);
  }
}

TEST_CASE("an answer is set in a task that nobody made") {
  const Engine engine = Engine::embedded();
  Task task;
  CHECK(set_answer(engine, task, "judgment", 4).empty());
  CHECK(task.answers.size() == engine.criteria());
  CHECK(task.answers[0].origin == Origin::answered);
  CHECK(!set_answer(engine, task, "judgment", std::numeric_limits<double>::quiet_NaN()).empty());
  CHECK(!set_answer(engine, task, "judgment", std::numeric_limits<double>::infinity()).empty());
  CHECK(!set_answer(engine, task, std::string(10'000, 'x'), "1").empty());
}

TEST_CASE("positions past the end are the last ones, and missing ones neutral") {
  const Engine engine = Engine::embedded();
  std::vector<std::uint16_t> last;
  for (std::size_t c = 0; c < engine.criteria(); ++c) last.push_back(engine.last_position(c));
  const PointOutcome expected = decide_point(engine, last);
  const std::vector<std::uint16_t> beyond(engine.criteria() + 7, past_all);
  CHECK(decide_point(engine, beyond).scores == expected.scores);
  const std::vector<std::uint16_t> neutral = estimated_point(engine, make_task(engine));
  CHECK(decide_point(engine, {}).scores == decide_point(engine, neutral).scores);
  CHECK(engine.criterion_id(engine.criteria()).empty());
  CHECK(engine.last_position(engine.criteria()) == 0);
}

TEST_CASE("columns with positions past the end, and missing columns, are as points are") {
  const Engine engine = Engine::embedded();
  constexpr std::size_t rows = 300;  // some groups, and a rest
  std::vector<std::vector<std::uint16_t>> columns(engine.criteria());
  for (std::size_t c = 0; c < columns.size(); ++c) {
    for (std::size_t r = 0; r < rows; ++r) {
      const std::size_t wild = (r * 31 + c * 17) % (engine.last_position(c) + 20U);
      columns[c].push_back(r == 170 ? past_all : static_cast<std::uint16_t>(wild));
    }
  }
  std::vector<const std::uint16_t*> pointers;
  for (const auto& column : columns) pointers.push_back(column.data());
  pointers[3] = nullptr;
  pointers.resize(pointers.size() - 2);
  const std::vector<std::uint16_t> neutral = estimated_point(engine, make_task(engine));
  std::vector<Centipoints> scores(rows);
  std::vector<std::int8_t> locations(rows);
  OutcomeColumns out;
  out.scores[0] = scores.data();
  out.location = locations.data();
  ColumnDecider decider(engine);
  decider.decide(pointers, rows, out);
  for (std::size_t r = 0; r < rows; ++r) {
    std::vector<std::uint16_t> point;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const bool there = c < pointers.size() && pointers[c] != nullptr;
      point.push_back(there ? columns[c][r] : neutral[c]);
    }
    const PointOutcome one = decide_point(engine, point);
    CHECK(scores[r] == one.scores[0]);
    CHECK(locations[r] == one.location);
  }
}

TEST_CASE("a loop over a part of a result that has no name reads what is there") {
  const Engine engine = Engine::embedded();
  std::string all;
  for (const Problem& problem : parse_task(engine, R"({"judgmen": 1})").problems()) {
    all += problem.code;
  }
  for (const Finding& finding : check_model(tiny_model).value().findings) all += finding.id;
  for (const Answer& answer : (*parse_task(engine, R"({"judgment": 4})")).answers) {
    all += answer.shown;
  }
  CHECK(all.find("E02") != std::string::npos);
}

TEST_CASE("a result that has no value says so, and one that has may be changed in place") {
  const Engine engine = Engine::embedded();
  Result<Task> none = parse_task(engine, "{");
  CHECK_THROWS_AS(none.value(), std::bad_variant_access);
  CHECK_THROWS_AS(*none, std::bad_variant_access);
  CHECK_THROWS_AS(none->id, std::bad_variant_access);
  Result<Task> some = parse_task(engine, R"({"id": "a"})");
  some->id = "b";
  (*some).name = "n";
  const Result<Task>& same = some;
  static_assert(std::is_same_v<decltype(*same), const Task&>);
  static_assert(std::is_same_v<decltype(same.operator->()), const Task*>);
  static_assert(std::is_same_v<decltype(*some), Task&>);
  CHECK(same->id == "b");
  CHECK((*same).name == "n");
}

TEST_CASE("a document speaks the language in which its decision was decided") {
  const Engine engine = Engine::embedded();
  const Task task = parse_task(engine, R"({"id": "a", "judgment": 1, "volume": 12000})").value();
  for (const Format format : {Format::text, Format::markdown, Format::memo, Format::html,
                              Format::json, Format::csv, Format::brief}) {
    for (const std::string_view language : {"en", "ca", "es"}) {
      DecideOptions how;
      how.language = language;
      const Decision decision = decide(engine, task, how);
      CHECK(decision.language == language);
      const auto written = [&](std::string_view wanted) {
        RenderOptions options;
        options.format = format;
        options.language = wanted;
        const auto renderer = make_renderer(engine, options);
        std::string out;
        renderer->begin(out);
        renderer->decision(out, decision);
        renderer->end(out);
        return out;
      };
      CHECK(written("") == written(language));
    }
  }
  // One that the model does not have is its first.
  DecideOptions how;
  how.language = "fr";
  CHECK(decide(engine, task, how).language == "en");
}

}  // namespace
}  // namespace sourcing::test
