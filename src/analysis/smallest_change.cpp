// SPDX-License-Identifier: Apache-2.0
#include "analysis/smallest_change.hpp"

#include <algorithm>
#include <limits>

namespace sourcing::analysis {

namespace {

constexpr std::size_t deepest = 2'000;
// Looks that a node may cost before it counts as two, so that a budget bounds the work whatever
// the model.
constexpr std::uint64_t looks_per_node = 10'000;

}  // namespace

ChangeSearch::ChangeSearch(const engine::Program& program, const Moves& moves)
    : program_(program),
      moves_(moves),
      box_(reach(program, moves)),
      scene_(make_scene(program, box_)) {
  std::int64_t most = 0;
  for (const std::uint16_t c : scene_.active) {
    most += std::max(moves.cost(c, box_.low[c]), moves.cost(c, box_.high[c]));
  }
  // A weighting of scores and cost works best where both are of a size.
  constexpr std::int64_t usual_score = 5'000;
  magnify_ = std::max<std::int64_t>(1, most / usual_score);
}

SmallestChange ChangeSearch::find(const Target& target, std::uint64_t budget) {
  SmallestChange best;
  budget_ = budget;
  exhausted_ = false;
  charged_ = looks_;
  point_ = moves_.start;
  // Whether anything reaches it at all, before looking for the least.
  SmallestChange any;
  any_will_do_ = true;
  const bool reachable = search(target, scene_.active.size(), any);
  any_will_do_ = false;
  best.nodes = any.nodes;
  if (!reachable) {
    best.proven = !exhausted_;
    return best;
  }
  for (std::size_t most = 0; most < any.moved; ++most) {
    if (search(target, most, best)) {
      best.proven = !exhausted_;
      return best;
    }
    if (exhausted_) break;
  }
  // No fewer than the first find moved; it may still be had for less.
  const std::uint64_t nodes = best.nodes;
  best = any;
  best.nodes = nodes;
  if (!exhausted_) search(target, any.moved, best);
  best.proven = !exhausted_;
  return best;
}

bool ChangeSearch::search(const Target& target, std::size_t most_moved, SmallestChange& best) {
  target_ = target;
  most_moved_ = most_moved;
  best_ = &best;
  forced_ = 0;
  forced_cost_ = 0;
  explore(0);
  return best.found;
}

std::int64_t ChangeSearch::allowance() const noexcept {
  if (!best_->found) return std::numeric_limits<std::int64_t>::max();
  return any_will_do_ ? -1 : best_->cost - moves_.step;
}

void ChangeSearch::explore(std::size_t depth) {
  if (exhausted_ || forced_ > most_moved_ || forced_cost_ > allowance()) return;
  if (best_->nodes >= budget_ || depth >= deepest) {
    exhausted_ = true;
    return;
  }
  charge();
  const std::size_t mark = log_.size();
  if (forced_ == most_moved_) hold_still();
  // The cheapest point: nothing moves that need not.
  for (const std::uint16_t c : scene_.active) {
    point_[c] = std::clamp(moves_.start[c], box_.low[c], box_.high[c]);
  }
  if (!try_point()) {
    while (demands_.size() <= depth) demands_.emplace_back();
    Demand& demand = demands_[depth];
    make_demand(scene_, target_, box_, demand);
    if (!demand.impossible && still_possible(demand)) branch(depth, demand);
  }
  undo(mark);
}

// A node counts for what the one before it has cost.
void ChangeSearch::charge() {
  // Its many weightings judge the rules again and again, where there are very many of them.
  constexpr std::uint64_t rounds = 4;
  const std::uint64_t conditions = looks_at_conditions(program_);
  looks_ += (conditions > program_.nodes.size() ? rounds : 1) * conditions;
  looks_ += program_.criteria.size();
  best_->nodes += 1 + (looks_ - charged_) / looks_per_node;
  charged_ = looks_;
}

// No further criterion may move: the rules can be told for certain.
void ChangeSearch::hold_still() {
  for (const std::uint16_t c : scene_.active) {
    if (!is_free(c) || box_.low[c] == box_.high[c]) continue;
    log_.push_back({c, box_.low[c], box_.high[c]});
    box_.low[c] = box_.high[c] = moves_.start[c];
  }
}

void ChangeSearch::undo(std::size_t mark) {
  while (log_.size() > mark) {
    const Interval& was = log_.back();
    box_.low[was.criterion] = was.low;
    box_.high[was.criterion] = was.high;
    log_.pop_back();
  }
}

// True when the point meets the target; it is kept when it is better than the best.
bool ChangeSearch::try_point() {
  if (!target_.met_by(engine::decide(program_, point_))) return false;
  std::size_t moved = 0;
  std::int64_t cost = 0;
  for (const std::uint16_t c : scene_.active) {
    moved += point_[c] != moves_.start[c];
    cost += moves_.cost(c, point_[c]);
  }
  if (moved <= most_moved_ && cost <= allowance()) {
    best_->found = true;
    best_->point = point_;
    best_->moved = moved;
    best_->cost = cost;
  }
  return true;
}

std::uint16_t ChangeSearch::at_most(std::size_t c, std::uint16_t position) const noexcept {
  const auto& positions = moves_.positions[c];
  return *(std::upper_bound(positions.begin(), positions.end(), position) - 1);
}

std::uint16_t ChangeSearch::above(std::size_t c, std::uint16_t position) const noexcept {
  const auto& positions = moves_.positions[c];
  return *std::upper_bound(positions.begin(), positions.end(), position);
}

// The most that moving (or, when it must move, placing) a criterion adds to the weighted sum.
std::pair<std::int64_t, std::uint16_t> ChangeSearch::best_move(std::size_t i, const Demand& demand,
                                                               const Scores& weights,
                                                               std::int64_t cost_weight) const {
  const std::size_t c = scene_.active[i];
  const engine::Lanes* table = program_.contributions.data() + program_.criteria[c].table;
  const std::uint16_t low = box_.low[c], high = box_.high[c], start = moves_.start[c];
  const bool neutralised = demand.neutralised.has(c);
  const std::uint16_t neutral = program_.criteria[c].neutral;
  std::pair<std::int64_t, std::uint16_t> best{std::numeric_limits<std::int64_t>::min(), low};
  const auto offer = [&](std::uint16_t at) {
    if (at == start) return;
    const std::int64_t gain = magnify_ * dot(weights, unpack(table[neutralised ? neutral : at])) -
                              cost_weight * moves_.cost(c, at);
    if (gain > best.first) best = {gain, at};
  };
  const auto& positions = moves_.positions[c];
  looks_ += scene_.straight[i] ? 4U : positions.size();
  if (scene_.straight[i]) {
    // Straight on either side of the start: the peak is at an end or next to the start.
    if (low < start && start <= high) offer(at_most(c, static_cast<std::uint16_t>(start - 1)));
    if (low <= start && start < high) offer(above(c, start));
    offer(low);
    offer(high);
    return best;
  }
  for (auto at = std::lower_bound(positions.begin(), positions.end(), low);
       at != positions.end() && *at <= high; ++at) {
    offer(*at);
  }
  return best;
}

// The point of the box with few enough criteria moved at which a weighting is greatest.
ChangeSearch::Choice ChangeSearch::choose(const Demand& demand, const Scores& weights,
                                          std::int64_t cost_weight) {
  Choice choice{scene_.base, 0};
  add(choice.scores, demand.sure);
  options_.clear();
  for (std::size_t i = 0; i < scene_.active.size(); ++i) {
    const std::size_t c = scene_.active[i];
    if (!is_free(c)) {
      point_[c] = best_move(i, demand, weights, cost_weight).second;
      continue;
    }
    point_[c] = moves_.start[c];
    if (forced_ == most_moved_ || box_.low[c] == box_.high[c]) continue;
    const auto [value, at] = best_move(i, demand, weights, cost_weight);
    const std::int64_t gain =
        value - magnify_ * dot(weights, unpack(worth(program_, demand, c, moves_.start[c])));
    if (gain > 0) options_.push_back({gain, c, at});
  }
  const std::size_t more = std::min(options_.size(), most_moved_ - forced_);
  const auto greater = [](const Option& a, const Option& b) {
    return a.gain != b.gain ? a.gain > b.gain : a.criterion < b.criterion;
  };
  std::partial_sort(options_.begin(), options_.begin() + static_cast<std::ptrdiff_t>(more),
                    options_.end(), greater);
  for (std::size_t i = 0; i < more; ++i) point_[options_[i].criterion] = options_[i].at;
  for (const std::uint16_t c : scene_.active) {
    add(choice.scores, unpack(worth(program_, demand, c, point_[c])));
    choice.cost += moves_.cost(c, point_[c]);
  }
  for (const std::uint32_t r : demand.optional_) {
    add(choice.scores, best_of(program_, demand, program_.rules[r], weights, box_));
  }
  return choice;
}

// One group of conditions together with the allowance, if there is one.
bool ChangeSearch::group_possible(const Demand& demand, std::size_t first, std::size_t count,
                                  bool& improved) {
  const bool limited = best_->found;
  const std::int64_t most_cost = limited ? allowance() : 0;
  const std::size_t all = count + (limited ? 1 : 0);
  weightings_.reset(all);
  while (const auto at = weightings_.next()) {
    Scores weights{};
    for (std::size_t j = 0; j < count; ++j) {
      const Scores& each = demand.constraints[first + j].weights;
      for (std::size_t a = 0; a < axis_count; ++a) weights[a] += (*at)[j] * each[a];
    }
    const std::int64_t cost_weight = limited ? (*at)[count] : 0;
    const Choice choice = choose(demand, weights, cost_weight);
    Weightings::Values values{};
    std::int64_t sum = 0;
    bool met = true;
    for (std::size_t j = 0; j < count; ++j) {
      values[j] = magnify_ * value_of(demand.constraints[first + j], choice.scores);
      met = met && values[j] >= 0;
      sum += (*at)[j] * values[j];
    }
    if (limited) {
      values[count] = most_cost - choice.cost;
      sum += (*at)[count] * values[count];
    }
    if (met) {
      const std::int64_t before = best_->found ? best_->cost : -1;
      (void)try_point();
      const std::int64_t after = best_->found ? best_->cost : -1;
      if (before != after) {
        improved = true;
        return true;
      }
    }
    if (sum < 0) return false;
    if (met && (!limited || values[count] >= 0)) return true;
    weightings_.rule_out(values);
  }
  return true;
}

// False when proven that the box holds nothing better than the best.
bool ChangeSearch::still_possible(const Demand& demand) {
  if (demand.count == 0) return true;
  constexpr std::size_t with_cost = Weightings::most - 1;
  bool improved = true;
  while (improved) {
    improved = false;
    if (forced_cost_ > allowance()) return false;
    for (std::size_t first = 0; first < demand.count && !improved; first += with_cost) {
      const std::size_t count = std::min(with_cost, demand.count - first);
      if (!group_possible(demand, first, count, improved)) return false;
    }
  }
  return true;
}

std::size_t ChangeSearch::widest(const Demand& demand) const {
  std::size_t result = program_.criteria.size();
  std::int64_t most = -1;
  for (std::size_t i = 0; i < scene_.active.size(); ++i) {
    const std::size_t c = scene_.active[i];
    if (box_.low[c] == box_.high[c]) continue;
    std::int64_t width = 0;
    for (std::size_t j = 0; j < demand.count; ++j) {
      const Scores& weights = demand.constraints[j].weights;
      const std::int64_t start =
          dot(weights, unpack(worth(program_, demand, c,
                                    std::clamp(moves_.start[c], box_.low[c], box_.high[c]))));
      width = std::max(width, best_move(i, demand, weights, 0).first - magnify_ * start);
    }
    if (width > most) {
      most = width;
      result = c;
    }
  }
  return result;
}

void ChangeSearch::branch(std::size_t depth, const Demand& demand) {
  if (demand.undecided < program_.rules.size()) {
    branch_on_rule(depth,
                   engine::find_cut(program_, program_.rules[demand.undecided].condition, box_));
    return;
  }
  const std::size_t c = widest(demand);
  if (c < program_.criteria.size()) branch_on_criterion(depth, c);
}

void ChangeSearch::branch_on_rule(std::size_t depth, engine::Cut cut) {
  const std::size_t c = cut.criterion;
  const std::uint16_t low = box_.low[c], high = box_.high[c];
  const std::uint16_t last = at_most(c, cut.last_of_lower), next = above(c, cut.last_of_lower);
  // Where nothing need move first: a cheap change found early spares the rest.
  if (moves_.start[c] > cut.last_of_lower) {
    enter(depth, c, next, high);
    enter(depth, c, low, last);
  } else {
    enter(depth, c, low, last);
    enter(depth, c, next, high);
  }
}

void ChangeSearch::branch_on_criterion(std::size_t depth, std::size_t c) {
  const std::uint16_t low = box_.low[c], high = box_.high[c], start = moves_.start[c];
  if (!is_free(c)) {
    const auto middle = static_cast<std::uint16_t>(low + (high - low) / 2);
    const std::uint16_t last = at_most(c, middle), next = above(c, middle);
    // The nearer half first.
    if (start > high) {
      enter(depth, c, next, high);
      enter(depth, c, low, last);
    } else {
      enter(depth, c, low, last);
      enter(depth, c, next, high);
    }
    return;
  }
  if (low < start) enter(depth, c, low, at_most(c, static_cast<std::uint16_t>(start - 1)));
  if (start < high) enter(depth, c, above(c, start), high);
  enter(depth, c, start, start);
}

void ChangeSearch::enter(std::size_t depth, std::size_t c, std::uint16_t low, std::uint16_t high) {
  const std::uint16_t old_low = box_.low[c], old_high = box_.high[c];
  const std::size_t old_forced = forced_;
  const std::int64_t old_cost = forced_cost_;
  const auto least = [&] {
    return moves_.cost(c, std::clamp(moves_.start[c], box_.low[c], box_.high[c]));
  };
  if (!is_free(c)) {
    --forced_;
    forced_cost_ -= least();
  }
  box_.low[c] = low;
  box_.high[c] = high;
  if (!is_free(c)) {
    ++forced_;
    forced_cost_ += least();
  }
  explore(depth + 1);
  box_.low[c] = old_low;
  box_.high[c] = old_high;
  forced_ = old_forced;
  forced_cost_ = old_cost;
}

}  // namespace sourcing::analysis
