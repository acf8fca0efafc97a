// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/engine.hpp>

#include "catch.hpp"
#include "engine/program.hpp"
#include "report/document.hpp"
#include "report/frame.hpp"
#include "report/markup.hpp"
#include "report/move_words.hpp"
#include "report/svg.hpp"

namespace sourcing::test {
namespace {

using namespace report;

const Engine& engine() {
  static const Engine embedded = Engine::embedded();
  return embedded;
}

TEST_CASE("what moved a row is said in the reader's language, by labels", "[report]") {
  const render::Wording spanish(engine().program(), "es");
  const MoveWords words(engine(), "es", spanish);
  CHECK(words.verdict("outsource BPO nearshore") == "externalizar, BPO, nearshore");
  CHECK(words.verdict("retain - -").ends_with("pendiente, pendiente"));
  CHECK(words.cause("judgment +2.00 on engagement").starts_with("Criterio +2,00 en el eje"));
  CHECK(words.cause("cost_pressure on offshore over onshore") ==
        "Presión de costes en el eje «offshore» respecto a «onshore»");
  CHECK(words.cause("region_residency fires no more").starts_with("ya no se aplica «"));
  CHECK(words.cause("threshold 50.00 to 55.00") == "umbral de 50,00 a 55,00");
  CHECK(words.cause("no answer bears on the location any more") ==
        "ya ninguna respuesta cuenta para: Ubicación");
  // What is not known stays as it is.
  CHECK(words.cause("whatever") == "whatever");
}

TEST_CASE("pages are for the heaviest rows, all of them where there are few", "[report]") {
  Document document;
  for (std::size_t i = 0; i < most_pages; ++i) {
    document.rows.emplace_back().weight = static_cast<std::int64_t>(i);
  }
  choose_pages(document);
  const auto pages = [&] {
    return static_cast<std::size_t>(std::count_if(document.rows.begin(), document.rows.end(),
                                                  [](const Row& row) { return row.has_page; }));
  };
  CHECK(pages() == most_pages);
  document.rows.emplace_back().weight = -1;
  for (Row& row : document.rows) row.has_page = false;
  choose_pages(document);
  CHECK(pages() == fewer_pages);
  CHECK(document.rows[most_pages - 1].has_page);
  CHECK_FALSE(document.rows.back().has_page);
}

TEST_CASE("numbers are hundredths; what is no number is nothing", "[report]") {
  CHECK(hundredths(" 12.5 ") == 1'250);
  CHECK(hundredths("3.14159") == 314);
  CHECK_FALSE(hundredths("1e3"));
  CHECK_FALSE(hundredths("many"));
  CHECK_FALSE(hundredths(""));
}

TEST_CASE("nothing from outside ends an element or begins one", "[report]") {
  const std::string attack = "</script><img src=x onerror=alert(1)>\"'&";
  CHECK(html(attack) == "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;");
  std::string data;
  append_data(data, "x", "{\"a\":\"</script>\u2028\"}");
  CHECK(data.find("</script>") == data.rfind("</script>"));
  CHECK(data.find("\\u003c/script>\\u2028") != std::string::npos);
  const std::string page = begin_page("en", attack, "let a = 1;\n");
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("<img") == std::string::npos);
  CHECK(bar_chart({attack, attack}, {{attack, 3}}).find("<img") == std::string::npos);
}

TEST_CASE("charts write numbers as their language does", "[report]") {
  const ChartTexts comma{"t", "d", ","};
  CHECK(heat_map(comma, {"onshore"}, {{"Finanzas", {1'250}}}).find(">12,5<") != std::string::npos);
  CHECK(waterfall(comma, 5'000, {{"a", -325}}, "b", "s").find(">-3,25<") != std::string::npos);
  CHECK(waterfall({"t", "d"}, 5'000, {{"a", 325}}, "b", "s").find(">53.25<") != std::string::npos);
  CHECK(render::Wording(engine().program(), "ca").number("-12.50") == "-12,50");
  CHECK(render::Wording(engine().program(), "en").number("-12.50") == "-12.50");
}

TEST_CASE("the longest bar takes all the room, and none is without any", "[report]") {
  const std::string chart = bar_chart({"t", "d"}, {{"many", 1'000'000}, {"one", 1}});
  CHECK(chart.find("width=\"400\"") != std::string::npos);
  CHECK(chart.find("width=\"0.5\"") != std::string::npos);
}

}  // namespace
}  // namespace sourcing::test
