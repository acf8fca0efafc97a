// SPDX-License-Identifier: Apache-2.0
#include "engine/box.hpp"

#include <algorithm>
#include <numeric>

namespace sourcing::engine {

namespace {

Truth negate(Truth value) noexcept {
  return value == Truth::yes ? Truth::no : value == Truth::no ? Truth::yes : Truth::maybe;
}

Truth truth_of(const Program& program, const Node& node, const Box& box) noexcept {
  if (node.kind == NodeKind::atom) {
    const Atom& atom = program.atoms[node.first];
    const std::uint16_t low = box.low[atom.criterion], high = box.high[atom.criterion];
    if (atom.low <= low && high <= atom.high) return Truth::yes;
    if (high < atom.low || atom.high < low) return Truth::no;
    return Truth::maybe;
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  if (node.kind == NodeKind::not_) return negate(truth_of(program, children.front(), box));
  // `all` ends at a no, `any` at a yes.
  const Truth ends = node.kind == NodeKind::all ? Truth::no : Truth::yes;
  Truth result = negate(ends);
  for (const Node& child : children) {
    const Truth value = truth_of(program, child, box);
    if (value == ends) return ends;
    if (value == Truth::maybe) result = Truth::maybe;
  }
  return result;
}

// The first undecided atom of an undecided node.
const Atom& undecided_atom(const Program& program, const Node& node, const Box& box) noexcept {
  const Node* at = &node;
  while (at->kind != NodeKind::atom) {
    for (const Node& child : program.nodes.subspan(at->first, at->count)) {
      if (truth_of(program, child, box) == Truth::maybe) {
        at = &child;
        break;
      }
    }
  }
  return program.atoms[at->first];
}

template <class Value>
Extremes extremes(const Program& program, std::size_t criterion, std::uint16_t low,
                  std::uint16_t high, unsigned bend, Value value) noexcept {
  const Criterion& info = program.criteria[criterion];
  const auto table = program.contributions.subspan(info.table, info.last + std::size_t{1});
  const Centipoints first = value(table[low]), last = value(table[high]);
  Extremes result{std::min(first, last), std::max(first, last)};
  if ((info.bends & bend) != 0) {
    for (std::size_t at = low + std::size_t{1}; at < high; ++at) {
      const Centipoints here = value(table[at]);
      result.low = std::min(result.low, here);
      result.high = std::max(result.high, here);
    }
  }
  return result;
}

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::uint32_t deepest = 2'000;

// Looks at a condition's part or a grid position that a cell may cost before it counts as two.
constexpr std::uint64_t looks_per_cell = 4'096;

/// Visits the cells of a box, splitting it along what the undecided rules test.
class Walk {
 public:
  Walk(const Program& program, const Box& box, std::uint64_t budget)
      : program_(program), box_(box), budget_(budget) {
    std::uint64_t looks = program.nodes.size();
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      if (program.criteria[c].bends != 0)
        looks += static_cast<std::uint64_t>(box.high[c]) - box.low[c];
    }
    cost_ = 1 + looks / looks_per_cell;
  }

  template <class Relevant>
  void keep(Relevant relevant) {
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      if (relevant(program_.rules[r])) rules_.push_back(r);
    }
  }
  void keep_rule(std::size_t rule) { rules_.push_back(rule); }

  [[nodiscard]] const Box& box() const noexcept { return box_; }
  [[nodiscard]] std::uint64_t cells() const noexcept { return cells_; }
  [[nodiscard]] bool exhausted() const noexcept { return exhausted_; }
  [[nodiscard]] std::uint64_t left() const noexcept {
    return budget_ > cells_ ? budget_ - cells_ : 0;
  }
  void spend(std::uint64_t cells) noexcept { cells_ += cells; }
  void give_up() noexcept { exhausted_ = true; }

  /// `visit(fired, is_cell)` looks at the current box and returns true when it needs no further
  /// splitting; `fired(f)` calls f(rule, truth) for every relevant rule that is not no.
  /// The walk ends early when the visitor sets `stopped` or the budget runs out.
  template <class Visit>
  void run(Visit&& visit, std::uint32_t depth = 0) {
    if (stopped || exhausted_) return;
    std::uint32_t undecided = 0;
    bool cell = true;
    for (const std::size_t r : rules_) {
      if (truth(program_, program_.rules[r].condition, box_) == Truth::maybe) {
        undecided = program_.rules[r].condition;
        cell = false;
        break;
      }
    }
    const auto fired = [&](auto&& f) {
      for (const std::size_t r : rules_) {
        const Truth value = truth(program_, program_.rules[r].condition, box_);
        if (value != Truth::no) f(program_.rules[r], value);
      }
    };
    const bool done = visit(fired, cell) || cell;
    cells_ += cost_;
    if (done) return;
    if (cells_ >= budget_ || depth >= deepest) {
      exhausted_ = true;
      return;
    }
    const Cut cut = find_cut(program_, undecided, box_);
    const std::uint16_t low = box_.low[cut.criterion], high = box_.high[cut.criterion];
    box_.high[cut.criterion] = cut.last_of_lower;
    run(visit, depth + 1);
    box_.high[cut.criterion] = high;
    box_.low[cut.criterion] = static_cast<std::uint16_t>(cut.last_of_lower + 1);
    run(visit, depth + 1);
    box_.low[cut.criterion] = low;
  }

  bool stopped = false;

 private:
  const Program& program_;
  Box box_;
  std::uint64_t budget_;
  std::uint64_t cost_ = 1;
  std::uint64_t cells_ = 0;
  bool exhausted_ = false;
  std::vector<std::size_t> rules_;
};

// A sum of one table entry per criterion and of the points of the rules that fire: a score, or the
// difference of two.
struct Objective {
  std::size_t plus;
  std::optional<std::size_t> minus;

  [[nodiscard]] Extremes of(const Program& program, std::size_t c, const Box& box) const noexcept {
    return minus ? difference_extremes(program, c, plus, *minus, box.low[c], box.high[c])
                 : contribution_extremes(program, c, plus, box.low[c], box.high[c]);
  }
  [[nodiscard]] Centipoints points(const Rule& rule) const noexcept {
    return rule.points[plus] - (minus ? rule.points[*minus] : 0);
  }
};

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

// Extremes of the rules of one group and of the criteria that they test.
AxisBounds range_of_group(const Program& program, const Box& box, const Objective& objective,
                          const std::vector<std::size_t>& rules,
                          const std::vector<std::uint16_t>& criteria, std::uint64_t cells,
                          std::uint64_t& spent) {
  Walk walk(program, box, cells);
  for (const std::size_t r : rules) walk.keep_rule(r);
  AxisBounds bounds;
  AxisBounds sound;  // of the whole box, for when the budget runs out
  bool first = true, whole_box = true;
  walk.run([&](auto&& fired, bool cell) {
    Extremes here{0, 0};
    for (const std::uint16_t c : criteria) {
      const Extremes one = objective.of(program, c, walk.box());
      here.low += one.low;
      here.high += one.high;
    }
    fired([&](const Rule& rule, Truth value) {
      const Centipoints points = objective.points(rule);
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

// Least and greatest of an objective over a box. `spent` grows by the cells looked at.
AxisBounds range(const Program& program, const Box& box, const Objective& objective,
                 std::uint64_t cells, std::uint64_t& spent) {
  AxisBounds sum;
  std::vector<std::size_t> undecided;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const Rule& rule = program.rules[r];
    const Centipoints points = objective.points(rule);
    if (points == 0) continue;
    const Truth value = truth(program, rule.condition, box);
    if (value == Truth::maybe) undecided.push_back(r);
    if (value != Truth::yes) continue;
    sum.low += points;
    sum.high += points;
  }
  const auto add = [&sum](Centipoints low, Centipoints high) {
    sum.low += low;
    sum.high += high;
  };
  const std::uint64_t before = spent;
  spent += 1;
  if (undecided.empty()) {
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      const Extremes one = objective.of(program, c, box);
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
  for (std::uint16_t c = 0; c < program.criteria.size(); ++c) {
    criteria[groups.find(c)].push_back(c);
  }
  for (std::size_t root = 0; root < program.criteria.size(); ++root) {
    if (rules[root].empty()) {
      for (const std::uint16_t c : criteria[root]) {
        const Extremes one = objective.of(program, c, box);
        add(one.low, one.high);
      }
      continue;
    }
    const std::uint64_t used = spent - before;
    const AxisBounds group = range_of_group(program, box, objective, rules[root], criteria[root],
                                            cells > used ? cells - used : 0, spent);
    add(group.low, group.high);
    sum.exact = sum.exact && group.exact;
  }
  return sum;
}

// Collects the answers of the cells until two differ.
template <class T>
class Agreement {
 public:
  explicit Agreement(Walk& walk) : walk_(walk) {}

  void saw(const std::optional<T>& value) {
    if (any_ && value != value_) split();
    any_ = true;
    value_ = value;
  }
  void split() {
    differs_ = true;
    walk_.stopped = true;
  }

  [[nodiscard]] Settled<T> result() const {
    Settled<T> settled;
    settled.cells = walk_.cells();
    settled.proven = differs_ || !walk_.exhausted();
    settled.unique = any_ && !differs_ && !walk_.exhausted();
    if (settled.unique) settled.value = value_;
    return settled;
  }

 private:
  Walk& walk_;
  bool any_ = false, differs_ = false;
  std::optional<T> value_;
};

}  // namespace

Box whole(const Program& program) noexcept {
  Box box{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) box.high[c] = program.criteria[c].last;
  return box;
}

Box box_of(const Program& program, const Point& point) noexcept {
  Box box{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) box.low[c] = box.high[c] = point[c];
  return box;
}

Truth truth(const Program& program, std::uint32_t node, const Box& box) noexcept {
  return truth_of(program, program.nodes[node], box);
}

Extremes contribution_extremes(const Program& program, std::size_t criterion, std::size_t axis,
                               std::uint16_t low, std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_of(axis),
                  [axis](Lanes lanes) { return lane(lanes, axis); });
}

Extremes difference_extremes(const Program& program, std::size_t criterion, std::size_t plus,
                             std::size_t minus, std::uint16_t low, std::uint16_t high) noexcept {
  return extremes(program, criterion, low, high, bend_between(plus, minus),
                  [plus, minus](Lanes lanes) { return lane(lanes, plus) - lane(lanes, minus); });
}

Cut find_cut(const Program& program, std::uint32_t node, const Box& box) noexcept {
  const Atom& atom = undecided_atom(program, program.nodes[node], box);
  if (box.low[atom.criterion] < atom.low) {
    return {atom.criterion, static_cast<std::uint16_t>(atom.low - 1)};
  }
  return {atom.criterion, atom.high};
}

AxisBounds score_bounds(const Program& program, const Box& box, Axis axis, std::uint64_t cells) {
  std::uint64_t spent = 0;
  return range(program, box, {static_cast<std::size_t>(axis), std::nullopt}, cells, spent);
}

Settled<Engagement> settle_engagement(const Program& program, const Box& box, std::uint64_t cells) {
  Settled<Engagement> settled;
  const AxisBounds score = range(program, box, {0, std::nullopt}, cells, settled.cells);
  // Both ends are reached when they are exact; they hold in any case.
  settled.unique = choose_engagement(program, score.low) == choose_engagement(program, score.high);
  settled.proven = settled.unique || score.exact;
  if (settled.unique) settled.value = choose_engagement(program, score.low);
  return settled;
}

Settled<Location> settle_location(const Program& program, const Box& box, std::uint64_t cells) {
  // Only what excludes is split along; in a part where that is settled, a location wins throughout
  // or it does not, and the exact range of its lead over each other tells which.
  Walk walk(program, box, cells);
  walk.keep([](const Rule& rule) { return rule.excluded != 0; });
  Agreement<Location> agreement(walk);
  walk.run([&](auto&& fired, bool) {
    std::uint8_t surely = 0, perhaps = 0;  // excluded
    fired([&](const Rule& rule, Truth value) {
      perhaps |= rule.excluded;
      if (value == Truth::yes) surely |= rule.excluded;
    });
    if (surely == all_locations) {
      agreement.saw(std::nullopt);
      return true;
    }
    bool exact = true;
    for (std::size_t w = 0; w < location_count; ++w) {
      if (((perhaps >> w) & 1U) != 0) continue;
      bool wins = true;
      for (std::size_t l = 0; l < location_count && wins; ++l) {
        if (l == w || ((surely >> l) & 1U) != 0) continue;
        std::uint64_t spent = 0;
        const AxisBounds lead = range(program, walk.box(), {w + 1, l + 1}, walk.left(), spent);
        walk.spend(spent - 1);
        wins = lead.low >= (w < l ? 0 : 1);
        exact = exact && (wins || lead.exact);
      }
      if (wins) {
        agreement.saw(static_cast<Location>(w));
        return true;
      }
    }
    if (surely != perhaps) return false;
    // Each location loses to another somewhere in this part, or that could not be ruled out.
    if (exact) {
      agreement.split();
    } else {
      walk.give_up();
    }
    return true;
  });
  return agreement.result();
}

Settled<Disposition> settle_disposition(const Program& program, const Box& box,
                                        std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep(
      [](const Rule& rule) { return rule.excluded != 0 || rule.disposition != no_disposition; });
  Agreement<Disposition> agreement(walk);
  walk.run([&](auto&& fired, bool cell) {
    std::uint8_t surely = 0, perhaps = 0, set = 0, perhaps_set = 0;
    fired([&](const Rule& rule, Truth value) {
      const auto bit =
          rule.disposition == no_disposition
              ? std::uint8_t{0}
              : static_cast<std::uint8_t>(1U << static_cast<unsigned>(rule.disposition));
      perhaps |= rule.excluded;
      perhaps_set |= bit;
      if (value != Truth::yes) return;
      surely |= rule.excluded;
      set |= bit;
    });
    const Disposition least = choose_disposition(set, surely);
    if (!cell && choose_disposition(perhaps_set, perhaps) != least) return false;
    agreement.saw(least);
    return true;
  });
  return agreement.result();
}

Truth settle_rule(const Program& program, std::size_t rule, const Box& box, std::uint64_t cells) {
  const std::uint32_t condition = program.rules[rule].condition;
  Walk walk(program, box, cells);
  walk.keep_rule(rule);
  Agreement<bool> agreement(walk);
  walk.run([&](auto&&, bool cell) {
    if (cell) agreement.saw(truth(program, condition, walk.box()) == Truth::yes);
    return cell;
  });
  const Settled<bool> settled = agreement.result();
  return !settled.unique ? Truth::maybe : *settled.value ? Truth::yes : Truth::no;
}

Exclusions exclusions(const Program& program, const Box& box, std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep([](const Rule& rule) { return rule.excluded != 0; });
  Exclusions found{0, all_locations, true};
  Exclusions sound;  // of the whole box, for when the budget runs out
  bool whole_box = true;
  walk.run([&](auto&& fired, bool) {
    std::uint8_t surely = 0, perhaps = 0;
    fired([&](const Rule& rule, Truth value) {
      perhaps |= rule.excluded;
      if (value == Truth::yes) surely |= rule.excluded;
    });
    if (whole_box) sound = {perhaps, surely, false};
    whole_box = false;
    if (surely != perhaps) {
      // Nothing below can add to what is known.
      const auto somewhere = static_cast<std::uint8_t>(found.somewhere | perhaps);
      const auto everywhere = static_cast<std::uint8_t>(found.everywhere & surely);
      return somewhere == found.somewhere && everywhere == found.everywhere;
    }
    found.somewhere |= surely;
    found.everywhere &= surely;
    return true;
  });
  return walk.exhausted() ? sound : found;
}

}  // namespace sourcing::engine
