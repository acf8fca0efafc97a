// SPDX-License-Identifier: Apache-2.0
// The task reader: every form of a value, and each way a task can be wrong with the whole text that
// says so.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "catch.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

const Engine& tiny() {
  static const Engine engine = Engine::from_json(tiny_model).value();
  return engine;
}

std::vector<std::string> problems_of(std::string_view json) {
  std::vector<std::string> lines;
  const Result<Task> task = parse_task(tiny(), json, "t");
  for (const Problem& problem : task.problems()) {
    lines.push_back(problem.code + ' ' + base::without_code(problem));
  }
  return lines;
}

Task task_of(std::string_view json) {
  Result<Task> task = parse_task(tiny(), json);
  INFO(json);
  REQUIRE(task.ok());
  return std::move(task).value();
}

struct Case {
  std::string_view task;
  std::vector<std::string> problems;
};

// clang-format off
const std::vector<Case> cases = {
    {R"({"judgment": 6})",
     {"E0203 t:1:14: /judgment: `6` is outside the range of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": 0.99})",
     {"E0203 t:1:14: /judgment: `0.99` is outside the range of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": 3.555})",
     {"E0205 t:1:14: /judgment: `3.555` is finer than the grid of `judgment`; its step is 0.01"}},
    {R"({"judgment": "hihg"})",
     {"E0204 t:1:14: /judgment: `hihg` is not a value of `judgment`; did you mean `high`?"}},
    {R"({"judgment": "zzz"})",
     {"E0204 t:1:14: /judgment: `zzz` is not a value of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": ""})",
     {R"(E0204 t:1:14: /judgment: `""` is not a value of `judgment`; it takes 1 to 5, or a level's word)"}},
    {R"({"judgment": "4"})",
     {"E0202 t:1:14: /judgment: `judgment` takes 1 to 5, or a level's word, found a string; write the number without quotes"}},
    {R"({"judgment": true})",
     {"E0202 t:1:14: /judgment: `judgment` takes 1 to 5, or a level's word, found true"}},
    {R"({"judgment": {}})",
     {"E0211 t:1:14: /judgment: the answer to `judgment` has no `value`"}},
    {R"({"judgment": {"value": 4, "evidense": "x"}})",
     {"E0201 t:1:27: /judgment/evidense: unknown field `evidense`; did you mean `evidence`?"}},
    {R"({"judgment": {"value": {"value": 4}}})",
     {"E0202 t:1:24: /judgment/value: `judgment` takes 1 to 5, or a level's word, found an object"}},
    {R"({"judgment": {"value": 4, "evidence": 7}})",
     {R"(E0202 t:1:39: /judgment/evidence: `evidence` must be a string, found a number; write "7")"}},
    {R"({"judgment": {"valu": 4}})",
     {"E0201 t:1:15: /judgment/valu: unknown field `valu`; did you mean `value`?",
      "E0211 t:1:14: /judgment: the answer to `judgment` has no `value`"}},
    {R"({"judgment": [4]})",
     {"E0207 t:1:14: /judgment: a range has two ends, found 1; write it as in [2, 4]"}},
    {R"({"judgment": []})",
     {"E0207 t:1:14: /judgment: a range has two ends, found 0; write it as in [2, 4]"}},
    {R"({"judgment": [1,2,3]})",
     {"E0207 t:1:14: /judgment: a range has two ends, found 3; write it as in [2, 4]"}},
    {R"({"judgment": [4, 2]})",
     {"E0206 t:1:14: /judgment: `[4,2]` runs backwards on the scale of `judgment`; write the lower end first"}},
    {R"({"judgment": ["high", "low"]})",
     {R"(E0206 t:1:14: /judgment: `["high","low"]` runs backwards on the scale of `judgment`; write the lower end first)"}},
    {R"({"judgment": [1, null]})",
     {"E0202 t:1:18: /judgment/1: `judgment` takes 1 to 5, or a level's word, found null"}},
    {R"({"judgment": [1, [2]]})",
     {"E0202 t:1:18: /judgment/1: `judgment` takes 1 to 5, or a level's word, found an array"}},
    {R"({"judgment": [1, 9]})",
     {"E0203 t:1:18: /judgment/1: `9` is outside the range of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": 1e400})",
     {"E0110 t:1:14: /judgment: the number `1e400` is too large"}},
    {R"({"judgment": 18446744073709551617})",
     {"E0203 t:1:14: /judgment: `18446744073709551617` is outside the range of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": 1e-400})",
     {"E0205 t:1:14: /judgment: `1e-400` is finer than the grid of `judgment`; its step is 0.01"}},
    {R"({"judgment": -0})",
     {"E0203 t:1:14: /judgment: `-0` is outside the range of `judgment`; it takes 1 to 5, or a level's word"}},
    {R"({"judgment": "2..4"})",
     {"E0204 t:1:14: /judgment: `2..4` is not a value of `judgment`; write a range as in [2, 4]"}},
    {R"({"hours": 8.5})",
     {"E0203 t:1:11: /hours: `8.5` is outside the range of `hours`; it takes 0 to 8"}},
    {R"({"hours": 1.25})",
     {"E0205 t:1:11: /hours: `1.25` is finer than the grid of `hours`; its step is 0.5"}},
    {R"({"hours": "many"})",
     {"E0204 t:1:11: /hours: `many` is not a value of `hours`; it takes 0 to 8"}},
    {R"({"hours": 0.123})",
     {"E0205 t:1:11: /hours: `0.123` is finer than the grid of `hours`; its step is 0.5"}},
    {R"({"volume": -1})",
     {"E0203 t:1:12: /volume: `-1` is outside the range of `volume`; it takes a number from 0 to 1000000000000, or a band's word"}},
    {R"({"volume": 1000000000001})",
     {"E0203 t:1:12: /volume: `1000000000001` is outside the range of `volume`; it takes a number from 0 to 1000000000000, or a band's word"}},
    {R"({"volume": 1.234})",
     {"E0205 t:1:12: /volume: `1.234` is finer than the grid of `volume`; its step is 0.01"}},
    {R"({"volume": "mayn"})",
     {"E0204 t:1:12: /volume: `mayn` is not a value of `volume`; did you mean `many`?"}},
    {R"({"language": 2})",
     {"E0202 t:1:14: /language: `language` takes global, regional or local, found 2"}},
    {R"({"language": "globel"})",
     {"E0204 t:1:14: /language: `globel` is not a value of `language`; did you mean `global`?"}},
    {R"({"language": true})",
     {"E0202 t:1:14: /language: `language` takes global, regional or local, found true"}},
    {R"({"regulated": 1})",
     {"E0202 t:1:15: /regulated: `regulated` takes true or false, found 1"}},
    {R"({"regulated": "maybe"})",
     {"E0204 t:1:15: /regulated: `maybe` is not a value of `regulated`; it takes true or false"}},
    {R"({"jugdment": 4})",
     {"E0201 t:1:2: /jugdment: unknown field `jugdment`; did you mean `judgment`?"}},
    {R"({"sparkle": 4})",
     {"E0201 t:1:2: /sparkle: unknown field `sparkle`; fields of your own may start with `x_`"}},
    {R"({"nmae": "x"})",
     {"E0201 t:1:2: /nmae: unknown field `nmae`; did you mean `name`?"}},
    {R"({"id": 7})",
     {R"(E0202 t:1:8: /id: `id` must be a string, found a number; write "7")"}},
    {R"({"name": ["x"]})",
     {"E0202 t:1:10: /name: `name` must be a string, found an array"}},
    {R"({"activity": "payrol"})",
     {"E0208 t:1:14: /activity: there is no activity `payrol`; did you mean `payroll`?"}},
    {R"({"activity": "zzzzzz"})",
     {"E0208 t:1:14: /activity: there is no activity `zzzzzz`; `sourcing activities` lists them"}},
    {R"({"activity": 3})",
     {R"(E0202 t:1:14: /activity: `activity` must be a string, found a number; write "3")"}},
    {"[]",
     {"E0209 t:1:1: a task is an object, found an array; write one task a line instead (NDJSON)"}},
    {R"([{"judgment": 4}])",
     {"E0209 t:1:1: a task is an object, found an array; write one task a line instead (NDJSON)"}},
    {"7",
     {"E0209 t:1:1: a task is an object, found a number"}},
    {R"("x")",
     {"E0209 t:1:1: a task is an object, found a string"}},
    {"null",
     {"E0209 t:1:1: a task is an object, found null"}},
    {"",
     {"E0101 t:1:1: the input is empty"}},
    {R"({"judgment": 4, "judgment": 5})",
     {"E0108 t:1:17: /judgment: duplicate key `judgment`, first at 1:2"}},
    {R"({"judgment": NaN})",
     {"E0106 t:1:14: /judgment: `NaN` is not a number in JSON"}},
    {R"({"judgment": 4,})",
     {"E0106 t:1:16: /judgment: a comma before `}` is not allowed"}},
    {"{'judgment': 4}",
     {"E0106 t:1:2: a key needs double quotes, not single ones"}},
    {R"({"judgment": 4} x)",
     {"E0106 t:1:17: expected nothing more after the end of the document, found `x`"}},
    {R"({"judgment": 4} // c)",
     {"E0106 t:1:17: comments are not allowed in JSON"}},
    {R"({"judgment": .5})",
     {"E0106 t:1:14: /judgment: a number needs a digit before the point"}},
    {R"({"judgment": +4})",
     {"E0106 t:1:14: /judgment: a number must not begin with `+`"}},
    {R"({"judgment": 0x4})",
     {"E0106 t:1:15: /judgment: expected `,` or `}` after this value, found `x4`"}},
    {R"({"judgment": Infinity})",
     {"E0106 t:1:14: /judgment: `Infinity` is not a number in JSON"}},
    {R"({"a/b~c": 1})",
     {"E0201 t:1:2: /a~1b~0c: unknown field `a/b~c`; fields of your own may start with `x_`"}},
    {R"({"volume": "hihg"})",
     {"E0204 t:1:12: /volume: `hihg` is not a value of `volume`; it takes a number from 0 to 1000000000000, or a band's word"}},
};
// clang-format on

TEST_CASE("each problem of a task is told whole, with its place") {
  for (const Case& each : cases) {
    INFO(each.task);
    CHECK(problems_of(each.task) == each.problems);
  }
}

TEST_CASE("all problems of a task are told at once") {
  CHECK(problems_of(R"({
  "id": 1,
  "judgment": "hgih",
  "hours": [1, 9.5],
  "volum": 3
})") == std::vector<std::string>{
            "E0202 t:2:9: /id: `id` must be a string, found a number; write \"1\"",
            "E0204 t:3:15: /judgment: `hgih` is not a value of `judgment`; did you mean `high`?",
            "E0203 t:4:16: /hours/1: `9.5` is outside the range of `hours`; it takes 0 to 8",
            "E0201 t:5:3: /volum: unknown field `volum`; did you mean `volume`?"});
}

struct Form {
  std::string_view task;
  std::size_t criterion;
  std::uint16_t low, high;
  std::string_view shown;
};

TEST_CASE("every form of a value is read") {
  const std::vector<Form> forms = {
      {R"({"judgment": 4})", 0, 300, 300, "4"},
      {R"({"judgment": 4.0})", 0, 300, 300, "4.0"},
      {R"({"judgment": 3.25})", 0, 225, 225, "3.25"},
      {R"({"judgment": 3.2500})", 0, 225, 225, "3.2500"},
      {R"({"judgment": 0.4e1})", 0, 300, 300, "0.4e1"},
      {R"({"judgment": 40E-1})", 0, 300, 300, "40E-1"},
      {R"({"judgment": "high"})", 0, 300, 300, R"("high")"},
      {R"({"judgment": "rules"})", 0, 0, 0, R"("rules")"},
      {R"({"judgment": "experts"})", 0, 400, 400, R"("experts")"},
      {R"({"judgment": [2, 4]})", 0, 100, 300, "[2,4]"},
      {R"({"judgment": ["low", 4.5]})", 0, 100, 350, R"(["low",4.5])"},
      {R"({"judgment": [3, 3]})", 0, 200, 200, "[3,3]"},
      {R"({"judgment": {"value": [1, 5]}})", 0, 0, 400, "[1,5]"},
      {R"({"hours": 0})", 1, 0, 0, "0"},
      {R"({"hours": -0})", 1, 0, 0, "-0"},
      {R"({"hours": 8})", 1, 16, 16, "8"},
      {R"({"hours": "none"})", 1, 0, 0, R"("none")"},
      {R"({"volume": 0})", 2, 0, 0, "0"},
      {R"({"volume": 49.99})", 2, 0, 0, "49.99"},
      {R"({"volume": 50})", 2, 1, 1, "50"},
      {R"({"volume": 999.99})", 2, 1, 1, "999.99"},
      {R"({"volume": 1e3})", 2, 2, 2, "1e3"},
      {R"({"volume": 1000000000000})", 2, 2, 2, "1000000000000"},
      {R"({"volume": "many"})", 2, 2, 2, R"("many")"},
      {R"({"volume": [10, "many"]})", 2, 0, 2, R"([10,"many"])"},
      {R"({"language": "local"})", 3, 2, 2, R"("local")"},
      {R"({"language": ["global", "regional"]})", 3, 0, 1, R"(["global","regional"])"},
      {R"({"regulated": true})", 4, 1, 1, "true"},
      {R"({"regulated": "no"})", 4, 0, 0, R"("no")"},
      {R"({"regulated": [false, true]})", 4, 0, 1, "[false,true]"},
  };
  for (const Form& form : forms) {
    const Task task = task_of(form.task);
    INFO(form.task);
    for (std::size_t c = 0; c < task.answers.size(); ++c) {
      const Answer& answer = task.answers[c];
      CHECK(answer.origin == (c == form.criterion ? Origin::answered : Origin::unknown));
      if (c != form.criterion) continue;
      CHECK(answer.low == form.low);
      CHECK(answer.high == form.high);
      CHECK(answer.shown == form.shown);
    }
  }
}

TEST_CASE("words in JSON are taken as people write them, and shown as ids") {
  const auto shown = [](std::string_view json, std::size_t c) {
    return task_of(json).answers[c].shown;
  };
  CHECK(shown(R"({"judgment": "High"})", 0) == R"("high")");
  CHECK(shown(R"({"judgment": " very-high "})", 0) == R"("very_high")");
  CHECK(problems_of(R"({"judgment": "hihg"})") ==
        std::vector<std::string>{
            "E0204 t:1:14: /judgment: `hihg` is not a value of `judgment`; did you mean `high`?"});
  CHECK(problems_of(R"({"language": "LOCAL", "regulated": "Yes"})").empty());
}

TEST_CASE("a criterion is called by its id or a label, once") {
  CHECK(task_of(R"({"Judg-Ment": 4})").answers[0].origin == Origin::answered);
  CHECK(problems_of(R"({"judgment": 4, "JUDGMENT": 3})") ==
        std::vector<std::string>{"E0304 t:1:17: /JUDGMENT: `judgment` and `JUDGMENT` are both "
                                 "`judgment`; answer it once"});
}

TEST_CASE("null, an absent key and a null value are unknown") {
  for (const std::string_view json :
       {"{}", R"({"judgment": null})", R"({"judgment": {"value": null}})",
        R"({"id": null, "name": null, "activity": null})", " \n{ }\t\r\n", "\xEF\xBB\xBF{}"}) {
    const Task task = task_of(json);
    for (const Answer& answer : task.answers) CHECK(answer.origin == Origin::unknown);
    CHECK(task.id.empty());
  }
}

TEST_CASE("id, name, evidence and keys of one's own") {
  const Task task = task_of(R"({"$schema": 7, "x_team": {"a": [1e300]}, "id": "p1",
    "name": "Payroll \u00e0 \ud83d\ude00", "judgment": {"value": 2, "evidence": "SOP v7", "x_by": 1}})");
  CHECK(task.id == "p1");
  CHECK(task.name == "Payroll \xC3\xA0 \xF0\x9F\x98\x80");
  CHECK(task.answers[0].evidence == "SOP v7");
  CHECK(task.answers[0].low == 100);
}

TEST_CASE("an activity fills what the task leaves open, as assumed ranges") {
  const Task task = task_of(R"({"activity": "payroll", "volume": "few", "regulated": null})");
  CHECK(task.activity == "payroll");
  CHECK(task.answers[0].origin == Origin::profile);
  CHECK(task.answers[0].low == 0);
  CHECK(task.answers[0].high == 100);
  CHECK(task.answers[0].shown == "[1,2]");
  CHECK(task.answers[1].origin == Origin::unknown);
  CHECK(task.answers[2].origin == Origin::answered);  // the task's own answer wins
  CHECK(task.answers[2].low == 0);
  CHECK(task.answers[4].origin == Origin::profile);  // null is no answer
  CHECK(task.answers[4].shown == "true");
}

TEST_CASE("set_answer reads the form of a cell") {
  Task task = make_task(tiny());
  const auto set = [&](std::string_view criterion, std::string_view value) {
    std::string out;
    for (const Problem& problem : set_answer(tiny(), task, criterion, value, Origin::option)) {
      out += problem.code + ' ' + base::without_code(problem);
    }
    return out;
  };
  CHECK(set("judgment", " 2 .. 4 ").empty());
  CHECK(task.answers[0].origin == Origin::option);
  CHECK(task.answers[0].low == 100);
  CHECK(task.answers[0].high == 300);
  CHECK(task.answers[0].shown == "[2,4]");
  CHECK(set("judgment", "").empty());
  CHECK(task.answers[0].origin == Origin::unknown);
  CHECK(set("regulated", "YES").empty());
  CHECK(task.answers[4].shown == "true");
  CHECK(set("judgement", "2") ==
        "E0201 there is no criterion `judgement`; did you mean `judgment`?");
  CHECK(set("zzzzzzzzzzzz", "2") == "E0201 there is no criterion `zzzzzzzzzzzz`");
  CHECK(set("judgment", "7") ==
        "E0203 `7` is outside the range of `judgment`; it takes 1 to 5, or a level's word");
  CHECK(task.answers[0].origin == Origin::unknown);  // left as it was
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST_CASE("hostile tasks are refused with one clear message") {
  const auto first = [](const std::string& json) {
    const std::vector<std::string> problems = problems_of(json);
    return problems.empty() ? std::string("accepted") : problems.front();
  };
  SECTION("J05/06: NUL after the object, and within it") {
    CHECK(first(std::string("{}\0{}", 5)).starts_with("E0105 t:1:3: "));
    CHECK(first(std::string("{}\0", 3)).starts_with("E0105 t:1:3: "));
    CHECK(first(std::string("{\"id\":\"a\0b\"}", 12)).starts_with("E0105 "));
  }
  SECTION("J13-15: nesting") {
    CHECK(first(R"({"x":)" + repeated("[", 100'000) + repeated("]", 100'000) + "}")
              .starts_with("E0107 "));
    CHECK(first(repeated("[", 100'000)).starts_with("E0107 "));
    CHECK(first(repeated(R"({"a":)", 100'000)).starts_with("E0107 "));
    CHECK(problems_of(R"({"x_deep": )" + repeated("[", 62) + repeated("]", 62) + "}").empty());
  }
  SECTION("J09: a duplicate key") {
    CHECK(first(R"({"name":"a","name":"b"})") ==
          "E0108 t:1:13: /name: duplicate key `name`, first at 1:2");
    CHECK(first(R"({"n\u0061me":"a","name":"b"})").starts_with("E0108 "));
  }
  SECTION("J10-12, J23: numbers that are none, or too great") {
    for (const std::string number :
         {"NaN", "Infinity", "-Infinity", "1e400", "-1e400", "1e999999999", "18446744073709551617",
          "9007199254740993", "1e-400", "0x10", "1_000", "01", "5,5", "--5", "\xD9\xA3"}) {
      INFO(number);
      CHECK(first(R"({"judgment": )" + number + "}") != "accepted");
    }
  }
  SECTION("J16/17: invalid UTF-8 and lone surrogates; the message itself is sound") {
    for (const std::string text : {"\xFF", "\xC3", "\xED\xA0\x80", "\xC0\xAF", "\\ud800"}) {
      const std::string said = first(R"({"name": ")" + text + "\"}");
      CHECK(said.starts_with("E0104 t:1:1"));
      for (const char c : said) CHECK((static_cast<unsigned char>(c) >= 0x20 && c != '\x7f'));
    }
  }
  SECTION("J07/08: a byte order mark is skipped, UTF-16 is named") {
    CHECK(problems_of("\xEF\xBB\xBF{\"judgment\": 2}").empty());
    CHECK(first(std::string("\xFF\xFE{\0}\0", 6)).find("UTF-16") != std::string::npos);
    CHECK(first(std::string("\xFE\xFF\0{\0}", 6)).find("UTF-16") != std::string::npos);
    CHECK(first(std::string("{\0}\0", 4)).find("UTF-16") != std::string::npos);
  }
  SECTION("J20: a giant string") {
    CHECK(first(R"({"name": ")" + repeated("a", 2'000'000) + "\"}").starts_with("E0109 "));
    CHECK(first(R"({"judgment": 0.)" + repeated("0", 2'000'000) + "}").starts_with("E0109 "));
    CHECK(first(std::string(17'000'000, ' ')).starts_with("E0102 "));
  }
  SECTION("a message does not repeat a megabyte of what was written") {
    CHECK(first(R"({"judgment": ")" + repeated("z", 100'000) + "\"}").size() < 300);
    CHECK(first(R"({"activity": ")" + repeated("z", 100'000) + "\"}").size() < 300);
    CHECK(first(R"({"judgment": )" + repeated("9", 100'000) + "}").size() < 300);
    CHECK(first(R"({"id": )" + repeated("9", 300) + "}").size() < 300);
  }
  SECTION("control characters in keys and words are shown, never repeated") {
    CHECK(
        first(R"({"\u001b[2J": 1})") ==
        R"(E0201 t:1:2: /\x1b[2J: unknown field `\x1b[2J`; fields of your own may start with `x_`)");
    CHECK(first(R"({"judgment": "\u202ehigh"})").find("\xE2\x80\xAE") == std::string::npos);
  }
  SECTION("a hundred thousand unknown keys") {
    std::string json = "{";
    for (int i = 0; i < 100'000; ++i) json += "\"k" + std::to_string(i) + "\":1,";
    json.back() = '}';
    const std::vector<std::string> problems = problems_of(json);
    REQUIRE(problems.size() == 1'001);
    CHECK(problems.back() == "E0201 t: 99000 more problems are not listed; mend these first");
  }
}

TEST_CASE("fields that are no criteria travel, whatever stands in them") {
  const Task task = task_of(
      R"({"function": "Finance", "fte": 12.50, "work_languages": ["ca", "es"], "home": null,
          "cost_per_fte": "n/a", "present": {"country": "IN"}, "x_room": true, "judgment": 2,
          "x_judgment": "what a template says of it"})");
  CHECK(field_text(task, "function") == "Finance");
  CHECK(field_text(task, "fte") == "12.50");
  CHECK(field_text(task, "work_languages") == "ca;es");
  CHECK(field_text(task, "cost_per_fte") == "n/a");
  CHECK(field_text(task, "present") == R"({"country":"IN"})");
  CHECK(field_text(task, "home").empty());
  std::string all;
  for (const Field& field : task.fields) all += field.name + '=' + field.json + ' ';
  CHECK(all ==
        "function=\"Finance\" fte=12.50 work_languages=[\"ca\",\"es\"] cost_per_fte=\"n/a\" "
        "present={\"country\":\"IN\"} x_room=true ");
  CHECK(
      problems_of(R"({"ownr": "me"})") ==
      std::vector<std::string>{"E0201 t:1:2: /ownr: unknown field `ownr`; did you mean `owner`?"});
}

// JSONTestSuite (Nicolas Seriot), when it is there: y_ must be read as JSON, n_ must not, i_ may be
// either. Most are no tasks, so a y_ case is refused for its meaning, never for its syntax.
TEST_CASE("the JSON test suite is read as it says") {
  // ../shared/corpora from the project's root, or where SOURCING_CORPORA says.
  const char* corpora = std::getenv("SOURCING_CORPORA");
  std::filesystem::path folder =
      corpora != nullptr ? std::filesystem::path(corpora)
                         : std::filesystem::path(SOURCING_TESTS_DIR) / "../../shared/corpora";
  folder /= "json-nst/test_parsing";
  if (!std::filesystem::exists(folder)) {
    WARN("the JSON test suite is not there: not tested");
    return;
  }
  std::size_t refused = 0, read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    const Result<Task> task = parse_task(tiny(), bytes.str(), name);
    bool syntax = false;
    for (const Problem& problem : task.problems()) {
      syntax = syntax || problem.code.starts_with("E01");
      const std::string said = base::without_code(problem);
      for (const char c : said) {
        if (static_cast<unsigned char>(c) < 0x20) FAIL("control byte in a message: " << name);
      }
    }
    INFO(name << (task.ok() ? "" : ": " + to_string(task.problems().front())));
    if (name.starts_with("n_")) {
      CHECK_FALSE(task.ok());
      CHECK(syntax);
      ++refused;
    } else if (name.starts_with("y_")) {
      // I-JSON forbids duplicate keys, and so do we.
      const bool duplicate = name.find("duplicated_key") != std::string::npos;
      CHECK(syntax == duplicate);
      ++read;
    }
  }
  CHECK(refused > 180);
  CHECK(read > 90);
}

}  // namespace
}  // namespace sourcing::test
