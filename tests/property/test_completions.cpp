// SPDX-License-Identifier: Apache-2.0
// What is said about unknown answers, against trying every one of them.
#include "analysis/estimate.hpp"
#include "analysis/possible.hpp"
#include "engine/compile.hpp"
#include "engine/settle.hpp"
#include "model/model.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

constexpr std::uint64_t plenty = 10'000'000;  // no budget runs out

TaskShape few_completions() {
  TaskShape shape;
  shape.answered = 45;
  shape.ranges = 50;
  shape.most_completions = 250;
  return shape;
}

std::string text(const reference::Statuses& statuses) {
  return statuses.engagement + ' ' + statuses.location + ' ' + statuses.disposition + ' ' +
         statuses.overall;
}

/// Calls `check(trial, spec, model_json, engine, reference, random)` for many small models.
template <class Check>
void small_models(std::size_t count, const ModelShape& shape, Check check) {
  for (std::size_t trial = 0; trial < trials(count); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random, shape);
    const std::string model = to_json(spec);
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const reference::Model obvious(document(model));
    check(spec, engine, obvious, random);
  }
}

TEST_CASE("statuses and bounds are what trying every completion finds") {
  std::size_t decided = 0, tentative = 0, undetermined = 0;
  small_models(
      500, small_shape(),
      [&](const ModelSpec& spec, const Engine& engine, const reference::Model& obvious,
          Random& random) {
        for (int i = 0; i < 4; ++i) {
          const std::string task = to_json(random_task(random, spec, few_completions()));
          INFO(task);
          const reference::Answers answers = obvious.read(document(task));
          const reference::Statuses expected = obvious.statuses(answers);
          DecideOptions options;
          options.cells = plenty;
          const Decision found = decide(engine, task_of(engine, task), options);
          REQUIRE(found.proven);
          const reference::Statuses statuses{
              std::string(name(found.engagement_status)), std::string(name(found.location_status)),
              std::string(name(found.disposition_status)), std::string(name(found.status))};
          REQUIRE(text(statuses) == text(expected));
          for (std::size_t a = 0; a < axis_count; ++a) {
            const reference::Bounds bounds = obvious.bounds(answers, reference::axes[a]);
            INFO(reference::axes[a]);
            REQUIRE(found.bounds[a].low == bounds.low);
            REQUIRE(found.bounds[a].high == bounds.high);
          }
          std::array<bool, location_count> somewhere{}, everywhere{true, true, true};
          obvious.complete(answers, false, [&](const reference::Point& point) {
            const auto excluded = obvious.decide(point).excluded;
            for (std::size_t l = 0; l < location_count; ++l) {
              const bool out = excluded.contains(reference::locations[l]);
              somewhere[l] = somewhere[l] || out;
              everywhere[l] = everywhere[l] && out;
            }
          });
          for (std::size_t l = 0; l < location_count; ++l) {
            REQUIRE(found.maybe_excluded[l] == (somewhere[l] && !everywhere[l]));
          }
          if (found.given_profile && expected.engagement != "undetermined") {
            REQUIRE(name(found.given_profile->status) == obvious.status_given_profile(answers));
          }
          decided += found.status == Status::decided;
          tentative += found.status == Status::tentative;
          undetermined += found.status == Status::undetermined;
        }
      });
  // The comparison is worth something only when every status comes out often.
  CHECK(decided > trials(500) / 5);
  CHECK(tentative > trials(500) / 5);
  CHECK(undetermined > trials(500) / 20);
}

TEST_CASE("the possible verdicts are those that some completion gives, each with a witness") {
  small_models(
      400, small_shape(),
      [&](const ModelSpec& spec, const Engine& engine, const reference::Model& obvious,
          Random& random) {
        const std::string task_json = to_json(random_task(random, spec, few_completions()));
        INFO(task_json);
        const Task task = task_of(engine, task_json);
        const reference::Answers answers = obvious.read(document(task_json));
        const engine::Box box = analysis::completions(engine.program(), task);
        const auto set = analysis::possible_verdicts(engine.program(), box, plenty);
        REQUIRE(set.complete);
        std::set<reference::Verdict> found;
        for (const analysis::PossibleVerdict& each : set.verdicts) {
          for (std::size_t c = 0; c < spec.criteria.size(); ++c) {
            REQUIRE(each.witness[c] >= box.low[c]);
            REQUIRE(each.witness[c] <= box.high[c]);
          }
          const reference::Verdict verdict =
              verdict_of(engine::decide(engine.program(), each.witness));
          const std::optional<Location> location =
              each.location == engine::no_location
                  ? std::nullopt
                  : std::optional(static_cast<Location>(each.location));
          REQUIRE(verdict == verdict_of(each.disposition, each.engagement, location));
          REQUIRE(found.insert(verdict).second);
        }
        REQUIRE(found == obvious.possible(answers));

        // As the decision tells it: the witness, written back into the task, gives the verdict.
        const Decision decision = decide(engine, task);
        REQUIRE(decision.possible.size() == found.size());
        for (const Possible& each : decision.possible) {
          TaskSpec completed;
          for (const WitnessValue& value : each.witness) {
            completed.emplace_back(value.criterion, value.value);
          }
          for (std::size_t c = 0; c < spec.criteria.size(); ++c) {
            if (box.low[c] != box.high[c]) continue;
            completed.emplace_back(spec.criteria[c].id,
                                   value_text(random, spec.criteria[c], box.low[c]));
          }
          const reference::Model& model = obvious;
          const reference::Point point = model.estimate(model.read(document(to_json(completed))));
          REQUIRE(model.decide(point).verdict == verdict_of(each.verdict.disposition.value(),
                                                            each.verdict.engagement.value(),
                                                            each.verdict.location));
        }
      });
}

TEST_CASE("a small budget makes a status less sure, never wrong") {
  small_models(1'500, small_shape(),
               [&](const ModelSpec& spec, const Engine& engine, const reference::Model& obvious,
                   Random& random) {
                 const std::string task = to_json(random_task(random, spec, few_completions()));
                 INFO(task);
                 const reference::Answers answers = obvious.read(document(task));
                 const reference::Statuses expected = obvious.statuses(answers);
                 std::array<reference::Bounds, axis_count> exact_bounds;
                 for (std::size_t a = 0; a < axis_count; ++a) {
                   exact_bounds[a] = obvious.bounds(answers, reference::axes[a]);
                 }
                 for (const std::uint64_t cells : {0U, 1U, 2U, 3U, 7U}) {
                   DecideOptions options;
                   options.cells = cells;
                   const Decision found = decide(engine, task_of(engine, task), options);
                   const std::array<std::pair<Status, std::string>, 3> each = {
                       {{found.engagement_status, expected.engagement},
                        {found.location_status, expected.location},
                        {found.disposition_status, expected.disposition}}};
                   for (const auto& [status, exact] : each) {
                     INFO(name(status) << " with " << cells << " cells, in truth " << exact);
                     if (status == Status::decided) REQUIRE(exact == "decided");
                     // What bears is itself found within the budget; only then may a status be
                     // undetermined.
                     if (found.proven && status != Status::undetermined)
                       REQUIRE(name(status) == exact);
                   }
                   for (std::size_t a = 0; a < axis_count; ++a) {
                     REQUIRE(found.bounds[a].low <= exact_bounds[a].low);
                     REQUIRE(found.bounds[a].high >= exact_bounds[a].high);
                   }
                 }
               });
}

TEST_CASE("decided means decided, on the full scales too") {
  // Too many completions to try all: many at random, and the corners.
  std::size_t decided = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    const std::string model = to_json(spec);
    const Engine engine = engine_of(model);
    TaskShape shape;
    shape.answered = 85;
    shape.ranges = 35;
    const std::string task_json = to_json(random_task(random, spec, shape));
    INFO(repeat(trial, model, task_json));
    const Task task = task_of(engine, task_json);
    const Decision decision = decide(engine, task);
    const engine::Box box = analysis::completions(engine.program(), task);
    if (decision.status != Status::decided) continue;
    ++decided;
    for (int i = 0; i < 300; ++i) {
      engine::Point point{};
      for (std::size_t c = 0; c < spec.criteria.size(); ++c) {
        const std::int64_t where = random.between(0, 3);
        point[c] = where == 0 ? box.low[c]
                   : where == 1
                       ? box.high[c]
                       : static_cast<std::uint16_t>(random.between(box.low[c], box.high[c]));
      }
      const engine::Outcome outcome = engine::decide(engine.program(), point);
      const bool same = outcome.engagement == decision.verdict.engagement &&
                        outcome.disposition == decision.verdict.disposition &&
                        outcome.chosen() == decision.verdict.location;
      if (!same) FAIL("a completion gives another verdict");
    }
  }
  CHECK(decided > 0);
}

TEST_CASE("bounds at a point are the score") {
  small_models(200, ModelShape{},
               [&](const ModelSpec& spec, const Engine& engine, const reference::Model& obvious,
                   Random& random) {
                 engine::Point point{};
                 for (std::size_t c = 0; c < spec.criteria.size(); ++c) {
                   point[c] = static_cast<std::uint16_t>(random.below(obvious.grid(c).size()));
                 }
                 const engine::Outcome outcome = engine::decide(engine.program(), point);
                 const engine::Box box = engine::box_of(engine.program(), point);
                 for (std::size_t a = 0; a < axis_count; ++a) {
                   const auto bounds =
                       engine::score_bounds(engine.program(), box, static_cast<Axis>(a));
                   REQUIRE(bounds.exact);
                   REQUIRE(bounds.low == outcome.scores[a]);
                   REQUIRE(bounds.high == outcome.scores[a]);
                 }
               });
}

TEST_CASE("a condition over a box: yes holds everywhere, no nowhere") {
  for (std::size_t trial = 0; trial < trials(1'500); ++trial) {
    Random random(seed_of(trial));
    ModelSpec spec = random_model(random, small_shape());
    RuleSpec rule;
    rule.id = "rule";
    rule.when = random_condition(random, spec, 4);
    rule.disposition = "retain";
    spec.rules = {rule};
    const std::string model = to_json(spec);
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    const reference::Model obvious(document(model));
    const std::string task_json = to_json(random_task(random, spec, few_completions()));
    const engine::Box box = analysis::completions(program, task_of(engine, task_json));
    bool somewhere = false, everywhere = true;
    obvious.complete(obvious.read(document(task_json)), false, [&](const reference::Point& point) {
      const bool fires = obvious.decide(point).fired.contains("rule");
      somewhere = somewhere || fires;
      everywhere = everywhere && fires;
    });
    const engine::Truth truth = engine::truth(program, program.rules[0].condition, box);
    INFO(task_json);
    if (truth == engine::Truth::yes) REQUIRE(everywhere);
    if (truth == engine::Truth::no) REQUIRE_FALSE(somewhere);
    if (truth != engine::Truth::maybe) continue;
    // A cut leaves two parts, neither of them empty.
    const engine::Cut cut = engine::find_cut(program, program.rules[0].condition, box);
    REQUIRE(cut.last_of_lower >= box.low[cut.criterion]);
    REQUIRE(cut.last_of_lower < box.high[cut.criterion]);
  }
}

TEST_CASE("a model is refused when, and only when, a score can leave 0 to 100") {
  ModelShape shape = small_shape();
  shape.any_points = true;
  shape.most_criteria = 4;
  shape.most_positions = 4;
  std::size_t refused = 0, accepted = 0;
  for (std::size_t trial = 0; trial < trials(500); ++trial) {
    Random random(seed_of(trial));
    const std::string model = to_json(random_model(random, shape));
    const reference::Model obvious(document(model));
    bool leaves = false;
    const reference::Answers nothing(obvious.criteria());
    obvious.complete(nothing, false, [&](const reference::Point& point) {
      for (const auto& [axis, score] : obvious.decide(point).scores) {
        leaves = leaves || score < 0 || score > 10'000;
      }
    });
    INFO(repeat(trial, model));
    const Result<Engine> engine = Engine::from_json(model);
    REQUIRE(engine.ok() == !leaves);
    for (const Problem& problem : engine.problems()) REQUIRE(problem.code == "E0414");
    (leaves ? refused : accepted) += 1;
  }
  CHECK(refused > trials(500) / 20);
  CHECK(accepted > trials(500) / 20);
}

}  // namespace
}  // namespace sourcing::test
