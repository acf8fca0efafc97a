// SPDX-License-Identifier: Apache-2.0
#include <sourcing/sourcing.hpp>

#include "catch.hpp"

namespace sourcing {

TEST_CASE("a form is described in the language asked for, or in the first one") {
  const Engine engine = Engine::embedded();
  const Description form = engine.describe("ca");
  REQUIRE(form.criteria.size() == engine.criteria());
  CHECK(form.language == "ca");
  CHECK(engine.describe("xx").language == "en");
  for (const CriterionDescription& criterion : form.criteria) {
    INFO(criterion.id);
    CHECK_FALSE(criterion.question.empty());
    CHECK(criterion.question !=
          engine.describe("en").criteria[*engine.find(criterion.id)].question);
    CHECK(criterion.levels.size() >= 2);
    CHECK(criterion.levels.back().position == criterion.last);
  }
}

TEST_CASE("the weights of an axis add up to 100 points") {
  const Description form = Engine::embedded().describe();
  for (std::size_t a = 0; a < axis_count; ++a) {
    Centipoints sum = 0;
    for (const CriterionDescription& criterion : form.criteria) sum += criterion.weights[a];
    CHECK(sum == 10'000);
  }
}

TEST_CASE("an answer may be given as a number") {
  const Engine engine = Engine::embedded();
  Task task = make_task(engine);
  REQUIRE(set_answer(engine, task, "judgment", 3.25).empty());
  const Answer& answer = task.answers[*engine.find("judgment")];
  CHECK(answer.low == 225);
  CHECK(answer.high == 225);
  CHECK(set_answer(engine, task, "judgment", 3.125).size() == 1);
  CHECK(set_answer(engine, task, "judgment", 6.0).size() == 1);
  CHECK(answer.low == 225);
}

TEST_CASE("names lead back to enumerators, and points print exactly") {
  CHECK(from_name<Location>("nearshore") == Location::nearshore);
  CHECK(from_name<Engagement>("KPO") == Engagement::kpo);
  CHECK(from_name<Disposition>("automate_first") == Disposition::automate_first);
  CHECK(from_name<Status>("tentative") == Status::tentative);
  CHECK(from_name<Axis>("offshore") == Axis::offshore);
  CHECK_FALSE(from_name<Engagement>("kpo"));
  CHECK(to_string(Centipoints{-4}) == "-0.04");
  CHECK(to_string(Centipoints{1250}) == "12.50");
}

TEST_CASE("a loop over the problems of a result that ends reads what is still there") {
  std::string codes;
  for (const Problem& problem : parse_task(Engine::embedded(), R"({"judgement": 9})").problems()) {
    codes += problem.code + " " + to_string(problem);
  }
  CHECK(codes.find('[' + codes.substr(0, 5) + ']') != std::string::npos);
}

}  // namespace sourcing
