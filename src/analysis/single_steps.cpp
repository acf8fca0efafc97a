// SPDX-License-Identifier: Apache-2.0
#include "analysis/single_steps.hpp"

#include <algorithm>

#include "analysis/estimate.hpp"
#include "engine/settle.hpp"
#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

using engine::Lanes;
using engine::Outcome;
using engine::Program;

void collect(const Program& program, const engine::Node& node, engine::CriterionSet& criteria,
             auto&& fresh) {
  if (node.kind == engine::NodeKind::atom) {
    const std::uint16_t c = program.atoms[node.first].criterion;
    if (criteria.insert(c)) fresh(c);
    return;
  }
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    collect(program, child, criteria, fresh);
  }
}

Lanes points_of(const engine::Rule& rule) noexcept {
  Lanes sum = 0;
  for (std::size_t a = 0; a < axis_count; ++a) {
    sum += static_cast<Lanes>(std::int64_t{rule.points[a]}) << (16 * a);
  }
  return sum;
}

// Whether a rule fires at a point; without branches where a word holds its tests.
bool fires(const Program& program, const engine::Rule& rule, const engine::Point& point) noexcept {
  if (rule.clauses == 0) return engine::holds(program, program.nodes[rule.condition], point);
  const std::uint64_t bits = engine::run_tests(program, rule.first_test, rule.tests, point.data());
  return engine::run_clauses(program, rule, bits);
}

}  // namespace

SingleSteps::SingleSteps(const Program& program) : program_(program) {
  bears_.assign(program.criteria.size(), {false, false, false});
  for (std::size_t a = 0; a < axis_count; ++a) {
    for (const engine::Weight& weight : program.axes[a].weights) {
      if (weight.centipoints == 0) continue;
      Given& given = bears_[weight.criterion];
      (a == 0 ? given.engagement : given.location) = true;
    }
  }
  list_rules();
}

void SingleSteps::list_rules() {
  struct Test {
    std::uint16_t criterion, rule;
  };
  std::vector<Test> all;
  all.reserve(program_.atoms.size());
  first_rule_.assign(program_.criteria.size() + 1, 0);
  for (std::size_t r = 0; r < program_.rules.size(); ++r) {
    const engine::Rule& rule = program_.rules[r];
    const bool disposes = rule.disposition != engine::no_disposition;
    engine::CriterionSet criteria;
    collect(program_, program_.nodes[rule.condition], criteria, [&](std::uint16_t c) {
      all.push_back({c, static_cast<std::uint16_t>(r)});
      ++first_rule_[c + std::size_t{1}];
      bears_[c].disposition = bears_[c].disposition || disposes;
    });
  }
  for (std::size_t c = 1; c < first_rule_.size(); ++c) first_rule_[c] += first_rule_[c - 1];
  rules_.resize(all.size());
  // From the last to the first, so that each criterion's own end up in model order: its end moves
  // down to its beginning, where the entry after it has pointed to its end.
  for (std::size_t i = all.size(); i-- > 0;) {
    rules_[--first_rule_[all[i].criterion + std::size_t{1}]] = all[i].rule;
  }
  first_rule_.erase(first_rule_.begin());
  first_rule_.push_back(static_cast<std::uint32_t>(all.size()));
}

// What is given of a verdict, before a step and after it. Nearly always an answer bears on each
// part whatever it is; else it is up to the rules that fire.
class SingleSteps::Bearings {
 public:
  Bearings(const SingleSteps& steps, const Start& start) : steps_(steps), start_(start) {
    for (std::size_t c = 0; c < steps.bears_.size() && !settled(); ++c) {
      if (!start.answered.has(c)) continue;
      answers_.engagement = answers_.engagement || steps.bears_[c].engagement;
      answers_.location = answers_.location || steps.bears_[c].location;
      answers_.disposition = answers_.disposition || steps.bears_[c].disposition;
    }
    if (settled()) return;
    box_ = start.box;
    for (std::size_t r = 0; r < steps.program_.rules.size(); ++r) fires_.push_back(fires(r));
    before_ = given();
  }

  /// Something was answered that bears on each part, whatever the answers are.
  [[nodiscard]] bool settled() const noexcept {
    return answers_.engagement && answers_.location && answers_.disposition;
  }
  [[nodiscard]] Given before() const noexcept { return before_; }
  [[nodiscard]] Given after(std::size_t c, std::uint16_t to) {
    const std::span<const std::uint16_t> tested = steps_.testing(c);
    if (settled() || tested.empty()) return before_;
    box_.low[c] = box_.high[c] = to;
    std::vector<bool> kept;
    for (const std::uint16_t r : tested) {
      kept.push_back(fires_[r]);
      fires_[r] = fires(r);
    }
    const Given result = given();
    for (std::size_t i = 0; i < tested.size(); ++i) fires_[tested[i]] = kept[i];
    box_.low[c] = start_.box.low[c];
    box_.high[c] = start_.box.high[c];
    return result;
  }

 private:
  [[nodiscard]] bool fires(std::size_t rule) const {
    return engine::settle_rule(steps_.program_, rule, box_, start_.cells) == engine::Truth::yes;
  }
  // As `bearing` and `statuses` say of a task.
  [[nodiscard]] Given given() const {
    const Program& program = steps_.program_;
    Given result = answers_;
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      if (!fires_[r]) continue;
      const engine::Rule& rule = program.rules[r];
      result.engagement = result.engagement || engine::moves(program, rule, 0);
      result.location =
          result.location || rule.excluded != 0 || engine::moves_location(program, rule);
      result.disposition = result.disposition || rule.disposition != engine::no_disposition;
    }
    if (!result.disposition) {
      const auto all = engine::settle_disposition(program, box_, start_.cells);
      result.disposition = all.unique && all.value == Disposition::retain;
    }
    return result;
  }

  const SingleSteps& steps_;
  const Start& start_;
  Given answers_{false, false, false}, before_;
  engine::Box box_;
  std::vector<bool> fires_;
};

// What a point comes to, so that a step pays for what it changes alone.
class SingleSteps::Looking {
 public:
  Looking(const SingleSteps& steps, const Start& start)
      : steps_(steps),
        program_(steps.program_),
        point_(start.point),
        before_(start.outcome),
        bearings_(steps, start) {
    for (std::size_t a = 0; a < axis_count; ++a) {
      scores_ |= static_cast<Lanes>(before_.scores[a]) << (16 * a);
    }
  }

  /// What is given of the verdict hangs on no rule.
  [[nodiscard]] bool all_given() const noexcept { return bearings_.settled(); }
  /// The step, where it changes a part of the verdict.
  [[nodiscard]] std::optional<Step> changed(std::size_t criterion, std::uint16_t to);

 private:
  [[nodiscard]] bool idle(std::size_t criterion, std::uint16_t to) const;
  [[nodiscard]] Outcome after(std::size_t criterion, std::uint16_t to);
  void fire_anew(std::size_t criterion, Lanes& scores, Outcome& outcome);

  const SingleSteps& steps_;
  const Program& program_;
  engine::Point point_;
  const Outcome& before_;
  Bearings bearings_;
  Lanes scores_ = 0;
  std::uint16_t from_ = 0;  // where the criterion was that takes a step
};

// Rules that test the criterion: their points, and what all rules say where one of them changed.
void SingleSteps::Looking::fire_anew(std::size_t c, Lanes& scores, Outcome& outcome) {
  bool says = false;  // something beside points
  const std::uint16_t to = point_[c];
  for (const std::uint16_t r : steps_.testing(c)) {
    const engine::Rule& rule = program_.rules[r];
    const bool now = fires(program_, rule, point_);
    point_[c] = from_;
    const bool then = fires(program_, rule, point_);
    point_[c] = to;
    if (now == then) continue;
    scores += now ? points_of(rule) : Lanes{0} - points_of(rule);
    says = says || rule.excluded != 0 || rule.disposition != engine::no_disposition;
  }
  if (!says) return;
  const Outcome anew = engine::decide(program_, point_);
  outcome.excluded = anew.excluded;
  outcome.disposition = anew.disposition;
}

Outcome SingleSteps::Looking::after(std::size_t c, std::uint16_t to) {
  from_ = point_[c];
  point_[c] = to;
  Outcome outcome = before_;
  if (program_.varies) {
    outcome = engine::decide(program_, point_);
  } else {
    Lanes scores = scores_ - program_.contribution(c, from_) + program_.contribution(c, to);
    if (!steps_.testing(c).empty()) fire_anew(c, scores, outcome);
    for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] = engine::lane(scores, a);
    outcome.location = engine::choose_location(scores, outcome.excluded);
    outcome.engagement = engine::choose_engagement(program_, outcome.scores[0]);
  }
  point_[c] = from_;
  return outcome;
}

// Whether a step that no rule sees leaves the choices as they are, as nearly every one does.
bool SingleSteps::Looking::idle(std::size_t c, std::uint16_t to) const {
  if (program_.varies || !steps_.testing(c).empty()) return false;
  const Lanes scores = scores_ - program_.contribution(c, point_[c]) + program_.contribution(c, to);
  return engine::choose_engagement(program_, engine::lane(scores, 0)) == before_.engagement &&
         engine::choose_location(scores, before_.excluded) == before_.location;
}

std::optional<SingleSteps::Step> SingleSteps::Looking::changed(std::size_t c, std::uint16_t to) {
  if (idle(c, to)) return std::nullopt;
  const Outcome outcome = after(c, to);
  const Given then = bearings_.before(), now = bearings_.after(c, to);
  const auto other = [](bool was, bool is, bool differs) { return was != is || (is && differs); };
  if (other(then.engagement, now.engagement, outcome.engagement != before_.engagement) ||
      other(then.location, now.location, outcome.location != before_.location) ||
      other(then.disposition, now.disposition, outcome.disposition != before_.disposition)) {
    return Step{static_cast<std::uint16_t>(c), to, outcome, now};
  }
  return std::nullopt;
}

std::optional<SingleSteps::Step> SingleSteps::first(const Start& start,
                                                    const QuietSteps* quiet) const {
  Looking looking(*this, start);
  if (!looking.all_given()) quiet = nullptr;
  const Slack slack = slack_of(program_, start.outcome);
  for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
    if (program_.criteria[c].immutable || !start.answered.has(c)) continue;
    const std::uint16_t at = start.point[c];
    if (quiet != nullptr && quiet->quiet(c, at, slack)) continue;
    for (const std::uint16_t to : neighbours(program_.criteria[c], at)) {
      if (to == at) continue;
      if (const auto found = looking.changed(c, to)) return found;
    }
  }
  return std::nullopt;
}

FlipStep flip_of(const Program& program, const engine::Point& point,
                 const SingleSteps::Step& step) {
  const engine::Criterion& criterion = program.criteria[step.criterion];
  FlipStep flip;
  flip.criterion = criterion.id;
  flip.from = input::json_value(criterion, point[step.criterion]);
  flip.to = input::json_value(criterion, step.to);
  if (step.given.disposition) flip.verdict.disposition = step.outcome.disposition;
  if (step.given.engagement) flip.verdict.engagement = step.outcome.engagement;
  if (step.given.location) flip.verdict.location = step.outcome.chosen();
  return flip;
}

engine::CriterionSet answered(const Task& task) noexcept {
  engine::CriterionSet set;
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    if (is_answered(task.answers[c])) set.insert(c);
  }
  return set;
}

void look_at_steps(const Program& program, const Task& task, const engine::Point& point,
                   const Outcome& outcome, const engine::Box& box, std::uint64_t cells,
                   Decision& out) {
  const engine::CriterionSet set = answered(task);
  const auto step = SingleSteps(program).first({point, outcome, box, set, cells});
  out.robust = !step;
  if (step) out.flip_step = flip_of(program, point, *step);
}

}  // namespace sourcing::analysis
