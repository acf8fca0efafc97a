// SPDX-License-Identifier: Apache-2.0
#include "engine/box.hpp"

#include <algorithm>

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

bool moves_engagement(const Rule& rule) noexcept { return rule.points[0] != 0; }
bool moves_location(const Rule& rule) noexcept {
  return rule.excluded != 0 ||
         std::any_of(rule.points.begin() + 1, rule.points.end(), [](auto p) { return p != 0; });
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

// The score's interval over the current box: exact in a cell, a sound bound elsewhere.
template <class Fired>
Extremes score_interval(const Program& program, const Box& box, std::size_t axis, Fired&& fired) {
  Extremes sum{0, 0};
  for (const Weight& weight : program.axes[axis].weights) {
    const std::size_t c = weight.criterion;
    const Extremes one = contribution_extremes(program, c, axis, box.low[c], box.high[c]);
    sum.low += one.low;
    sum.high += one.high;
  }
  fired([&](const Rule& rule, Truth value) {
    const Centipoints points = rule.points[axis];
    sum.low += value == Truth::yes ? points : std::min<Centipoints>(points, 0);
    sum.high += value == Truth::yes ? points : std::max<Centipoints>(points, 0);
  });
  return sum;
}

// Least score of location `plus` less that of `minus` over the current box.
template <class Fired>
Centipoints least_lead(const Program& program, const Box& box, std::size_t plus, std::size_t minus,
                       Fired&& fired) {
  Centipoints least = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    least += difference_extremes(program, c, plus + 1, minus + 1, box.low[c], box.high[c]).low;
  }
  fired([&](const Rule& rule, Truth value) {
    const auto points = static_cast<Centipoints>(rule.points[plus + 1] - rule.points[minus + 1]);
    least += value == Truth::yes ? points : std::min<Centipoints>(points, 0);
  });
  return least;
}

// The location that wins throughout the box, if one is found to. In a cell the answer is exact.
template <class Fired>
bool certain_location(const Program& program, const Box& box, Fired&& fired,
                      std::optional<Location>& winner) {
  std::uint8_t surely = 0, perhaps = 0;  // excluded
  fired([&](const Rule& rule, Truth value) {
    perhaps |= rule.excluded;
    if (value == Truth::yes) surely |= rule.excluded;
  });
  if (surely == all_locations) {
    winner = std::nullopt;
    return true;
  }
  for (std::size_t w = 0; w < location_count; ++w) {
    if ((perhaps >> w) & 1U) continue;
    bool wins = true;
    for (std::size_t l = 0; l < location_count && wins; ++l) {
      if (l == w || ((surely >> l) & 1U)) continue;
      wins = least_lead(program, box, w, l, fired) >= (w < l ? 0 : 1);
    }
    if (wins) {
      winner = static_cast<Location>(w);
      return true;
    }
  }
  return false;
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
  const auto a = static_cast<std::size_t>(axis);
  Walk walk(program, box, cells);
  walk.keep([a](const Rule& rule) { return rule.points[a] != 0; });
  AxisBounds bounds;
  AxisBounds sound;  // of the whole box, for when the budget runs out
  bool first = true, whole_box = true;
  walk.run([&](auto&& fired, bool cell) {
    const Extremes here = score_interval(program, walk.box(), a, fired);
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
  return walk.exhausted() ? sound : bounds;
}

Settled<Engagement> settle_engagement(const Program& program, const Box& box, std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep(moves_engagement);
  Agreement<Engagement> agreement(walk);
  walk.run([&](auto&& fired, bool cell) {
    const Extremes score = score_interval(program, walk.box(), 0, fired);
    if (score.low >= program.threshold || score.high < program.threshold) {
      agreement.saw(choose_engagement(program, score.low));
      return true;
    }
    if (cell) agreement.split();  // the cell reaches both ends
    return cell;
  });
  return agreement.result();
}

Settled<Location> settle_location(const Program& program, const Box& box, std::uint64_t cells) {
  Walk walk(program, box, cells);
  walk.keep(moves_location);
  Agreement<Location> agreement(walk);
  walk.run([&](auto&& fired, bool cell) {
    std::optional<Location> winner;
    if (certain_location(program, walk.box(), fired, winner)) {
      agreement.saw(winner);
      return true;
    }
    if (cell) agreement.split();  // somewhere in the cell each location loses to another
    return cell;
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
