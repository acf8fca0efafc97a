// SPDX-License-Identifier: Apache-2.0
#include "analysis/obstacles.hpp"

#include <algorithm>

#include "engine/settle.hpp"

namespace sourcing::analysis {

namespace {

using engine::Program;
using engine::Truth;

class Finder {
 public:
  Finder(const Program& program, const engine::Box& box, std::size_t language)
      : program_(program), box_(box), language_(language) {}

  void location(std::size_t wanted) {
    for (const engine::Rule& rule : program_.rules) {
      if (((rule.excluded >> wanted) & 1U) != 0 && always(rule)) add(ObstacleKind::gate, rule);
    }
    if (!found_.empty()) return;
    const auto exclusions = surely_excluded();
    for (std::size_t other = 0; other < location_count; ++other) {
      if (other == wanted || ((exclusions.perhaps >> other) & 1U) != 0) continue;
      const Centipoints need = wanted < other ? 0 : 1;
      const Centipoints reach = greatest(wanted + 1, other + 1);
      if (reach < need) bound(wanted + 1, other + 1, reach, need);
    }
  }

  void nowhere() {
    Obstacle& obstacle = found_.emplace_back();
    obstacle.kind = ObstacleKind::combination;
  }

  void engagement(Engagement wanted) {
    const auto bounds = engine::score_bounds(program_, box_, Axis::engagement);
    if (wanted == Engagement::kpo && bounds.high < program_.threshold) {
      bound(0, 0, bounds.high, program_.threshold);
    }
    if (wanted == Engagement::bpo && bounds.low >= program_.threshold) {
      bound(0, 0, bounds.low, program_.threshold - 1);
    }
  }

  void disposition(Disposition wanted) {
    bool settable = wanted == Disposition::outsource;
    for (const engine::Rule& rule : program_.rules) {
      if (rule.disposition == engine::no_disposition) {
        if (wanted != Disposition::retain && rule.excluded != 0 &&
            surely_excluded().surely == engine::all_locations && always(rule)) {
          add(ObstacleKind::gate, rule);
        }
        continue;
      }
      const auto sets = static_cast<Disposition>(rule.disposition);
      if (sets < wanted && always(rule)) add(ObstacleKind::rule, rule);
      if (sets == wanted && settled(rule) != Truth::no) settable = true;
    }
    if (settable || !found_.empty()) return;
    bool any = false;
    for (const engine::Rule& rule : program_.rules) {
      if (rule.disposition != static_cast<std::int8_t>(wanted)) continue;
      add(ObstacleKind::no_rule, rule);
      any = true;
    }
    if (!any) found_.emplace_back().kind = ObstacleKind::no_rule;
  }

  std::vector<Obstacle> take() {
    if (found_.empty()) nowhere();
    return std::move(found_);
  }

 private:
  struct Excluded {
    std::uint8_t surely = 0, perhaps = 0;
  };
  [[nodiscard]] Excluded surely_excluded() const {
    Excluded result;
    for (const engine::Rule& rule : program_.rules) {
      const Truth value = settled(rule);
      if (value == Truth::yes) result.surely |= rule.excluded;
      if (value != Truth::no) result.perhaps |= rule.excluded;
    }
    return result;
  }

  // Exactly, unless the condition is too tangled for the budget.
  [[nodiscard]] Truth settled(const engine::Rule& rule) const {
    return engine::settle_rule(program_, static_cast<std::size_t>(&rule - program_.rules.data()),
                               box_);
  }
  [[nodiscard]] bool always(const engine::Rule& rule) const { return settled(rule) == Truth::yes; }

  // The greatest lead of one axis over another, each undecided rule at its best: a sound bound.
  [[nodiscard]] Centipoints greatest(std::size_t plus, std::size_t minus) const {
    Centipoints sum = 0;
    const auto lead = [&](engine::Lanes lanes) {
      return engine::lane(lanes, plus) - engine::lane(lanes, minus);
    };
    std::vector<Truth> neutralised(program_.criteria.size(), Truth::no);
    for (const engine::Rule& rule : program_.rules) {
      if (!rule.varies) continue;
      const Truth value = settled(rule);
      for (const engine::Neutralised& each : rule.neutralised) {
        if (!each.folded)
          neutralised[each.criterion] = std::max(neutralised[each.criterion], value);
      }
    }
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const Centipoints most =
          engine::difference_extremes(program_, c, plus, minus, box_.low[c], box_.high[c]).high;
      const Centipoints neutral = lead(program_.contribution(c, program_.criteria[c].neutral));
      sum += neutralised[c] == Truth::no      ? most
             : neutralised[c] == Truth::maybe ? std::max(most, neutral)
                                              : neutral;
    }
    for (const engine::Rule& rule : program_.rules) {
      const auto points = static_cast<Centipoints>(rule.points[plus] - rule.points[minus]);
      const Truth value = settled(rule);
      if (value == Truth::yes || (value == Truth::maybe && points > 0)) sum += points;
    }
    return sum;
  }

  void bound(std::size_t axis, std::size_t over, Centipoints reach, Centipoints need) {
    Obstacle& obstacle = found_.emplace_back();
    obstacle.kind = ObstacleKind::bound;
    obstacle.axis = static_cast<Axis>(axis);
    if (over != 0) obstacle.over = static_cast<Axis>(over);
    obstacle.reach = reach;
    obstacle.need = need;
  }

  void add(ObstacleKind kind, const engine::Rule& rule) {
    Obstacle& obstacle = found_.emplace_back();
    obstacle.kind = kind;
    obstacle.code = rule.id;
    obstacle.text = program_.text(rule.because, language_);
    obstacle.lifted_by = program_.text(rule.lifted_by, language_);
    fixed_criteria(program_.nodes[rule.condition], obstacle);
  }

  void fixed_criteria(const engine::Node& node, Obstacle& obstacle) const {
    if (node.kind == engine::NodeKind::atom) {
      const std::size_t c = program_.atoms[node.first].criterion;
      std::string id(program_.criteria[c].id);
      auto& fixed = obstacle.fixed;
      if (box_.low[c] == box_.high[c] && std::find(fixed.begin(), fixed.end(), id) == fixed.end()) {
        fixed.push_back(std::move(id));
      }
      return;
    }
    for (const engine::Node& child : program_.nodes.subspan(node.first, node.count)) {
      fixed_criteria(child, obstacle);
    }
  }

  const Program& program_;
  const engine::Box& box_;
  std::size_t language_;
  std::vector<Obstacle> found_;
};

}  // namespace

std::vector<Obstacle> obstacles(const Program& program, const engine::Box& box,
                                const Target& target, std::size_t language) {
  Finder finder(program, box, language);
  if (target.location && *target.location != engine::no_location) {
    finder.location(static_cast<std::size_t>(*target.location));
  }
  if (target.engagement) finder.engagement(*target.engagement);
  if (target.disposition) finder.disposition(*target.disposition);
  return finder.take();
}

}  // namespace sourcing::analysis
