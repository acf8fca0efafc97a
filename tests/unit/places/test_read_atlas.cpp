// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <sstream>

#include "base/problem.hpp"
#include "catch.hpp"
#include "places/flat.hpp"
#include "support.hpp"

using namespace places_tests;

namespace {

std::string file() {
  std::ifstream in(SOURCING_DATA_DIR "/places.json", std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string problem(const std::string& json) {
  const auto read = places::read_atlas(json, "mine.json", &atlas());
  return read ? "" : base::without_code(read.problems().front());
}

const std::string lisbon =
    R"("names":{"en":"Portugal"},"tz":"Europe/Lisbon","lat":38.7,"lon":-9.1)";

}  // namespace

TEST_CASE("What is in the program is what is in the file") {
  const auto read = places::read_atlas(file(), "places.json");
  REQUIRE(read);
  CHECK(read->places.size() == 145);
  CHECK(places::write_flat(*read) == places::write_flat(atlas()));
  CHECK(read->components.size() == atlas().components.size());
  CHECK(read->limits.near_km == atlas().limits.near_km);
}

TEST_CASE("Every source that a fact names is described, and every component's fact is somewhere") {
  for (const places::Place& place : atlas().places) {
    for (const auto& [id, fact] : place.facts) {
      INFO(place.iso2 << " " << id);
      REQUIRE(atlas().source(fact.source) != fact.source);
    }
  }
  for (const places::Component& component : atlas().components) {
    if (component.fact.empty()) continue;
    INFO(component.id);
    CHECK(atlas().place("ES")->fact(component.fact) != nullptr);
  }
}

TEST_CASE("A patch adds facts, takes them away, and leaves the rest") {
  const auto read = places::read_atlas(
      R"({"places":[{"iso2":"PT","facts":{"lang_ca":{"value":12.5,"source":"own","year":2026},)"
      R"("wgi_rl_pct":null}}]})",
      "mine.json", &atlas());
  REQUIRE(read);
  CHECK(read->place("PT")->fact("lang_ca")->number == 1'250);
  CHECK(read->place("PT")->fact("lang_ca")->source == "own");
  CHECK(read->place("PT")->fact("wgi_rl_pct") == nullptr);
  CHECK(read->place("PT")->fact("wgi_pv_pct") != nullptr);
  CHECK(read->places.size() == atlas().places.size());
}

TEST_CASE("A place that is whole replaces ours, and a zone that we have needs no offsets") {
  const auto read = places::read_atlas(R"({"places":[{"iso2":"PT",)" + lisbon + R"(,"facts":{}}]})",
                                       "mine.json", &atlas());
  REQUIRE(read);
  CHECK(read->place("PT")->facts.empty());
  CHECK(read->place("PT")->july == 60);
}

TEST_CASE("Mistakes in a file of places are told with their place") {
  CHECK(problem(R"({"places":[{"iso2":"XX","facts":{}}]})") ==
        "mine.json:1:12: /places/0: there is no place `XX` to add facts to; a new place needs "
        "`names`, `tz`, `lat` and `lon`");
  CHECK(problem(R"({"places":[{"iso2":"pt"}]})") ==
        "mine.json:1:20: /places/0/iso2: `pt` is no country code; two capital letters, as in ISO "
        "3166: ES");
  CHECK(problem(R"({"places":[{"iso2":"PT","fakts":{}}]})") ==
        "mine.json:1:33: /places/0/fakts: unknown key `fakts`; did you mean `facts`?");
  CHECK(problem(R"({"places":[{"iso2":"PT","facts":{"a":{"value":1,"year":2020}}}]})") ==
        "mine.json:1:38: /places/0/facts/a: `source` is missing");
  CHECK(problem(
            R"({"places":[{"iso2":"PT","facts":{"a":{"value":1.005,"source":"x","year":1}}}]})") ==
        "mine.json:1:47: /places/0/facts/a/value: `1.005` has more than 2 decimals");
  CHECK(problem(R"({"places":[{"iso2":"QQ","names":{"en":"Q"},"tz":"Moon/Base","lat":0,"lon":0}]})")
            .find("the offsets of `Moon/Base` are not known") != std::string::npos);
  CHECK(problem(R"({"places":[{"iso2":"PT"},{"iso2":"PT"}]})").find("`PT` is there twice") !=
        std::string::npos);
  CHECK(problem(R"({"components":[{"id":"a","label":{"en":"A"},"fact":"f","base":1,)"
                R"("line":[[0,0],[1,50],[2,10]]}],"places":[]})")
            .find("the worth must only rise or only fall") != std::string::npos);
}
