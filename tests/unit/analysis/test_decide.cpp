// SPDX-License-Identifier: Apache-2.0
// One decision with its reasons, on a model small enough to reckon by hand.
#include <sourcing/sourcing.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

Engine engine_of(std::string_view model) {
  Result<Engine> engine = Engine::from_json(model);
  REQUIRE(engine.ok());
  return std::move(engine).value();
}

Decision decided(const Engine& engine, std::string_view json, std::string_view language = "en") {
  const Result<Task> task = parse_task(engine, json);
  REQUIRE(task.ok());
  DecideOptions options;
  options.language = language;
  return decide(engine, *task, options);
}

// "code axis points side" of each reason, in order.
std::vector<std::string> lines(const Decision& decision) {
  std::vector<std::string> out;
  for (const Reason& reason : decision.reasons) {
    out.push_back(reason.code + ' ' + (reason.axis ? std::string(name(*reason.axis)) : "-") + ' ' +
                  (reason.points ? std::to_string(*reason.points) : "-") + ' ' + reason.side);
  }
  return out;
}

TEST_CASE("a task that is answered in full") {
  const Engine engine = engine_of(tiny_model);
  const Decision decision = decided(engine, R"({"id": "p", "name": "N", "judgment":
    {"value": 4, "evidence": "SOP"}, "hours": 2, "volume": 10, "language": "local",
    "regulated": true})");
  CHECK(decision.id == "p");
  CHECK(decision.name == "N");
  // 75 % × 3/4 + 25 % (few items speak for KPO); the rule needs an unregulated process.
  CHECK(decision.scores[0] == 5'625 + 2'500);
  CHECK(decision.scores[1] == 2'500);
  CHECK(decision.scores[2] == 5'000);
  CHECK(decision.scores[3] == 7'500);
  CHECK(decision.margin == 3'125);
  CHECK_FALSE(decision.hybrid);
  CHECK(decision.verdict.engagement == Engagement::kpo);
  CHECK(decision.verdict.location == Location::nearshore);  // offshore is excluded
  CHECK(decision.excluded == std::array<bool, 3>{false, false, true});
  CHECK(decision.maybe_excluded == std::array<bool, 3>{});
  CHECK(decision.runner_up == Location::onshore);
  CHECK(decision.location_margin == 2'500);
  CHECK(decision.verdict.disposition == Disposition::outsource);
  CHECK(decision.status == Status::decided);
  CHECK(decision.unknown.empty());
  CHECK(decision.assumed.empty());
  CHECK_FALSE(decision.given_profile.has_value());
  CHECK(lines(decision) ==
        std::vector<std::string>{"local_gate - - not_offshore", "judgment engagement 1875 KPO",
                                 "volume engagement 1250 KPO", "base engagement 5000 neutral",
                                 "language nearshore 5000 nearshore", "base nearshore 0 neutral",
                                 "hours onshore -2500 not_onshore", "base onshore 5000 neutral",
                                 "hours offshore 2500 offshore", "base offshore 5000 neutral"});
  CHECK(decision.reasons[0].value == R"("local")");
  CHECK(decision.reasons[0].lifted_by == "l");
  CHECK(decision.reasons[1].evidence == "SOP");
  CHECK(decision.reasons[1].text == "+");
  CHECK(decision.reasons[6].text == "-");
}

TEST_CASE("a rule adds its points and sets a disposition") {
  const Engine engine = engine_of(tiny_model);
  const Decision decision = decided(engine, R"({"judgment": 5, "regulated": false})");
  CHECK(decision.scores[0] == 7'500 + 1'250 - 150);
  CHECK(decision.verdict.disposition == Disposition::retain);
  CHECK(decision.disposition_status == Status::decided);
  CHECK(lines(decision)[0] == "expert_rule - - retain");
  CHECK(lines(decision)[1] == "judgment engagement 3750 KPO");
  CHECK(lines(decision)[2] == "expert_rule engagement -150 BPO");
  CHECK(lines(decision)[3] == "base engagement 5000 neutral");
}

TEST_CASE("nothing answered: undetermined, at the neutral scores") {
  const Engine engine = engine_of(tiny_model);
  const Decision decision = decided(engine, "{}");
  CHECK(decision.status == Status::undetermined);
  CHECK(decision.engagement_status == Status::undetermined);
  CHECK(decision.location_status == Status::undetermined);
  CHECK(decision.disposition_status == Status::undetermined);
  CHECK(decision.verdict == Verdict{});
  CHECK(decision.scores == std::array<Centipoints, 4>{5'000, 5'000, 0, 5'000});
  CHECK(decision.bounds[0].low == 0);
  CHECK(decision.bounds[0].high == 10'000);
  CHECK(decision.unknown ==
        std::vector<std::string>{"judgment", "hours", "volume", "language", "regulated"});
  for (const Reason& reason : decision.reasons) CHECK(reason.code == "base");
}

TEST_CASE("each axis has a status of its own") {
  const Engine engine = engine_of(tiny_model);
  // Judgment alone: 75 % of the engagement; at 5 it stands whatever the volume and the rule.
  const Decision expert = decided(engine, R"({"judgment": 5})");
  CHECK(expert.engagement_status == Status::decided);
  CHECK(expert.location_status == Status::undetermined);
  CHECK_FALSE(expert.verdict.location.has_value());
  CHECK(expert.disposition_status == Status::tentative);  // regulated or not decides
  CHECK(expert.status == Status::tentative);
  CHECK(expert.bounds[0].low == 7'350);
  CHECK(expert.bounds[0].high == 10'000);
  const Decision middle = decided(engine, R"({"judgment": 3})");
  CHECK(middle.engagement_status == Status::tentative);
  CHECK(middle.disposition_status == Status::decided);
  CHECK(middle.verdict.disposition == Disposition::outsource);
  // A gate bears on the location, though the criterion has a weight there too.
  const Decision local = decided(engine, R"({"language": "local"})");
  CHECK(local.engagement_status == Status::undetermined);
  CHECK(local.status == Status::undetermined);
  CHECK(local.location_status == Status::tentative);
  CHECK(local.excluded[2]);
}

TEST_CASE("a location that only some completions exclude is perhaps excluded") {
  const Engine engine = engine_of(tiny_model);
  const Decision decision = decided(engine, R"({"language": ["global", "local"]})");
  CHECK(decision.excluded == std::array<bool, 3>{});
  CHECK(decision.maybe_excluded == std::array<bool, 3>{false, false, true});
}

TEST_CASE("gates that exclude everything: no location, retain, and its reason") {
  const Engine engine = engine_of(replaced(tiny_model, R"("exclude": ["offshore"])",
                                           R"("exclude": ["onshore", "nearshore", "offshore"])"));
  const Decision decision = decided(engine, R"({"language": "local", "judgment": 4})", "ca");
  CHECK_FALSE(decision.verdict.location.has_value());
  CHECK(decision.location_status == Status::decided);
  CHECK(decision.verdict.disposition == Disposition::retain);
  CHECK(decision.disposition_status == Status::decided);
  CHECK(lines(decision)[0] == "local_gate - - not_onshore,not_nearshore,not_offshore");
  CHECK(lines(decision)[1] == "no_location - - retain");
  CHECK(decision.reasons[1].text == "n");
  CHECK_FALSE(decision.runner_up.has_value());
}

TEST_CASE("an activity shapes the estimate, never the status") {
  const Engine engine = engine_of(tiny_model);
  const Decision decision = decided(engine, R"({"activity": "payroll"})");
  CHECK(decision.status == Status::undetermined);
  CHECK(decision.scores[0] == 938);  // the middle of 1..2 is 1.5: an eighth of 75 %, rounded
  CHECK(decision.assumed == std::vector<std::string>{"judgment", "volume", "regulated"});
  CHECK(decision.unknown == std::vector<std::string>{"hours", "language"});
  REQUIRE(decision.given_profile.has_value());
  CHECK(decision.given_profile->status == Status::tentative);
  CHECK(decision.given_profile->verdict.engagement == Engagement::bpo);
  CHECK(decision.given_profile->verdict.location.has_value());
  const Decision own = decided(engine, R"({"activity": "payroll", "judgment": 5})");
  CHECK(own.scores[0] == 7'500);
  CHECK(own.engagement_status == Status::decided);
}

TEST_CASE("KPO begins at the threshold, and the hybrid band includes both its ends") {
  const Engine engine = engine_of(tiny_model);
  const auto at = [&](std::string_view judgment) {
    return decided(engine, R"({"regulated": true, "volume": "some", "judgment": )" +
                               std::string(judgment) + "}");
  };
  const Decision exactly = at("3");
  CHECK(exactly.margin == 0);
  CHECK(exactly.verdict.engagement == Engagement::kpo);
  CHECK(exactly.hybrid);
  const Decision below = at("2.99");
  CHECK(below.margin == -19);
  CHECK(below.verdict.engagement == Engagement::bpo);
  // 18.75 centipoints a step: 42 steps are 787.5, which rounds to 788 above and 787 below.
  CHECK(at("3.42").margin == 788);
  CHECK(at("3.42").hybrid);
  CHECK(at("3.43").margin == 806);
  CHECK_FALSE(at("3.43").hybrid);
  const Engine narrow =
      engine_of(replaced(tiny_model, R"("hybrid_band": 8)", R"("hybrid_band": 7.88)"));
  CHECK(decided(narrow, R"({"volume": "some", "judgment": 3.42})").hybrid);
}

TEST_CASE("a tie of locations says when rounding makes or breaks it") {
  const std::string_view language_weight =
      R"({"criterion": "language", "weight": 1, "steps": {"global": 0, "regional": 2, "local": 1}, "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}})";
  const auto weight = [](std::string_view criterion) {
    return R"({"criterion": ")" + std::string(criterion) +
           R"(", "weight": 1, "toward": "high", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}})";
  };
  const auto stability_of = [](const Engine& engine) {
    const Result<Task> task =
        parse_task(engine, R"({"judgment": 3, "hours": 4, "volume": "some"})");
    REQUIRE(task.ok());
    return stability(engine, *task);
  };
  // Nothing is rounded: nearshore has onshore's scores, and the first of them wins.
  const Engine same = engine_of(replaced(tiny_model, language_weight, weight("hours")));
  const Stability plain = stability_of(same);
  CHECK(plain.verdict.location == Location::onshore);
  CHECK_FALSE(plain.location_within_rounding);
  // Three thirds of one half are a half; each rounded up they are more.
  const Engine thirds =
      engine_of(replaced(tiny_model, language_weight,
                         weight("hours") + "," + weight("judgment") + "," + weight("volume")));
  const Stability rounded = stability_of(thirds);
  CHECK(rounded.verdict.location == Location::nearshore);
  CHECK(rounded.location_within_rounding);
  CHECK_FALSE(rounded.engagement_within_rounding);
}

TEST_CASE("a language that the model lacks falls back to its first") {
  const Engine engine = engine_of(replaced(tiny_model, R"("for": {"en": "+", "ca": "+"})",
                                           R"("for": {"en": "for", "ca": "per"})"));
  CHECK(decided(engine, R"({"judgment": 5, "regulated": true})", "ca").reasons[0].text == "per");
  CHECK(decided(engine, R"({"judgment": 5, "regulated": true})", "en").reasons[0].text == "for");
  CHECK(decided(engine, R"({"judgment": 5, "regulated": true})", "fr").reasons[0].text == "for");
}

}  // namespace
}  // namespace sourcing::test
