// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <regex>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "catch.hpp"
#include "support.hpp"

using namespace render_tests;
using sourcing::Format;
using sourcing::json::Kind;
using sourcing::json::Value;

namespace {

Value parsed(const std::string& text) {
  auto result = sourcing::json::parse(text, "output");
  REQUIRE(result.ok());
  return std::move(result.root);
}

const Value& at(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* found = &value;
  for (const std::string_view key : path) {
    found = found->find(key);
    REQUIRE(found != nullptr);
  }
  return *found;
}

const std::vector<std::string>& tasks() {
  static const std::vector<std::string> list = {
      R"({"id": "a", "judgment": {"value": 1, "evidence": "manual"}, "volume": 5000, "hours": 2.25,
          "residency": "anywhere", "regulated": false})",
      R"({"judgment": [2, 4], "volume": "low", "hours": 6})",
      R"({"name": "Audit", "judgment": 5, "volume": "high", "residency": "country"})",
      R"({"judgment": 4, "residency": "house"})",
      R"({"activity": "filing", "volume": "high"})",
      "{}"};
  return list;
}

std::vector<sourcing::Decision> decisions() {
  std::vector<sourcing::Decision> list;
  for (const std::string& task : tasks()) list.push_back(decide(task));
  return list;
}

std::string validate(const std::string& schema, const std::string& documents) {
  const std::string node = SOURCING_TESTS_DIR "/node";
  if (read(node + "/node_modules/ajv/package.json").empty()) return {};
  const std::string out = run("node " + node + "/validate.mjs " + schema + " -", documents);
  return out.substr(out.find('\n') + 1);
}

}  // namespace

TEST_CASE("A whole verdict has the documented shape and order") {
  const std::string text = render(options(Format::json), {decide(tasks()[0])}) +
                           render(options(Format::json), {}, {failure()});
  CHECK(text == approved("verdict.json", text));
}

TEST_CASE("The points of an axis add up to its score as printed") {
  for (const sourcing::Decision& decision : decisions()) {
    const Value root = parsed(render(options(Format::ndjson), {decision}));
    std::map<std::string, std::int64_t> sums;
    for (const Value& reason : at(root, {"reasons"}).items) {
      const Value* points = reason.find("points");
      if (points == nullptr) continue;
      CHECK(std::regex_match(points->text, std::regex(R"(-?\d+\.\d\d)")));
      sums[at(reason, {"axis"}).text] += sourcing::base::parse_scaled(points->text, 2, false).value;
    }
    const auto score = [&](const Value& value) {
      CHECK(std::regex_match(value.text, std::regex(R"(\d+\.\d\d)")));
      return sourcing::base::parse_scaled(value.text, 2, false).value;
    };
    CHECK(sums["engagement"] == score(at(root, {"engagement", "score"})));
    for (const std::string axis : {"onshore", "nearshore", "offshore"}) {
      CHECK(sums[axis] == score(at(root, {"location", "scores", axis})));
    }
  }
}

TEST_CASE("json and ndjson write the same object, and an array when asked for many") {
  auto compact = options(Format::ndjson);
  auto pretty = options(Format::json);
  pretty.many = true;
  const std::vector<sourcing::Decision> all = decisions();
  const std::string lines = render(compact, all, {failure()});
  CHECK(std::count(lines.begin(), lines.end(), '\n') == static_cast<long>(all.size()) + 1);
  const std::string array = render(pretty, all, {failure()});
  CHECK(parsed(array).items.size() == all.size() + 1);
  CHECK(parsed(render(pretty, {})).items.empty());
  CHECK(parsed(render(pretty, {all[0]})).kind == Kind::array);
  pretty.many = false;
  CHECK(parsed(render(pretty, {all[0]})).kind == Kind::object);

  std::string joined = "[";
  for (const char c : lines) joined += c == '\n' ? ',' : c;
  joined.back() = ']';
  std::string squeezed;  // layout is line feeds with spaces after them, and a space after a key
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (array[i] == '\n') {
      while (i + 1 < array.size() && array[i + 1] == ' ') ++i;
    } else if (array[i] != ' ' || array[i - 1] != ':' || array[i - 2] != '"') {
      squeezed += array[i];
    }
  }
  CHECK(squeezed == joined);
}

TEST_CASE("What is not known is null and what does not apply is absent") {
  const Value nothing = parsed(render(options(Format::ndjson), {decide("{}")}));
  for (const std::string_view key : {"disposition", "engagement", "hybrid", "location"}) {
    CHECK(at(nothing, {"verdict", key}).kind == Kind::null);
  }
  CHECK(at(nothing, {"verdict", "status"}).text == "undetermined");
  CHECK(at(nothing, {"id"}).kind == Kind::null);
  CHECK(at(nothing, {"row"}).text == "0");
  CHECK(at(nothing, {"location", "margin"}).kind == Kind::null);
  CHECK(at(nothing, {"location", "runner_up"}).kind == Kind::null);
  CHECK(nothing.find("given_profile") == nullptr);
  CHECK(
      at(parsed(render(options(Format::ndjson), {decide(tasks()[4])})), {"given_profile", "status"})
          .kind == Kind::string);

  const Value shut = parsed(render(options(Format::ndjson), {decide(tasks()[3])}));
  CHECK(at(shut, {"verdict", "disposition"}).text == "retain");
  CHECK(at(shut, {"verdict", "location"}).kind == Kind::null);
  CHECK(at(shut, {"location", "excluded"}).items.size() == 3);
  const Value& gate = at(shut, {"reasons"}).items.front();
  CHECK(at(gate, {"axis"}).text == "gate");
  CHECK(gate.find("points") == nullptr);
  CHECK(at(gate, {"lifted_by"}).text == "Anonymous data.");
}

TEST_CASE("A hostile name stays one JSON string without control characters") {
  sourcing::Decision decision = decide(tasks()[0]);
  decision.name = hostile_name;
  const std::string text = render(options(Format::ndjson), {decision});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(at(parsed(text), {"name"}).text == hostile_name);
}

TEST_CASE("An independent validator finds that every output follows the published schema") {
  const std::string lines = render(options(Format::ndjson), decisions(), {failure()});
  const std::string said = validate(SOURCING_DATA_DIR "/verdict.schema.json", lines);
  if (said.empty()) {
    WARN("ajv is not installed (npm ci in tests/node)");
    return;
  }
  CHECK(said == "7 documents, 0 invalid\n");
}
