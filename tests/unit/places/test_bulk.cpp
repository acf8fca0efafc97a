// SPDX-License-Identifier: Apache-2.0
#include <random>

#include "catch.hpp"
#include "places/bulk.hpp"
#include "support.hpp"

using namespace places_tests;

TEST_CASE("In bulk, the best places are the first of the ranking") {
  std::mt19937 random(3);
  const Engine engine = Engine::embedded();
  const std::vector<std::vector<std::string>> languages = {{}, {"es"}, {"ca"}, {"en", "fr"}};
  for (const char* home : {"ES", "US"}) {
    for (const auto& spoken : languages) {
      auto shared = std::make_shared<places::BulkRequest>(places::BulkRequest{
          engine, atlas(), from(home, spoken), "", std::make_shared<places::Gaps>()});
      places::Bulk bulk(shared);
      Task sample = make_task(engine);
      for (int round = 0; round < 12; ++round) {
        // One answer changes at a time, so that rows are remembered and forgotten.
        const std::size_t c = random() % sample.answers.size();
        Answer& answer = sample.answers[c];
        answer.origin = random() % 4 == 0 ? Origin::unknown : Origin::answered;
        answer.low = static_cast<std::uint16_t>(random() % (engine.last_position(c) + 1U));
        answer.high = answer.low;
        const auto wanted = places::rank(engine, atlas(), sample, from(home, spoken));
        for (int again = 0; again < 2; ++again) {
          const places::Best best = bulk.best(sample);
          INFO(home << " " << round);
          REQUIRE(best.count == std::min(wanted.places.size(), places::Best::most));
          for (std::size_t i = 0; i < best.count; ++i) {
            REQUIRE(best.places[i]->iso2 == wanted.places[i].seen.place->iso2);
            REQUIRE(best.scores[i] == wanted.places[i].score);
          }
        }
      }
    }
  }
}

TEST_CASE("In bulk, a row's own home and languages count where none are given for all") {
  const Engine engine = Engine::embedded();
  Task sample = make_task(engine);
  sample.answers[0].origin = Origin::answered;
  auto shared = std::make_shared<places::BulkRequest>(places::BulkRequest{
      engine, atlas(), places::Request{}, "", std::make_shared<places::Gaps>()});
  places::Bulk bulk(shared);
  const auto first = [&](places::RowFields fields) {
    const places::Best best = bulk.best(sample, fields);
    return best.count == 0 ? std::string() : best.places.front()->iso2;
  };
  const auto wanted = [&](const char* home, const std::vector<std::string>& languages) {
    return places::rank(engine, atlas(), sample, from(home, languages))
        .places.front()
        .seen.place->iso2;
  };
  CHECK(first({"GB", "en"}) == wanted("GB", {"en"}));
  CHECK(first({"Espanya", "ca; es"}) == wanted("ES", {"ca", "es"}));
  CHECK(first({" us ", ""}) == wanted("US", {}));
  CHECK(first({"Atlantis", "en"}).empty());
  CHECK(first({"", "en"}).empty());
  CHECK(shared->gaps->homes == 2);
  CHECK(first({"GB", "the local one"}) == wanted("GB", {}));
  CHECK(shared->gaps->languages == 1);
}

TEST_CASE("In bulk, home and languages given for all beat those of a row") {
  const Engine engine = Engine::embedded();
  const Task sample = make_task(engine);
  auto shared = std::make_shared<places::BulkRequest>(places::BulkRequest{
      engine, atlas(), from("ES", {"es"}), "", std::make_shared<places::Gaps>()});
  places::Bulk bulk(shared);
  const places::Best one = bulk.best(sample, {"GB", "en"}), other = bulk.best(sample);
  REQUIRE(one.count == other.count);
  CHECK(one.places == other.places);
}
