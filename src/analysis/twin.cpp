// SPDX-License-Identifier: Apache-2.0
#include "analysis/twin.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

#include "engine/wide.hpp"

namespace sourcing::analysis {

namespace {

using engine::Program;
using engine::Truth;

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::size_t deepest = 1'000;
constexpr std::size_t decided = std::numeric_limits<std::size_t>::max();

// Looks for one mending. It finds witnesses sooner and proves nothing, so it may stop at any time.
constexpr std::uint64_t most_mending = 500'000;

std::uint16_t meaning(const Side& side, std::size_t criterion, std::uint16_t at) {
  if (side.meaning.empty() || side.meaning[criterion].empty()) return at;
  return side.meaning[criterion][at];
}

// A condition in terms of the variables: equal texts mean equal conditions.
void signature(const Side& side, const engine::Node& node, const std::vector<std::uint16_t>& last,
               std::string& out) {
  const Program& program = *side.program;
  if (node.kind == engine::NodeKind::atom) {
    const engine::Atom& atom = program.atoms[node.first];
    const std::size_t variable = side.variable[atom.criterion];
    std::size_t low = 0, past = 0;
    if (side.meaning.empty() || side.meaning[atom.criterion].empty()) {
      low = atom.low;
      past = std::size_t{atom.high} + 1;
    } else {
      for (std::size_t at = 0; at <= last[variable]; ++at) {
        const std::uint16_t here = meaning(side, atom.criterion, static_cast<std::uint16_t>(at));
        if (here < atom.low) low = at + 1;
        if (here <= atom.high) past = at + 1;
      }
    }
    if (past < low) low = past = 0;
    out += std::to_string(variable) + ':' + std::to_string(low) + '-' + std::to_string(past) + ' ';
    return;
  }
  out += node.kind == engine::NodeKind::all   ? "all("
         : node.kind == engine::NodeKind::any ? "any("
                                              : "not(";
  for (const engine::Node& child : program.nodes.subspan(node.first, node.count)) {
    signature(side, child, last, out);
  }
  out += ')';
}

}  // namespace

Side plain_side(const Program& program) {
  Side side;
  side.program = &program;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    side.variable.push_back(static_cast<std::uint16_t>(c));
  }
  return side;
}

Twin::Twin(std::vector<std::uint16_t> last, std::vector<Side> sides)
    : last_(std::move(last)), sides_(std::move(sides)) {
  std::size_t entries = 0;
  for (const std::uint16_t one : last_) {
    first_.push_back(entries);
    entries += one + std::size_t{1};
    domain_.push_back({0, one});
  }
  box_ = domain_;
  for (auto& lane : table_) lane.assign(entries, 0);
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const Side& side = sides_[s];
    criterion_of_[s].assign(last_.size(), -1);
    for (std::size_t c = 0; c < side.variable.size(); ++c) {
      const std::size_t variable = side.variable[c];
      criterion_of_[s][variable] = static_cast<std::int32_t>(c);
      for (std::size_t at = 0; at <= last_[variable]; ++at) {
        const engine::Lanes value =
            side.program->contribution(c, meaning(side, c, static_cast<std::uint16_t>(at)));
        for (std::size_t a = 0; a < axis_count; ++a) {
          table_[s * axis_count + a][first_[variable] + at] += engine::lane(value, a);
        }
      }
    }
  }
  for (std::size_t v = 0; v < last_.size(); ++v) {
    bool straight = true;
    for (const auto& lane : table_) {
      const std::int32_t* at = lane.data() + first_[v];
      for (std::size_t p = 2; p <= last_[v] && straight; ++p) {
        straight = at[p] - at[p - 1] == at[1] - at[0];
      }
    }
    straight_.push_back(straight);
  }
  join_rules();
  by_both_.assign(last_.size(), Truth::no);
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    varies_ = varies_ || sides_[s].program->varies;
    neutralised_[s].assign(last_.size(), Truth::no);
    by_one_[s].assign(last_.size(), Truth::no);
    for (std::size_t a = 0; a < axis_count; ++a) {
      std::vector<std::int32_t>& neutral = neutral_[s * axis_count + a];
      neutral.assign(last_.size(), 0);
      for (std::size_t c = 0; c < sides_[s].variable.size(); ++c) {
        neutral[sides_[s].variable[c]] = engine::lane(
            sides_[s].program->contribution(c, sides_[s].program->criteria[c].neutral), a);
      }
    }
  }
  for (const Side& side : sides_) {
    const std::size_t rules = std::max<std::size_t>(1, side.program->rules.size());
    looks_per_condition_ =
        std::max<std::uint64_t>(looks_per_condition_, 1 + side.program->nodes.size() / rules);
  }
  same_exclusions_ =
      sides_.size() == 2 && std::all_of(joints_.begin(), joints_.end(), [](const Joint& joint) {
        return joint.excluded[0] == joint.excluded[1];
      });
}

void Twin::join_rules() {
  std::map<std::string, std::vector<std::size_t>> known;
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const Program& program = *sides_[s].program;
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      const engine::Rule& rule = program.rules[r];
      std::string text;
      signature(sides_[s], program.nodes[rule.condition], last_, text);
      auto& same = known[text];
      const auto partner = std::find_if(same.begin(), same.end(),
                                        [&](std::size_t j) { return joints_[j].rule[s] < 0; });
      const std::size_t index = partner == same.end() ? joints_.size() : *partner;
      if (index == joints_.size()) {
        same.push_back(index);
        joints_.push_back({s, rule.condition});
      }
      Joint& joint = joints_[index];
      for (std::size_t a = 0; a < axis_count; ++a) {
        joint.points[s * axis_count + a] = rule.points[a];
      }
      joint.excluded[s] = rule.excluded;
      joint.disposition[s] = rule.disposition;
      joint.rule[s] = static_cast<std::int64_t>(r);
      for (const engine::Neutralised& each : rule.neutralised) {
        if (!each.folded) add_neutral(joint, sides_[s].variable[each.criterion], s);
      }
    }
  }
}

void Twin::add_neutral(Joint& joint, std::uint16_t variable, std::size_t side) {
  const auto known = std::find_if(joint.neutral.begin(), joint.neutral.end(),
                                  [&](const Neutral& each) { return each.variable == variable; });
  const bool fresh = known == joint.neutral.end();
  Neutral& neutral = fresh ? joint.neutral.emplace_back(Neutral{variable, {}}) : *known;
  neutral.sides[side] = true;
}

bool Twin::relevant(const Joint& rule, const Goal& goal) const {
  return std::any_of(goal.begin(), goal.end(), [&](const Wish& wish) {
    const std::int64_t* points = rule.points.data() + wish.side * axis_count;
    const bool scored = wish.kind == WishKind::engagement || wish.kind == WishKind::hybrid ||
                        wish.kind == WishKind::below_band || wish.kind == WishKind::above_band ||
                        wish.kind == WishKind::location;
    const auto here = [&](const Neutral& each) { return each.sides[wish.side]; };
    if (scored && std::any_of(rule.neutral.begin(), rule.neutral.end(), here)) return true;
    switch (wish.kind) {
      case WishKind::engagement:
      case WishKind::hybrid:
      case WishKind::below_band:
      case WishKind::above_band:
        return points[0] != 0;
      case WishKind::location:
        return rule.excluded[wish.side] != 0 ||
               std::any_of(points + 1, points + axis_count, [](auto p) { return p != 0; });
      case WishKind::disposition:
        return rule.excluded[wish.side] != 0 ||
               rule.disposition[wish.side] != engine::no_disposition;
      case WishKind::fires:
      case WishKind::silent:
        return rule.rule[wish.side] == wish.value;
    }
    return false;
  });
}

void Twin::span(std::size_t variable, Span to) {
  box_[variable] = to;
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const std::int32_t criterion = criterion_of_[s][variable];
    if (criterion < 0) continue;
    const auto c = static_cast<std::size_t>(criterion);
    boxes_[s].low[c] = meaning(sides_[s], c, to.low);
    boxes_[s].high[c] = meaning(sides_[s], c, to.high);
  }
}

engine::Point Twin::point_of(std::size_t s, const Assignment& at) const {
  engine::Point point{};
  const Side& side = sides_[s];
  for (std::size_t c = 0; c < side.variable.size(); ++c) {
    point[c] = meaning(side, c, at[side.variable[c]]);
  }
  return point;
}

bool Twin::meets(const Goal& goal, const Assignment& at) const {
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    const bool asked =
        std::any_of(goal.begin(), goal.end(), [&](const Wish& wish) { return wish.side == s; });
    if (!asked) continue;
    const Program& program = *sides_[s].program;
    const engine::Point point = point_of(s, at);
    const engine::Outcome outcome = engine::decide_wide(program, point);
    const Centipoints margin = outcome.scores[0] - program.threshold;
    for (const Wish& wish : goal) {
      if (wish.side != s) continue;
      const auto fires = [&] {
        const auto rule = static_cast<std::size_t>(wish.value);
        return engine::holds(program, program.nodes[program.rules[rule].condition], point);
      };
      bool met = false;
      switch (wish.kind) {
        case WishKind::engagement:
          met = static_cast<int>(outcome.engagement) == wish.value;
          break;
        case WishKind::location:
          met = outcome.location == wish.value;
          break;
        case WishKind::disposition:
          met = static_cast<int>(outcome.disposition) == wish.value;
          break;
        case WishKind::hybrid:
          met = std::abs(margin) <= program.hybrid_band;
          break;
        case WishKind::below_band:
          met = margin < -program.hybrid_band;
          break;
        case WishKind::above_band:
          met = margin > program.hybrid_band;
          break;
        case WishKind::fires:
          met = fires();
          break;
        case WishKind::silent:
          met = !fires();
          break;
      }
      if (!met) return false;
    }
  }
  return true;
}

Found Twin::find_near(const Goal& goal, const Assignment& home, std::size_t most,
                      std::uint64_t nodes) {
  home_ = home;
  most_moved_ = most;
  const Found found = find(goal, nodes);
  home_.clear();
  return found;
}

Found Twin::find(const Goal& goal, std::uint64_t nodes) {
  budget_ = nodes_ + nodes;
  used_.clear();
  for (std::size_t j = 0; j < joints_.size(); ++j) {
    if (relevant(joints_[j], goal)) used_.push_back(j);
  }
  truth_.assign(joints_.size(), Truth::no);
  point_.clear();
  for (std::size_t v = 0; v < domain_.size(); ++v) {
    span(v, domain_[v]);
    point_.push_back(domain_[v].low);
  }
  return explore(goal, 0);
}

// The linear conditions of the goal in the current box; false when something else forbids it.
// Where a rule is undecided they are weaker than the goal, and `undecided_` names the rule.
bool Twin::rows_of(const Goal& goal) {
  rows_.clear();
  undecided_ = decided;
  looks_ += used_.size() * looks_per_condition_;
  for (const std::size_t j : used_) {
    const Joint& joint = joints_[j];
    truth_[j] = engine::truth(*sides_[joint.side].program, joint.condition, boxes_[joint.side]);
    if (truth_[j] == Truth::maybe && undecided_ == decided) undecided_ = j;
  }
  if (!settle(goal)) return false;
  if (varies_) neutralise();
  return !nowhere_on_one_side(goal) &&
         std::all_of(goal.begin(), goal.end(), [&](const Wish& wish) { return rows_of(wish); });
}

// What the goal itself says of rules that the box leaves open: whoever wins is not excluded, and
// what is tried before the disposition is not set. False when the box says otherwise.
bool Twin::settle(const Goal& goal) {
  for (const Wish& wish : goal) {
    for (const std::size_t j : used_) {
      const Joint& joint = joints_[j];
      const std::int8_t set = joint.disposition[wish.side];
      const bool named = joint.rule[wish.side] == wish.value;
      const bool silent = (wish.kind == WishKind::location && wish.value != engine::no_location &&
                           ((joint.excluded[wish.side] >> wish.value) & 1U) != 0) ||
                          (wish.kind == WishKind::disposition && set != engine::no_disposition &&
                           set < wish.value) ||
                          (wish.kind == WishKind::silent && named);
      const bool fires = wish.kind == WishKind::fires && named;
      if (!silent && !fires) continue;
      const Truth wanted = silent ? Truth::no : Truth::yes;
      if (truth_[j] != Truth::maybe && truth_[j] != wanted) return false;
      truth_[j] = wanted;
    }
  }
  return true;
}

// Which variables the rules neutralise, as far as the box tells.
void Twin::neutralise() {
  std::fill(by_both_.begin(), by_both_.end(), Truth::no);
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    std::fill(neutralised_[s].begin(), neutralised_[s].end(), Truth::no);
    std::fill(by_one_[s].begin(), by_one_[s].end(), Truth::no);
  }
  const auto raise = [](Truth& state, Truth to) { state = std::max(state, to); };
  for (const std::size_t j : used_) {
    for (const Neutral& each : joints_[j].neutral) {
      const bool both = each.sides[0] && each.sides[1];
      for (std::size_t s = 0; s < sides_.size(); ++s) {
        if (!each.sides[s]) continue;
        raise(neutralised_[s][each.variable], truth_[j]);
        raise(both ? by_both_[each.variable] : by_one_[s][each.variable], truth_[j]);
      }
    }
  }
}

// The most that a variable at a position adds to a row. Where a rule that both sides have may
// neutralise it, it is neutral on both or on neither: so equal models cancel out.
std::int64_t Twin::greatest(const Row& row, std::size_t variable, std::size_t at) const {
  std::array<std::array<std::int64_t, 2>, 2> adds{};  // by side, as it is and neutral
  for (std::size_t s = 0; s < sides_.size(); ++s) {
    for (std::size_t a = 0; a < axis_count; ++a) {
      const std::size_t k = s * axis_count + a;
      if (row.weights[k] == 0) continue;
      adds[s][0] += row.weights[k] * table_[k][first_[variable] + at];
      adds[s][1] += row.weights[k] * neutral_[k][variable];
    }
  }
  const Truth both = by_both_[variable];
  std::int64_t most = std::numeric_limits<std::int64_t>::min();
  for (const bool common : {false, true}) {
    if (both == (common ? Truth::no : Truth::yes)) continue;
    std::int64_t sum = 0;
    for (std::size_t s = 0; s < sides_.size(); ++s) {
      const Truth own = common ? Truth::yes : by_one_[s][variable];
      sum += own == Truth::no    ? adds[s][0]
             : own == Truth::yes ? adds[s][1]
                                 : std::max(adds[s][0], adds[s][1]);
    }
    most = std::max(most, sum);
  }
  return most;
}

// Where both sides exclude the same, one of them cannot be left with nothing alone.
bool Twin::nowhere_on_one_side(const Goal& goal) const {
  if (!same_exclusions_) return false;
  bool somewhere = false, nowhere = false;
  for (const Wish& wish : goal) {
    const bool retain =
        wish.kind == WishKind::disposition && wish.value == static_cast<int>(Disposition::retain);
    if (retain) {
      // Unless a rule says so, only what is excluded everywhere is retained.
      nowhere = nowhere || std::none_of(used_.begin(), used_.end(), [&](std::size_t j) {
                  return truth_[j] != Truth::no && joints_[j].disposition[wish.side] == wish.value;
                });
    } else if (wish.kind == WishKind::location && wish.value == engine::no_location) {
      nowhere = true;
    } else if (wish.kind == WishKind::location || wish.kind == WishKind::disposition) {
      somewhere = true;
    }
  }
  return somewhere && nowhere;
}

bool Twin::rows_of(const Wish& wish) {
  const Program& program = *sides_[wish.side].program;
  const std::size_t base = wish.side * axis_count;
  std::uint8_t surely = 0, perhaps = 0, set = 0, perhaps_set = 0;
  for (const std::size_t j : used_) {
    if (truth_[j] == Truth::no) continue;
    const Joint& joint = joints_[j];
    const bool sure = truth_[j] == Truth::yes;
    perhaps |= joint.excluded[wish.side];
    if (sure) surely |= joint.excluded[wish.side];
    if (joint.disposition[wish.side] == engine::no_disposition) continue;
    const auto bit = static_cast<std::uint8_t>(1U << joint.disposition[wish.side]);
    perhaps_set |= bit;
    if (sure) set |= bit;
  }
  const auto row = [&](std::int64_t sign, std::int64_t constant) {
    Row& one = rows_.emplace_back();
    one.weights[base] = sign;
    one.constant = constant;
    return true;
  };
  const std::int64_t threshold = program.threshold, band = program.hybrid_band;
  switch (wish.kind) {
    case WishKind::engagement:
      return wish.value == static_cast<int>(Engagement::kpo) ? row(1, -threshold)
                                                             : row(-1, threshold - 1);
    case WishKind::hybrid:
      return row(1, band - threshold) && row(-1, threshold + band);
    case WishKind::below_band:
      return row(-1, threshold - band - 1);
    case WishKind::above_band:
      return row(1, -threshold - band - 1);
    case WishKind::fires:
    case WishKind::silent:
      return true;  // settled
    case WishKind::disposition: {
      const auto retain =
          static_cast<std::uint8_t>(1U << static_cast<unsigned>(Disposition::retain));
      const auto automate =
          static_cast<std::uint8_t>(1U << static_cast<unsigned>(Disposition::automate_first));
      const bool must_retain = (set & retain) != 0 || surely == engine::all_locations;
      const bool may_retain = (perhaps_set & retain) != 0 || perhaps == engine::all_locations;
      if (wish.value == static_cast<int>(Disposition::retain)) return may_retain;
      if (must_retain) return false;
      if (wish.value == static_cast<int>(Disposition::automate_first)) {
        return (perhaps_set & automate) != 0;
      }
      return (set & automate) == 0;
    }
    case WishKind::location:
      break;
  }
  if (wish.value == engine::no_location) return perhaps == engine::all_locations;
  const auto winner = static_cast<std::size_t>(wish.value);
  if (((surely >> winner) & 1U) != 0) return false;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (l == winner || ((perhaps >> l) & 1U) != 0) continue;
    Row& one = rows_.emplace_back();
    one.weights[base + 1 + winner] = 1;
    one.weights[base + 1 + l] = -1;
    one.constant = winner < l ? 0 : -1;  // ties go to the earlier one
  }
  return true;
}

std::int64_t Twin::value(const Row& row, const Assignment& at) const {
  std::int64_t sum = row.constant;
  for (std::size_t k = 0; k < lanes; ++k) {
    if (row.weights[k] == 0) continue;
    looks_ += at.size() + used_.size();
    for (std::size_t v = 0; v < at.size(); ++v) sum += row.weights[k] * worth(k, v, at[v]);
    for (const std::size_t j : used_) {
      if (truth_[j] == Truth::yes) sum += row.weights[k] * joints_[j].points[k];
    }
  }
  return sum;
}

// The row's greatest value in the box, and in `point_` where it is reached.
std::int64_t Twin::maximise(const Row& row) {
  std::int64_t sum = row.constant;
  std::array<std::size_t, lanes> live{};
  std::size_t count = 0;
  for (std::size_t k = 0; k < lanes; ++k) {
    if (row.weights[k] != 0) live[count++] = k;
  }
  looks_ += used_.size();
  gains_.clear();
  const auto value_at = [&](std::size_t v, std::size_t at) {
    if (varies_) return greatest(row, v, at);
    std::int64_t here = 0;
    for (std::size_t i = 0; i < count; ++i) {
      here += row.weights[live[i]] * table_[live[i]][first_[v] + at];
    }
    return here;
  };
  for (std::size_t v = 0; v < box_.size(); ++v) {
    const auto [low, high] = box_[v];
    const std::size_t step = straight_[v] && high > low ? std::size_t{high} - low : 1;
    looks_ += 1 + (std::size_t{high} - low) / step;
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    std::size_t where = low;
    for (std::size_t at = low; at <= high; at += step) {
      const std::int64_t here = value_at(v, at);
      // Of equal ones the present, so that what does not bear on the row stays where it was.
      if (here > best || (here == best && at == point_[v])) {
        best = here;
        where = at;
      }
    }
    if (!home_.empty() && low < high && at_home_possible(v)) {
      const std::int64_t home = value_at(v, home_[v]);
      if (best > home) gains_.push_back({best - home, v, static_cast<std::uint16_t>(where)});
      best = home;
      where = home_[v];
    }
    sum += best;
    point_[v] = static_cast<std::uint16_t>(where);
  }
  sum = few_greatest(sum);
  for (const std::size_t j : used_) {
    if (truth_[j] == Truth::no) continue;
    std::int64_t points = 0;
    for (std::size_t i = 0; i < count; ++i)
      points += row.weights[live[i]] * joints_[j].points[live[i]];
    sum += truth_[j] == Truth::yes ? points : std::max<std::int64_t>(points, 0);
  }
  return sum;
}

// Only so many variables may leave home: those that gain most.
std::int64_t Twin::few_greatest(std::int64_t sum) {
  if (gains_.size() > may_move_) {
    const auto last = gains_.begin() + static_cast<std::ptrdiff_t>(may_move_);
    std::partial_sort(gains_.begin(), last, gains_.end(), [](const Gain& a, const Gain& b) {
      return a.gain != b.gain ? a.gain > b.gain : a.variable < b.variable;
    });
    gains_.resize(may_move_);
  }
  for (const Gain& one : gains_) {
    sum += one.gain;
    point_[one.variable] = one.at;
  }
  return sum;
}

// False: some weighting of the rows cannot be met. Ends with the point of the
// weighting that came nearest to a proof.
bool Twin::bounded() {
  constexpr int rounds = 10;
  constexpr double scale = 1 << 12;
  for (const Row& row : rows_) {
    if (maximise(row) < 0) return false;
  }
  if (rows_.size() < 2) return true;
  // Where two sides hardly differ, one row of each nearly cancel.
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    for (std::size_t j = i + 1; j < rows_.size(); ++j) {
      Row both = rows_[i];
      for (std::size_t k = 0; k < lanes; ++k) both.weights[k] += rows_[j].weights[k];
      both.constant += rows_[j].constant;
      if (maximise(both) < 0) return false;
    }
  }
  std::vector<double> weights(rows_.size(), 1.0);
  std::vector<double> slack(rows_.size(), 0.0);
  Assignment best = point_;
  double least = std::numeric_limits<double>::max();
  for (int round = 0; round < rounds; ++round) {
    Row mix;
    double total = 0;
    for (const double weight : weights) total += weight;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto weight = static_cast<std::int64_t>(weights[i] / total * scale);
      for (std::size_t k = 0; k < lanes; ++k) mix.weights[k] += weight * rows_[i].weights[k];
      mix.constant += weight * rows_[i].constant;
    }
    const std::int64_t bound = maximise(mix);
    if (bound < 0) return false;
    if (static_cast<double>(bound) < least) {
      least = static_cast<double>(bound);
      best = point_;
    }
    double size = 0;
    bool fine = true;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      slack[i] = static_cast<double>(value(rows_[i], point_));
      size = std::max(size, std::abs(slack[i]));
      fine = fine && slack[i] >= 0;
    }
    if (fine || size == 0) return true;  // the point meets every row
    const double step = 1.0 / (1.0 + round);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      weights[i] = std::max(1e-3, weights[i] * (1.0 - 0.9 * step * slack[i] / size));
    }
  }
  point_ = best;
  return true;
}

// Moves one variable after another to where the rows fall short least.
void Twin::mend() {
  constexpr int sweeps = 8;
  const auto shortfall = [](const std::vector<std::int64_t>& slack) {
    std::int64_t sum = 0;
    for (const std::int64_t one : slack) sum += std::min<std::int64_t>(one, 0);
    return sum;
  };
  std::vector<std::int64_t> slack, moved(rows_.size());
  for (const Row& row : rows_) slack.push_back(value(row, point_));
  std::int64_t now = shortfall(slack);
  const std::uint64_t enough = looks_ + most_mending;
  for (int sweep = 0; sweep < sweeps && now < 0; ++sweep) {
    const std::int64_t before = now;
    for (std::size_t v = 0; v < box_.size() && now < 0; ++v) {
      if (looks_ >= enough) return;
      looks_ += (1U + box_[v].high - box_[v].low) * rows_.size();
      const std::uint16_t here = point_[v];
      std::uint16_t best = here;
      for (std::size_t at = box_[v].low; at <= box_[v].high; ++at) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
          moved[i] = slack[i];
          for (std::size_t k = 0; k < lanes; ++k) {
            if (rows_[i].weights[k] == 0) continue;
            moved[i] += rows_[i].weights[k] * (worth(k, v, at) - worth(k, v, here));
          }
        }
        if (const std::int64_t there = shortfall(moved); there > now) {
          now = there;
          best = static_cast<std::uint16_t>(at);
        }
      }
      if (best == here) continue;
      point_[v] = best;
      for (std::size_t i = 0; i < rows_.size(); ++i) slack[i] = value(rows_[i], point_);
    }
    if (now == before) return;
  }
}

// The variable that can move the rows most, or the number of variables when all are points.
std::size_t Twin::widest() const {
  std::size_t best = box_.size();
  std::int64_t most = -1;
  for (std::size_t v = 0; v < box_.size(); ++v) {
    if (box_[v].low == box_[v].high) continue;
    const std::size_t width = std::size_t{box_[v].high} - box_[v].low;
    const std::size_t step = straight_[v] ? width : 1;
    looks_ += (1 + width / step) * rows_.size();
    std::int64_t reach = 0;
    for (const Row& row : rows_) {
      std::int64_t low = std::numeric_limits<std::int64_t>::max();
      std::int64_t high = std::numeric_limits<std::int64_t>::min();
      for (std::size_t at = box_[v].low; at <= box_[v].high; at += step) {
        std::int64_t here = 0;
        for (std::size_t k = 0; k < lanes; ++k) {
          if (row.weights[k] != 0) here += row.weights[k] * worth(k, v, at);
        }
        low = std::min(low, here);
        high = std::max(high, here);
      }
      reach += high - low;
    }
    if (reach > most) {
      most = reach;
      best = v;
    }
  }
  return most == 0 ? box_.size() : best;
}

bool Twin::at_home_possible(std::size_t variable) const {
  return box_[variable].low <= home_[variable] && home_[variable] <= box_[variable].high;
}

// Counts who has left home; when no more may, the others stay. False: too many have.
bool Twin::stay_near() {
  if (home_.empty()) return true;
  std::size_t moved = 0;
  for (std::size_t v = 0; v < box_.size(); ++v) moved += at_home_possible(v) ? 0U : 1U;
  if (moved > most_moved_) return false;
  may_move_ = most_moved_ - moved;
  if (may_move_ > 0) return true;
  for (std::size_t v = 0; v < box_.size(); ++v) {
    if (box_[v].low == box_[v].high || !at_home_possible(v)) continue;
    held_.emplace_back(v, box_[v]);
    span(v, {home_[v], home_[v]});
  }
  return true;
}

// A node counts for what the one before it has cost.
void Twin::charge() {
  nodes_ += 1 + (looks_ - charged_) / looks_per_node;
  charged_ = looks_;
}

Found Twin::explore(const Goal& goal, std::size_t depth) {
  if (nodes_ >= budget_ || depth >= deepest) return Found::unknown;
  charge();
  const std::size_t mark = held_.size();
  const Found found = stay_near() ? look(goal, depth) : Found::no;
  for (; held_.size() > mark; held_.pop_back()) span(held_.back().first, held_.back().second);
  return found;
}

Found Twin::look(const Goal& goal, std::size_t depth) {
  for (std::size_t v = 0; v < box_.size(); ++v) {
    const bool stays = !home_.empty() && at_home_possible(v);
    point_[v] = stays ? home_[v] : std::clamp(point_[v], box_[v].low, box_[v].high);
  }
  if (!rows_of(goal)) return Found::no;
  if (!bounded()) return Found::no;
  if (meets(goal, point_)) return Found::yes;
  std::size_t variable = 0;
  std::uint16_t last_of_lower = 0;
  if (undecided_ != decided) {
    const Joint& joint = joints_[undecided_];
    const Side& side = sides_[joint.side];
    const engine::Cut cut = engine::find_cut(*side.program, joint.condition, boxes_[joint.side]);
    variable = side.variable[cut.criterion];
    last_of_lower = box_[variable].low;
    while (meaning(side, cut.criterion, static_cast<std::uint16_t>(last_of_lower + 1)) <=
           cut.last_of_lower) {
      ++last_of_lower;
    }
  } else {
    if (home_.empty()) {
      mend();
      if (meets(goal, point_)) return Found::yes;
    }
    variable = widest();
    // Nothing in the box moves a row, and every rule is decided: all its points are alike.
    if (variable == box_.size()) return Found::no;
    last_of_lower = middle(variable);
  }
  return split(goal, depth, variable, last_of_lower);
}

// Where to cut a variable's interval: in half, or off from home.
std::uint16_t Twin::middle(std::size_t variable) const {
  const auto [low, high] = box_[variable];
  if (home_.empty() || !at_home_possible(variable)) {
    return static_cast<std::uint16_t>((low + high) / 2);
  }
  return home_[variable] < high ? home_[variable] : static_cast<std::uint16_t>(high - 1);
}

Found Twin::split(const Goal& goal, std::size_t depth, std::size_t variable,
                  std::uint16_t last_of_lower) {
  const Span whole = box_[variable];
  const bool upper_first = point_[variable] > last_of_lower;
  Found result = Found::no;
  for (int half = 0; half < 2 && result != Found::yes; ++half) {
    const bool upper = (half == 0) == upper_first;
    span(variable, upper ? Span{static_cast<std::uint16_t>(last_of_lower + 1), whole.high}
                         : Span{whole.low, last_of_lower});
    const Found here = explore(goal, depth + 1);
    if (here != Found::no) result = here;
  }
  span(variable, whole);
  return result;
}

}  // namespace sourcing::analysis
