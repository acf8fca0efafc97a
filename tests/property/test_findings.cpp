// SPDX-License-Identifier: Apache-2.0
// What `model check` and `model diff` say of small random models is what trying every task says:
// no false alarm, no miss.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <set>
#include <sourcing/findings.hpp>
#include <string>

#include "analysis/twin.hpp"
#include "audit/model_compare.hpp"
#include "engine/wide.hpp"
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

// What `docs/findings.md` says, tried on every task. Findings are written as `id who`.
class BruteForce {
 public:
  BruteForce(const Program& program, const std::vector<Point>& tasks)
      : program_(program), tasks_(tasks), gone_(program.rules.size(), false) {
    for (const Point& task : tasks) {
      outcomes_.push_back(engine::decide(program, task));
      std::vector<bool>& fired = fired_.emplace_back();
      for (std::size_t r = 0; r < program.rules.size(); ++r) {
        fired.push_back(fires(program, r, task));
      }
    }
  }

  std::set<std::string> run() {
    scale();
    outcomes();
    for (std::size_t r = 0; r < program_.rules.size(); ++r) never_fires(r);
    for (std::size_t r = program_.rules.size(); r-- > 0;) shadowed(r);
    all_gone_at_once();
    for (std::size_t b = 0; b < program_.rules.size(); ++b) {
      for (std::size_t a = 0; a < b; ++a) contradict(a, b);
      never_matters(b);
    }
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) criterion(c);
    return std::move(found_);
  }

 private:
  template <class Test>
  [[nodiscard]] bool any(Test test) const {
    return std::any_of(outcomes_.begin(), outcomes_.end(), test);
  }
  [[nodiscard]] std::string id(std::size_t rule) const {
    return std::string(program_.rules[rule].id);
  }
  void found(const std::string& what, const std::string& whom = {}) {
    found_.insert(whom.empty() ? what : what + " " + whom);
  }

  void scale() {
    const auto kpo = [](const engine::Outcome& o) { return o.engagement == Engagement::kpo; };
    const auto bpo = [](const engine::Outcome& o) { return o.engagement == Engagement::bpo; };
    const auto hybrid = [&](const engine::Outcome& o) {
      return std::abs(o.scores[0] - program_.threshold) <= program_.hybrid_band;
    };
    if (!any(kpo) || !any(bpo)) {
      found("threshold_out_of_reach");
    } else if (!any([&](const auto& o) { return kpo(o) && !hybrid(o); }) ||
               !any([&](const auto& o) { return bpo(o) && !hybrid(o); })) {
      found("hybrid_band_swallows");
    }
    if (!any(hybrid) || program_.hybrid_band == 0) found("hybrid_band_empty");
  }

  void outcomes() {
    for (const Engagement engagement : {Engagement::bpo, Engagement::kpo}) {
      if (any([&](const auto& o) { return o.engagement == engagement; })) continue;
      found("outcome_unreachable", std::string(name(engagement)));
      fixed_[0] = true;
    }
    for (std::int8_t l = 0; l < 3; ++l) {
      if (any([&](const auto& o) { return o.location == l; })) continue;
      found("outcome_unreachable", std::string(name(static_cast<Location>(l))));
      fixed_[1] = true;
    }
    for (const Disposition disposition :
         {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
      const bool set = std::any_of(program_.rules.begin(), program_.rules.end(), [&](auto& rule) {
        return rule.disposition == static_cast<std::int8_t>(disposition);
      });
      if (!set && disposition != Disposition::outsource) continue;
      if (any([&](const auto& o) { return o.disposition == disposition; })) continue;
      found("outcome_unreachable", std::string(name(disposition)));
    }
    if (any([](const auto& o) { return o.location == engine::no_location; })) {
      found("gates_exclude_all");
    }
  }

  void never_fires(std::size_t r) {
    gone_[r] = std::none_of(fired_.begin(), fired_.end(), [&](const auto& one) { return one[r]; });
    if (gone_[r]) found("rule_never_fires", id(r));
  }

  // Whether others do on a task all that the rule would do there.
  [[nodiscard]] bool done_by_others(std::size_t r, const std::vector<bool>& fired) const {
    const engine::Rule& rule = program_.rules[r];
    std::uint8_t excluded = 0;
    bool said = rule.disposition == engine::no_disposition;
    for (std::size_t o = 0; o < program_.rules.size(); ++o) {
      if (o == r || gone_[o] || !fired[o]) continue;
      const engine::Rule& other = program_.rules[o];
      excluded |= other.excluded;
      said = said ||
             (other.disposition != engine::no_disposition && other.disposition <= rule.disposition);
    }
    // What is excluded everywhere is retained, and nothing is tried before that.
    said = said || excluded == engine::all_locations;
    return said && (rule.excluded & ~excluded) == 0;
  }

  void shadowed(std::size_t r) {
    const engine::Rule& rule = program_.rules[r];
    if (gone_[r] || rule.points != engine::Rule{}.points || !rule.neutralised.empty()) return;
    if (rule.excluded == 0 && rule.disposition == engine::no_disposition) return;
    for (const std::vector<bool>& fired : fired_) {
      if (fired[r] && !done_by_others(r, fired)) return;
    }
    found("rule_shadowed", id(r));
    gone_[r] = true;
  }

  void all_gone_at_once() {
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      if (!gone_[r]) alive_.push_back(program_.rules[r]);
    }
    Program alive = program_;
    alive.rules = alive_;
    for (std::size_t i = 0; i < tasks_.size(); ++i) {
      REQUIRE(same(outcomes_[i], engine::decide(alive, tasks_[i])));
    }
  }

  [[nodiscard]] bool implies(std::size_t a, std::size_t b) const {
    return std::all_of(fired_.begin(), fired_.end(),
                       [&](const auto& fired) { return !fired[a] || fired[b]; });
  }

  void contradict(std::size_t a, std::size_t b) {
    const engine::Rule &first = program_.rules[a], &second = program_.rules[b];
    bool opposed = false;
    for (std::size_t axis = 0; axis < axis_count; ++axis) {
      const int gives = first.points[axis] - first.folded[axis];
      const int takes = second.points[axis] - second.folded[axis];
      opposed = opposed || (gives < 0 && takes > 0) || (gives > 0 && takes < 0);
    }
    const bool dispositions = first.disposition != engine::no_disposition &&
                              second.disposition != engine::no_disposition &&
                              first.disposition != second.disposition;
    const bool together = std::any_of(fired_.begin(), fired_.end(),
                                      [&](const auto& fired) { return fired[a] && fired[b]; });
    if (together && (opposed || (dispositions && (implies(a, b) || implies(b, a))))) {
      found("rules_contradict", id(a) + " " + id(b));
    }
  }

  void never_matters(std::size_t r) {
    if (gone_[r] || bears_on_what_is_fixed(program_.rules[r])) return;
    Program with = program_, without = program_;
    with.rules = alive_;
    std::vector<engine::Rule> others = alive_;
    std::erase_if(others, [&](const auto& rule) { return rule.id == program_.rules[r].id; });
    without.rules = others;
    for (const Point& task : tasks_) {
      // Without a rule a score may lie anywhere.
      if (!same(engine::decide_wide(with, task), engine::decide_wide(without, task))) return;
    }
    found("rule_never_matters", id(r));
  }

  [[nodiscard]] bool bears_on_what_is_fixed(const engine::Rule& rule) const {
    const bool location = rule.excluded != 0 || engine::moves_location(program_, rule);
    return (fixed_[0] && engine::moves(program_, rule, 0)) || (fixed_[1] && location);
  }

  static bool names(const Program& program, const engine::Node& node, std::size_t c) {
    if (node.kind == engine::NodeKind::atom) return program.atoms[node.first].criterion == c;
    const auto children = program.nodes.subspan(node.first, node.count);
    return std::any_of(children.begin(), children.end(),
                       [&](const auto& child) { return names(program, child, c); });
  }

  [[nodiscard]] bool bears_on_what_is_fixed(std::size_t c) const {
    for (std::size_t a = 0; a < axis_count; ++a) {
      if (!fixed_[a == 0 ? 0 : 1]) continue;
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion == c && weight.centipoints > 0) return true;
      }
    }
    return std::any_of(program_.rules.begin(), program_.rules.end(), [&](const auto& rule) {
      return bears_on_what_is_fixed(rule) && names(program_, program_.nodes[rule.condition], c);
    });
  }

  // Whether some task gets another verdict with `b` instead of `a`.
  [[nodiscard]] bool tell_apart(std::size_t c, std::uint16_t a, std::uint16_t b) const {
    return std::any_of(tasks_.begin(), tasks_.end(), [&](Point task) {
      task[c] = a;
      const engine::Outcome first = engine::decide(program_, task);
      task[c] = b;
      return !same(first, engine::decide(program_, task));
    });
  }

  void criterion(std::size_t c) {
    const engine::Criterion& criterion = program_.criteria[c];
    if (bears_on_what_is_fixed(c)) return;
    bool matters = false;
    for (std::uint16_t at = 1; at <= criterion.last && !matters; ++at) {
      matters = tell_apart(c, static_cast<std::uint16_t>(at - 1), at);
    }
    if (!matters) return found("criterion_never_matters", std::string(criterion.id));
    bool words = criterion.scale == Scale::choice || criterion.scale == Scale::boolean;
    for (const engine::ScoreAxis& axis : program_.axes) {
      for (const engine::Weight& weight : axis.weights) {
        words = words || (weight.criterion == c && !weight.steps.empty());
      }
    }
    if (!words) return;
    for (std::size_t l = 1; l < criterion.levels.size(); ++l) {
      if (tell_apart(c, criterion.levels[l - 1].at, criterion.levels[l].at)) continue;
      found("level_never_matters", std::string(criterion.id) + " " + std::to_string(l));
    }
  }

  const Program& program_;
  const std::vector<Point>& tasks_;
  std::vector<bool> gone_;                // rules that never fire, or are shadowed
  std::vector<std::vector<bool>> fired_;  // for each task, each rule
  std::vector<engine::Rule> alive_;
  std::vector<engine::Outcome> outcomes_;
  std::array<bool, 2> fixed_{};  // an engagement, a location is out of reach
  std::set<std::string> found_;
};

// Puts the threshold and its band where the last score that tasks can have begins or ends.
void put_on_an_edge(Random& random, const Program& program, const std::vector<Point>& tasks,
                    ModelSpec& spec) {
  std::int64_t low = 10'000, high = 0;
  for (const Point& task : tasks) {
    const std::int64_t score = engine::decide(program, task).scores[0];
    low = std::min(low, score);
    high = std::max(high, score);
  }
  spec.threshold = random.chance(30)   ? low + random.between(0, 1)
                   : random.chance(50) ? high + random.between(0, 1)
                                       : spec.threshold;
  spec.threshold = std::clamp<std::int64_t>(spec.threshold, 0, 10'000);
  const std::int64_t to_end = random.chance(50) ? spec.threshold - low : high - spec.threshold;
  spec.hybrid_band = std::clamp<std::int64_t>(to_end + random.between(-1, 1), 0, 10'000);
}

// The word in the n-th backticks: whom a finding is about.
std::string who(const Finding& finding, std::size_t n = 0) {
  std::size_t from = finding.message.find('`') + 1;
  for (std::size_t i = 0; i < 2 * n; ++i) from = finding.message.find('`', from) + 1;
  return finding.message.substr(from, finding.message.find('`', from) - from);
}

// Findings as brute force writes them, without those that are not about what tasks get.
std::set<std::string> compared(const ModelFindings& findings) {
  static const std::set<std::string> of_texts = {"weight_against_poles", "sentence_unused",
                                                 "sentence_missing", "suppression_unused"};
  std::set<std::string> out;
  for (const Finding& finding : findings.findings) {
    const std::string& id = finding.id;
    const std::string last = finding.pointer.substr(finding.pointer.rfind('/') + 1);
    if (of_texts.contains(id)) continue;
    if (id == "rules_contradict") {
      out.insert(id + " " + who(finding) + " " + who(finding, 1));
    } else if (id == "level_never_matters") {
      out.insert(id + " " + who(finding) + " " + last);
    } else if (id == "outcome_unreachable") {
      out.insert(id + " " + finding.message.substr(finding.message.rfind(' ') + 1));
    } else if (id == "threshold_out_of_reach" || id == "gates_exclude_all" ||
               id.starts_with("hybrid_band")) {
      out.insert(id);
    } else {
      out.insert(id + " " + who(finding));
    }
  }
  return out;
}

// The witness of a finding, decided again, shows it.
void check_witness(const Program& program, const Engine& engine, const Finding& finding) {
  if (finding.witness.empty()) {
    CHECK_FALSE(finding.proof.empty());
    return;
  }
  std::string text = "{";
  for (const WitnessValue& value : finding.witness) {
    text += (text.size() > 1 ? ",\"" : "\"") + value.criterion + "\":" + value.value;
  }
  const Decision decision = sourcing::decide(engine, task_of(engine, text + "}"));
  const auto fired = [&](const std::string& id) {
    return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                       [&](const Reason& reason) { return reason.code == id; });
  };
  if (finding.id == "rules_contradict") {
    CHECK(fired(who(finding)));
    CHECK(fired(who(finding, 1)));
  } else if (finding.id == "rule_shadowed") {
    CHECK(fired(who(finding)));
  } else if (finding.id == "gates_exclude_all") {
    CHECK_FALSE(decision.verdict.location.has_value());
  } else if (finding.id == "hybrid_band_empty") {
    CHECK(decision.scores[0] == program.threshold);
  } else {
    FAIL("a witness that nothing checks: " << finding.id);
  }
}

std::string joined(const std::set<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += item + "; ";
  return out;
}

TEST_CASE("findings are what trying every task finds") {
  std::map<std::string, std::size_t> seen;
  for (std::size_t trial = 0; trial < trials(300); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape = small_shape();
    shape.most_rules = 8;  // so that they meet
    shape.condition_depth = static_cast<int>(random.below(3));
    shape.any_points = random.chance(30);
    ModelSpec spec = random_model(random, shape);
    const Result<Engine> drawn = Engine::from_json(to_json(spec));
    if (!drawn.ok()) continue;  // a score could leave its range
    const std::vector<Point> tasks = every_task(drawn->program(), 2'000);
    if (tasks.empty()) continue;
    if (random.chance(30)) put_on_an_edge(random, drawn->program(), tasks, spec);
    const std::string json = to_json(spec);
    const Result<Engine> engine = Engine::from_json(json);
    REQUIRE(engine.ok());
    const Program& program = engine->program();
    INFO(repeat(trial, json));
    const auto findings = check_model(json);
    REQUIRE(findings.ok());
    REQUIRE(findings->unproven.empty());
    const auto expected = BruteForce(program, tasks).run();
    CHECK(joined(compared(*findings)) == joined(expected));
    for (const Finding& finding : findings->findings) check_witness(program, *engine, finding);
    for (const std::string& one : expected) ++seen[one.substr(0, one.find(' '))];
  }
  // Each kind that tasks can show came up, or the comparison says little.
  for (const FindingKind& kind : finding_kinds()) {
    const bool of_texts = kind.id.starts_with("sentence") || kind.id == "suppression_unused" ||
                          kind.id == "weight_against_poles";
    INFO(kind.id);
    if (!of_texts) CHECK(seen[std::string(kind.id)] > 2);
  }
}

TEST_CASE("two models are proven equal exactly when no task tells them apart") {
  std::size_t equal = 0, different = 0, in_whole = 0;
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
    std::array<bool, audit::aspect_count> differ{}, differ_in_whole{};
    std::array<std::size_t, audit::aspect_count> fewest;
    fewest.fill(a.program().criteria.size());
    for (const Point& task : tasks) {
      const engine::Outcome x = engine::decide(a.program(), task);
      const engine::Outcome y = engine::decide(b->program(), task);
      const auto hybrid = [](const Program& program, const engine::Outcome& outcome) {
        return std::abs(outcome.scores[0] - program.threshold) <= program.hybrid_band;
      };
      std::size_t moved = 0;
      bool whole = true;
      for (std::size_t c = 0; c < a.program().criteria.size(); ++c) {
        const engine::Criterion& criterion = a.program().criteria[c];
        if (task[c] == criterion.neutral) continue;
        ++moved;
        const bool number = criterion.scale == Scale::level || criterion.scale == Scale::number;
        whole = whole && (!number || number_at(criterion, task[c]) % 100 == 0);
      }
      const std::array<bool, audit::aspect_count> here = {
          x.engagement != y.engagement, hybrid(a.program(), x) != hybrid(b->program(), y),
          x.location != y.location, x.disposition != y.disposition};
      for (std::size_t i = 0; i < audit::aspect_count; ++i) {
        if (!here[i]) continue;
        differ[i] = true;
        differ_in_whole[i] = differ_in_whole[i] || whole;
        fewest[i] = std::min(fewest[i], moved);
      }
    }
    const audit::Comparison comparison =
        audit::compare_models(a.program(), b->program(), {100'000, {}, {}, {}});
    bool any = false;
    for (std::size_t i = 0; i < audit::aspect_count; ++i) {
      INFO(audit::name(static_cast<audit::Aspect>(i)));
      CHECK((comparison.differs[i] == analysis::Found::yes) == differ[i]);
      CHECK(comparison.differs[i] != analysis::Found::unknown);
      CHECK(comparison.example[i].has_value() == differ[i]);
      if (differ[i] && comparison.example[i]) {
        CHECK(comparison.example[i]->moved.size() == fewest[i]);
        CHECK(comparison.example[i]->fewest);
        CHECK((comparison.differs_in_whole[i] == analysis::Found::yes) == differ_in_whole[i]);
        CHECK(comparison.differs_in_whole[i] != analysis::Found::unknown);
        in_whole += comparison.whole_example[i] ? 1U : 0U;
      }
      any = any || differ[i];
    }
    CHECK(comparison.proven_equal() == !any);
    ++(any ? different : equal);
  }
  CHECK(equal > 5);
  CHECK(different > 20);
  CHECK(in_whole > 2);
}

TEST_CASE("a model is proven equal to itself, however large it is") {
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    ModelShape shape;
    shape.most_criteria = 40;
    shape.most_rules = 60;
    const std::string json = to_json(random_model(random, shape));
    INFO(repeat(trial, json));
    const Engine engine = engine_of(json);
    const audit::Comparison comparison =
        audit::compare_models(engine.program(), engine.program(), {50'000, {}, {}, {}});
    CHECK(comparison.proven_equal());
  }
}

}  // namespace
}  // namespace sourcing::test
