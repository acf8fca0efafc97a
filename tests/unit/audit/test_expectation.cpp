// SPDX-License-Identifier: Apache-2.0
// What a case may expect, what it is told when it expects nonsense, and what is a difference.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "audit/expectation.hpp"
#include "base/json.hpp"
#include "base/problem.hpp"
#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

using Lines = std::vector<std::string>;

Lines refused(std::string_view expect) {
  Lines lines;
  for (const Problem& problem : audit::check_expectation(json::parse(expect, "").root, "/expect")) {
    lines.push_back(problem.code + " " + base::without_code(problem));
  }
  return lines;
}

/// A retained BPO task, whose location is open; two gates and rules speak.
Decision some_decision() {
  Decision d;
  d.verdict = {Disposition::retain, Engagement::bpo, std::nullopt};
  d.status = Status::tentative;
  d.engagement_status = d.disposition_status = Status::decided;
  d.location_status = Status::undetermined;
  d.scores = {4'250, 5'000, 0, -150};
  d.margin = -750;
  d.hybrid = true;
  d.excluded = {false, true, true};
  Reason gate;
  gate.kind = ReasonKind::gate;
  gate.code = "local_gate";
  Reason silent;
  silent.code = "hours";
  silent.points = 0;
  Reason speaks;
  speaks.code = "judgment";
  speaks.points = -300;
  Reason base;
  base.kind = ReasonKind::base;
  base.code = "base";
  base.points = 5'000;
  d.reasons = {gate, silent, speaks, base};
  d.possible = {{{Disposition::retain, Engagement::bpo, Location::onshore}, {}},
                {{Disposition::retain, Engagement::bpo, std::nullopt}, {}}};
  return d;
}

Lines differences(std::string_view expect, const Decision& decision = some_decision()) {
  const json::Value root = json::parse(expect, "").root;
  REQUIRE(audit::check_expectation(root, "").empty());
  Lines lines;
  for (const audit::Difference& each : audit::compare(root, decision)) {
    lines.push_back(each.key + ": expected " + each.expected + ", found " + each.actual);
  }
  return lines;
}

TEST_CASE("what is no expectation is refused, with its place and what it may be") {
  CHECK(refused("[]") == Lines{"E0803 1:1: /expect: `expect` must be an object"});
  CHECK(refused(R"({"marjin": 1})") ==
        Lines{"E0802 1:2: /expect/marjin: unknown expectation `marjin`; did you mean `margin`?"});
  CHECK(refused(R"({"zzzzzzzzzzzz": 1, "x_note": 1})") ==
        Lines{"E0802 1:2: /expect/zzzzzzzzzzzz: unknown expectation `zzzzzzzzzzzz`; it may be "
              "disposition, engagement, location, status, engagement_status, location_status, "
              "disposition_status, hybrid, engagement_score, margin, location_scores, runner_up, "
              "excluded, reasons, not_reasons, gates, possible"});
  CHECK(
      refused(R"({"engagement": "bpo"})") ==
      Lines{"E0803 1:16: /expect/engagement: must be one of BPO, KPO, null; did you mean `BPO`?"});
  CHECK(refused(R"({"location": 7})") ==
        Lines{"E0803 1:14: /expect/location: must be one of onshore, nearshore, offshore, null"});
  CHECK(
      refused(R"({"location_status": null})") ==
      Lines{
          "E0803 1:21: /expect/location_status: must be one of decided, tentative, undetermined"});
  CHECK(refused(R"({"margin": "1"})") == Lines{"E0803 1:12: /expect/margin: must be a number"});
  CHECK(refused(R"({"engagement_score": 1.005})") ==
        Lines{"E0803 1:22: /expect/engagement_score: 1.005 has more than two decimals, or is no "
              "score"});
  CHECK(refused(R"({"margin": 1e30})") ==
        Lines{"E0803 1:12: /expect/margin: 1e30 has more than two decimals, or is no score"});
  CHECK(refused(R"({"hybrid": 1})") == Lines{"E0803 1:12: /expect/hybrid: must be true or false"});
  CHECK(refused(R"({"excluded": "offshore"})") ==
        Lines{"E0803 1:14: /expect/excluded: must be an array"});
  CHECK(
      refused(R"({"excluded": ["offshor"]})") ==
      Lines{"E0803 1:15: /expect/excluded/0: must be one of onshore, nearshore, offshore; did you "
            "mean `offshore`?"});
  CHECK(refused(R"({"gates": ["a", 1]})") ==
        Lines{"E0803 1:17: /expect/gates/1: must be a string"});
  CHECK(refused(R"({"location_scores": [1]})") ==
        Lines{"E0803 1:21: /expect/location_scores: must be an object"});
  CHECK(refused(R"({"location_scores": {"mars": 1, "onshore": true}})") ==
        Lines{"E0803 1:30: /expect/location_scores/mars: is no location",
              "E0803 1:44: /expect/location_scores/onshore: must be a number"});
  CHECK(refused(R"({"possible": {}})") == Lines{"E0803 1:14: /expect/possible: must be an array"});
  CHECK(
      refused(
          R"({"possible": [1, {"location": null, "engagement": "BPO", "witness": {}, "x_a": 1}, {"disposition": "keep", "score": 1}]})") ==
      Lines{
          "E0803 1:15: /expect/possible/0: must be an object",
          "E0803 1:100: /expect/possible/2/disposition: must be one of retain, automate_first, "
          "outsource",
          "E0803 1:117: /expect/possible/2/score: has disposition, engagement and location only"});
}

TEST_CASE("codes that a model does not have are refused: they could never hold, or never fail") {
  const Result<Engine> engine = Engine::from_json(tiny_model);
  REQUIRE(engine.ok());
  const auto codes = [&](std::string_view expect) {
    Lines lines;
    for (const Problem& each :
         audit::check_codes(engine->program(), json::parse(expect, "").root, "/e")) {
      lines.push_back(base::without_code(each));
    }
    return lines;
  };
  CHECK(
      codes(
          R"({"reasons": ["local_gate", "expert_rule", "hours", "no_location"], "gates": ["local_gate"]})")
          .empty());
  CHECK(codes(R"({"not_reasons": ["hour"], "gates": ["expert_rule"]})") ==
        Lines{"1:18: /e/not_reasons/0: the model has no reason code `hour`; did you mean `hours`?",
              "1:37: /e/gates/0: the model has no gate `expert_rule`"});
}

TEST_CASE("every part of a decision can be expected, and what differs is told by both sides") {
  CHECK(
      differences(
          R"({"disposition": "retain", "engagement": "BPO", "location": null, "runner_up": null, "status": "tentative",
    "engagement_status": "decided", "location_status": "undetermined", "disposition_status": "decided", "hybrid": true,
    "engagement_score": 42.5, "margin": -7.50, "location_scores": {"onshore": 50, "offshore": -1.5},
    "excluded": ["offshore", "nearshore"], "gates": ["local_gate"], "reasons": ["judgment"],
    "not_reasons": ["hours", "base"], "x_note": "of no account"})")
          .empty());
  CHECK(
      differences(
          R"({"disposition": null, "engagement": "KPO", "location": "onshore", "runner_up": "offshore"})") ==
      Lines{R"(disposition: expected null, found "retain")",
            R"(engagement: expected "KPO", found "BPO")",
            R"(location: expected "onshore", found null)",
            R"(runner_up: expected "offshore", found null)"});
  CHECK(
      differences(
          R"({"status": "decided", "engagement_status": "tentative", "location_status": "decided", "disposition_status": "tentative"})") ==
      Lines{R"(status: expected "decided", found "tentative")",
            R"(engagement_status: expected "tentative", found "decided")",
            R"(location_status: expected "decided", found "undetermined")",
            R"(disposition_status: expected "tentative", found "decided")"});
  CHECK(
      differences(
          R"({"hybrid": false, "margin": 7.5, "engagement_score": 42.49, "location_scores": {"nearshore": 1}})") ==
      Lines{"hybrid: expected false, found true", "margin: expected 7.50, found -7.50",
            "engagement_score: expected 42.49, found 42.50",
            "location_scores/nearshore: expected 1.00, found 0.00"});
  CHECK(
      differences(
          R"({"excluded": ["onshore"], "gates": [], "reasons": ["hours", "judgment"], "not_reasons": ["judgment"]})") ==
      Lines{R"(excluded: expected ["onshore"], found ["nearshore", "offshore"])",
            R"(gates: expected [], found ["local_gate"])",
            R"(reasons: expected with ["hours"], found ["judgment", "local_gate"])",
            R"(not_reasons: expected without ["judgment"], found ["judgment", "local_gate"])"});
}

TEST_CASE("a score beyond what scores can be is different, and not cut to 32 bits") {
  // 2^32 - 750 hundredths: its low 32 bits are those of -7.50.
  CHECK(differences(R"({"margin": 42949665.46})") ==
        Lines{"margin: expected 42949665.46, found -7.50"});
}

TEST_CASE("of the possible verdicts, an entry stands for all that agree with what it says") {
  CHECK(differences(R"({"possible": [{"disposition": "retain"}]})").empty());
  CHECK(differences(R"({"possible": [{}]})").empty());
  CHECK(differences(R"({"possible": [{"location": "onshore"}, {"location": null}]})").empty());
  CHECK(
      differences(
          R"({"possible": [{"disposition": "retain", "engagement": "BPO", "location": "onshore"}]})") ==
      Lines{
          R"(possible: expected ["retain BPO onshore"], found ["retain BPO nowhere", "retain BPO onshore"])"});
  CHECK(
      differences(R"({"possible": [{"disposition": "retain"}, {"engagement": "KPO"}]})") ==
      Lines{
          R"(possible: expected ["* KPO *", "retain * *"], found ["retain BPO nowhere", "retain BPO onshore"])"});
  CHECK(differences(R"({"possible": []})") ==
        Lines{R"(possible: expected [], found ["retain BPO nowhere", "retain BPO onshore"])"});
  Decision open = some_decision();
  open.possible_complete = false;
  open.possible.push_back({{std::nullopt, std::nullopt, Location::offshore}, {}});
  CHECK(
      differences(R"({"possible": [{}]})", open) ==
      Lines{
          R"(possible: expected ["* * *"], found ["? ? offshore", "retain BPO nowhere", "retain BPO onshore"] and perhaps more: the search budget ran out)"});
}

}  // namespace
}  // namespace sourcing::test
