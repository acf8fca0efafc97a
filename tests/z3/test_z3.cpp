// SPDX-License-Identifier: Apache-2.0
// The two searches against an SMT solver: which verdicts are possible, and that no smaller change
// exists. The solver decides by another route (linear integer arithmetic), on another statement of
// the model (formula.hpp).
#include <filesystem>

#include "analysis/estimate.hpp"
#include "analysis/moves.hpp"
#include "analysis/possible.hpp"
#include "analysis/smallest_change.hpp"
#include "base/files.hpp"
#include "property/boxes.hpp"
#include "property/support.hpp"
#include "z3/formula.hpp"

namespace sourcing::test {
namespace {

using analysis::Moves;
using analysis::Target;

constexpr std::uint64_t plenty = 1'000'000;
constexpr std::array dispositions = {Disposition::retain, Disposition::automate_first,
                                     Disposition::outsource};
constexpr std::array engagements = {Engagement::bpo, Engagement::kpo};
constexpr std::array<std::int8_t, 4> locations = {engine::no_location, 0, 1, 2};

bool is_satisfiable(z3::solver& solver) {
  const z3::check_result result = solver.check();
  REQUIRE(result != z3::unknown);
  return result == z3::sat;
}

// Returns how many verdicts are possible.
std::size_t compare_possible(const engine::Program& program, const engine::Box& box) {
  const auto set = analysis::possible_verdicts(program, box, plenty);
  REQUIRE(set.complete);
  Formula formula(program);
  z3::solver solver(formula.context());
  solver.add(formula.inside(box));
  for (const Disposition disposition : dispositions) {
    for (const Engagement engagement : engagements) {
      for (const std::int8_t location : locations) {
        const Target target{disposition, engagement, location};
        const bool listed = std::any_of(set.verdicts.begin(), set.verdicts.end(), [&](auto& each) {
          return each.disposition == disposition && each.engagement == engagement &&
                 each.location == location;
        });
        INFO(name(disposition) << ' ' << name(engagement) << ' ' << int{location});
        solver.push();
        solver.add(formula.met(target));
        REQUIRE(is_satisfiable(solver) == listed);
        solver.pop();
      }
    }
  }
  return set.verdicts.size();
}

z3::expr is_among(Formula& formula, const z3::expr& at, const std::vector<std::uint16_t>& places) {
  z3::expr_vector parts(formula.context());
  for (const std::uint16_t place : places) parts.push_back(at == int{place});
  return z3::mk_or(parts);
}

struct Tally {
  std::size_t changes = 0, never = 0;
};

// What was found reaches the target, and the solver finds nothing smaller, or nothing at all.
void compare_change(const engine::Program& program, const Moves& moves,
                    const std::vector<Target>& targets, Tally& tally) {
  analysis::ChangeSearch search(program, moves);
  Formula formula(program);
  z3::context& context = formula.context();
  z3::solver solver(context);
  solver.add(formula.inside(analysis::reach(program, moves)));
  z3::expr moved = context.int_val(0), cost = context.int_val(0);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const z3::expr& at = formula.at(c);
    if (moves.positions[c].size() <= std::size_t{program.criteria[c].last}) {
      solver.add(is_among(formula, at, moves.positions[c]));
    }
    if (moves.positions[c].size() == 1) continue;
    const int start = moves.start[c];
    moved = moved + z3::ite(at == start, context.int_val(0), context.int_val(1));
    // Costs are whole units: 4·unit / R for each step, exactly in every model made here.
    REQUIRE(4 * moves.unit % moves.scale[c] == 0);
    const z3::expr apart = z3::ite(at >= start, at - start, start - at);
    cost = cost + apart * context.int_val(4 * moves.unit / moves.scale[c]);
  }
  for (std::size_t t = 0; t < targets.size(); ++t) {
    INFO("target " << t);
    const auto change = search.find(targets[t], 10'000'000);
    REQUIRE(change.proven);
    solver.push();
    solver.add(formula.met(targets[t]));
    if (change.found) {
      REQUIRE(targets[t].met_by(engine::decide(program, change.point)));
      const auto most = static_cast<int>(change.moved);
      solver.add(moved < most || (moved == most && cost < context.int_val(change.cost)));
      ++tally.changes;
    } else {
      ++tally.never;
    }
    REQUIRE_FALSE(is_satisfiable(solver));
    solver.pop();
  }
}

std::vector<Target> single_targets() {
  std::vector<Target> targets;
  for (const Disposition each : dispositions) targets.push_back({each, {}, {}});
  for (const Engagement each : engagements) targets.push_back({{}, each, {}});
  for (const std::int8_t each : locations) targets.push_back({{}, {}, each});
  return targets;
}

std::vector<Task> shipped_tasks(const Engine& engine) {
  std::vector<Task> tasks;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCING_DATA_DIR "/tasks")) {
    tasks.push_back(task_of(engine, base::read_file(entry.path().string(), 1U << 20U).bytes));
  }
  REQUIRE(tasks.size() >= 13);
  return tasks;
}

TEST_CASE("default model: a solver finds the same verdicts possible") {
  const Engine engine = Engine::embedded();
  const engine::Program& program = engine.program();
  CHECK(compare_possible(program, engine::whole(program)) == 18);
  Random random(seed_of(0));
  for (std::size_t trial = 0; trial < trials(20); ++trial) {
    INFO(repeat(trial));
    compare_possible(program, random_box(random, program));
  }
}

TEST_CASE("default model: a solver finds no smaller change for any shipped task") {
  const Engine engine = Engine::embedded();
  const engine::Program& program = engine.program();
  std::vector<bool> fixed;
  for (const engine::Criterion& criterion : program.criteria) fixed.push_back(criterion.immutable);
  Tally tally;
  for (const Task& task : shipped_tasks(engine)) {
    INFO(task.id);
    const Moves moves =
        analysis::make_moves(program, analysis::estimate(program, task), fixed, false);
    compare_change(program, moves, single_targets(), tally);
  }
  CHECK(tally.changes > 50);
  CHECK(tally.never > 10);
}

TEST_CASE("random models: a solver finds the same verdicts possible") {
  std::size_t verdicts = 0;
  for (std::size_t trial = 0; trial < trials(80); ++trial) {
    Random random(seed_of(trial));
    const std::string model =
        to_json(random_model(random, random.chance(50) ? small_shape() : ModelShape{}));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    verdicts += compare_possible(engine.program(), random_box(random, engine.program()));
  }
  CHECK(verdicts > trials(100));
}

TEST_CASE("random models: a solver finds no smaller change") {
  Tally tally;
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    const std::string model =
        to_json(random_model(random, random.chance(50) ? small_shape() : ModelShape{}));
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const Moves moves =
        analysis::make_moves(program, random_point(random, program, engine::whole(program)),
                             std::vector<bool>(program.criteria.size(), false), random.chance(50));
    compare_change(program, moves, single_targets(), tally);
  }
  CHECK(tally.changes > trials(100));
  CHECK(tally.never > trials(20));
}

}  // namespace
}  // namespace sourcing::test
