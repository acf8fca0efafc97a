// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "support.hpp"

using namespace places_tests;

namespace {

places::Seen seen(const char* home, const char* place) {
  return places::see(atlas(), *atlas().place(home), *atlas().place(place), {});
}

}  // namespace

TEST_CASE("Kilometres are those of the great circle") {
  // The table in docs/places.md, worked out with floating point elsewhere.
  CHECK(seen("ES", "PT").kilometres == 503);
  CHECK(seen("ES", "AD").kilometres == 492);
  CHECK(seen("GB", "PH").kilometres == 10'735);
  CHECK(seen("US", "IN").kilometres == 12'750);
  CHECK(seen("AU", "NZ").kilometres == 2'156);
  CHECK(seen("ES", "ES").kilometres == 0);
  // Half way round, over either pole, and across the date line.
  CHECK(places::kilometres({0, 0}, {0, 180'000'000}) >= 20'012);
  CHECK(places::kilometres({0, 0}, {0, 180'000'000}) <= 20'018);
  CHECK(places::kilometres({90'000'000, 0}, {90'000'000, 120'000'000}) == 0);
  CHECK(places::kilometres({0, 179'500'000}, {0, -179'500'000}) == 111);
}

TEST_CASE("Kilometres are the same there and back") {
  for (const places::Place& home : atlas().places) {
    for (const places::Place& place : atlas().places) {
      REQUIRE(places::kilometres(home.at, place.at) == places::kilometres(place.at, home.at));
    }
  }
}

TEST_CASE("Hours are shared the short way round the clock, in both seasons") {
  CHECK(seen("ES", "IN").january == 9 * 60 - 270);
  CHECK(seen("ES", "IN").july == 9 * 60 - 210);
  CHECK(seen("ES", "ES").shared() == 9 * 60);
  // Auckland begins when it is noon of the day before in New York's winter: 18 hours apart are 6.
  CHECK(seen("US", "NZ").january == 3 * 60);
  CHECK(places::shared_minutes({9 * 60, 18 * 60}, 600) == 0);
  // Days longer than twelve hours may meet at both ends.
  CHECK(places::shared_minutes({0, 24 * 60}, 300) == 24 * 60);
}

TEST_CASE("Near is a border, a short way, or the same continent at the same time") {
  CHECK(seen("US", "MX").kind == Location::nearshore);
  CHECK(seen("US", "CO").kind == Location::nearshore);
  CHECK(seen("US", "CR").kind == Location::nearshore);
  CHECK(seen("US", "IN").kind == Location::offshore);
  CHECK(seen("ES", "MA").kind == Location::nearshore);
  CHECK(seen("ES", "ZA").kind == Location::offshore);
  CHECK(seen("JP", "VN").kind == Location::nearshore);
  CHECK(seen("US", "PR").kind == Location::onshore);
  CHECK(seen("PR", "US").kind == Location::onshore);
  CHECK(seen("ES", "NG").borderline);
  CHECK_FALSE(seen("ES", "PT").borderline);
}

TEST_CASE("The class of one place from the other is that of the other from the one") {
  for (const places::Place& home : atlas().places) {
    for (const places::Place& place : atlas().places) {
      const auto there = places::see(atlas(), home, place, {});
      const auto back = places::see(atlas(), place, home, {});
      INFO(home.iso2 << " " << place.iso2);
      REQUIRE(there.kind == back.kind);
      REQUIRE(there.january == back.january);
    }
  }
}

TEST_CASE("A language is enough where it is official or a tenth speak it, and unknown is no no") {
  const auto known = [](const char* place, const char* language) {
    return places::speakers(atlas(), *atlas().place(place), language).enough;
  };
  CHECK(known("ES", "ca") == places::Known::yes);
  CHECK(known("AD", "ca") == places::Known::yes);
  CHECK(known("FR", "ca") == places::Known::no);
  CHECK(known("PT", "ca") == places::Known::unknown);
  CHECK(known("DE", "en") == places::Known::yes);
  CHECK(known("CO", "en") == places::Known::unknown);
  places::Place none = *atlas().place("FR");
  std::erase_if(none.facts, [](const auto& fact) { return fact.first == "official_languages"; });
  CHECK(places::speakers(atlas(), none, "ca").enough == places::Known::unknown);
}
