// SPDX-License-Identifier: Apache-2.0
// A goal as linear conditions on the scores, as far as a box of the variables settles it.
#include <algorithm>

#include "analysis/twin.hpp"

namespace sourcing::analysis {

using engine::Program;
using engine::Truth;

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

}  // namespace sourcing::analysis
