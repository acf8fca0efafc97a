// SPDX-License-Identifier: Apache-2.0
// The product against the slow, obvious evaluator: at a point, and with its reasons.
#include <fstream>
#include <numeric>
#include <sstream>

#include "engine/compile.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

// Everything that does not depend on completions. Plain comparisons: Catch2 is slow in a hot loop.
std::string difference(const reference::Model& obvious, const Engine& engine, const Task& task,
                       const json::Value& task_json) {
  const reference::Answers answers = obvious.read(task_json);
  const reference::Point point = obvious.estimate(answers);
  const reference::Outcome expected = obvious.decide(point);
  const Decision found = decide(engine, task);

  for (std::size_t a = 0; a < axis_count; ++a) {
    const std::string axis(reference::axes[a]);
    if (found.scores[a] != expected.scores.at(axis)) {
      return axis + " scores " + std::to_string(found.scores[a]) + ", reference " +
             std::to_string(expected.scores.at(axis));
    }
    std::int64_t sum = 0;
    for (const Reason& reason : found.reasons) {
      if (reason.axis == static_cast<Axis>(a)) sum += reason.points.value();
    }
    if (sum != found.scores[a]) return axis + ": the reasons do not add up to the score";
    PointsByCode points = obvious.points(axis, point);
    std::erase_if(points, [](const auto& entry) { return entry.second == 0; });
    if (points_of(found, a) != points) return axis + ": other reasons";
    if (found.scores[a] < 0 || found.scores[a] > 10'000) return axis + " is out of range";
    if (found.bounds[a].low > found.scores[a] || found.bounds[a].high < found.scores[a]) {
      return axis + " lies outside its bounds";
    }
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    if (found.excluded[l] != expected.excluded.contains(reference::locations[l])) {
      return "excluded differs";
    }
  }
  const Verdict& verdict = found.verdict;
  if (verdict.engagement && name(*verdict.engagement) != expected.verdict.engagement) {
    return "another engagement";
  }
  if (verdict.disposition && name(*verdict.disposition) != expected.verdict.disposition) {
    return "another disposition";
  }
  if (found.location_status != Status::undetermined &&
      (verdict.location ? std::string(name(*verdict.location)) : "none") !=
          expected.verdict.location) {
    return "another location";
  }
  if (found.hybrid != expected.hybrid) return "hybrid differs";
  if (found.close && *found.close != expected.close) return "close differs";
  if ((found.engagement_status == Status::undetermined) == verdict.engagement.has_value()) {
    return "an undetermined engagement has a verdict";
  }
  if ((found.disposition_status == Status::undetermined) == verdict.disposition.has_value()) {
    return "an undetermined disposition has a verdict";
  }

  // Explained and unexplained.
  engine::Point positions{};
  for (std::size_t c = 0; c < obvious.criteria(); ++c) {
    const auto& grid = obvious.grid(c);
    positions[c] =
        static_cast<std::uint16_t>(std::find(grid.begin(), grid.end(), point[c]) - grid.begin());
  }
  const engine::Outcome plain = engine::decide(engine.program(), positions);
  if (plain.scores != found.scores || verdict_of(plain) != expected.verdict) {
    return "the unexplained decision differs";
  }
  std::set<std::string, std::less<>> fired;
  (void)engine::decide(engine.program(), positions,
                       [&](std::size_t rule) { fired.emplace(engine.program().rules[rule].id); });
  if (fired != expected.fired) return "other rules fire";
  return {};
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

TEST_CASE("the engine agrees with the reference on random models and tasks") {
  std::size_t pairs = 0;
  for (std::size_t trial = 0; trial < trials(500); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape;
    if (trial % 4 == 1) shape = small_shape();
    if (trial % 10 == 3) shape.most_criteria = 20, shape.most_rules = 15;
    const ModelSpec spec = random_model(random, shape);
    const std::string model = to_json(spec);
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const reference::Model obvious(document(model));
    for (int i = 0; i < 21; ++i) {
      TaskShape task_shape;
      task_shape.answered = static_cast<int>(random.between(0, 100));
      const std::string task = to_json(random_task(random, spec, task_shape));
      const std::string what = difference(obvious, engine, task_of(engine, task), document(task));
      if (!what.empty()) FAIL(what << "\n" << task);
      ++pairs;
    }
    CHECK(pairs > 0);  // counts the models
  }
  REQUIRE(pairs >= 10'000);
}

TEST_CASE("so it does where the conditions take more bits than a word has") {
  // Tests are run for all rules at once, for each rule, or by walking its condition.
  std::size_t at_once = 0, by_rule = 0, walked = 0;
  for (std::size_t trial = 0; trial < trials(200); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape;
    shape.most_positions = 12;
    shape.most_rules = trial % 2 == 0 ? 60 : 6;
    ModelSpec spec = random_model(random, shape);
    if (trial % 4 != 0) {
      RuleSpec wide;
      wide.id = "wide";
      wide.gate = true;
      wide.exclude[random.below(3)] = true;
      wide.when.op = random.chance(50) ? "all" : "any";
      for (int i = 0; i < 40; ++i) {
        ConditionSpec pair;
        // Of a wide `all` each must nearly always hold, of a wide `any` nearly never.
        pair.op = wide.when.op == "all" ? "any" : "all";
        for (int k = 0; k < 4; ++k) pair.children.push_back(random_condition(random, spec, 1));
        if (random.chance(30)) pair = ConditionSpec{"not", 0, {}, {pair}};
        wide.when.children.push_back(std::move(pair));
      }
      spec.rules.push_back(std::move(wide));
    }
    const std::string model = to_json(spec);
    INFO(repeat(trial, model));
    const Engine engine = engine_of(model);
    const engine::Program& program = engine.program();
    (program.tests.size() <= 64 ? at_once : by_rule) += 1;
    walked += static_cast<std::size_t>(
        std::count_if(program.rules.begin(), program.rules.end(),
                      [](const engine::Rule& rule) { return rule.clauses == 0; }));
    const reference::Model obvious(document(model));
    for (int i = 0; i < 8; ++i) {
      TaskShape task_shape;
      task_shape.answered = i < 4 ? 100 : 60;
      if (i < 4) task_shape.ranges = 0;
      const std::string task = to_json(random_task(random, spec, task_shape));
      const std::string what = difference(obvious, engine, task_of(engine, task), document(task));
      if (!what.empty()) FAIL(what << "\n" << task);
    }
  }
  CHECK(at_once > 5);
  CHECK(by_rule > 5);
  CHECK(walked > 5);
}

TEST_CASE("the default model agrees with the reference") {
  const std::string model(engine::embedded_model_json);
  const reference::Model obvious(document(model));
  const Engine built_in = Engine::embedded();
  const Engine read = engine_of(model);

  Random random(seed_of(1));
  for (std::size_t trial = 0; trial < trials(600); ++trial) {
    // Numbers only: the forms are tested on random models.
    TaskSpec spec;
    for (std::size_t c = 0; c < obvious.criteria(); ++c) {
      if (!random.chance(70)) continue;
      const engine::Criterion& criterion = built_in.program().criteria[c];
      const auto value = [&](std::size_t at) -> std::string {
        if (criterion.scale == Scale::boolean) return at == 0 ? "false" : "true";
        if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
          return decimal(obvious.grid(c)[at]);
        }
        return '"' + std::string(criterion.levels[at].word) + '"';
      };
      const std::size_t low = random.below(obvious.grid(c).size());
      const std::size_t high = low + random.below(obvious.grid(c).size() - low);
      spec.emplace_back(obvious.id(c), random.chance(60)
                                           ? value(low)
                                           : '[' + value(low) + ',' + value(high) + ']');
    }
    if (random.chance(30)) spec.emplace_back("activity", "\"payroll\"");
    const std::string task = to_json(spec);
    INFO(repeat(trial, {}, task));
    const Task embedded_task = task_of(built_in, task);
    const std::string what = difference(obvious, built_in, embedded_task, document(task));
    if (!what.empty()) FAIL(what);
    // The embedded tables and the same model read at run time are the same engine.
    const std::string one = summary(decide(built_in, embedded_task));
    const std::string other = summary(decide(read, task_of(read, task)));
    if (one != other) FAIL("embedded " << one << "\nread " << other);
  }
  CHECK(built_in.model_sha256() == read.model_sha256());
  CHECK(built_in.model_id() == read.model_id());
  CHECK(built_in.model_version() == read.model_version());
  CHECK(read_file(std::string(SOURCING_DATA_DIR) + "/model.json") == model);
}

TEST_CASE("nothing in the default model is rounded") {
  CHECK(Engine::embedded().program().rounding == 0);
}

TEST_CASE("weights are shared out as the reference shares them") {
  for (std::size_t trial = 0; trial < trials(3'000); ++trial) {
    Random random(seed_of(trial));
    std::vector<std::int64_t> weights;
    std::string list;
    const std::size_t count = 1 + random.below(30);
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t most = random.chance(50) ? 9 : 10'000'000'000;
      weights.push_back(random.between(0, most));
    }
    if (std::accumulate(weights.begin(), weights.end(), std::int64_t{0}) == 0) weights[0] = 1;
    const std::vector<Centipoints> shares = engine::normalise(weights);
    std::int64_t sum = 0;
    for (const Centipoints share : shares) sum += share;
    INFO(repeat(trial));
    REQUIRE(sum == 10'000);
    const std::int64_t total = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    bool fair = true;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t exactly = 10'000 * weights[i];
      fair = fair && shares[i] >= exactly / total && shares[i] <= exactly / total + 1;
      for (std::size_t j = 0; j < count; ++j) {
        // Whoever was rounded up had no smaller remainder than whoever was not, or stood earlier.
        const bool up_i = shares[i] > exactly / total;
        const bool up_j = shares[j] > 10'000 * weights[j] / total;
        const std::int64_t left_i = exactly % total, left_j = 10'000 * weights[j] % total;
        if (up_i && !up_j) fair = fair && (left_i > left_j || (left_i == left_j && i < j));
      }
    }
    REQUIRE(fair);
  }
}

}  // namespace
}  // namespace sourcing::test
