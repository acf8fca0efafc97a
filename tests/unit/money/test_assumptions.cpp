// SPDX-License-Identifier: Apache-2.0
#include "base/problem.hpp"
#include "unit/money/support.hpp"

namespace sourcing::test {
namespace {

using namespace money;

std::string problems_of(const std::string& entries) {
  auto read =
      read_assumptions("{\"assumptions\": [" + entries + "]}", "own.json", published_assumptions());
  std::string text;
  for (const Problem& problem : read.problems())
    text += problem.code + " " + base::without_code(problem) + "\n";
  return text;
}

TEST_CASE("every published assumption is a range with a source, and none is its own middle",
          "[assumptions]") {
  const Assumptions all = published_assumptions();
  REQUIRE(all.size() >= 20);
  for (const Assumption& each : all) {
    INFO(each.id);
    CHECK(each.low < each.high);
    CHECK(each.source.size() > 10);
    CHECK(each.applies_to != 0);
    CHECK_FALSE(each.own);
  }
}

TEST_CASE("of one line an option has one assumption at most", "[assumptions]") {
  const Assumptions all = published_assumptions();
  for (std::size_t option = 0; option < option_count; ++option) {
    for (std::size_t line = 0; line < line_count; ++line) {
      int count = 0;
      for (const Assumption& each : all) {
        if (each.applies(static_cast<Option>(option)) && each.line == static_cast<Line>(line))
          ++count;
      }
      CHECK(count <= 1);
    }
  }
}

TEST_CASE("a file of one's own replaces single lines, and a value stands for both ends",
          "[assumptions]") {
  const Assumptions all = with(R"({"id": "governance", "value": 0.055, "source": "our contract"})");
  const Assumption* const found = find(all, Option::offshore, Line::governance);
  REQUIRE(found != nullptr);
  CHECK(found->low == 55'000);
  CHECK(found->high == 55'000);
  CHECK(found->source == "our contract");
  CHECK(found->own);
  CHECK_FALSE(found->weak);
  CHECK(all.size() == published_assumptions().size());
}

TEST_CASE("an entry that says where it comes from nowhere is from its file", "[assumptions]") {
  const Assumptions all = with(R"({"id": "currency", "value": 1})");
  CHECK(find(all, Option::captive, Line::currency)->source == "own.json");
}

TEST_CASE("an entry named after a line stands for all of that line", "[assumptions]") {
  const Assumptions all = with(R"({"id": "share_moved", "value": 1})");
  for (std::size_t option = 1; option < option_count; ++option) {
    CHECK(find(all, static_cast<Option>(option), Line::share_moved)->low == million);
  }
}

TEST_CASE("a new entry takes its options from the one that had them", "[assumptions]") {
  const Assumptions all =
      with(R"({"id": "lisbon", "line": "wage_ratio", "applies_to": ["captive"], "value": 0.6})");
  CHECK(find(all, Option::captive, Line::wage_ratio)->id == "lisbon");
  CHECK(find(all, Option::offshore, Line::wage_ratio)->id == "wage_ratio_offshore");
}

TEST_CASE("what is wrong in a file is told with its place and what may be meant", "[assumptions]") {
  CHECK(problems_of(R"({"id": "goverance", "value": 0.1})") ==
        "E0902 own.json:1:18: /assumptions/0: `goverance` is no assumption and no line of a "
        "business case; did you mean `governance`?\n");
  CHECK(problems_of(R"({"id": "governance", "low": 0.2, "high": 0.1})") ==
        "E0903 own.json:1:18: /assumptions/0: the low end 0.2 of `governance` is above its high "
        "end 0.1\n");
  CHECK(problems_of(R"({"id": "governance", "value": 12})") ==
        "E0903 own.json:1:48: /assumptions/0/value: `governance` takes a number from 0 to 1; a "
        "share is a fraction of 1: 0.25 is 25 %\n");
  CHECK(problems_of(R"({"id": "governance", "value": 0.1, "low": 0})") ==
        "E0903 own.json:1:48: /assumptions/0/value: `value` stands for both ends, so `low` and "
        "`high` must not be there\n");
  CHECK(problems_of(R"({"id": "rent", "value": 10})") ==
        "E0901 own.json:1:18: /assumptions/0: `applies_to` is missing; a list of options: keep, "
        "onshore, nearshore, offshore, captive, automate\n");
  CHECK(problems_of(R"({"id": "rent", "applies_to": ["keep"], "value": 10})") ==
        "E0901 own.json:1:47: /assumptions/0/applies_to: `applies_to` of the line `rent` must be a "
        "list of: onshore, nearshore, offshore, captive, automate\n");
  CHECK(problems_of(R"({"id": "governance", "value": 0.1, "unit": "months"})") ==
        "E0903 own.json:1:61: /assumptions/0/unit: `governance` is measured in `share`\n");
  CHECK(problems_of(R"({"id": "governance", "value": 0.1}, {"id": "governance", "value": 0.2})") ==
        "E0902 own.json:1:54: /assumptions/1: the assumption `governance` is given twice\n");
  CHECK(problems_of(R"({"id": "governance", "valeu": 0.1})").find("did you mean `value`?") !=
        std::string::npos);
}

TEST_CASE("values are shown as they would be written", "[assumptions]") {
  CHECK(money::shown(Unit::share, 250'000) == "0.25");
  CHECK(money::shown(Unit::share, -33'000) == "-0.033");
  CHECK(money::shown(Unit::share, million) == "1");
  CHECK(money::shown(Unit::months, 12) == "12");
  CHECK(money::shown(Unit::amount, 798'500) == "7985.00");
}

}  // namespace
}  // namespace sourcing::test
