// SPDX-License-Identifier: Apache-2.0
#include "analysis/target.hpp"

#include <algorithm>

namespace sourcing::analysis {

namespace {

using engine::Program;
using engine::Truth;

constexpr std::uint8_t bit(Disposition disposition) noexcept {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(disposition));
}
constexpr std::uint8_t bit(std::size_t location) noexcept {
  return static_cast<std::uint8_t>(1U << location);
}

std::uint8_t disposition_bit(const engine::Rule& rule) noexcept {
  return rule.disposition == engine::no_disposition
             ? std::uint8_t{0}
             : bit(static_cast<Disposition>(rule.disposition));
}

// The packed lanes of a straight line differ by the same word at every step, and only then: lanes
// below 2^15 make the word's digits unique.
bool is_straight(const Program& program, std::size_t c, std::size_t low,
                 std::size_t high) noexcept {
  // A line as a whole is one in every part, and nearly all are.
  if (std::any_of(program.lines.begin(), program.lines.end(),
                  [c](const engine::Line& line) { return line.criterion == c; })) {
    return true;
  }
  const engine::Lanes* table = program.contributions.data() + program.criteria[c].table;
  const engine::Lanes step = table[low + 1] - table[low];
  engine::Lanes bent = 0;
  for (std::size_t at = low + 2; at <= high; ++at) bent |= (table[at] - table[at - 1]) ^ step;
  return bent == 0;
}

bool has_weight(const Program& program, std::size_t axis, std::size_t c) noexcept {
  const auto weights = program.axes[axis].weights;
  return std::any_of(weights.begin(), weights.end(), [c](const engine::Weight& weight) {
    return weight.criterion == c && weight.centipoints > 0;
  });
}

template <class Moves>
bool moves_both(Moves moves) noexcept {
  return moves(std::size_t{0}) &&
         (moves(std::size_t{1}) || moves(std::size_t{2}) || moves(std::size_t{3}));
}

// What undecided and certain rules leave open inside the box.
struct Open {
  std::uint8_t surely = 0, perhaps = 0;   // excluded
  std::uint8_t set = 0, perhaps_set = 0;  // dispositions
};

bool disposition_possible(const Open& open, Disposition wanted) noexcept {
  const bool somewhere = open.surely != engine::all_locations;
  switch (wanted) {
    case Disposition::retain:
      return (open.perhaps_set & bit(Disposition::retain)) != 0 ||
             open.perhaps == engine::all_locations;
    case Disposition::automate_first:
      return somewhere && (open.set & bit(Disposition::retain)) == 0 &&
             (open.perhaps_set & bit(Disposition::automate_first)) != 0;
    case Disposition::outsource:
      return somewhere &&
             (open.set & (bit(Disposition::retain) | bit(Disposition::automate_first))) == 0;
  }
  return false;
}

// Whether knowing that the rule fires, or that it does not, could still change the disposition
// asked for.
bool settles_disposition(const Open& open, Disposition wanted, const engine::Rule& rule) noexcept {
  const std::uint8_t sets = disposition_bit(rule);
  const bool retained =
      (open.set & bit(Disposition::retain)) != 0 || open.surely == engine::all_locations;
  if (retained) return false;
  if ((sets & bit(Disposition::retain)) != 0) return true;
  if (rule.excluded != 0 && open.perhaps == engine::all_locations &&
      (rule.excluded & ~open.surely) != 0) {
    return true;
  }
  return wanted != Disposition::retain && sets == bit(Disposition::automate_first) &&
         (open.set & sets) == 0;
}

void demand_engagement(const Program& program, Engagement wanted, Demand& demand) {
  const bool kpo = wanted == Engagement::kpo;
  demand.constraints[demand.count++] =
      kpo ? Constraint{{1, 0, 0, 0}, -std::int64_t{program.threshold}}
          : Constraint{{-1, 0, 0, 0}, std::int64_t{program.threshold} - 1};
}

// Only who is surely in the running must be beaten.
void demand_location(const Open& open, std::size_t wanted, Demand& demand) {
  for (std::size_t other = 0; other < location_count; ++other) {
    if (other == wanted || ((open.perhaps >> other) & 1U) != 0) continue;
    Constraint& lead = demand.constraints[demand.count++];
    lead = Constraint{{}, wanted < other ? 0 : -1};
    lead.weights[wanted + 1] = 1;
    lead.weights[other + 1] = -1;
  }
}

bool matters(const Demand& demand, const engine::Rule& rule) noexcept {
  if (rule.varies && demand.count > 0) return true;
  const Scores points = points_of(rule);
  for (std::size_t j = 0; j < demand.count; ++j) {
    if (dot(demand.constraints[j].weights, points) != 0) return true;
  }
  return false;
}

}  // namespace

namespace {

bool moves_both(const Program& program, std::uint16_t c) noexcept {
  return moves_both([&](std::size_t axis) { return has_weight(program, axis, c); });
}
bool moves_both(const engine::Rule& rule) noexcept {
  return moves_both([&](std::size_t axis) { return rule.points[axis] != 0; });
}

// The criteria that it neutralises count no more: those that are open by the demand, the others
// here.
void neutralise(const Scene& scene, const engine::Rule& rule, const engine::Box& box,
                Demand& demand) {
  for (const engine::Neutralised& each : rule.neutralised) {
    const std::size_t c = each.criterion;
    if (each.folded || !demand.neutralised.insert(c)) continue;
    if (std::binary_search(scene.active.begin(), scene.active.end(), each.criterion)) continue;
    const Scores here = unpack(scene.program.contribution(c, box.low[c]));
    const Scores neutral = unpack(scene.program.contribution(c, scene.program.criteria[c].neutral));
    for (std::size_t a = 0; a < axis_count; ++a) demand.sure[a] += neutral[a] - here[a];
  }
}

// Folds the rule into the scene, or keeps it as open.
void take_rule(const engine::Box& box, std::uint32_t r, Scene& scene) {
  const engine::Rule& rule = scene.program.rules[r];
  const Truth value = engine::truth(scene.program, rule.condition, box);
  if (rule.varies) {  // what it comes to is up to the criteria: it stays
    if (value != Truth::no) scene.rules.push_back(r);
    scene.separable = false;
    return;
  }
  if (value == Truth::maybe) {
    scene.rules.push_back(r);
    scene.separable = scene.separable && !moves_both(rule);
  }
  if (value != Truth::yes) return;
  add(scene.base, points_of(rule));
  scene.excluded |= rule.excluded;
  scene.dispositions |= disposition_bit(rule);
}

}  // namespace

Scene make_scene(const Program& program, const engine::Box& box) {
  Scene scene{program};
  set_scene(box, scene);
  return scene;
}

void set_scene(const engine::Box& box, Scene& scene) {
  const Program& program = scene.program;
  scene.active.clear();
  scene.straight.clear();
  scene.rules.clear();
  scene.excluded = scene.dispositions = 0;
  scene.separable = true;
  engine::Lanes base = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (box.low[c] == box.high[c]) {
      base += program.contribution(c, box.low[c]);
      continue;
    }
    scene.active.push_back(static_cast<std::uint16_t>(c));
    scene.straight.push_back(is_straight(program, c, box.low[c], box.high[c]));
    scene.separable = scene.separable && !moves_both(program, scene.active.back());
  }
  scene.base = unpack(base);
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    take_rule(box, static_cast<std::uint32_t>(r), scene);
  }
}

void narrow_scene(const Scene& whole, const engine::Box& part, std::size_t criterion,
                  Scene& scene) {
  const Program& program = whole.program;
  scene.active.clear();
  scene.straight.clear();
  scene.rules.clear();
  scene.base = whole.base;
  scene.excluded = whole.excluded;
  scene.dispositions = whole.dispositions;
  scene.separable = true;
  for (std::size_t i = 0; i < whole.active.size(); ++i) {
    const std::uint16_t c = whole.active[i];
    if (c == criterion) continue;
    scene.active.push_back(c);
    scene.straight.push_back(whole.straight[i]);
    // What is separable is so in every part.
    scene.separable = scene.separable && (whole.separable || !moves_both(program, c));
  }
  add(scene.base, unpack(program.contribution(criterion, part.low[criterion])));
  // What is settled in a box is settled in every part.
  for (const std::uint32_t r : whole.rules) take_rule(part, r, scene);
}

engine::Outcome outcome_at(const Scene& scene, const engine::Point& point) noexcept {
  const Program& program = scene.program;
  if (program.varies) return engine::decide(program, point);
  engine::Lanes open = 0;
  for (const std::uint16_t c : scene.active) open += program.contribution(c, point[c]);
  Scores scores = scene.base;
  add(scores, unpack(open));
  std::uint8_t set = scene.dispositions;
  engine::Outcome outcome{};
  outcome.excluded = scene.excluded;
  for (const std::uint32_t r : scene.rules) {
    const engine::Rule& rule = program.rules[r];
    if (!engine::holds(program, program.nodes[rule.condition], point)) continue;
    add(scores, points_of(rule));
    outcome.excluded |= rule.excluded;
    set |= disposition_bit(rule);
  }
  for (std::size_t a = 0; a < axis_count; ++a) {
    outcome.scores[a] = static_cast<Centipoints>(scores[a]);
  }
  outcome.location = engine::choose_location(outcome.scores, outcome.excluded);
  outcome.engagement = engine::choose_engagement(program, outcome.scores[0]);
  outcome.disposition = engine::choose_disposition(set, outcome.excluded);
  return outcome;
}

Scores best_of(const Program& program, const Demand& demand, const engine::Rule& rule,
               const Scores& weights, const engine::Box& box) noexcept {
  Scores sum = points_of(rule);
  if (rule.varies) {
    for (const engine::Neutralised& each : rule.neutralised) {
      const std::size_t c = each.criterion;
      if (each.folded || demand.neutralised.has(c)) continue;
      const Scores neutral = unpack(program.contribution(c, program.criteria[c].neutral));
      Scores most{};
      for (std::size_t at = box.low[c]; at <= box.high[c]; ++at) {
        Scores more = unpack(program.contribution(c, at));
        for (std::size_t a = 0; a < axis_count; ++a) more[a] = neutral[a] - more[a];
        if (dot(weights, more) > dot(weights, most)) most = more;
      }
      add(sum, most);
    }
  }
  return dot(weights, sum) > 0 ? sum : Scores{};
}

void make_demand(const Scene& scene, const Target& target, const engine::Box& box, Demand& demand) {
  const Program& program = scene.program;
  demand.impossible = false;
  demand.count = 0;
  demand.sure = {};
  demand.neutralised = {};
  demand.optional_.clear();
  demand.undecided = program.rules.size();

  Open open{scene.excluded, scene.excluded, scene.dispositions, scene.dispositions};
  for (const std::uint32_t r : scene.rules) {
    const engine::Rule& rule = program.rules[r];
    const Truth value = engine::truth(program, rule.condition, box);
    if (value == Truth::no) continue;
    open.perhaps |= rule.excluded;
    open.perhaps_set |= disposition_bit(rule);
    if (value == Truth::maybe) {
      demand.optional_.push_back(r);
      continue;
    }
    open.surely |= rule.excluded;
    open.set |= disposition_bit(rule);
    add(demand.sure, points_of(rule));
    if (rule.varies) neutralise(scene, rule, box, demand);
  }

  demand.impossible = target.disposition && !disposition_possible(open, *target.disposition);
  if (target.location == engine::no_location) {
    demand.impossible = demand.impossible || open.perhaps != engine::all_locations;
  } else if (target.location) {
    const auto wanted = static_cast<std::size_t>(*target.location);
    demand.impossible = demand.impossible || (open.surely & bit(wanted)) != 0;
    demand_location(open, wanted, demand);
  }
  if (demand.impossible) return;
  if (target.engagement) demand_engagement(program, *target.engagement, demand);

  // What to split on: a rule that sets the disposition says most, then one that excludes.
  std::size_t excludes = program.rules.size(), scores = program.rules.size();
  for (const std::uint32_t r : demand.optional_) {
    const engine::Rule& rule = program.rules[r];
    if (target.disposition && settles_disposition(open, *target.disposition, rule)) {
      demand.undecided = r;
      break;
    }
    if (excludes == program.rules.size() && target.location &&
        (rule.excluded & ~open.surely) != 0) {
      excludes = r;
    }
    if (scores == program.rules.size() && matters(demand, rule)) scores = r;
  }
  if (demand.undecided == program.rules.size()) demand.undecided = excludes;
  if (demand.undecided == program.rules.size()) demand.undecided = scores;
  std::erase_if(demand.optional_,
                [&](std::uint32_t r) { return !matters(demand, program.rules[r]); });
}

}  // namespace sourcing::analysis
