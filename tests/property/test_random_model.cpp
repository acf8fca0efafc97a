// SPDX-License-Identifier: Apache-2.0
// The generator itself: what it makes is accepted, so that no other property is tested on nothing.
#include <sourcing/sourcing.hpp>
#include <string>

#include "catch.hpp"
#include "property/random_model.hpp"

namespace sourcing::test {
namespace {

std::string all(const std::vector<Problem>& problems) {
  std::string out;
  for (const Problem& problem : problems) out += to_string(problem) + '\n';
  return out;
}

TEST_CASE("random models and their tasks are accepted") {
  for (std::size_t trial = 0; trial < trials(500); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random, trial % 2 == 0 ? ModelShape{} : small_shape());
    const std::string json = to_json(spec);
    INFO("SOURCING_TEST_SEED=" << seed_of_run() << " trial " << trial << '\n' << json);
    const Result<Engine> engine = Engine::from_json(json);
    INFO(all(engine.problems()));
    REQUIRE(engine.ok());
    for (int i = 0; i < 5; ++i) {
      const std::string task = to_json(random_task(random, spec));
      const Result<Task> read = parse_task(*engine, task);
      INFO(task << '\n' << all(read.problems()));
      REQUIRE(read.ok());
    }
  }
}

TEST_CASE("the same seed makes the same model") {
  Random one(7), two(7);
  REQUIRE(to_json(random_model(one)) == to_json(random_model(two)));
}

}  // namespace
}  // namespace sourcing::test
