// SPDX-License-Identifier: Apache-2.0
#include "analysis/relaxation.hpp"

#include <algorithm>

namespace sourcing::analysis {

namespace {

// Looks for one mending. It finds witnesses sooner and proves nothing, so it may stop at any time;
// with hundreds of criteria of thousands of positions it would go on for seconds.
constexpr std::uint64_t most_mending = 1'000'000;

}  // namespace

// Moves every criterion to where the weighted sum is greatest, and leaves it where it is if it is
// there already: criteria without a say keep what another group of conditions chose for them.
Scores Relaxation::maximise(const Demand& demand, const Scores& weights) {
  Scores sum = scene_.base;
  add(sum, demand.sure);
  engine::Lanes chosen = 0;
  for (std::size_t i = 0; i < scene_.active.size(); ++i) {
    const std::size_t c = scene_.active[i];
    if (demand.neutralised.has(c)) {
      chosen += worth(scene_.program, demand, c, 0);
      continue;
    }
    const engine::Lanes* table =
        scene_.program.contributions.data() + scene_.program.criteria[c].table;
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    std::uint16_t best = std::clamp(point_[c], low, high);
    std::int64_t greatest = dot(weights, unpack(table[best]));
    const auto offer = [&](std::uint16_t at) {
      const std::int64_t here = dot(weights, unpack(table[at]));
      if (here > greatest) {
        greatest = here;
        best = at;
      }
    };
    looks_ += scene_.straight[i] ? 2U : 1U + high - low;
    if (scene_.straight[i]) {
      offer(low);
      offer(high);
    } else {
      for (std::size_t at = low; at <= high; ++at) offer(static_cast<std::uint16_t>(at));
    }
    point_[c] = best;
    chosen += table[best];
  }
  add(sum, unpack(chosen));
  for (const std::uint32_t r : demand.optional_) {
    add(sum, best_of(scene_.program, demand, scene_.program.rules[r], weights, box_));
  }
  return sum;
}

bool Relaxation::group_feasible(const Demand& demand, Group group) {
  weightings_.reset(group.count);
  while (const auto at = weightings_.next()) {
    Scores weights{};
    for (std::size_t j = 0; j < group.count; ++j) {
      const Constraint& constraint = demand.constraints[group.first + j];
      for (std::size_t a = 0; a < axis_count; ++a) weights[a] += (*at)[j] * constraint.weights[a];
    }
    const Scores scores = maximise(demand, weights);
    Weightings::Values values{};
    std::int64_t sum = 0;
    bool all = true;
    for (std::size_t j = 0; j < group.count; ++j) {
      values[j] = value_of(demand.constraints[group.first + j], scores);
      sum += (*at)[j] * values[j];
      all = all && values[j] >= 0;
    }
    if (all) return true;
    if (sum < 0) return false;
    weightings_.rule_out(values);
  }
  return true;
}

bool Relaxation::feasible(const Demand& demand) {
  for (const std::uint16_t c : scene_.active) {
    point_[c] = std::clamp(point_[c], box_.low[c], box_.high[c]);
  }
  if (demand.count == 0) return true;
  // The engagement's condition comes last; where it shares nothing with the others it stands alone.
  const bool engagement = demand.constraints[demand.count - 1].weights[0] != 0;
  if (!engagement || demand.count == 1 || !scene_.separable) {
    return group_feasible(demand, {0, demand.count});
  }
  return group_feasible(demand, {demand.count - 1, 1}) &&
         group_feasible(demand, {0, demand.count - 1});
}

void Relaxation::mend(const Demand& demand) {
  Scores scores = scene_.base;
  add(scores, demand.sure);
  for (const std::uint16_t c : scene_.active) {
    add(scores, unpack(worth(scene_.program, demand, c, point_[c])));
  }
  const auto shortfall = [&](const Scores& at) {
    std::int64_t sum = 0;
    for (std::size_t j = 0; j < demand.count; ++j) {
      sum += std::min<std::int64_t>(0, value_of(demand.constraints[j], at));
    }
    return sum;
  };
  std::int64_t least = shortfall(scores);
  // Each round ends nearer to zero; twice round the criteria is enough to know.
  const std::uint64_t enough = looks_ + most_mending;
  for (std::size_t round = 0; round < 2 * scene_.active.size() && least < 0 && looks_ < enough;
       ++round) {
    std::size_t criterion = 0;
    std::uint16_t position = 0;
    std::int64_t best = least;
    for (const std::uint16_t c : scene_.active) {
      if (demand.neutralised.has(c)) continue;
      const engine::Lanes* table =
          scene_.program.contributions.data() + scene_.program.criteria[c].table;
      Scores without = scores;
      const Scores now = unpack(table[point_[c]]);
      for (std::size_t a = 0; a < axis_count; ++a) without[a] -= now[a];
      if (looks_ >= enough) break;
      looks_ += 1U + box_.high[c] - box_.low[c];
      for (std::size_t at = box_.low[c]; at <= box_.high[c]; ++at) {
        Scores moved = without;
        add(moved, unpack(table[at]));
        const std::int64_t here = shortfall(moved);
        if (here <= best) continue;
        best = here;
        criterion = c;
        position = static_cast<std::uint16_t>(at);
      }
    }
    if (best == least) break;
    const Scores now = unpack(scene_.program.contribution(criterion, point_[criterion]));
    for (std::size_t a = 0; a < axis_count; ++a) scores[a] -= now[a];
    point_[criterion] = position;
    add(scores, unpack(scene_.program.contribution(criterion, position)));
    least = best;
  }
}

std::size_t Relaxation::widest(const Demand& demand) const {
  std::size_t result = scene_.active.size();
  std::int64_t most = -1;
  for (std::size_t i = 0; i < scene_.active.size(); ++i) {
    const std::size_t c = scene_.active[i];
    if (box_.low[c] == box_.high[c]) continue;
    std::int64_t width = 0;
    looks_ += scene_.straight[i] ? 2U : 1U + box_.high[c] - box_.low[c];
    for (std::size_t j = 0; j < demand.count && !demand.neutralised.has(c); ++j) {
      const Scores& weights = demand.constraints[j].weights;
      std::int64_t low = dot(weights, unpack(scene_.program.contribution(c, box_.low[c])));
      std::int64_t high = low;
      for (std::size_t at = box_.low[c] + std::size_t{1}; at <= box_.high[c]; ++at) {
        if (scene_.straight[i]) at = box_.high[c];
        const std::int64_t here = dot(weights, unpack(scene_.program.contribution(c, at)));
        low = std::min(low, here);
        high = std::max(high, here);
      }
      width += high - low;
    }
    if (width > most) {
      most = width;
      result = i;
    }
  }
  return result;
}

}  // namespace sourcing::analysis
