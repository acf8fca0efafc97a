// SPDX-License-Identifier: Apache-2.0
// How firm a verdict is, why it is one at all, and what the default model promises of both.
#include <algorithm>
#include <fstream>
#include <sourcing/point.hpp>
#include <sourcing/sourcing.hpp>
#include <sstream>

#include "catch.hpp"
#include "engine/program.hpp"

using namespace sourcing;

namespace {

std::string default_model() {
  std::ifstream file(SOURCING_DATA_DIR "/model.json");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

// In the part of the text that begins with `after`.
std::string replaced_after(const std::string& text, std::string_view after, std::string_view what,
                           std::string_view by) {
  const std::size_t at = text.find(after);
  REQUIRE(at != std::string::npos);
  return text.substr(0, at) + replaced(text.substr(at), what, by);
}

Task task_of(const Engine& engine, std::string_view json) {
  auto task = parse_task(engine, json, "test");
  REQUIRE(task.ok());
  return std::move(task).value();
}

Decision decided(const Engine& engine, std::string_view json) {
  return decide(engine, task_of(engine, json));
}

}  // namespace

TEST_CASE("locations that differ by nothing but where they start are close") {
  const Engine engine = Engine::embedded();
  const engine::Program& program = engine.program();
  for (std::size_t a = 1; a < axis_count; ++a) {
    for (std::size_t b = 1; b < axis_count; ++b) {
      CHECK(program.axes[a].base - program.axes[b].base <= program.location_band);
    }
  }
  const Decision neutral = decided(
      engine, R"({"id":"h","judgment":3,"complexity":3,"volume":"medium","cost_pressure":3})");
  REQUIRE(neutral.close.has_value());
  CHECK(*neutral.close);
  const Decision near = decided(engine, R"({"cost_pressure":3,"data_residency":"region"})");
  CHECK(near.close == true);
}

TEST_CASE("where one location is left nothing is close, and without a location nothing is said") {
  const Engine engine = Engine::embedded();
  CHECK(decided(engine, R"({"cost_pressure":3,"data_residency":"country"})").close == false);
  CHECK_FALSE(decided(engine, "{}").close.has_value());
}

// What E0414 says of the default model with a further criterion; empty where it loads.
std::string refusal_with(const std::string& axis, const std::string& weight) {
  const std::string text = R"({"en": "t", "ca": "t", "es": "t"})";
  const std::string more = R"({"criterion": "strategic_value", "weight": )" + weight +
                           R"(, "toward": "low", "for": )" + text + R"(, "against": )" + text +
                           "},";
  const auto engine = Engine::from_json(replaced_after(default_model(), "\"" + axis + R"(": {)",
                                                       R"("weights": [)", R"("weights": [)" + more),
                                        "model");
  if (engine.ok()) return {};
  std::string hints;
  for (const Problem& problem : engine.problems()) {
    CHECK(problem.code == "E0414");
    hints += problem.hint + '\n';
  }
  return hints;
}

TEST_CASE("weights may grow and locations take further criteria") {
  CHECK(Engine::from_json(replaced(default_model(), R"("criterion": "cost_pressure", "weight": 8)",
                                   R"("criterion": "cost_pressure", "weight": 10)"),
                          "model")
            .ok());
  for (const std::string axis : {"nearshore", "offshore"}) {
    for (const std::string weight : {"1", "7", "40", "1000"}) {
      CHECK(refusal_with(axis, weight).empty());
    }
  }
  // The limits that docs/model.md names, where rules give points by number.
  CHECK(refusal_with("onshore", "100").empty());
  CHECK(refusal_with("onshore", "101").find("`local_language_in_writing` gives -8.00") !=
        std::string::npos);
  CHECK(refusal_with("engagement", "200").empty());
  const std::string both_ends = refusal_with("engagement", "201");
  CHECK(both_ends.find("`rare_but_rule_bound` gives -3.00") != std::string::npos);
  CHECK(both_ends.find("`judgment_at_scale` gives +3.00") != std::string::npos);
}

TEST_CASE("a score that leaves its range names the rule and the most that it may give") {
  const std::string model = default_model();
  const auto refused = Engine::from_json(replaced(model, R"("then": {"neutralise": ["regulated"]})",
                                                  R"("then": {"points": {"offshore": 5}})"),
                                         "model");
  REQUIRE_FALSE(refused.ok());
  const auto& problems = refused.problems();
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "E0414");
  CHECK(problems[0].pointer == "/axes/offshore");
  CHECK(problems[0].hint.find("`regulated_not_sensitive` gives +5.00") != std::string::npos);
  CHECK(problems[0].hint.find("at most +4.00") != std::string::npos);
}

TEST_CASE("a rule that neutralises carries the opposite of the criterion's points") {
  const auto engine = Engine::from_json(
      replaced(default_model(), R"("then": {"neutralise": ["regulated"]})",
               R"("then": {"neutralise": ["regulated", "cost_pressure", "language"]})"),
      "model");
  REQUIRE(engine.ok());
  const Decision decision = decided(
      *engine, R"({"regulated":true,"data_sensitivity":2,"cost_pressure":4.5,"language":"local"})");
  const auto points = [&](std::string_view code, Axis axis) {
    Centipoints sum = 0;
    for (const Reason& reason : decision.reasons) {
      if (reason.code == code && reason.axis == axis) sum += reason.points.value_or(0);
    }
    return sum;
  };
  for (const Axis axis : {Axis::onshore, Axis::nearshore, Axis::offshore}) {
    CHECK(points("cost_pressure", axis) != 0);
    CHECK(points("regulated", axis) + points("cost_pressure", axis) + points("language", axis) +
              points("regulated_not_sensitive", axis) ==
          0);
  }
}

TEST_CASE("what keeps a rule from firing is told in the model's own words") {
  const Engine engine = Engine::embedded();
  const Decision decision = decided(
      engine, R"({"strategic_value":5,"ip_risk":5,"knowledge_arbitrage":4,"judgment":1.5})");
  REQUIRE(decision.considered.size() == 2);
  const Considered& retain = decision.considered[0];
  CHECK(retain.code == "retain_advantage");
  CHECK(retain.fires == Fires::no);
  REQUIRE(retain.lacking.size() == 1);
  CHECK(retain.lacking[0].criterion == "knowledge_arbitrage");
  CHECK(retain.lacking[0].value == "4");
  CHECK(retain.lacking[0].wanted == R"({"below":4})");
  const Considered& automate = decision.considered[1];
  CHECK(automate.fires == Fires::maybe);
  REQUIRE(automate.lacking.size() == 2);
  CHECK(automate.lacking[0].criterion == "volume");
  CHECK(automate.lacking[0].value == "null");
  CHECK(automate.lacking[0].wanted == R"({"at_least":"high"})");
  CHECK(automate.lacking[1].wanted == R"({"at_least":4})");
  const Decision kept =
      decided(engine, R"({"strategic_value":5,"ip_risk":5,"knowledge_arbitrage":3.5})");
  CHECK(kept.considered[0].fires == Fires::yes);
  CHECK(kept.considered[0].lacking.empty());
}

TEST_CASE("one step that gives another verdict is the first in model order") {
  const Engine engine = Engine::embedded();
  const Decision decision = decided(
      engine,
      R"({"strategic_value":5,"ip_risk":5,"knowledge_arbitrage":4,"data_residency":"country"})");
  CHECK_FALSE(decision.robust);
  REQUIRE(decision.flip_step.has_value());
  CHECK(decision.flip_step->criterion == "knowledge_arbitrage");
  CHECK(decision.flip_step->from == "4");
  CHECK(decision.flip_step->to == "3");
  CHECK(decision.flip_step->verdict.disposition == Disposition::retain);
  CHECK(decided(engine, "{}").robust);
}

TEST_CASE("a step after which nothing can be said of the location, or only then, is one too") {
  // The gate alone bears on the location.
  const auto loaded =
      Engine::from_json(replaced_after(default_model(), R"("id": "data_residency")",
                                       R"("immutable": true)", R"("immutable": false)"),
                        "model");
  REQUIRE(loaded.ok());
  const Engine& engine = *loaded;
  const Decision gated = decided(engine, R"({"data_residency":"region"})");
  REQUIRE(gated.verdict.location.has_value());
  CHECK_FALSE(gated.robust);
  REQUIRE(gated.flip_step.has_value());
  CHECK(gated.flip_step->to == R"("none")");
  CHECK_FALSE(gated.flip_step->verdict.location.has_value());
  const Decision open = decided(engine, R"({"data_residency":"none"})");
  CHECK_FALSE(open.verdict.location.has_value());
  CHECK_FALSE(open.robust);
  REQUIRE(open.flip_step.has_value());
  CHECK(open.flip_step->verdict.location.has_value());
}
