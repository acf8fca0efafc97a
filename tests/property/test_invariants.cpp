// SPDX-License-Identifier: Apache-2.0
// What must not matter, and what must move in one direction only.
#include <set>

#include "property/support.hpp"

namespace sourcing::test {
namespace {

/// Calls `check(spec, random)` for many models.
template <class Check>
void models(std::size_t count, Check check) {
  for (std::size_t trial = 0; trial < trials(count); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape = trial % 3 == 0 ? small_shape() : ModelShape{};
    shape.least_criteria = 2;
    const ModelSpec spec = random_model(random, shape);
    INFO(repeat(trial, to_json(spec)));
    check(spec, random);
  }
}

bool tested(const ConditionSpec& condition, std::size_t criterion) {
  if (condition.children.empty()) return condition.criterion == criterion;
  for (const ConditionSpec& child : condition.children) {
    if (tested(child, criterion)) return true;
  }
  return false;
}

void renumber(ConditionSpec& condition, const std::vector<std::size_t>& to) {
  condition.criterion = to[condition.criterion];
  for (ConditionSpec& child : condition.children) renumber(child, to);
}

void shuffle_children(Random& random, ConditionSpec& condition) {
  random.shuffle(condition.children);
  if (condition.op == "one_of") random.shuffle(condition.operands);
  for (ConditionSpec& child : condition.children) shuffle_children(random, child);
}

TEST_CASE("raising a criterion moves a score only the way its weight points") {
  std::size_t compared = 0;
  models(400, [&](const ModelSpec& spec, Random& random) {
    const Engine engine = engine_of(to_json(spec));
    const std::size_t c = random.below(spec.criteria.size());
    for (const RuleSpec& rule : spec.rules) {
      if (tested(rule.when, c)) return;
    }
    TaskShape shape;
    shape.ranges = 0;
    shape.decorate = false;
    TaskSpec task = random_task(random, spec, shape);
    std::erase_if(task, [&](const auto& member) { return member.first == spec.criteria[c].id; });
    std::array<Centipoints, axis_count> before{};
    for (std::size_t at = 0; at < spec.criteria[c].positions(); ++at) {
      TaskSpec with = task;
      with.emplace_back(spec.criteria[c].id, value_text(random, spec.criteria[c], at));
      const Decision decision = decide(engine, task_of(engine, to_json(with)));
      for (std::size_t a = 0; a < axis_count && at > 0; ++a) {
        for (const WeightSpec& weight : spec.axes[a]) {
          if (weight.criterion != c) continue;
          if (weight.direction == "high" && decision.scores[a] < before[a]) FAIL("fell");
          if (weight.direction == "low" && decision.scores[a] > before[a]) FAIL("rose");
          ++compared;
        }
      }
      before = decision.scores;
    }
  });
  CHECK(compared > trials(400));
}

TEST_CASE("the order of keys, criteria, rules and a task's members does not matter") {
  models(400, [&](const ModelSpec& spec, Random& random) {
    // Weights keep their order on the axis: a documented rule breaks ties of remainders by it.
    ModelSpec shuffled = spec;
    shuffled.shuffled_keys = !spec.shuffled_keys;
    std::vector<std::size_t> order(spec.criteria.size()), to(spec.criteria.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    random.shuffle(order);
    for (std::size_t i = 0; i < order.size(); ++i) {
      shuffled.criteria[i] = spec.criteria[order[i]];
      to[order[i]] = i;
    }
    for (auto& axis : shuffled.axes) {
      for (WeightSpec& weight : axis) weight.criterion = to[weight.criterion];
    }
    // Of two rules that neutralise one criterion the first counts: their order is documented.
    std::set<std::size_t> neutralised;
    bool twice = false;
    for (const RuleSpec& rule : spec.rules) {
      for (const std::size_t c : rule.neutralised) twice = !neutralised.insert(c).second || twice;
    }
    if (!twice) random.shuffle(shuffled.rules);
    for (RuleSpec& rule : shuffled.rules) {
      renumber(rule.when, to);
      for (std::size_t& c : rule.neutralised) c = to[c];
      shuffle_children(random, rule.when);
    }
    for (ActivitySpec& activity : shuffled.activities) {
      for (ProfileSpec& entry : activity.profile) entry.criterion = to[entry.criterion];
      random.shuffle(activity.profile);
    }
    random.shuffle(shuffled.activities);
    const Engine one = engine_of(to_json(spec)), other = engine_of(to_json(shuffled));
    for (int i = 0; i < 5; ++i) {
      TaskSpec task = random_task(random, spec);
      DecideOptions options;
      options.cells = 10'000'000;
      // Gates name the first answered criterion that they test, and witnesses may differ.
      const auto plain = [&](const Engine& engine) {
        Decision decision = decide(engine, task_of(engine, to_json(task)), options);
        for (Reason& reason : decision.reasons) {
          if (reason.kind == ReasonKind::gate) reason.value.clear();
        }
        return summary(decision);
      };
      const std::string first = plain(one);
      random.shuffle(task);
      const std::string second = plain(other);
      if (first != second) {
        FAIL("shuffled " << to_json(shuffled) << "\ntask " << to_json(task) << '\n'
                         << first << "\n--- and shuffled\n"
                         << second);
      }
    }
  });
}

TEST_CASE("weights are relative: ten times all of them changes nothing") {
  models(300, [&](const ModelSpec& spec, Random& random) {
    ModelSpec scaled = spec;
    for (auto& axis : scaled.axes) {
      for (WeightSpec& weight : axis) weight.weight *= 10;
    }
    const Engine one = engine_of(to_json(spec)), other = engine_of(to_json(scaled));
    for (int i = 0; i < 5; ++i) {
      const std::string task = to_json(random_task(random, spec));
      INFO(task);
      REQUIRE(summary(decide(one, task_of(one, task))) ==
              summary(decide(other, task_of(other, task))));
    }
  });
}

TEST_CASE("a criterion without weight or rule changes no score and no verdict") {
  models(300, [&](const ModelSpec& spec, Random& random) {
    ModelSpec wider = spec;
    CriterionSpec extra = spec.criteria[random.below(spec.criteria.size())];
    extra.id = "extra";
    wider.criteria.push_back(extra);
    const std::size_t index = spec.criteria.size();
    for (auto& axis : wider.axes) {
      WeightSpec weight;
      weight.criterion = index;
      weight.direction = random.chance(50) ? "high" : "low";
      if (random.chance(50)) axis.insert(axis.begin(), weight);
    }
    const Engine one = engine_of(to_json(spec)), other = engine_of(to_json(wider));
    for (int i = 0; i < 5; ++i) {
      TaskSpec task = random_task(random, spec);
      const Decision before = decide(one, task_of(one, to_json(task)));
      task.emplace_back("extra", value_text(random, extra, random.below(extra.positions())));
      INFO(to_json(task));
      const Decision after = decide(other, task_of(other, to_json(task)));
      REQUIRE(before.scores == after.scores);
      REQUIRE(before.verdict == after.verdict);
      REQUIRE(before.status == after.status);
      REQUIRE(before.location_margin == after.location_margin);
    }
  });
}

TEST_CASE("an unknown answer contributes exactly 0.00") {
  models(300, [&](const ModelSpec& spec, Random& random) {
    const Engine engine = engine_of(to_json(spec));
    TaskSpec task = random_task(random, spec);
    std::erase_if(task, [](const auto& member) { return member.first == "activity"; });
    INFO(to_json(task));
    const Decision decision = decide(engine, task_of(engine, to_json(task)));
    for (const Reason& reason : decision.reasons) {
      for (const std::string& unknown : decision.unknown) {
        if (reason.kind == ReasonKind::criterion && reason.criterion == unknown) {
          REQUIRE(reason.points == Centipoints{0});
        }
      }
    }
    // Saying the neutral value out loud gives the same scores.
    TaskSpec spoken = task;
    for (const std::string& unknown : decision.unknown) {
      std::erase_if(spoken, [&](const auto& member) { return member.first == unknown; });
      for (const CriterionSpec& criterion : spec.criteria) {
        if (criterion.id != unknown) continue;
        spoken.emplace_back(unknown, value_text(random, criterion, criterion.neutral));
      }
    }
    const Decision said = decide(engine, task_of(engine, to_json(spoken)));
    REQUIRE(said.scores == decision.scores);
    REQUIRE(said.excluded == decision.excluded);
  });
}

TEST_CASE("every form of a value reads the same") {
  models(300, [&](const ModelSpec& spec, Random& random) {
    const Engine engine = engine_of(to_json(spec));
    for (std::size_t c = 0; c < spec.criteria.size(); ++c) {
      const CriterionSpec& criterion = spec.criteria[c];
      const std::size_t at = random.below(criterion.positions());
      for (int i = 0; i < 8; ++i) {
        const std::string value = value_text(random, criterion, at);
        const Task task = task_of(engine, "{\"" + criterion.id + "\":" + value + "}");
        INFO(criterion.id << ' ' << value);
        REQUIRE(task.answers[c].low == at);
        REQUIRE(task.answers[c].high == at);
        const std::string cell = cell_text(random, criterion, at);
        Task other = make_task(engine);
        INFO(cell << all(set_answer(engine, other, criterion.id, cell)));
        REQUIRE(other.answers[c].origin == Origin::answered);
        REQUIRE(other.answers[c].low == at);
        REQUIRE(other.answers[c].high == at);
      }
    }
  });
}

TEST_CASE(
    "deciding twice gives the same, and a budget of cells does not depend on what came before") {
  models(100, [&](const ModelSpec& spec, Random& random) {
    const Engine engine = engine_of(to_json(spec));
    const std::string task = to_json(random_task(random, spec));
    const std::string first = summary(decide(engine, task_of(engine, task)));
    (void)decide(engine, task_of(engine, to_json(random_task(random, spec))));
    REQUIRE(summary(decide(engine, task_of(engine, task))) == first);
  });
}

}  // namespace
}  // namespace sourcing::test
