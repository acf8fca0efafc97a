// SPDX-License-Identifier: Apache-2.0
#include <regex>
#include <sstream>

#include "catch.hpp"
#include "support.hpp"

using namespace render_tests;
using sourcing::Format;

namespace {

constexpr std::string_view task =
    R"({"id": "a", "name": "Filing", "judgment": {"value": 1, "evidence": "manual"},
        "volume": 5000, "hours": 2})";

// Columns of a table row: the bars that no backslash precedes, less one.
std::size_t columns(const std::string& line) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\') {
      ++i;
    } else if (line[i] == '|') {
      ++bars;
    }
  }
  return bars - 1;
}

}  // namespace

TEST_CASE("Markdown has headings, lists and tables in every language") {
  for (const std::string language : {"en", "ca", "es"}) {
    const std::string text = render(options(Format::markdown, language),
                                    {decide(task, language), decide("{}", language)}, {failure()});
    CHECK(text == approved("markdown_" + language + ".md", text));
  }
}

TEST_CASE("A name or a model cannot add cells, headings, links or HTML to Markdown") {
  sourcing::Decision decision = decide(task);
  decision.name = hostile_name;
  for (sourcing::Reason& reason : decision.reasons) {
    reason.text = hostile_name;
    reason.evidence = hostile_name;
  }
  sourcing::Failure bad = failure();
  bad.name = hostile_name;
  bad.problems[0].message = hostile_name;
  const std::string text = render(options(Format::markdown), {decision}, {bad});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\r') == std::string::npos);

  std::size_t wanted = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with('|')) {
      wanted = 0;
      continue;
    }
    if (wanted == 0) wanted = columns(line);
    CHECK(columns(line) == wanted);
  }

  const std::string html = run("cmark --unsafe", text);
  if (!html.starts_with("0\n")) {
    WARN("cmark is not installed");
    return;
  }
  for (const std::string_view forbidden : {"<script", "<a ", "<img", "<code", "<h1"}) {
    CHECK(html.find(forbidden) == std::string::npos);
  }
}
