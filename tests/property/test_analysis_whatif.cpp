// SPDX-License-Identifier: Apache-2.0
// The smallest change of answers, against trying every change.
#include <algorithm>
#include <numeric>
#include <optional>
#include <sourcing/whatif.hpp>

#include "analysis/moves.hpp"
#include "analysis/obstacles.hpp"
#include "analysis/smallest_change.hpp"
#include "property/boxes.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using analysis::Moves;
using analysis::Target;

struct Least {
  std::size_t moved;
  std::int64_t cost;
  friend bool operator==(const Least&, const Least&) = default;
  friend auto operator<=>(const Least&, const Least&) = default;
};

std::vector<Target> all_targets() {
  std::vector<Target> targets;
  for (const auto engagement : {Engagement::bpo, Engagement::kpo})
    targets.push_back({{}, engagement, {}});
  constexpr std::array<std::int8_t, 4> locations = {engine::no_location, 0, 1, 2};
  for (const std::int8_t location : locations) targets.push_back({{}, {}, location});
  for (const auto disposition :
       {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
    targets.push_back({disposition, {}, {}});
  }
  targets.push_back({{}, Engagement::kpo, std::int8_t{2}});
  targets.push_back({{}, Engagement::bpo, std::int8_t{1}});
  targets.push_back({Disposition::outsource, Engagement::kpo, std::int8_t{0}});
  targets.push_back({Disposition::automate_first, {}, std::int8_t{2}});
  return targets;
}

template <class Each>
void each_change(const Moves& moves, Each&& each) {
  std::vector<std::size_t> index(moves.positions.size(), 0);
  engine::Point point = moves.start;
  for (std::size_t c = 0; c < index.size(); ++c) point[c] = moves.positions[c][0];
  for (;;) {
    each(point);
    std::size_t c = 0;
    for (; c < index.size(); ++c) {
      index[c] = (index[c] + 1) % moves.positions[c].size();
      point[c] = moves.positions[c][index[c]];
      if (index[c] != 0) break;
    }
    if (c == index.size()) return;
  }
}

// Costs are compared exactly: the sum of |k - k0| / R, all brought to a common denominator.
Least size_of(const engine::Program& program, const Moves& moves, const engine::Point& point) {
  std::int64_t denominator = 1;
  for (const engine::Criterion& criterion : program.criteria) {
    denominator = std::lcm(denominator, std::int64_t{criterion.last});
  }
  Least least{0, 0};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const std::int64_t apart = std::abs(int{point[c]} - int{moves.start[c]});
    least.moved += apart != 0;
    least.cost += 4 * apart * (denominator / program.criteria[c].last);
  }
  return least;
}

void compare(const engine::Program& program, const Moves& moves, std::size_t& found,
             std::size_t& never) {
  const std::vector<Target> targets = all_targets();
  std::vector<std::optional<Least>> expected(targets.size());
  each_change(moves, [&](const engine::Point& point) {
    const engine::Outcome outcome = engine::decide(program, point);
    const Least here = size_of(program, moves, point);
    for (std::size_t t = 0; t < targets.size(); ++t) {
      if (!targets[t].met_by(outcome)) continue;
      if (!expected[t] || here < *expected[t]) expected[t] = here;
    }
  });
  analysis::ChangeSearch search(program, moves);
  for (std::size_t t = 0; t < targets.size(); ++t) {
    INFO("target " << t);
    const analysis::SmallestChange change = search.find(targets[t], 10'000'000);
    REQUIRE(change.proven);
    REQUIRE(change.found == expected[t].has_value());
    ++(change.found ? found : never);
    if (!change.found) continue;
    REQUIRE(targets[t].met_by(engine::decide(program, change.point)));
    REQUIRE(size_of(program, moves, change.point) == *expected[t]);
    REQUIRE(change.moved == expected[t]->moved);
  }
}

std::vector<bool> random_fixed(Random& random, const engine::Program& program) {
  std::vector<bool> fixed;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) fixed.push_back(random.chance(15));
  return fixed;
}

TEST_CASE("the smallest change is what trying every change finds") {
  std::size_t found = 0, never = 0;
  for (std::size_t trial = 0; trial < trials(1'200); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Point start = random_point(random, program, engine::whole(program));
    const Moves moves =
        analysis::make_moves(program, start, random_fixed(random, program), random.chance(60));
    compare(program, moves, found, never);
  }
  CHECK(found > trials(1'000));
  CHECK(never > trials(1'000));
}

TEST_CASE("the smallest change among whole levels of the full scales") {
  std::size_t found = 0, never = 0;
  ModelShape shape;
  shape.most_criteria = 6;
  for (std::size_t trial = 0; trial < trials(100); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, shape));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Point start = random_point(random, program, engine::whole(program));
    const Moves moves = analysis::make_moves(program, start, random_fixed(random, program), false);
    compare(program, moves, found, never);
  }
  CHECK(found > 0);
}

TEST_CASE("on the full grid of two criteria") {
  std::size_t found = 0, never = 0;
  ModelShape shape;
  shape.least_criteria = 2;
  shape.most_criteria = 3;
  shape.most_positions = 401;
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, shape));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    if (points_in(program, engine::whole(program)) > 400'000) continue;
    const engine::Point start = random_point(random, program, engine::whole(program));
    const std::vector<bool> fixed(program.criteria.size(), false);
    compare(program, analysis::make_moves(program, start, fixed, true), found, never);
  }
  CHECK(found > 0);
}

TEST_CASE("a small budget never claims a proof that it has not") {
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Point start = random_point(random, program, engine::whole(program));
    const std::vector<bool> fixed(program.criteria.size(), false);
    const Moves moves = analysis::make_moves(program, start, fixed, true);
    analysis::ChangeSearch search(program, moves);
    for (const Target& target : all_targets()) {
      const auto exact = search.find(target, 10'000'000);
      for (const std::uint64_t nodes : {0U, 1U, 3U, 10U, 40U}) {
        const auto change = search.find(target, nodes);
        REQUIRE(change.nodes <= nodes);
        if (change.found) REQUIRE(target.met_by(engine::decide(program, change.point)));
        if (!change.proven) continue;
        REQUIRE(change.found == exact.found);
        REQUIRE(change.moved == exact.moved);
        REQUIRE(change.cost == exact.cost);
      }
    }
  }
}

TEST_CASE("what is proposed reaches its target when it is answered so") {
  std::size_t changes = 0, obstacles = 0;
  for (std::size_t trial = 0; trial < trials(200); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    const std::string model = to_json(spec);
    const Engine engine = engine_of(model);
    const std::string task_json = to_json(random_task(random, spec));
    INFO(repeat(trial, model, task_json));
    const Task task = task_of(engine, task_json);
    const auto result = what_if(engine, task);
    REQUIRE(result.ok());
    for (const WhatIfAnswer& answer : result->answers) {
      if (answer.reach == Reach::unreachable) {
        REQUIRE(answer.proven);
        REQUIRE(!answer.obstacles.empty());
        obstacles += answer.obstacles.size();
      }
      if (answer.reach != Reach::change) continue;
      Task changed = task;
      for (const Change& change : answer.changes) {
        std::string value = change.to;
        std::erase(value, '"');
        REQUIRE(set_answer(engine, changed, change.criterion, value).empty());
      }
      WhatIfOptions again;
      again.targets = {answer.target};
      const auto replay = what_if(engine, changed, again);
      REQUIRE(replay->answers[0].reach == Reach::already);
      REQUIRE(replay->verdict == answer.verdict);
      REQUIRE(replay->scores == answer.scores);
      ++changes;
    }
  }
  CHECK(changes > trials(200));
  CHECK(obstacles > 0);
}

// What an obstacle says, held against every point of the box that it is said of.
void confirm(const engine::Program& program, const engine::Box& box, const Target& target,
             const Obstacle& obstacle) {
  std::size_t rule = 0;
  while (rule < program.rules.size() && program.rules[rule].id != obstacle.code) ++rule;
  const auto fires = [&](const engine::Point& point) {
    return engine::holds(program, program.nodes[program.rules[rule].condition], point);
  };
  for (const std::string& id : obstacle.fixed) {
    const std::size_t c = engine::find_criterion(program, id);
    REQUIRE(box.low[c] == box.high[c]);
  }
  each_point(program, box, [&](const engine::Point& point) {
    const engine::Outcome outcome = engine::decide(program, point);
    switch (obstacle.kind) {
      case ObstacleKind::gate:
        REQUIRE(fires(point));
        if (target.location) {
          REQUIRE(((program.rules[rule].excluded >> *target.location) & 1) != 0);
        } else {
          REQUIRE(outcome.excluded == engine::all_locations);
        }
        break;
      case ObstacleKind::rule:
        REQUIRE(fires(point));
        REQUIRE(program.rules[rule].disposition < static_cast<int>(*target.disposition));
        break;
      case ObstacleKind::no_rule:
        if (rule < program.rules.size()) REQUIRE_FALSE(fires(point));
        break;
      case ObstacleKind::bound: {
        const std::int32_t score = outcome.scores[static_cast<std::size_t>(*obstacle.axis)];
        if (obstacle.over) {
          REQUIRE(score - outcome.scores[static_cast<std::size_t>(*obstacle.over)] <=
                  obstacle.reach);
          REQUIRE(obstacle.reach < obstacle.need);
          // The nearer location needs no lead.
          REQUIRE(obstacle.need == (*obstacle.axis < *obstacle.over ? 0 : 1));
        } else if (*target.engagement == Engagement::kpo) {
          REQUIRE(score <= obstacle.reach);
          REQUIRE(obstacle.reach < obstacle.need);
        } else {
          REQUIRE(score >= obstacle.reach);
          REQUIRE(obstacle.reach > obstacle.need);
        }
        break;
      }
      case ObstacleKind::combination:
        break;
    }
    REQUIRE_FALSE(target.met_by(outcome));
  });
}

TEST_CASE("what stands in the way of a target stands there at every point") {
  std::array<std::size_t, 5> kinds{};
  for (std::size_t trial = 0; trial < trials(600); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, small_shape()));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const engine::Box box = random_box(random, program);
    for (const Target& target : all_targets()) {
      const int parts =
          (target.disposition ? 1 : 0) + (target.engagement ? 1 : 0) + (target.location ? 1 : 0);
      if (parts != 1) continue;
      bool reachable = false;
      each_point(program, box, [&](const engine::Point& point) {
        reachable = reachable || target.met_by(engine::decide(program, point));
      });
      if (reachable) continue;
      const auto found = analysis::obstacles(program, box, target, 0);
      REQUIRE(!found.empty());
      for (const Obstacle& obstacle : found) {
        ++kinds[static_cast<std::size_t>(obstacle.kind)];
        confirm(program, box, target, obstacle);
      }
    }
  }
  // A combination is the last resort: mostly a reason is named.
  for (const ObstacleKind kind : {ObstacleKind::gate, ObstacleKind::no_rule, ObstacleKind::bound}) {
    CHECK(kinds[static_cast<std::size_t>(kind)] > trials(20));
  }
  CHECK(kinds[static_cast<std::size_t>(ObstacleKind::rule)] > 0);
}

}  // namespace
}  // namespace sourcing::test
