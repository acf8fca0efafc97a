// SPDX-License-Identifier: Apache-2.0
// The possible verdicts and the questions worth asking, against trying every completion.
#include <algorithm>
#include <set>
#include <tuple>

#include "analysis/estimate.hpp"
#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"
#include "property/boxes.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using analysis::PossibleSet;
using analysis::PossibleVerdict;
using Key = std::tuple<Disposition, Engagement, int>;

constexpr std::uint64_t plenty = 1'000'000;

Key key_of(const engine::Outcome& outcome) {
  return {outcome.disposition, outcome.engagement, outcome.location};
}
Key key_of(const PossibleVerdict& verdict) {
  return {verdict.disposition, verdict.engagement, verdict.location};
}

std::set<Key> enumerate(const engine::Program& program, const engine::Box& box) {
  std::set<Key> result;
  each_point(program, box, [&](const engine::Point& point) {
    result.insert(key_of(engine::decide(program, point)));
  });
  return result;
}

std::set<Key> checked_keys(const engine::Program& program, const engine::Box& box,
                           const PossibleSet& set) {
  std::set<Key> result;
  for (const PossibleVerdict& verdict : set.verdicts) {
    // A witness lies in the box and gives its verdict.
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      REQUIRE(box.low[c] <= verdict.witness[c]);
      REQUIRE(verdict.witness[c] <= box.high[c]);
    }
    REQUIRE(key_of(engine::decide(program, verdict.witness)) == key_of(verdict));
    REQUIRE(result.insert(key_of(verdict)).second);
  }
  return result;
}

TEST_CASE("possible verdicts are exactly what some completion gives") {
  std::size_t verdicts = 0, boxes = 0, nodes = 0;
  for (std::size_t trial = 0; trial < trials(1'500); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    for (int i = 0; i < 4; ++i) {
      const engine::Box box = i == 0 ? engine::whole(program) : random_box(random, program);
      const PossibleSet set = analysis::possible_verdicts(program, box, plenty);
      REQUIRE(set.complete);
      REQUIRE(checked_keys(program, box, set) == enumerate(program, box));
      verdicts += set.verdicts.size();
      nodes += set.nodes;
      ++boxes;
    }
  }
  CHECK(verdicts > 2 * boxes);
  CHECK(nodes > 0);
}

TEST_CASE("possible verdicts on the full scales: nothing that comes out is missing") {
  std::size_t complete = 0, boxes = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    for (int i = 0; i < 3; ++i) {
      const engine::Box box = random_box(random, program);
      const PossibleSet set = analysis::possible_verdicts(program, box, plenty);
      const std::set<Key> keys = checked_keys(program, box, set);
      ++boxes;
      complete += set.complete;
      if (set.complete && points_in(program, box) <= 100'000) {
        REQUIRE(keys == enumerate(program, box));
        continue;
      }
      for (int draw = 0; draw < 3'000; ++draw) {
        const engine::Point point = random_point(random, program, box);
        if (!keys.contains(key_of(engine::decide(program, point)))) REQUIRE_FALSE(set.complete);
      }
    }
  }
  CHECK(complete == boxes);
}

TEST_CASE("a small budget leaves verdicts out only when it says so") {
  for (std::size_t trial = 0; trial < trials(300); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Box box = random_box(random, program);
    const std::set<Key> exact = enumerate(program, box);
    for (const std::uint64_t nodes : {0U, 1U, 2U, 5U, 20U}) {
      const PossibleSet set = analysis::possible_verdicts(program, box, nodes);
      const std::set<Key> keys = checked_keys(program, box, set);
      REQUIRE(!keys.empty());
      REQUIRE(std::includes(exact.begin(), exact.end(), keys.begin(), keys.end()));
      if (set.complete) REQUIRE(keys == exact);
      REQUIRE(set.nodes <= nodes);
    }
  }
}

TEST_CASE(
    "what remains after an answer is never stated too low, and exact where it is not marked") {
  std::size_t questions = 0, exact = 0;
  for (std::size_t trial = 0; trial < trials(400); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Box box = random_box(random, program);
    const PossibleSet set = analysis::possible_verdicts(program, box, plenty);
    const auto asked = analysis::next_questions(program, box, set, 0);
    if (set.verdicts.size() == 1) REQUIRE(asked.empty());
    for (const NextQuestion& question : asked) {
      const std::size_t c = engine::find_criterion(program, question.criterion);
      REQUIRE(box.low[c] < box.high[c]);
      std::size_t worst = 0;
      for (const engine::Level& level : program.criteria[c].levels) {
        if (level.at < box.low[c] || level.at > box.high[c]) continue;
        engine::Box answered = box;
        answered.low[c] = answered.high[c] = level.at;
        worst = std::max(worst, enumerate(program, answered).size());
      }
      REQUIRE(question.remaining >= worst);
      REQUIRE(question.remaining <= set.verdicts.size());
      if (question.exact && worst > 0) REQUIRE(question.remaining == worst);
      ++questions;
      exact += question.remaining == worst || worst == 0;
    }
    for (std::size_t i = 1; i < asked.size(); ++i) {
      REQUIRE(asked[i - 1].remaining <= asked[i].remaining);
    }
    // A criterion that is not asked for cannot matter: without it, the same verdicts remain.
    engine::Box rest = box;
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      const bool listed = std::any_of(asked.begin(), asked.end(), [&](const auto& question) {
        return question.criterion == program.criteria[c].id;
      });
      if (!listed) rest.high[c] = rest.low[c];
    }
    REQUIRE(enumerate(program, rest) == enumerate(program, box));
  }
  CHECK(questions > trials(400));
  CHECK(exact == questions);
}

TEST_CASE("questions of a search that ended early are marked") {
  std::size_t marked = 0;
  for (std::size_t trial = 0; trial < trials(100); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Box box = random_box(random, engine.program());
    const PossibleSet set = analysis::possible_verdicts(engine.program(), box, 1);
    for (const NextQuestion& question : analysis::next_questions(engine.program(), box, set, 0)) {
      REQUIRE((set.complete || !question.exact));
      marked += question.exact ? 0 : 1;
    }
  }
  CHECK(marked > 0);
}

}  // namespace
}  // namespace sourcing::test
