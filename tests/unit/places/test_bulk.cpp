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
      auto shared = std::make_shared<places::BulkRequest>(
          places::BulkRequest{engine, atlas(), from(home, spoken)});
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
          }
          if (best.count > 0) REQUIRE(best.score == wanted.places.front().score);
        }
      }
    }
  }
}
