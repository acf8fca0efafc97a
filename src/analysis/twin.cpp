// SPDX-License-Identifier: Apache-2.0
#include "analysis/twin.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>

namespace sourcing::analysis {

namespace {

using engine::Program;
using engine::Truth;

// Each level of splitting is a stack frame; a stranger's model may not exhaust the stack.
constexpr std::size_t deepest = 1'000;
constexpr std::size_t decided = std::numeric_limits<std::size_t>::max();

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
    }
  }
}

bool Twin::relevant(const Joint& rule, const Goal& goal) const {
  return std::any_of(goal.begin(), goal.end(), [&](const Wish& wish) {
    const std::int64_t* points = rule.points.data() + wish.side * axis_count;
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
    const engine::Outcome outcome = engine::decide(program, point);
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
  for (const std::size_t j : used_) {
    const Joint& joint = joints_[j];
    truth_[j] = engine::truth(*sides_[joint.side].program, joint.condition, boxes_[joint.side]);
    if (truth_[j] == Truth::maybe && undecided_ == decided) undecided_ = j;
  }
  return std::all_of(goal.begin(), goal.end(), [&](const Wish& wish) { return rows_of(wish); });
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
    case WishKind::silent: {
      const Truth wanted = wish.kind == WishKind::fires ? Truth::yes : Truth::no;
      return std::all_of(used_.begin(), used_.end(), [&](std::size_t j) {
        return joints_[j].rule[wish.side] != wish.value || truth_[j] == Truth::maybe ||
               truth_[j] == wanted;
      });
    }
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
    for (std::size_t v = 0; v < at.size(); ++v)
      sum += row.weights[k] * table_[k][first_[v] + at[v]];
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
  for (std::size_t v = 0; v < box_.size(); ++v) {
    const auto [low, high] = box_[v];
    const std::size_t step = straight_[v] && high > low ? std::size_t{high} - low : 1;
    std::int64_t best = std::numeric_limits<std::int64_t>::min();
    std::size_t where = low;
    for (std::size_t at = low; at <= high; at += step) {
      std::int64_t here = 0;
      for (std::size_t i = 0; i < count; ++i) {
        here += row.weights[live[i]] * table_[live[i]][first_[v] + at];
      }
      // Of equal ones the present, so that what does not bear on the row stays where it was.
      if (here > best || (here == best && at == point_[v])) {
        best = here;
        where = at;
      }
    }
    sum += best;
    point_[v] = static_cast<std::uint16_t>(where);
  }
  for (const std::size_t j : used_) {
    if (truth_[j] == Truth::no) continue;
    std::int64_t points = 0;
    for (std::size_t i = 0; i < count; ++i)
      points += row.weights[live[i]] * joints_[j].points[live[i]];
    sum += truth_[j] == Truth::yes ? points : std::max<std::int64_t>(points, 0);
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
  for (int sweep = 0; sweep < sweeps && now < 0; ++sweep) {
    const std::int64_t before = now;
    for (std::size_t v = 0; v < box_.size() && now < 0; ++v) {
      const std::uint16_t here = point_[v];
      std::uint16_t best = here;
      for (std::size_t at = box_[v].low; at <= box_[v].high; ++at) {
        for (std::size_t i = 0; i < rows_.size(); ++i) {
          moved[i] = slack[i];
          for (std::size_t k = 0; k < lanes; ++k) {
            if (rows_[i].weights[k] == 0) continue;
            moved[i] +=
                rows_[i].weights[k] * (table_[k][first_[v] + at] - table_[k][first_[v] + here]);
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
    std::int64_t reach = 0;
    for (const Row& row : rows_) {
      std::int64_t low = std::numeric_limits<std::int64_t>::max();
      std::int64_t high = std::numeric_limits<std::int64_t>::min();
      for (std::size_t at = box_[v].low; at <= box_[v].high; ++at) {
        std::int64_t here = 0;
        for (std::size_t k = 0; k < lanes; ++k) {
          if (row.weights[k] != 0) here += row.weights[k] * table_[k][first_[v] + at];
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

Found Twin::explore(const Goal& goal, std::size_t depth) {
  if (nodes_ >= budget_ || depth >= deepest) return Found::unknown;
  ++nodes_;
  for (std::size_t v = 0; v < box_.size(); ++v) {
    point_[v] = std::clamp(point_[v], box_[v].low, box_[v].high);
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
    mend();
    if (meets(goal, point_)) return Found::yes;
    variable = widest();
    // Nothing in the box moves a row, and every rule is decided: all its points are alike.
    if (variable == box_.size()) return Found::no;
    last_of_lower = static_cast<std::uint16_t>((box_[variable].low + box_[variable].high) / 2);
  }
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
