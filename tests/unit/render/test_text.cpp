// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <regex>
#include <sstream>

#include "base/text.hpp"
#include "catch.hpp"
#include "support.hpp"

using namespace render_tests;
using sourcing::Format;
using sourcing::RenderOptions;

namespace {

constexpr std::string_view clear_task =
    R"({"id": "a", "name": "Filing", "judgment": {"value": 1, "evidence": "manual, chapter 2"},
        "volume": 5000, "hours": 2, "residency": "anywhere", "regulated": false})";
constexpr std::string_view open_task = R"({"judgment": [2, 4], "volume": "low", "hours": 6})";
constexpr std::string_view gated_task =
    R"({"name": "Audit", "judgment": 5, "volume": "high", "residency": "country"})";
constexpr std::string_view shut_task = R"({"id": "h", "judgment": 4, "residency": "house"})";
constexpr std::string_view profile_task = R"({"activity": "filing", "volume": "high"})";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::int64_t hundredths(std::string number) {
  number.erase(std::remove(number.begin(), number.end(), '.'), number.end());
  return std::stoll(number);
}

}  // namespace

TEST_CASE("Whole texts read well in every language") {
  for (const std::string language : {"en", "ca", "es"}) {
    const std::string text = render(
        options(Format::text, language),
        {decide(clear_task, language), decide(open_task, language), decide(gated_task, language),
         decide(shut_task, language), decide(profile_task, language), decide("{}", language)},
        {failure()});
    CHECK(text == approved("text_" + language + ".txt", text));
  }
}

TEST_CASE("The full text leaves nothing out") {
  RenderOptions full = options(Format::text);
  full.full = true;
  const std::string narrow = render(full, {decide(gated_task), decide(open_task)});
  CHECK(narrow == approved("text_full.txt", narrow));
  full.width = 132;
  const std::string wide = render(full, {decide(gated_task)});
  CHECK(wide == approved("text_full_wide.txt", wide));
}

TEST_CASE("The short text fits half a screen, and columns of places any width") {
  for (const std::string_view task : {clear_task, open_task, gated_task, shut_task, profile_task}) {
    for (const std::size_t width : {40U, 60U, 80U, 120U}) {
      RenderOptions chosen = options(Format::text);
      chosen.width = width;
      const std::vector<std::string> lines = lines_of(render(chosen, {decide(task)}));
      if (width >= 80) CHECK(lines.size() <= 30);
      for (const std::string& line : lines) {
        INFO(line);
        CHECK(sourcing::base::display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("The rows of each table of a full text add up to its last row") {
  const std::regex row(R"(^  \S.*?\s([+-]?\d+\.\d\d)(?:  [-+]*)?$)");
  for (const std::string_view task : {clear_task, open_task, gated_task, profile_task}) {
    RenderOptions chosen = options(Format::text);
    chosen.full = true;
    std::int64_t sum = 0;
    int tables = 0;
    for (const std::string& line : lines_of(render(chosen, {decide(task)}))) {
      std::smatch match;
      if (line.starts_with("  -") || !std::regex_match(line, match, row)) continue;
      if (line.starts_with("  Score") || line.starts_with("  Difference")) {
        CHECK(sum == hundredths(match[1]));
        sum = 0;
        ++tables;
      } else {
        sum += hundredths(match[1]);
      }
    }
    CHECK(tables >= 2);
  }
}

TEST_CASE("No line of a text is wider than asked, and none ends in a space") {
  for (const std::size_t width : {40U, 61U, 80U, 200U}) {
    for (const bool full : {false, true}) {
      RenderOptions chosen = options(Format::text, "ca");
      chosen.width = width;
      chosen.full = full;
      const std::string text =
          render(chosen, {decide(open_task, "ca"), decide(gated_task, "ca")}, {failure()});
      for (const std::string& line : lines_of(text)) {
        INFO(line);
        CHECK(sourcing::base::display_width(line) <= width);
        CHECK((line.empty() || line.back() != ' '));
      }
    }
  }
}

TEST_CASE("Colour adds bytes but no meaning") {
  RenderOptions chosen = options(Format::text);
  const std::string plain = render(chosen, {decide(clear_task)});
  chosen.color = true;
  const std::string colored = render(chosen, {decide(clear_task)});
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(colored.find("\x1b[1mFiling (a): ") == 0);
  CHECK(std::regex_replace(colored, std::regex("\x1b\\[\\d+m"), "") == plain);
}

TEST_CASE("A name cannot bring control characters or line ends into a text") {
  sourcing::Decision decision = decide(clear_task);
  decision.name = hostile_name;
  decision.reasons[0].evidence = hostile_name;
  sourcing::Failure bad = failure();
  bad.name = hostile_name;
  const std::string text = render(options(Format::text), {decision}, {bad});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\r') == std::string::npos);
  CHECK(text.find('\t') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(text.find("\\x1b]0;pwn\\x07") != std::string::npos);
}

TEST_CASE("Inside the hybrid band the text says that it is too close to call") {
  // 60 at the start less 10 leaves 50, which is the threshold itself.
  const sourcing::Decision decision = decide(R"({"judgment": 2.5, "volume": "low"})");
  REQUIRE(decision.hybrid);
  CHECK(decision.margin == 0);
  RenderOptions wide = options(Format::text);
  wide.width = 300;
  const std::string text = render(wide, {decision});
  CHECK(text.find("is only 0.00 from the threshold") != std::string::npos);
  CHECK(text.find("(hybrid)") != std::string::npos);
}

TEST_CASE("Without answers the text names the answers that would help most") {
  const std::string text = render(options(Format::text), {decide("{}")});
  CHECK(text.find("nothing can be said yet") != std::string::npos);
  CHECK(text.find("Next step: Who decides? (judgment) Then: ") != std::string::npos);
  CHECK(text.find("Score") == std::string::npos);
}

TEST_CASE("Equal points and a search cut short are said in words") {
  sourcing::Decision decision = decide(clear_task);
  decision.location_margin = 0;
  decision.close = true;
  decision.possible_complete = false;
  decision.proven = false;
  decision.possible = {{decision.verdict, {}}, {{sourcing::Disposition::retain, {}, {}}, {}}};
  RenderOptions wide = options(Format::text);
  wide.width = 300;
  const std::string text = render(wide, {decision});
  CHECK(text.find("are equal on points; the nearer one is taken") != std::string::npos);
  CHECK(text.find("Not proven") != std::string::npos);
  CHECK(text.find("With other answers to what is open: keep in house, no location left.") !=
        std::string::npos);
  CHECK(text.find("More may be possible") != std::string::npos);
}
