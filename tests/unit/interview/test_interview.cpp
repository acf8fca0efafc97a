// SPDX-License-Identifier: Apache-2.0
// Interviews without a terminal: lines in, lines and a task out.
#include <algorithm>
#include <sourcing/decide.hpp>
#include <sourcing/engine.hpp>
#include <string>

#include "catch.hpp"
#include "engine/program.hpp"
#include "input/task_json.hpp"
#include "interview/interview.hpp"
#include "interview/rehearsal.hpp"

namespace sourcing::interview::test {
namespace {

const Engine& engine() {
  static const Engine only = Engine::embedded();
  return only;
}

Task payroll() {
  return parse_task(engine(), R"({"id": "p", "name": "Payroll", "judgment": 1, "complexity": 2,
    "expertise": 2, "qualification": 2, "process_level": 1, "coordination": 2, "insight": 1,
    "knowledge_arbitrage": 1, "business_understanding": 1, "volume": 6200, "communication": 2,
    "cost_pressure": 4, "overlap_hours": 2, "language": "local", "cultural_context": 2,
    "measurability": 5, "criticality": 4, "data_sensitivity": 4, "data_residency": "region",
    "regulated": false, "physical_presence": "none", "ip_risk": 1, "strategic_value": 1,
    "automation_readiness": 3})")
      .value();
}

std::string text_of(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) text += line.head + line.text + '\n';
  return text;
}

TEST_CASE("a rehearsal stops early, with the verdict of all answers") {
  const Task full = payroll();
  const Rehearsal rehearsal = rehearse(engine(), full, "");
  CHECK(rehearsal.asked.size() < full.answers.size());
  DecideOptions options;
  options.explore = false;
  const Decision all = decide(engine(), full, options);
  const Decision some = decide(engine(), rehearsal.task, options);
  CHECK(some.status == Status::decided);
  CHECK(some.verdict == all.verdict);
  CHECK_FALSE(rehearsal.asked_given_profile);
  // The same again, whoever asks.
  CHECK(rehearse(engine(), full, "").asked == rehearsal.asked);
}

TEST_CASE("with its activity fewer questions settle it, if the profile is right") {
  const Rehearsal rehearsal = rehearse(engine(), payroll(), "payroll");
  REQUIRE(rehearsal.asked_given_profile);
  CHECK(*rehearsal.asked_given_profile < rehearsal.asked.size());
}

TEST_CASE("what the answers lack is asked once and stays unknown") {
  Task full = payroll();
  for (Answer& answer : full.answers) answer = {};
  const Rehearsal rehearsal = rehearse(engine(), full, "");
  std::vector<std::size_t> asked = rehearsal.asked;
  std::sort(asked.begin(), asked.end());
  CHECK(std::adjacent_find(asked.begin(), asked.end()) == asked.end());
  CHECK(decide(engine(), rehearsal.task).status == Status::undetermined);
}

TEST_CASE("an interview asks, explains, refuses, goes back and keeps") {
  Interview interview(engine(), 0, make_task(engine()));
  CHECK(text_of(interview.begin()).find("`<` goes back") != std::string::npos);
  CHECK(interview.take("HR-01").empty());
  CHECK(text_of(interview.take("Payroll")).find('?') != std::string::npos);
  const std::string first = interview.prompt();
  CHECK(text_of(interview.take("?")).find("It moves:") != std::string::npos);
  CHECK(text_of(interview.take("nothing of the kind")).find("is no answer here") !=
        std::string::npos);
  CHECK(interview.prompt() == first);
  CHECK(text_of(interview.take("1")).find("So far:") != std::string::npos);
  CHECK(interview.prompt() != first);
  static_cast<void>(interview.take("<"));
  // The answer stands there: Enter keeps it.
  CHECK(interview.prompt().find('[') != std::string::npos);
  CHECK(interview.prompt().starts_with(first.substr(0, first.size() - 2)));
  static_cast<void>(interview.take(""));
  static_cast<void>(interview.take("."));
  REQUIRE(interview.finished());
  const Task& task = interview.task();
  CHECK(task.id == "HR-01");
  CHECK(task.name == "Payroll");
  CHECK(std::count_if(task.answers.begin(), task.answers.end(),
                      [](const Answer& answer) { return answer.origin == Origin::answered; }) == 1);
}

TEST_CASE("it stops where the verdict is decided, and goes on when asked to") {
  const Task full = payroll();
  Interview interview(engine(), 0, make_task(engine()));
  static_cast<void>(interview.begin());
  std::string shown = text_of(interview.take("p")) + text_of(interview.take("Payroll"));
  const engine::Program& program = engine().program();
  const auto answer = [&] {
    const std::string prompt = interview.prompt();
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      if (!prompt.starts_with(std::string(program.text(program.criteria[c].label, 0)) + ":")) {
        continue;
      }
      std::string text = full.answers[c].shown;
      std::erase(text, '"');
      if (text == "true" || text == "false") text = text == "true" ? "yes" : "no";
      shown = text_of(interview.take(text));
      return true;
    }
    return false;
  };
  std::size_t asked = 0;
  while (!interview.finished() && answer()) ++asked;
  CHECK(asked == rehearse(engine(), full, "").asked.size());
  CHECK(shown.find("The verdict is decided") != std::string::npos);
  CHECK(text_of(interview.take("perhaps")).find("yes or no") != std::string::npos);
  static_cast<void>(interview.take("y"));
  while (!interview.finished() && answer()) ++asked;
  CHECK(interview.finished());
  CHECK(asked == program.criteria.size());
}

TEST_CASE("a profile is the default of each question") {
  Task start = make_task(engine());
  start.id = start.name = "x";
  start.activity = "payroll";
  input::apply_profile(engine().program(), start);
  Interview interview(engine(), 0, start);
  static_cast<void>(interview.begin());
  // What the profile does not say has no default, and an empty line leaves it unknown.
  const auto has_default = [&] { return interview.prompt().find('[') != std::string::npos; };
  while (!has_default() && !interview.finished()) static_cast<void>(interview.take(""));
  REQUIRE(has_default());
  static_cast<void>(interview.take(""));
  CHECK(interview.touched());
}

}  // namespace
}  // namespace sourcing::interview::test
