// SPDX-License-Identifier: Apache-2.0
// How much the rows of a goal can reach in a box: proofs that they cannot all be met, and points
// that come near.
#include <algorithm>
#include <cstdlib>
#include <limits>

#include "analysis/twin.hpp"

namespace sourcing::analysis {

using engine::Truth;

namespace {

// Looks for one mending. It finds witnesses sooner and proves nothing, so it may stop at any time.
constexpr std::uint64_t most_mending = 500'000;

}  // namespace

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

}  // namespace sourcing::analysis
