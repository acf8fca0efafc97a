// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/decide.hpp>

#include "catch.hpp"
#include "places/map.hpp"
#include "places/report.hpp"
#include "support.hpp"

using namespace places_tests;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

// Keeps alive what a report refers to.
struct Told {
  Engine engine = Engine::embedded();
  places::Request request;
  Task task;
  places::Ranking ranking;
  Decision decision;

  Told(const std::string& json, places::Request asked)
      : request(std::move(asked)),
        task(places_tests::task(json)),
        ranking(places::rank(engine, atlas(), task, request)),
        decision(decide(engine,
                        places::with_derived(engine.program(), atlas(), task, ranking.derived))) {}

  [[nodiscard]] places::Report report() const {
    return {engine, atlas(), decision, request, ranking, nullptr};
  }
  [[nodiscard]] bool notes(const std::string& part) const {
    const auto notes = places::Sayings(report(), "en").notes();
    return std::any_of(notes.begin(), notes.end(), [&](const std::string& note) {
      return note.find(part) != std::string::npos;
    });
  }
};

}  // namespace

TEST_CASE("A map has a mark for each place, home, and nothing from elsewhere") {
  const Told told(R"({"data_residency":"region"})", from("ES"));
  const std::string svg = places::map_svg(told.report(), "es");
  CHECK(count(svg, "<circle") == told.ranking.places.size());
  CHECK(count(svg, "<title>") == atlas().places.size() + 2);
  CHECK(svg.find("Alemania") != std::string::npos);
  CHECK(svg.find("href") == std::string::npos);
  CHECK(svg == places::map_svg(told.report(), "es"));
}

TEST_CASE("What is derived, contradicted, unknown about the region, or poor is said") {
  CHECK(Told("{}", from("ES", {"ca"})).notes("derived from the languages of the work (Catalan)"));
  CHECK(Told(R"({"language":"global"})", from("ES", {"ca"})).notes("contradicts"));
  CHECK(Told(R"({"data_residency":"region"})", from("US"))
            .notes("which region that is for United States"));
  // Data at home only, and the model has nothing but home: no place of another class is missed.
  CHECK_FALSE(Told(R"({"data_residency":"country"})", from("ES")).notes("no place of that class"));
  // Cost decides, nothing else is asked: offshore, but sixteen thousand kilometres from anywhere.
  places::Request few = from("ES");
  few.among = {"ES", "PT"};
  const Told offshore(
      R"({"cost_pressure":5,"communication":1,"overlap_hours":0,"language":"global"})", few);
  REQUIRE(offshore.decision.verdict.location == Location::offshore);
  CHECK(offshore.notes("no place of that class is left"));
}

TEST_CASE("A place that one answer puts first is first with that answer") {
  const Told told(full(R"(,"cost_pressure":1,"overlap_hours":0,"language":"global",)"
                       R"("cultural_context":1,"data_residency":"none","qualification":2,)"
                       R"("judgment":1,"volume":"medium")"),
                  from("ES"));
  const auto toward = places::toward(told.engine, atlas(), told.task, told.request, told.ranking,
                                     *atlas().place("MA"));
  CHECK(toward.rank > 1);
  REQUIRE((!toward.steps.empty() || toward.best));
  const places::Step step = toward.steps.empty() ? *toward.best : toward.steps.front();
  Task changed = told.task;
  std::string value = step.to;
  std::erase(value, '"');
  REQUIRE(set_answer(told.engine, changed, step.criterion, value).empty());
  CHECK(rank_of(places::rank(told.engine, atlas(), changed, told.request), "MA") == step.rank);
  CHECK(step.rank < toward.rank);
}

TEST_CASE("Answers that together put a place first do so, and none of them can be left out") {
  places::Request few = from("GB");
  few.among = {"GB", "IN", "PH", "PL", "DE", "MA", "UA"};
  const Told told(R"({"cost_pressure":4,"data_sensitivity":5,"communication":5})", few);
  const auto toward = places::toward(told.engine, atlas(), told.task, told.request, told.ranking,
                                     *atlas().place("IN"));
  REQUIRE(toward.steps.empty());
  REQUIRE_FALSE(toward.sets.empty());
  const auto rank_with = [&](const std::vector<places::Step>& steps, std::size_t without) {
    Task changed = told.task;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      std::string value = steps[i].to;
      std::erase(value, '"');
      if (i == without) continue;
      REQUIRE(set_answer(told.engine, changed, steps[i].criterion, value).empty());
    }
    return rank_of(places::rank(told.engine, atlas(), changed, told.request), "IN");
  };
  for (const auto& set : toward.sets) {
    CHECK(rank_with(set, set.size()) == 1);
    for (std::size_t i = 0; i < set.size(); ++i) CHECK(rank_with(set, i) != 1);
  }
  // What no answer lifts is not searched for.
  const auto never = places::toward(told.engine, atlas(), told.task, told.request, told.ranking,
                                    *atlas().place("UA"));
  CHECK(never.rank == 0);
  CHECK((never.steps.empty() && never.sets.empty() && !never.best));
}
