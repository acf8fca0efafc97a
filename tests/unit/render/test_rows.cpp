// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "catch.hpp"
#include "render/row.hpp"
#include "support.hpp"

using namespace render_tests;
using sourcing::Format;

namespace {

const std::string header =
    "id,disposition,engagement,engagement_score,location,score_onshore,score_nearshore,"
    "score_offshore,status,reasons,error,name,hybrid,margin,close\n";

}  // namespace

TEST_CASE("A csv row has the columns of the contract") {
  const std::string csv =
      render(options(Format::csv),
             {decide(R"({"id": "a", "name": "Filing", "judgment": 1, "volume": 5000, "hours": 2,
                  "residency": "country", "regulated": false})")},
             {failure()});
  CHECK(csv ==
        header +
            "a,automate_first,BPO,0.00,onshore,10.00,62.50,85.00,decided,"
            "in_country;judgment=-40.00;volume=-20.00;hours=-10.00,,Filing,false,-50.00,false\n"
            "bad-1,,,,,,,,error,,\"E0201 unknown field `judgement`; did you mean `judgment`? "
            "| E0204 `red` is not a value of `residency`\",,,,\n");
}

TEST_CASE("An undetermined row keeps its scores and has empty verdicts") {
  sourcing::Decision decision = decide("{}");
  decision.row = 12;
  const std::string csv = render(options(Format::csv), {decision});
  CHECK(csv == header + "12,,,60.00,,20.00,25.00,70.00,undetermined,,,,,10.00,\n");
}

TEST_CASE("Text that looks like a formula is neutralised unless raw is asked for") {
  sourcing::Decision decision = decide(R"({"judgment": 1})");
  decision.id = "-5";
  decision.name = "=1+1";
  auto chosen = options(Format::csv);
  CHECK(render(chosen, {decision}).find("\n-5,") != std::string::npos);
  CHECK(render(chosen, {decision}).find(",'=1+1,") != std::string::npos);
  decision.name = hostile_name;
  const std::string csv = render(chosen, {decision});
  CHECK(csv.find(",\"'=cmd") != std::string::npos);
  CHECK(csv.find('\x1b') == std::string::npos);
  CHECK(csv.find("\xE2\x80\xAE") == std::string::npos);
  chosen.raw = true;
  CHECK(render(chosen, {decision}).find(hostile_name) != std::string::npos);
}

TEST_CASE("tsv has tabs between cells and none inside") {
  sourcing::Decision decision = decide(R"({"judgment": 1})");
  decision.name = "a\tb, c";
  const std::string tsv = render(options(Format::tsv), {decision});
  const std::string row = tsv.substr(tsv.find('\n') + 1);
  CHECK(std::count(row.begin(), row.end(), '\t') == 14);
  CHECK(row.find("\ta\\x09b, c\t") != std::string::npos);
}

TEST_CASE("The reasons of a row are the gates and the two largest of each axis") {
  const sourcing::Decision decision = decide(
      R"({"judgment": 4, "volume": "high", "hours": 4, "residency": "country", "regulated": true})");
  std::string reasons;
  sourcing::render::append_reasons(reasons, decision.reasons, decision.verdict.location);
  CHECK(reasons == "in_country;judgment=+20.00;volume=-20.00;regulated=+60.00");
  std::string none;
  sourcing::render::append_reasons(none, {}, std::nullopt);
  CHECK(none.empty());
}

TEST_CASE("A brief line has six fields whatever the name and id hold") {
  sourcing::Decision decision = decide(
      R"({"judgment": 2.5, "volume": "low", "hours": 2, "residency": "anywhere", "regulated": false})");
  decision.id = "a\tb\nc\x1b";
  CHECK(render(options(Format::brief), {decision}) ==
        "a\\x09b\\x0ac\\x1b\toutsource\tKPO\toffshore\tdecided\ttrue\n");
  sourcing::Decision nothing = decide("{}");
  nothing.row = 3;
  CHECK(render(options(Format::brief), {nothing}, {failure()}) ==
        "3\t\t\t\tundetermined\t\nbad-1\t\t\t\terror\t\n");
}
