// SPDX-License-Identifier: Apache-2.0
#include "engine/range.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "engine/walk.hpp"

namespace sourcing::engine {

namespace {

Extremes extremes_of(const Objective& objective, const Program& program, std::size_t c,
                     const Box& box) noexcept {
  return objective.minus
             ? difference_extremes(program, c, objective.plus, *objective.minus, box.low[c],
                                   box.high[c])
             : contribution_extremes(program, c, objective.plus, box.low[c], box.high[c]);
}

Extremes one_value(const Objective& objective, Lanes lanes) noexcept {
  const Centipoints value =
      lane(lanes, objective.plus) - (objective.minus ? lane(lanes, *objective.minus) : 0);
  return {value, value};
}

// Which criteria the rules neutralise, as far as a box tells: no, maybe, yes.
using States = std::array<Truth, model::most_criteria>;
void neutralise(const Rule& rule, Truth value, States& states) noexcept {
  for (const Neutralised& each : rule.neutralised) {
    Truth& state = states[each.criterion];
    if (!each.folded) state = std::max(state, value);
  }
}

// As extremes_of, where rules may neutralise it.
Extremes extremes_with(Truth neutralised, const Objective& objective, const Program& program,
                       std::size_t c, const Box& box) noexcept {
  if (neutralised == Truth::no) return extremes_of(objective, program, c, box);
  const Extremes neutral =
      one_value(objective, program.contribution(c, program.criteria[c].neutral));
  if (neutralised == Truth::yes) return neutral;
  const Extremes own = extremes_of(objective, program, c, box);
  return {std::min(own.low, neutral.low), std::max(own.high, neutral.high)};
}

bool bears(const Objective& objective, const Program& program, const Rule& rule) noexcept {
  return moves(program, rule, objective.plus) ||
         (objective.minus && moves(program, rule, *objective.minus));
}

Centipoints points_of(const Objective& objective, const Rule& rule) noexcept {
  return rule.points[objective.plus] - (objective.minus ? rule.points[*objective.minus] : 0);
}

// Calls f(criterion) for what a condition tests and the box leaves open.
template <class F>
void each_open(const Program& program, const Node& node, const Box& box, F&& f) {
  if (node.kind == NodeKind::atom) {
    const std::uint16_t c = program.atoms[node.first].criterion;
    if (box.low[c] < box.high[c]) f(c);
    return;
  }
  for (const Node& child : program.nodes.subspan(node.first, node.count)) {
    each_open(program, child, box, f);
  }
}

// Undecided rules that share no open criterion do not see each other: their groups are searched one
// by one, and the extremes added. Otherwise twenty rules on twenty criteria would be 2^20 cells.
class Groups {
 public:
  Groups(const Program& program, const Box& box, const std::vector<std::size_t>& undecided) {
    std::iota(root_.begin(), root_.end(), std::uint16_t{0});
    for (const std::size_t r : undecided) {
      const Node& condition = program.nodes[program.rules[r].condition];
      std::optional<std::uint16_t> first;
      each_open(program, condition, box, [&](std::uint16_t c) {
        if (!first) first = c;
        root_[find(c)] = find(*first);
      });
      for (const Neutralised& each : program.rules[r].neutralised) {
        if (!each.folded && first) root_[find(each.criterion)] = find(*first);
      }
      first_.push_back(first.value_or(0));  // an undecided rule tests something that is open
    }
  }

  [[nodiscard]] std::uint16_t find(std::uint16_t c) noexcept {
    while (root_[c] != c) c = root_[c] = root_[root_[c]];
    return c;
  }
  [[nodiscard]] std::uint16_t of_rule(std::size_t index) noexcept { return find(first_[index]); }

 private:
  std::array<std::uint16_t, model::most_criteria> root_;
  std::vector<std::uint16_t> first_;
};

// Extremes of the rules of one group and of the open criteria that they test.
AxisBounds range_of_group(const Program& program, const Box& box, const Objective& objective,
                          const std::vector<std::size_t>& rules,
                          const std::vector<std::uint16_t>& criteria, const States& surely,
                          std::uint64_t cells, std::uint64_t& spent) {
  Walk walk(program, box, cells);
  for (const std::size_t r : rules) walk.keep_rule(r);
  AxisBounds bounds;
  AxisBounds sound;  // of the whole box, for when the budget runs out
  bool first = true, whole_box = true;
  walk.run([&](auto&& fired, bool cell) {
    Extremes here{0, 0};
    States states = surely;
    if (program.varies) {
      fired([&](const Rule& rule, Truth value) { neutralise(rule, value, states); });
    }
    for (const std::uint16_t c : criteria) {
      const Extremes one = extremes_with(states[c], objective, program, c, walk.box());
      here.low += one.low;
      here.high += one.high;
    }
    fired([&](const Rule& rule, Truth value) {
      const Centipoints points = points_of(objective, rule);
      here.low += value == Truth::yes ? points : std::min<Centipoints>(points, 0);
      here.high += value == Truth::yes ? points : std::max<Centipoints>(points, 0);
    });
    if (whole_box) sound = {here.low, here.high, false};
    whole_box = false;
    if (!cell) {
      // Nothing below can widen what is known.
      return !first && here.low >= bounds.low && here.high <= bounds.high;
    }
    bounds.low = first ? here.low : std::min(bounds.low, here.low);
    bounds.high = first ? here.high : std::max(bounds.high, here.high);
    first = false;
    return true;
  });
  spent += walk.cells();
  return walk.exhausted() ? sound : bounds;
}

}  // namespace

AxisBounds range(const Program& program, const Box& box, const Objective& objective,
                 std::uint64_t cells, std::uint64_t& spent) {
  AxisBounds sum;
  std::vector<std::size_t> undecided;
  States surely{}, states{};
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const Rule& rule = program.rules[r];
    const Centipoints points = points_of(objective, rule);
    if (points == 0 && !(rule.varies && bears(objective, program, rule))) continue;
    const Truth value = truth(program, rule.condition, box);
    if (value == Truth::maybe) undecided.push_back(r);
    if (rule.varies) neutralise(rule, value, states);
    if (value != Truth::yes) continue;
    if (rule.varies) neutralise(rule, value, surely);
    sum.low += points;
    sum.high += points;
  }
  const auto add = [&sum](Centipoints low, Centipoints high) {
    sum.low += low;
    sum.high += high;
  };
  const std::uint64_t before = spent;
  spent += 1;
  // Most criteria have one position in the box: they are added as they are in a decision.
  Lanes closed = 0;
  std::array<std::uint16_t, model::most_criteria> open;
  std::size_t open_count = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    if (!program.varies) {
      if (box.low[c] == box.high[c]) {
        closed += program.contribution(c, box.low[c]);
      } else {
        open[open_count++] = static_cast<std::uint16_t>(c);
      }
    } else if (states[c] == Truth::yes) {
      closed += program.contribution(c, program.criteria[c].neutral);
    } else if (box.low[c] == box.high[c] && states[c] == Truth::no) {
      closed += program.contribution(c, box.low[c]);
    } else {
      open[open_count++] = static_cast<std::uint16_t>(c);
    }
  }
  const Centipoints fixed =
      lane(closed, objective.plus) - (objective.minus ? lane(closed, *objective.minus) : 0);
  add(fixed, fixed);
  if (undecided.empty()) {
    for (std::size_t i = 0; i < open_count; ++i) {
      const Extremes one = extremes_of(objective, program, open[i], box);
      add(one.low, one.high);
    }
    return sum;
  }

  Groups groups(program, box, undecided);
  std::vector<std::vector<std::size_t>> rules(program.criteria.size());
  std::vector<std::vector<std::uint16_t>> criteria(program.criteria.size());
  for (std::size_t i = 0; i < undecided.size(); ++i) {
    rules[groups.of_rule(i)].push_back(undecided[i]);
  }
  for (std::size_t i = 0; i < open_count; ++i) criteria[groups.find(open[i])].push_back(open[i]);
  for (std::size_t root = 0; root < program.criteria.size(); ++root) {
    if (rules[root].empty()) {
      for (const std::uint16_t c : criteria[root]) {
        const Extremes one = extremes_of(objective, program, c, box);
        add(one.low, one.high);
      }
      continue;
    }
    const std::uint64_t used = spent - before;
    const AxisBounds group = range_of_group(program, box, objective, rules[root], criteria[root],
                                            surely, cells > used ? cells - used : 0, spent);
    add(group.low, group.high);
    sum.exact = sum.exact && group.exact;
  }
  return sum;
}

AxisBounds score_bounds(const Program& program, const Box& box, Axis axis, std::uint64_t cells) {
  std::uint64_t spent = 0;
  return range(program, box, {static_cast<std::size_t>(axis), std::nullopt}, cells, spent);
}

}  // namespace sourcing::engine
