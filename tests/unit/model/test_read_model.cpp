// SPDX-License-Identifier: Apache-2.0
// The model reader: each way a model can be wrong, with the whole text that says so.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "catch.hpp"
#include "engine/program.hpp"
#include "model/untranslated.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

std::vector<std::string> problems_of(std::string_view json) {
  std::vector<std::string> lines;
  const Result<Engine> engine = Engine::from_json(json, "m");
  for (const Problem& problem : engine.problems()) {
    lines.push_back(problem.code + ' ' + base::without_code(problem));
  }
  return lines;
}

struct Case {
  std::string_view find, by;
  std::vector<std::string> problems;
};

// clang-format off
const std::vector<Case> cases = {
    {R"( "version": "1",)",
     "",
     {"E0401 m:1:1: `version` is missing"}},
    {R"("neutral": 3,)",
     "",
     {"E0401 m:4:3: /criteria/0: `neutral` is missing"}},
    {R"("toward": "high", "for": {"en": "+", "ca": "+"}, "against")",
     R"("toward": "high", "against")",
     {"E0401 m:16:16: /axes/engagement/weights/0: `for` is missing"}},
    {R"("levels": [{"word": "global", "text": {"en": "g", "ca": "g"}}, {"word": "regional", "text": {"en": "r", "ca": "r"}}, {"word": "local", "text": {"en": "l", "ca": "l"}}])",
     R"("x_levels": 1)",
     {"E0401 m:10:3: /criteria/3: `levels` is missing"}},
    {R"({"global": 0, "regional": 2, "local": 1})",
     R"({"global": 0, "regional": 2})",
     {"E0401 m:21:64: /axes/nearshore/weights/0/steps: `steps` says nothing of `local`"}},
    {R"( "languages": ["en", "ca"],)",
     R"( "languages": [],)",
     {"E0401 m:1:1: a model needs at least one language"}},
    {R"("neutral": 3)",
     R"("nuetral": 3, "neutral": 3)",
     {"E0402 m:4:111: /criteria/0/nuetral: unknown key `nuetral`; did you mean `neutral`?"}},
    {R"("scale": "level",)",
     R"("scale": "level", "max": 5,)",
     {"E0402 m:4:118: /criteria/0/max: `max` belongs to the `number` scale only"}},
    {R"("at_least": 4)",
     R"("atleast": 4)",
     {"E0409 m:27:75: /rules/0/when/all/0: a comparison has exactly one of is, is_not, one_of, between, at_least, at_most, above, below",
      "E0402 m:27:101: /rules/0/when/all/0/atleast: unknown key `atleast`; did you mean `at_least`?"}},
    {R"("version": "1")",
     R"("version": 1)",
     {"E0403 m:1:57: /version: `version` must be a string, found a number"}},
    {R"("version": "1")",
     R"("version": "")",
     {"E0403 m:1:57: /version: `version` must not be empty"}},
    {R"("version": "1")",
     R"("version": "  ")",
     {"E0403 m:1:57: /version: `version` must not be empty"}},
    {R"("version": "1")",
     R"("version": "\u001b[31m")",
     {"E0403 m:1:57: /version: `version` must not hold control characters"}},
    {R"("profile": {)",
     R"("profile": 7, "x_profile": {)",
     {"E0403 m:29:110: /activities/0/profile: `profile` must be an object, found a number"}},
    {R"("gates": [)",
     R"("gates": 1, "x_gates": [)",
     {"E0403 m:24:11: /gates: `gates` must be an array, found a number"}},
    {R"("id": "judgment")",
     R"("id": "Judgment")",
     {"E0404 m:4:10: /criteria/0/id: `Judgment` is not an id: a small letter, then at most 63 small letters, digits or _",
      "E0408 m:16:30: /axes/engagement/weights/0/criterion: there is no criterion `judgment`; did you mean `Judgment`?",
      "E0408 m:27:89: /rules/0/when/all/0/criterion: there is no criterion `judgment`; did you mean `Judgment`?",
      "E0408 m:29:111: /activities/0/profile/judgment: there is no criterion `judgment`; did you mean `Judgment`?"}},
    {R"("id": "hours")",
     R"("id": "status")",
     {"E0404 m:6:3: /criteria/1: `status` is a reserved name",
      "E0408 m:19:30: /axes/onshore/weights/0/criterion: there is no criterion `hours`",
      "E0408 m:23:30: /axes/offshore/weights/0/criterion: there is no criterion `hours`"}},
    {R"("id": "expert_rule")",
     R"("id": "base")",
     {"E0404 m:27:3: /rules/0: `base` is a reserved name"}},
    {R"(["en", "ca"])",
     R"(["en", "ca", "Spanish"])",
     {"E0404 m:2:28: /languages/2: `Spanish` is no language code: two or three small letters"}},
    {R"("id": "expert_rule")",
     R"("id": "hours")",
     {"E0405 m:27:3: /rules/0: the id `hours` is taken, by /criteria/1"}},
    {R"(["en", "ca"])",
     R"(["en", "ca", "en"])",
     {"E0405 m:2:28: /languages/2: the language `en` is there already"}},
    {R"("activities": [)",
     R"("activities": [{"id": "payroll", "names": {"en": "P", "ca": "P"}, "label": "KPO", "source": "s", "profile": {}}, )",
     {"E0405 m:29:115: /activities/1: the activity `payroll` is there already"}},
    {R"("weight": 3)",
     R"("weight": -3)",
     {"E0406 m:16:52: /axes/engagement/weights/0/weight: a weight is not negative, found -3; turn it round with `toward`"}},
    {R"("weight": 3)",
     R"("weight": 1e308)",
     {"E0406 m:16:52: /axes/engagement/weights/0/weight: a weight is 1e308, outside 0 to 1000000"}},
    {R"("weight": 3)",
     R"("weight": 0.00001)",
     {"E0406 m:16:52: /axes/engagement/weights/0/weight: a weight is 0.00001, but may have at most 4 decimals"}},
    {R"("threshold": 50)",
     R"("threshold": 100.01)",
     {"E0406 m:15:64: /axes/engagement/threshold: `threshold` is 100.01, outside 0 to 100"}},
    {R"("step": 0.5)",
     R"("step": 0)",
     {"E0406 m:6:137: /criteria/1/step: `step` is 0, outside 0.01 to 1"}},
    {R"("neutral": 3,)",
     R"("neutral": 7,)",
     {"E0406 m:4:122: /criteria/0/neutral: `judgment` is 7, outside 1 to 5"}},
    {R"("title": {"en": "T", "ca": "T"})",
     R"("title": {"ca": "T"})",
     {"E0407 m:1:71: /title: the `en` text is missing: it is the first language of the model, and stands in for others"}},
    {R"("title": {"en": "T", "ca": "T"})",
     R"("title": {"en": "T", "ca": "T", "fr": "T"})",
     {"E0407 m:1:94: /title/fr: `fr` is not a language of this model"}},
    {R"("title": {"en": "T", "ca": "T"})",
     R"("title": {"en": "T", "ca": ""})",
     {"E0407 m:1:89: /title/ca: the `ca` text is empty; leave it out until it is written"}},
    {R"({"at": 1, "word": "rules", )",
     R"({"at": 1, "word": "rules", "words": {"ca": "regles", "fr": "x"}, )",
     {"E0407 m:5:68: /criteria/0/levels/0/words/fr: `fr` is not a language of this model"}},
    {R"({"at": 2, "text")",
     R"({"at": 2, "words": {"ca": "quasi"}, "text")",
     {"E0401 m:5:94: /criteria/0/levels/1/words: `words` needs the `word` that they translate"}},
    {R"({"at": 1, "word": "rules", )",
     R"({"at": 1, "word": "rules", "words": {"ca": " "}, )",
     {"E0403 m:5:58: /criteria/0/levels/0/words/ca: `ca` must not be empty"}},
    {R"({"criterion": "judgment", "at_least": 4})",
     R"({"criterion": "jugdment", "at_least": 4})",
     {"E0408 m:27:89: /rules/0/when/all/0/criterion: there is no criterion `jugdment`; did you mean `judgment`?"}},
    {R"({"criterion": "volume", "weight")",
     R"({"criterion": "sparkle", "weight")",
     {"E0408 m:17:30: /axes/engagement/weights/1/criterion: there is no criterion `sparkle`"}},
    {R"("profile": {"judgment")",
     R"("profile": {"judgement")",
     {"E0408 m:29:111: /activities/0/profile/judgement: there is no criterion `judgement`; did you mean `judgment`?"}},
    {R"("toward": "low", "for")",
     R"("for")",
     {"E0409 m:17:16: /axes/engagement/weights/1: a weight has one of `toward` and `steps`"}},
    {R"("at_least": 4)",
     R"("at_least": 4, "below": 5)",
     {"E0409 m:27:75: /rules/0/when/all/0: a comparison has exactly one of is, is_not, one_of, between, at_least, at_most, above, below"}},
    {R"({"not": {"criterion": "regulated", "is": true}})",
     R"({"any": []})",
     {"E0409 m:27:125: /rules/0/when/all/1/any: `any` needs at least one condition"}},
    {R"("at_least": 4)",
     R"("between": [4, 2])",
     {"E0409 m:27:112: /rules/0/when/all/0/between: `between` takes two values, the lower first"}},
    {R"("at_least": 4)",
     R"("one_of": [])",
     {"E0409 m:27:111: /rules/0/when/all/0/one_of: `one_of` needs at least one value"}},
    {R"("then": {"points": {"engagement": -1.5}, "disposition": "retain"})",
     R"("then": {})",
     {"E0409 m:27:176: /rules/0/then: a rule needs an effect: points, exclude, disposition or neutralise"}},
    {R"("exclude": ["offshore"])",
     R"("exclude": [])",
     {"E0409 m:25:118: /gates/0/exclude: `exclude` needs at least one location"}},
    {R"("steps": {"global": 0, "regional": 2, "local": 1})",
     R"("steps": {"global": 0, "regional": 0, "local": 0})",
     {"E0409 m:21:64: /axes/nearshore/weights/0/steps: every step is 0, so the weight never counts"}},
    {R"({"criterion": "hours", "weight": 1, "toward": "high")",
     R"({"criterion": "hours", "weight": 1, "steps": {"none": 1})",
     {"E0409 m:19:61: /axes/onshore/weights/0/steps: `steps` needs a scale of words; `hours` takes `toward`"}},
    {R"("judgment": [1, 2])",
     R"("judgment": [2, 1])",
     {"E0409 m:29:123: /activities/0/profile/judgment: a range has two ends, the lower first"}},
    {R"({"at": 2, "text": {"en": "2", "ca": "2"}}, )",
     "",
     {"E0410 m:4:3: /criteria/0: `judgment` has 4 levels; a `level` scale has exactly five"}},
    {R"({"at": 2, "text")",
     R"({"at": 3, "text")",
     {"E0410 m:5:82: /criteria/0/levels/1/at: the levels of a `level` scale stand at 1 to 5 in order; here 2 is expected"}},
    {R"("max": 8)",
     R"("max": 8.25)",
     {"E0410 m:6:126: /criteria/1/max: `max` must lie a whole number of steps above `min`"}},
    {R"({"at": 8, "text")",
     R"({"at": 7, "text")",
     {"E0410 m:6:3: /criteria/1: the first level stands at `min`, the last at `max`"}},
    {R"({"word": "regional", "text")",
     R"({"word": "global", "text")",
     {"E0410 m:11:67: /criteria/3/levels/1: the word `global` names two levels of `language`",
      "E0401 m:21:64: /axes/nearshore/weights/0/steps: `steps` says nothing of `global`",
      "E0412 m:21:78: /axes/nearshore/weights/0/steps/regional: `regional` is no level of `language`"}},
    {R"("word": "experts")",
     R"("word": "low")",
     {"E0410 m:5:204: /criteria/0/levels/4: the word `low` names two levels of `judgment`"}},
    {R"({"word": "false", "text")",
     R"({"word": "no", "text")",
     {"E0410 m:13:15: /criteria/4/levels/0: the words of a `boolean` scale are `false`, then `true`"}},
    {R"("from": 50, "to": 1000)",
     R"("from": 60, "to": 1000)",
     {"E0411 m:9:94: /criteria/2/levels/1/from: bands must meet: a gap between 50 and 60"}},
    {R"("from": 50, "to": 1000)",
     R"("from": 40, "to": 1000)",
     {"E0411 m:9:94: /criteria/2/levels/1/from: bands must meet: an overlap between 40 and 50"}},
    {R"("from": 1000, "word")",
     R"("from": 1000, "to": 2000, "word")",
     {"E0411 m:9:180: /criteria/2/levels/2/to: the last band has no `to`: it holds every greater number"}},
    {R"("from": 50, "to": 1000)",
     R"("from": 50, "to": 50)",
     {"E0411 m:9:104: /criteria/2/levels/1/to: a band must end above its `from`",
      "E0411 m:9:166: /criteria/2/levels/2/from: bands must meet: a gap between 50 and 1000"}},
    {R"("is": "local")",
     R"("is": "locla")",
     {"E0412 m:25:97: /gates/0/when/is: `locla` is no level of `language`; did you mean `local`?"}},
    {R"("is": "local")",
     R"("is": 3)",
     {"E0412 m:25:97: /gates/0/when/is: a value of `language` is one of its words, found a number"}},
    {R"("neutral": 4,)",
     R"("neutral": 4.25,)",
     {"E0412 m:6:153: /criteria/1/neutral: 4.25 is not on the grid of `hours`, whose step is 0.5"}},
    {R"("volume": "many")",
     R"("volume": 5)",
     {"E0412 m:29:141: /activities/0/profile/volume: a value of `volume` is the word of a band, found a number"}},
    {R"("regional": 2, "local": 1})",
     R"("regional": 2, "local": 1, "lunar": 1})",
     {"E0412 m:21:105: /axes/nearshore/weights/0/steps/lunar: `lunar` is no level of `language`"}},
    {R"({"criterion": "language", "weight": 1)",
     R"({"criterion": "language", "weight": 0.0)",
     {"E0413 m:20:16: /axes/nearshore: every weight of `nearshore` is zero"}},
    {R"("engagement": -1.5)",
     R"("engagement": -60)",
     {"E0414 m:15:17: /axes/engagement: the engagement score can reach -3.75, outside 0 to 100; the rule `expert_rule` gives -60.00 on it; give no less than -56.25, or let it `neutralise` the criteria whose points it gives back"}},
    {R"("engagement": -1.5)",
     R"("engagement": 30)",
     {"E0414 m:15:17: /axes/engagement: the engagement score can reach 130.00, outside 0 to 100; the rule `expert_rule` gives +30.00 on it; give at most +0.00, or let it `neutralise` the criteria whose points it gives back"}},
    {R"("max": 8)",
     R"("max": 8000)",
     {"E0415 m:6:126: /criteria/1/max: a scale may have at most 10001 positions"}},
    {"sourcing.model/1",
     "sourcing.model/2",
     {"E0416 m:1:12: /schema: `sourcing.model/2` is not a model format that this version reads; it reads `sourcing.model/1`"}},
    {R"({"criterion": "volume", "weight": 1)",
     R"({"criterion": "judgment", "weight": 1)",
     {"E0417 m:17:16: /axes/engagement/weights/1: `judgment` has a weight on this axis already, at /axes/engagement/weights/0"}},
    {R"("scale": "level")",
     R"("scale": "levle")",
     {"E0418 m:4:102: /criteria/0/scale: unknown scale `levle`; did you mean `level`?"}},
    {R"("toward": "high")",
     R"("toward": "up")",
     {"E0418 m:16:65: /axes/engagement/weights/0/toward: `toward` is `high` or `low`, found `up`"}},
    {R"("exclude": ["offshore"])",
     R"("exclude": ["ofshore"])",
     {"E0418 m:25:119: /gates/0/exclude/0: `ofshore` is no location; did you mean `offshore`?"}},
    {R"("disposition": "retain")",
     R"("disposition": "outsource")",
     {"E0418 m:27:224: /rules/0/then/disposition: a rule sets `retain` or `automate_first`, found `outsource`; `outsource` is what remains when no rule sets another"}},
    {R"("label": "BPO")",
     R"("label": "BPA")",
     {"E0418 m:29:77: /activities/0/label: `label` is `BPO` or `KPO`, found `BPA`"}},
    {R"("weight": 3)",
     R"("weight": NaN)",
     {"E0106 m:16:52: /axes/engagement/weights/0/weight: `NaN` is not a number in JSON"}},
    {R"("id": "tiny")",
     R"("id": "tiny", "id": "other")",
     {"E0108 m:1:46: /id: duplicate key `id`, first at 1:32"}},
};
// clang-format on

TEST_CASE("the tiny model is sound") { REQUIRE(problems_of(tiny_model).empty()); }

TEST_CASE("each problem of a model is told whole, with its place") {
  for (const Case& each : cases) {
    INFO(each.find << " -> " << each.by);
    CHECK(problems_of(replaced(tiny_model, each.find, each.by)) == each.problems);
  }
}

TEST_CASE("all problems of a model are told at once, in the order of the file") {
  std::string model(tiny_model);
  model = replaced(model, R"("version": "1")", R"("version": 1)");
  model = replaced(model, R"("scale": "level")", R"("scale": "levels")");
  model = replaced(model, R"("from": 50)", R"("from": 51)");
  model = replaced(model, R"("threshold": 50)", R"("threshold": "high")");
  model = replaced(model, R"("is": "local")", R"("is": "lokal")");
  model = replaced(model, R"("id": "expert_rule", )", "");
  model = replaced(model, R"(, "no_location": {"en": "n", "ca": "n"})", "");
  // `judgment` could not be read: that the axis, the rule and the profile name it is no problem.
  CHECK(
      problems_of(model) ==
      std::vector<std::string>{
          "E0403 m:1:57: /version: `version` must be a string, found a number",
          "E0418 m:4:102: /criteria/0/scale: unknown scale `levels`; did you mean `level`?",
          "E0411 m:9:94: /criteria/2/levels/1/from: bands must meet: a gap between 50 and 51",
          "E0403 m:15:64: /axes/engagement/threshold: `threshold` must be a number, found a string",
          "E0412 m:25:97: /gates/0/when/is: `lokal` is no level of `language`; did you mean "
          "`local`?",
          "E0401 m:27:3: /rules/0: `id` is missing",
          "E0401 m:28:18: /dispositions: `no_location` is missing"});
}

TEST_CASE("keys of one's own, $schema and the optional parts are accepted") {
  std::string model = replaced(tiny_model, "{\"schema\"",
                               R"({"$schema": "x", "x_note": [1e300, {"any": null}], "schema")");
  model = replaced(model, R"({"en": "T", "ca": "T"})", R"({"en": "T", "ca": "T", "x_de": 1})");
  model =
      replaced(model, R"("toward": "high",)", R"("toward": "high", "x_why": "", "because": "w",)");
  model = replaced(model, R"("scale": "level",)",
                   R"("scale": "level", "immutable": true, "because": "w",)");
  CHECK(problems_of(model).empty());
}

TEST_CASE("a byte order mark before a model is skipped, and does not change its digest") {
  const Result<Engine> plain = Engine::from_json(tiny_model);
  const Result<Engine> marked = Engine::from_json("\xEF\xBB\xBF" + std::string(tiny_model));
  REQUIRE(plain.ok());
  REQUIRE(marked.ok());
  CHECK(plain->model_sha256() == marked->model_sha256());
  CHECK(plain->model_id() == "tiny");
  CHECK(plain->model_version() == "1");
}

TEST_CASE("the first language stands in for texts and phrases that another lacks") {
  std::string model =
      replaced(tiny_model, R"("title": {"en": "T", "ca": "T"})", R"("title": {"en": "Title"})");
  CHECK(problems_of(model).empty());
  const auto gaps = model::untranslated_texts(model);
  REQUIRE(gaps.size() == 2);
  CHECK(gaps[0].empty());
  REQUIRE(gaps[1].size() == 1);
  CHECK(gaps[1].front().pointer == "/title");

  for (std::size_t at = 0; (at = model.find("\"ca\"", at)) != std::string::npos;) {
    model.replace(at, 4, "\"fr\"");
  }
  model = replaced(model, R"("schema")",
                   R"("phrases": {"column.criterion": {"fr": "Quoi"}}, "schema")");
  const Result<Engine> engine = Engine::from_json(model);
  REQUIRE(engine.ok());
  const engine::Program& program = engine->program();
  CHECK(program.text(program.title, 1) == "Title");
  CHECK(engine::phrase(program, "column.criterion", 1) == "Quoi");
  CHECK(engine::phrase(program, "column.points", 1) == "Points");
}

TEST_CASE("a phrase that is not used anywhere is an error") {
  const std::string model = replaced(tiny_model, R"("schema")",
                                     R"("phrases": {"no.such": {"en": "x", "ca": "x"}}, "schema")");
  CHECK(problems_of(model) ==
        std::vector<std::string>{"E0402 m: /phrases: there is no phrase `no.such`; `sourcing model "
                                 "phrases` lists them all"});
}

std::string repeated(std::string_view text, std::size_t times, std::string_view between = "") {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) {
    if (i > 0) out += between;
    out += text;
  }
  return out;
}

// What a stranger might send: refused with a few messages, without a crash or a long wait. How long
// is measured outside of the suite.
TEST_CASE("hostile models are refused") {
  const auto gates = [](const std::string& list) {
    return replaced(tiny_model, R"("gates": [)",
                    R"("x_gates": [], "gates": [)" + list + "], \"x_more\": [");
  };
  SECTION("a hundred thousand rules") {
    CHECK(problems_of(gates(repeated("{}", 100'000, ","))) ==
          std::vector<std::string>{
              "E0415 m:1:1: 100001 gates and rules; a model may have at most 10000"});
  }
  SECTION("two million rules: more than a file may hold") {
    const auto problems = problems_of(gates(repeated("{}", 2'000'000, ",")));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().starts_with("E0111 "));
  }
  SECTION("a condition nested 100,000 deep") {
    const auto problems = problems_of(gates(R"({"when":)" + repeated(R"({"not":)", 100'000) + "1" +
                                            repeated("}", 100'000) + "}"));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().starts_with("E0107 "));
  }
  SECTION("a condition with a list of 300,000 values") {
    const auto problems =
        problems_of(replaced(tiny_model, R"("is": "local")",
                             R"("one_of": [)" + repeated(R"("local")", 300'000, ",") + "]"));
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().find("the conditions have more than 200000 parts") != std::string::npos);
  }
  SECTION("ten thousand languages") {
    std::string list = R"("en", "ca")";
    for (char a = 'a'; a <= 'z'; ++a) {
      for (char b = 'a'; b <= 'z'; ++b) {
        for (char c = 'a'; c <= 'o'; ++c) list += std::string(", \"") + a + b + c + '"';
      }
    }
    const auto problems = problems_of(replaced(tiny_model, R"("en", "ca")", list));
    CHECK(problems.size() <= 1'001);
    CHECK(problems.front() == "E0415 m:1:1: 10142 languages; a model may have at most 32");
  }
  SECTION("a hundred thousand unknown keys") {
    std::string keys;
    for (int i = 0; i < 100'000; ++i) keys += "\"k" + std::to_string(i) + "\": 0, ";
    const auto problems = problems_of(replaced(tiny_model, R"("schema")", keys + R"("schema")"));
    REQUIRE(problems.size() == 1'001);
    CHECK(problems.back() == "E0415 m: 99000 more problems are not listed; mend these first");
  }
  SECTION("a scale of a thousand words") {
    std::string words;
    for (int i = 0; i < 1'000; ++i) {
      words += "{\"word\": \"w" + std::to_string(i) + R"(", "text": {"en": "w", "ca": "w"}}, )";
    }
    const auto problems = problems_of(replaced(tiny_model, R"({"word": "global", "text")",
                                               words + R"({"word": "global", "text")"));
    CHECK(problems.front() ==
          "E0415 m:10:3: /criteria/3: 1003 levels; a scale may have at most 256");
  }
  SECTION("ten thousand weights of one criterion") {
    const std::string weight =
        R"({"criterion": "judgment", "weight": 3, "toward": "high", "for": {"en": "+", "ca": "+"}, "against": {"en": "-", "ca": "-"}})";
    const auto problems = problems_of(replaced(tiny_model, weight, repeated(weight, 10'000, ",")));
    REQUIRE(problems.size() == 1'001);
    CHECK(problems.front().starts_with("E0417 "));
  }
  SECTION("not a model at all") {
    CHECK(problems_of("") == std::vector<std::string>{"E0101 m:1:1: the input is empty"});
    CHECK(problems_of("[]") ==
          std::vector<std::string>{"E0403 m:1:1: a model must be an object, found an array"});
    CHECK(problems_of("{}").front().starts_with("E0401 m:1:1: `schema` is missing"));
  }
}

TEST_CASE("a model cut anywhere, or with a byte changed, is answered") {
  for (std::size_t length = 0; length < tiny_model.size(); length += 7) {
    if (Engine::from_json(tiny_model.substr(0, length)).ok()) FAIL("cut at " << length);
  }
  for (std::size_t at = 0; at < tiny_model.size(); at += 3) {
    std::string changed(tiny_model);
    for (const char byte : {'\0', '"', '-', '9', '}', '\xFF'}) {
      changed[at] = byte;
      (void)Engine::from_json(changed);
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace sourcing::test
