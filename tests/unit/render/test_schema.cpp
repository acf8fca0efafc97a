// SPDX-License-Identifier: Apache-2.0
#include <sourcing/schema.hpp>

#include "base/json.hpp"
#include "catch.hpp"
#include "support.hpp"

using namespace render_tests;

TEST_CASE("The embedded schemas are the published files, byte for byte") {
  CHECK(sourcing::model_schema() == read(SOURCING_DATA_DIR "/model.schema.json"));
  CHECK(sourcing::verdict_schema() == read(SOURCING_DATA_DIR "/verdict.schema.json"));
}

TEST_CASE("The schema of tasks shows the question and the levels in the language asked for") {
  const std::string schema = sourcing::task_schema(small_engine(), "ca");
  const auto parsed = sourcing::json::parse(schema, "schema");
  REQUIRE(parsed.ok());
  const auto* judgment = parsed.root.find("properties")->find("judgment");
  REQUIRE(judgment != nullptr);
  CHECK(judgment->find("title")->text == "Criteri");
  CHECK(judgment->find("description")->text ==
        "Qui decideix?\n1: Nivell 1.\n2: Nivell 2.\n3: Nivell 3.\n4: Nivell 4.\n5: Nivell 5.");
  CHECK(parsed.root.find("properties")->find("volume")->find("description")->text ==
        "Quants al mes? (casos)\nlow (0..): Pocs.\nhigh (100..): Molts.");
}

TEST_CASE("The schema of tasks and the reader accept and refuse the same tasks") {
  const std::vector<std::string> good = {
      R"({})",
      R"({"id": "a", "name": null, "$schema": "x", "x_own": [1], "activity": "filing"})",
      R"({"judgment": 4, "volume": 0, "hours": 8, "residency": "house", "regulated": true})",
      R"({"judgment": "very_high", "volume": "low", "hours": "all_day", "regulated": "yes"})",
      R"({"judgment": [2, "high"], "volume": [10, 1000], "residency": ["anywhere", "country"]})",
      R"({"judgment": {"value": [1, 2.25], "evidence": "e", "x_by": 1}, "hours": {"value": null}})",
      R"({"judgment": null, "volume": 1000000000000})",
      R"({"activity": ""})"};
  const std::vector<std::string> bad = {R"([])",
                                        R"({"judgement": 4})",
                                        R"({"id": 4})",
                                        R"({"activity": "flying"})",
                                        R"({"judgment": 6})",
                                        R"({"judgment": "4"})",
                                        R"({"judgment": true})",
                                        R"({"judgment": [1, 2, 3]})",
                                        R"({"judgment": [1, null]})",
                                        R"({"judgment": {"evidence": "e"}})",
                                        R"({"judgment": {"value": 4, "source": "e"}})",
                                        R"({"judgment": {"value": {"value": 4}}})",
                                        R"({"volume": -1})",
                                        R"({"volume": "medium"})",
                                        R"({"hours": 8.5})",
                                        R"({"residency": 1})",
                                        R"({"residency": "moon"})",
                                        R"({"regulated": 1})"};
  for (const std::string& task : good) {
    INFO(task);
    CHECK(sourcing::parse_task(small_engine(), task).ok());
  }
  for (const std::string& task : bad) {
    INFO(task);
    CHECK_FALSE(sourcing::parse_task(small_engine(), task).ok());
  }

  const std::string node = SOURCING_TESTS_DIR "/node";
  if (read(node + "/node_modules/ajv/package.json").empty()) {
    WARN("ajv is not installed (npm ci in tests/node)");
    return;
  }
  const auto verdict = [&](const std::vector<std::string>& tasks) {
    // The script takes the schema as a file, and the tasks, wrapped so that `[]` is a document.
    const std::string script =
        "import { readFileSync } from 'node:fs'; import Ajv from '" + node +
        "/node_modules/ajv/dist/2020.js'; const { schema, tasks } = JSON.parse(readFileSync(0, "
        "'utf8')); const check = new Ajv.default({ strict: true, allowUnionTypes: true })"
        ".compile(schema); for (const task of tasks) console.log(check(task) ? 'yes' : 'no ' + "
        "JSON.stringify(task));";
    std::string input = "{\"schema\":" + sourcing::task_schema(small_engine()) + ",\"tasks\":[";
    for (std::size_t i = 0; i < tasks.size(); ++i) input += (i > 0 ? "," : "") + tasks[i];
    const std::string out = run("node --input-type=module -e \"" + script + "\"", input + "]}");
    return out;
  };
  std::string all_good = "0\n";
  for (std::size_t i = 0; i < good.size(); ++i) all_good += "yes\n";
  CHECK(verdict(good) == all_good);
  CHECK(verdict(bad).find("yes") == std::string::npos);
  CHECK(verdict(bad).starts_with("0\n"));
}
