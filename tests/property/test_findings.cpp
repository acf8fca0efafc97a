// SPDX-License-Identifier: Apache-2.0
// What `model check` and `model diff` say of small random models is what trying every task says:
// no false alarm, no miss.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <sourcing/findings.hpp>
#include <string>

#include "analysis/twin.hpp"
#include "audit/model_compare.hpp"
#include "property/random_model.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using engine::Point;
using engine::Program;

// Every task of a small model, in a fixed order.
std::vector<Point> every_task(const Program& program, std::size_t most) {
  std::vector<Point> points(1, Point{});
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    std::vector<Point> next;
    for (const Point& point : points) {
      for (std::size_t at = 0; at <= program.criteria[c].last; ++at) {
        next.push_back(point);
        next.back()[c] = static_cast<std::uint16_t>(at);
        if (next.size() > most) return {};
      }
    }
    points = std::move(next);
  }
  return points;
}

bool same(const engine::Outcome& a, const engine::Outcome& b) {
  return a.engagement == b.engagement && a.location == b.location && a.disposition == b.disposition;
}

bool fires(const Program& program, std::size_t rule, const Point& point) {
  return engine::holds(program, program.nodes[program.rules[rule].condition], point);
}

// `id pointer` of what brute force finds.
class BruteForce {
 public:
  BruteForce(const Program& program, const std::vector<Point>& tasks,
             const std::set<std::string>& shadowed)
      : program_(program), tasks_(tasks) {
    for (const engine::Rule& rule : program.rules) {
      if (!shadowed.contains(std::string(rule.id))) alive_.push_back(rule);
    }
    Program alive = program;
    alive.rules = alive_;
    for (const Point& task : tasks) {
      outcomes_.push_back(engine::decide(program, task));
      // What is shadowed may go, all at once.
      if (!same(outcomes_.back(), engine::decide(alive, task))) found_.insert("not shadowed");
    }
  }

  std::set<std::string> run() {
    scale();
    outcomes();
    for (std::size_t r = 0; r < program_.rules.size(); ++r) rule(r);
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) criterion(c);
    return std::move(found_);
  }

 private:
  template <class Test>
  [[nodiscard]] bool any(Test test) const {
    return std::any_of(outcomes_.begin(), outcomes_.end(), test);
  }

  void scale() {
    const auto kpo = [](const engine::Outcome& o) { return o.engagement == Engagement::kpo; };
    const auto bpo = [](const engine::Outcome& o) { return o.engagement == Engagement::bpo; };
    const auto hybrid = [&](const engine::Outcome& o) {
      return std::abs(o.scores[0] - program_.threshold) <= program_.hybrid_band;
    };
    if (!any(kpo) || !any(bpo)) {
      found_.insert("threshold_out_of_reach");
    } else if (!any([&](const auto& o) { return kpo(o) && !hybrid(o); }) ||
               !any([&](const auto& o) { return bpo(o) && !hybrid(o); })) {
      found_.insert("hybrid_band_swallows");
    }
    if (!any(hybrid) || program_.hybrid_band == 0) found_.insert("hybrid_band_empty");
  }

  void outcomes() {
    if (!any([](const auto& o) { return o.engagement == Engagement::bpo; })) {
      found_.insert("outcome_unreachable BPO");
    }
    if (!any([](const auto& o) { return o.engagement == Engagement::kpo; })) {
      found_.insert("outcome_unreachable KPO");
    }
    for (std::int8_t l = 0; l < 3; ++l) {
      if (!any([l](const auto& o) { return o.location == l; })) {
        found_.insert("outcome_unreachable " + std::string(name(static_cast<Location>(l))));
      }
    }
    if (any([](const auto& o) { return o.location == engine::no_location; })) {
      found_.insert("gates_exclude_all");
    }
  }

  void rule(std::size_t r) {
    std::vector<engine::Rule> others = alive_;
    const std::string id(program_.rules[r].id);
    if (std::erase_if(others, [&](const auto& rule) { return rule.id == id; }) == 0) return;
    Program without = program_;
    without.rules = others;
    bool ever = false, matters = false;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      ever = ever || fires(program_, r, tasks_[i]);
      matters = matters || !same(outcomes_[i], engine::decide(without, tasks_[i]));
    }
    if (!ever) found_.insert("rule_never_fires " + id);
    if (ever && !matters) found_.insert("rule_idle " + id);
  }

  void criterion(std::size_t c) {
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      Point other = tasks_[i];
      if (other[c] == 0) continue;
      --other[c];
      if (!same(outcomes_[i], engine::decide(program_, other))) return;
    }
    found_.insert("criterion_never_matters " + std::string(program_.criteria[c].id));
  }

  const Program& program_;
  const std::vector<Point>& tasks_;
  std::vector<engine::Rule> alive_;
  std::vector<engine::Outcome> outcomes_;
  std::set<std::string> found_;
};

// The first word in backticks: whom a finding is about.
std::string who(const Finding& finding) {
  const std::size_t from = finding.message.find('`') + 1;
  return finding.message.substr(from, finding.message.find('`', from) - from);
}

std::set<std::string> compared(const ModelFindings& findings) {
  std::set<std::string> out;
  for (const Finding& finding : findings.findings) {
    const std::string& id = finding.id;
    if (id == "rule_never_fires" || id == "criterion_never_matters") {
      out.insert(id + " " + who(finding));
    } else if (id == "rule_never_matters") {
      out.insert("rule_idle " + who(finding));
    } else if (id == "outcome_unreachable") {
      const std::string word = finding.message.substr(finding.message.rfind(' ') + 1);
      // Dispositions are reported only where a rule names them; rules say the same.
      if (word != "retain" && word != "automate_first" && word != "outsource") {
        out.insert(id + " " + word);
      }
    } else if (id == "threshold_out_of_reach" || id == "gates_exclude_all" ||
               id.starts_with("hybrid_band")) {
      out.insert(id);
    }
  }
  return out;
}

std::string joined(const std::set<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += item + "; ";
  return out;
}

TEST_CASE("findings are what trying every task finds") {
  std::size_t tried = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    const std::string json = to_json(random_model(random, small_shape()));
    const Engine engine = engine_of(json);
    const std::vector<Point> tasks = every_task(engine.program(), 4'000);
    if (tasks.empty()) continue;
    ++tried;
    INFO(repeat(trial, json));
    const auto findings = check_model(json);
    REQUIRE(findings.ok());
    REQUIRE(findings->unproven.empty());
    std::set<std::string> shadowed;
    for (const Finding& finding : findings->findings) {
      if (finding.id == "rule_shadowed") shadowed.insert(who(finding));
    }
    auto expected = BruteForce(engine.program(), tasks, shadowed).run();
    const auto found = compared(*findings);
    const bool fixed = std::any_of(expected.begin(), expected.end(), [](const auto& one) {
      return one.starts_with("outcome_unreachable");
    });
    if (fixed) {
      // What bears on an outcome that is out of reach is not asked whether it matters.
      std::erase_if(expected, [&](const std::string& one) {
        return (one.starts_with("rule_idle") || one.starts_with("criterion_never_matters")) &&
               !found.contains(one);
      });
    }
    CHECK(joined(found) == joined(expected));
  }
  CHECK(tried > 20);
}

TEST_CASE("two models are proven equal exactly when no task tells them apart") {
  std::size_t equal = 0, different = 0;
  for (std::size_t trial = 0; trial < trials(200); ++trial) {
    Random random(seed_of(trial));
    ModelSpec spec = random_model(random, small_shape());
    const std::string before = to_json(spec);
    if (random.chance(50)) {
      auto& weights = spec.axes[random.below(4)];
      weights[random.below(weights.size())].weight += random.between(1, 200);
    } else if (!spec.rules.empty() && random.chance(60)) {
      spec.rules.erase(spec.rules.begin() +
                       static_cast<std::ptrdiff_t>(random.below(spec.rules.size())));
    } else {
      spec.threshold =
          std::clamp<std::int64_t>(spec.threshold + random.between(-30, 30), 0, 10'000);
    }
    const std::string after = to_json(spec);
    const Result<Engine> b = Engine::from_json(after);
    if (!b.ok()) continue;  // the change let a score leave its range
    const Engine a = engine_of(before);
    const std::vector<Point> tasks = every_task(a.program(), 4'000);
    if (tasks.empty()) continue;
    INFO(repeat(trial, before) << "\nafter " << after);
    std::array<bool, audit::aspect_count> differ{};
    for (const Point& task : tasks) {
      const engine::Outcome x = engine::decide(a.program(), task);
      const engine::Outcome y = engine::decide(b->program(), task);
      const auto hybrid = [](const Program& program, const engine::Outcome& outcome) {
        return std::abs(outcome.scores[0] - program.threshold) <= program.hybrid_band;
      };
      differ[0] = differ[0] || x.engagement != y.engagement;
      differ[1] = differ[1] || hybrid(a.program(), x) != hybrid(b->program(), y);
      differ[2] = differ[2] || x.location != y.location;
      differ[3] = differ[3] || x.disposition != y.disposition;
    }
    const audit::Comparison comparison = audit::compare_models(a.program(), b->program(), 100'000);
    bool any = false;
    for (std::size_t i = 0; i < audit::aspect_count; ++i) {
      INFO(audit::name(static_cast<audit::Aspect>(i)));
      CHECK((comparison.differs[i] == analysis::Found::yes) == differ[i]);
      CHECK(comparison.differs[i] != analysis::Found::unknown);
      CHECK(comparison.example[i].has_value() == differ[i]);
      any = any || differ[i];
    }
    CHECK(comparison.proven_equal() == !any);
    ++(any ? different : equal);
  }
  CHECK(equal > 5);
  CHECK(different > 20);
}

}  // namespace
}  // namespace sourcing::test
