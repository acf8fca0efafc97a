// SPDX-License-Identifier: Apache-2.0
// What saves a search or a row its work says the same as the kernel: the outcome in a scene, and
// the steps that need no look.
#include "analysis/quiet_steps.hpp"
#include "analysis/target.hpp"
#include "property/boxes.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

void same(const engine::Outcome& one, const engine::Outcome& other) {
  REQUIRE(one.scores == other.scores);
  REQUIRE(one.excluded == other.excluded);
  REQUIRE(one.location == other.location);
  REQUIRE(one.engagement == other.engagement);
  REQUIRE(one.disposition == other.disposition);
}

template <class F>
void each_model(F&& f) {
  for (std::size_t trial = 0; trial < trials(400); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    f(random, engine.program());
  }
}

TEST_CASE("the outcome in a scene, and in a part of it, is the kernel's") {
  std::size_t narrowed = 0;
  each_model([&](Random& random, const engine::Program& program) {
    engine::Box box = random_box(random, program);
    const analysis::Scene scene = analysis::make_scene(program, box);
    for (int i = 0; i < 20; ++i) {
      const engine::Point point = random_point(random, program, box);
      same(analysis::outcome_at(scene, point), engine::decide(program, point));
    }
    if (scene.active.empty()) return;
    const std::size_t c = scene.active[random.below(scene.active.size())];
    box.low[c] = box.high[c] = random_point(random, program, box)[c];
    analysis::Scene part = analysis::make_scene(program, engine::whole(program));
    analysis::narrow_scene(scene, box, c, part);
    const engine::Point point = random_point(random, program, box);
    same(analysis::outcome_at(part, point), engine::decide(program, point));
    ++narrowed;
  });
  CHECK(narrowed > 100);
}

TEST_CASE("a quiet step changes no verdict") {
  std::size_t quiet = 0, others = 0;
  each_model([&](Random& random, const engine::Program& program) {
    if (program.varies) return;
    const analysis::QuietSteps steps(program);
    for (int i = 0; i < 50; ++i) {
      engine::Point point = random_point(random, program, engine::whole(program));
      const engine::Outcome before = engine::decide(program, point);
      const analysis::Slack slack = analysis::slack_of(program, before);
      for (std::size_t c = 0; c < program.criteria.size(); ++c) {
        const std::uint16_t at = point[c];
        if (!steps.quiet(c, at, slack)) {
          ++others;
          continue;
        }
        ++quiet;
        for (const std::uint16_t to : analysis::neighbours(program.criteria[c], at)) {
          point[c] = to;
          const engine::Outcome after = engine::decide(program, point);
          REQUIRE(after.engagement == before.engagement);
          REQUIRE(after.location == before.location);
          REQUIRE(after.disposition == before.disposition);
          REQUIRE(after.excluded == before.excluded);
        }
        point[c] = at;
      }
    }
  });
  CHECK(quiet > 1'000);
  CHECK(others > 1'000);
}

}  // namespace
}  // namespace sourcing::test
