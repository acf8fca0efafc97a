// SPDX-License-Identifier: Apache-2.0
// A model whose scores leave 0 to 100 is refused, and told which rules take them there.
#include <sourcing/sourcing.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

// Rules that take points where `judgment` is at least 4, so that 56.25 are there to be taken.
std::string with_rules(const std::vector<std::string>& effects) {
  std::string rules;
  for (std::size_t i = 0; i < effects.size(); ++i) {
    rules += R"({"id": "r)" + std::to_string(i) +
             R"(", "label": {"en": "r", "ca": "r"}, "because": {"en": "b", "ca": "b"}, )"
             R"("when": {"criterion": "judgment", "at_least": 4}, "then": )" +
             effects[i] + "},";
  }
  return replaced(tiny_model, R"("rules": [)", R"("rules": [)" + rules);
}

std::vector<std::string> hints(const std::string& model) {
  const Result<Engine> refused = Engine::from_json(model, "model");
  REQUIRE_FALSE(refused.ok());
  std::vector<std::string> all;
  for (const Problem& problem : refused.problems()) {
    CHECK(problem.code == "E0414");
    CHECK(problem.pointer == "/axes/engagement");
    all.push_back(problem.hint);
  }
  return all;
}

std::string taking(const std::string& points) {
  return R"({"points": {"engagement": )" + points + "}}";
}

const std::string or_let_it = ", or let it `neutralise` the criteria whose points it gives back";

TEST_CASE("of two rules the one is named without which the score stays") {
  // The rule that the model has takes 1.50 of them.
  CHECK(hints(with_rules({taking("-50"), taking("-5")})) ==
        std::vector<std::string>{"the rule `r0` gives -50.00 on it; give no less than -49.75" +
                                 or_let_it});
}

TEST_CASE("of rules that each take too much each is named with its bound") {
  CHECK(hints(with_rules({taking("-60"), taking("-70")})) ==
        std::vector<std::string>{
            "the rule `r0` gives -60.00 on it; give no less than -56.25; the rule `r1` gives "
            "-70.00 on it; give no less than -56.25, or let them `neutralise` the criteria whose "
            "points they give back"});
}

TEST_CASE("rules that take too much together are told with what they give") {
  CHECK(hints(with_rules({taking("-30"), taking("-30"), taking("-30")})) ==
        std::vector<std::string>{"`r0` (-30.00), `r1` (-30.00), `r2` (-30.00), `expert_rule` "
                                 "(-1.50) give -35.25 too much where they fire together"});
}

TEST_CASE("both ends of the scale are told") {
  const std::string model =
      replaced(with_rules({taking("-60")}), R"("when": {"criterion": "judgment", "at_least": 4})",
               R"("when": {"criterion": "regulated", "is": true})");
  CHECK(hints(replaced(model, R"("engagement": -1.5)", R"("engagement": 1.5)")) ==
        std::vector<std::string>{
            "the rule `r0` gives -60.00 on it; give no less than +0.00" + or_let_it,
            "the rule `expert_rule` gives +1.50 on it; give at most +0.00" + or_let_it});
}

TEST_CASE("what a rule gives back by neutralising never leaves the scale") {
  for (const char* const criterion : {"judgment", "volume", "hours", "language"}) {
    const std::string model =
        with_rules({R"({"neutralise": [")" + std::string(criterion) + R"("]})"});
    CHECK(Engine::from_json(model, "model").ok());
  }
}

}  // namespace
}  // namespace sourcing::test
