// SPDX-License-Identifier: Apache-2.0
// Every kind of change that can be made to a model is told, once, with what was there before.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "audit/model_changes.hpp"
#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

using Lines = std::vector<std::string>;

Lines changes(std::string_view before, std::string_view after) {
  const Result<Engine> old_engine = Engine::from_json(before);
  const Result<Engine> new_engine = Engine::from_json(after);
  const Result<model::Model> old_model = model::read_model(before, "");
  const Result<model::Model> new_model = model::read_model(after, "");
  if (!new_engine.ok()) FAIL(to_string(new_engine.problems().front()));
  REQUIRE((old_engine.ok() && old_model.ok() && new_model.ok()));
  Lines lines;
  for (const audit::Change& change : audit::model_changes({*old_model, old_engine->program()},
                                                          {*new_model, new_engine->program()})) {
    lines.push_back(std::string(name(change.kind)) + " | " + change.what + " | " + change.before +
                    " | " + change.after);
  }
  return lines;
}

Lines change(std::string_view find, std::string_view by) {
  return changes(tiny_model, replaced(tiny_model, find, by));
}

TEST_CASE("a model has no changes to itself, whatever its white space") {
  CHECK(changes(tiny_model, tiny_model).empty());
  CHECK(change("{\"id\": \"payroll\"", "{  \"id\":\n\"payroll\"").empty());
}

TEST_CASE("what changes a decision is told by its value") {
  CHECK(change(R"("threshold": 50)", R"("threshold": 52.5)") ==
        Lines{"threshold | engagement threshold | 50.00 | 52.50"});
  CHECK(change(R"("hybrid_band": 8)", R"("hybrid_band": 0)") ==
        Lines{"threshold | hybrid band | 8.00 | 0.00"});
  CHECK(change(R"("weight": 1, "toward": "low")", R"("weight": 3, "toward": "high")") ==
        Lines{"weight | weight of judgment on engagement | 75.00 | 50.00",
              "weight | weight of volume on engagement | 25.00 | 50.00",
              "weight | weight of volume on engagement: direction | toward low | toward high"});
  CHECK(change(R"("global": 0, "regional": 2)", R"("global": 1, "regional": 3)") ==
        Lines{"weight | weight of language on nearshore: direction | "
              "steps global 0 regional 2 local 1 | steps global 1 regional 3 local 1"});
  CHECK(
      change(
          R"({"criterion": "language", "weight": 1, "steps": {"global": 0, "regional": 2, "local": 1})",
          R"({"criterion": "regulated", "weight": 1, "toward": "high")") ==
      Lines{"weight | weight of language on nearshore | 100.00 | ",
            "weight | weight of regulated on nearshore |  | 100.00"});
}

TEST_CASE("what changes a criterion is told by its grid") {
  CHECK(change(R"("max": 8, "step": 0.5)", R"("max": 8, "step": 1)") ==
        Lines{"criterion | hours: scale | number 0..8 step 0.5 | number 0..8 step 1"});
  CHECK(change(R"("scale": "level", "neutral": 3)", R"("scale": "level", "neutral": 2.5)") ==
        Lines{"criterion | judgment: neutral | 3 | 2.5"});
  CHECK(change(R"("neutral": "global")", R"("neutral": "local", "immutable": true)") ==
        Lines{R"(criterion | language: neutral | "global" | "local")",
              "criterion | language: immutable | false | true"});
  CHECK(
      change(
          R"("from": 0, "to": 50, "word": "few", "text": {"en": "f", "ca": "f"}}, {"from": 50)",
          R"("from": 0, "to": 40, "word": "few", "text": {"en": "f", "ca": "f"}}, {"from": 40)") ==
      Lines{"criterion | volume: levels | 0 few, 50 some, 1000 many | 0 few, 40 some, 1000 many"});
  CHECK(change(R"({"at": 2, "text")", R"({"at": 2, "word": "often", "text")") ==
        Lines{"criterion | judgment: levels | 1 rules, 2 , 3 , 4 , 5 experts | "
              "1 rules, 2 often, 3 , 4 , 5 experts",
              "text | judgment: words of level 2 (en) |  | often",
              "text | judgment: words of level 2 (ca) |  | often"});
  // One more, and one less.
  const std::string more = replaced(
      tiny_model, R"({"id": "regulated", "label")",
      R"({"id": "urgent", "label": {"en": "U", "ca": "U"}, "question": {"en": "U?", "ca": "U?"}, "scale": "boolean", "neutral": true,
   "levels": [{"word": "false", "text": {"en": "n", "ca": "n"}}, {"word": "true", "text": {"en": "y", "ca": "y"}}]},
  {"id": "regulated", "label")");
  CHECK(changes(tiny_model, more) == Lines{"criterion | criterion urgent |  | boolean"});
  CHECK(changes(more, tiny_model) == Lines{"criterion | criterion urgent | boolean | "});
}

TEST_CASE("what changes a gate or a rule is told by its condition and effect") {
  CHECK(
      change(R"("is": "local"})", R"("one_of": ["local", "regional"]})") ==
      Lines{
          R"(gate | gate local_gate: condition | language is "local" | language one_of "local", "regional")"});
  CHECK(change(R"("exclude": ["offshore"])", R"("exclude": ["nearshore", "offshore"])") ==
        Lines{"gate | gate local_gate: effect | exclude offshore | exclude nearshore; exclude "
              "offshore"});
  CHECK(change(R"({"engagement": -1.5}, "disposition": "retain")", R"({"engagement": -0.25})") ==
        Lines{"rule | rule expert_rule: effect | engagement -1.50; disposition retain | engagement "
              "-0.25"});
  CHECK(
      change(
          R"({"not": {"criterion": "regulated", "is": true}})",
          R"({"any": [{"criterion": "regulated", "is_not": true}, {"criterion": "hours", "between": [1, 2.5]}]})") ==
      Lines{
          "rule | rule expert_rule: condition | all(judgment at_least 4, not(regulated is true)) | "
          "all(judgment at_least 4, any(regulated is_not true, hours between 1, 2.5))"});
  CHECK(change(R"({"id": "expert_rule")", R"({"id": "experts")") ==
        Lines{"rule | rule expert_rule | all(judgment at_least 4, not(regulated is true)) -> "
              "engagement -1.50; disposition retain | ",
              "rule | rule experts |  | all(judgment at_least 4, not(regulated is true)) -> "
              "engagement -1.50; disposition retain"});
}

TEST_CASE("what a reader of a verdict sees is told by language") {
  CHECK(change(R"("title": {"en": "T", "ca": "T"})", R"("title": {"en": "T", "ca": "Títol"})") ==
        Lines{"text | title (ca) | T | Títol"});
  CHECK(change(R"("engagement": {"label": {"en": "E")",
               R"("engagement": {"label": {"en": "Engagement")") ==
        Lines{"text | engagement: label (en) | E | Engagement"});
  CHECK(change(R"("low": {"en": "B", "ca": "B"}, "high": {"en": "K")",
               R"("low": {"en": "B", "ca": "Base"}, "high": {"en": "Key")") ==
        Lines{"text | engagement: low (ca) | B | Base", "text | engagement: high (en) | K | Key"});
  CHECK(change(R"("question": {"en": "J?")", R"("question": {"en": "How much?")") ==
        Lines{"text | judgment: question (en) | J? | How much?"});
  CHECK(change(R"({"en": "1", "ca": "1"})", R"({"en": "one", "ca": "1"})") ==
        Lines{"text | judgment: level 1 (en) | 1 | one"});
  CHECK(change(R"("toward": "high", "for": {"en": "+")",
               R"("toward": "high", "because": "measured", "for": {"en": "more")") ==
        Lines{"text | weight of judgment on engagement: for (en) | + | more",
              "text | weight of judgment on engagement: because |  | measured"});
  CHECK(change(R"("scale": "level", "neutral": 3)",
               R"("scale": "level", "because": "the middle", "neutral": 3)") ==
        Lines{"text | judgment: because |  | the middle"});
  CHECK(change(R"("lifted_by": {"en": "l")", R"("lifted_by": {"en": "a permit")") ==
        Lines{"text | gate local_gate: lifted_by (en) | l | a permit"});
  CHECK(change(R"("no_location": {"en": "n")", R"("no_location": {"en": "nowhere")") ==
        Lines{"text | dispositions: no_location (en) | n | nowhere"});
}

TEST_CASE("phrases and suppressions of a model's own are told") {
  const std::string with_phrase =
      replaced(tiny_model, R"("activities":)",
               R"("phrases": {"verdict.open": {"en": "My verdict", "ca": "El meu"}},
 "activities":)");
  const Result<Engine> accepted = Engine::from_json(with_phrase);
  if (!accepted.ok()) FAIL(to_string(accepted.problems().front()));
  CHECK(changes(tiny_model, with_phrase) == Lines{"text | phrase verdict.open (en) |  | My verdict",
                                                  "text | phrase verdict.open (ca) |  | El meu"});
  CHECK(changes(with_phrase, tiny_model) == Lines{"text | phrase verdict.open (en) | My verdict | ",
                                                  "text | phrase verdict.open (ca) | El meu | "});
  CHECK(changes(with_phrase, replaced(with_phrase, "My verdict", "Ours")) ==
        Lines{"text | phrase verdict.open (en) | My verdict | Ours"});

  const std::string accepting = replaced(
      tiny_model, R"("activities":)",
      R"("suppress": [{"finding": "rule_never_matters", "at": "/criteria/2", "because": "soon"}],
 "activities":)");
  CHECK(changes(tiny_model, accepting) ==
        Lines{"other | suppression of rule_never_matters at /criteria/2 |  | soon"});
  CHECK(changes(accepting, tiny_model) ==
        Lines{"other | suppression of rule_never_matters at /criteria/2 | soon | "});
  CHECK(changes(accepting, replaced(accepting, "soon", "later")) ==
        Lines{"other | suppression of rule_never_matters at /criteria/2 | soon | later"});
}

TEST_CASE("what changes an activity is told by its profile") {
  CHECK(
      change(R"("judgment": [1, 2], "volume")", R"("judgment": 2, "volume")") ==
      Lines{
          R"(other | activity payroll: profile | judgment 1..2, regulated true, volume "many" | judgment 2, regulated true, volume "many")"});
  CHECK(change(R"("label": "BPO", "source": "s")", R"("label": "KPO", "source": "t")") ==
        Lines{"other | activity payroll: label | BPO | KPO",
              "text | activity payroll: source | s | t"});
  CHECK(change(R"({"id": "payroll", "names": {"en": "P")",
               R"({"id": "payroll", "names": {"en": "Pay")") ==
        Lines{"text | activity payroll: names (en) | P | Pay"});
  CHECK(change(R"({"id": "payroll")", R"({"id": "wages")") ==
        Lines{"other | activity payroll | BPO | ", "other | activity wages |  | BPO"});
}

TEST_CASE("of languages, only those that both models speak are compared") {
  const std::string english =
      replaced(tiny_model, R"("languages": ["en", "ca"])", R"("languages": ["en"])");
  std::string only = english;
  for (std::size_t at = only.find(", \"ca\": \""); at != std::string::npos;
       at = only.find(", \"ca\": \"")) {
    only.erase(at, only.find('"', at + 9) + 1 - at);
  }
  CHECK(changes(tiny_model, only) == Lines{"text | languages | en ca | en"});
  CHECK(changes(only, replaced(tiny_model, R"("title": {"en": "T", "ca": "T"})",
                               R"("title": {"en": "T", "ca": "Títol"})")) ==
        Lines{"text | languages | en | en ca"});
}

}  // namespace
}  // namespace sourcing::test
