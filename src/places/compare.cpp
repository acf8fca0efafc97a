// SPDX-License-Identifier: Apache-2.0
#include "places/compare.hpp"

#include <algorithm>
#include <limits>

namespace sourcing::places {

namespace {

// Decides for two places which is before the other for every completion of the answers and every
// weighting that is allowed. Worths are facts of either place and move by themselves; weights move
// together. A sum of one term per criterion takes its least where each term does.
class Pairs {
 public:
  Pairs(const Weigher& weigher, const Openness& open) : within_(open.within) {
    fixed_ = weigher.base();
    most_ = weigher.base();
    std::int64_t rounding = weigher.rounding();
    for (const Column& column : weigher.columns()) {
      const std::uint16_t low = open.low[column.criterion], high = open.high[column.criterion];
      std::vector<std::uint16_t> at = {low};
      for (const std::uint16_t bend : column.bends) {
        if (bend > low && bend < high) at.push_back(bend);
      }
      if (high > low) at.push_back(high);
      if (at.size() == 1) {
        for (const auto& effect : column.effects) {
          fixed_[effect.component] += effect.by_position[low];
          most_[effect.component] += effect.by_position[low];
        }
        continue;
      }
      Choice choice;
      for (const auto& effect : column.effects) {
        choice.components.push_back(effect.component);
        std::int64_t greatest = 0;
        for (const std::uint16_t position : at) {
          choice.weights.push_back(effect.by_position[position]);
          greatest = std::max<std::int64_t>(greatest, effect.by_position[position]);
        }
        most_[effect.component] += greatest;
      }
      choice.positions = at.size();
      choices_.push_back(std::move(choice));
    }
    std::int64_t total = 0;
    for (const std::int64_t weight : most_) total += weight;
    // Scores are rounded: normalising and each component may be off by a hundredth of a point or
    // so, and what falls between two bends by `rounding`. Closer than that is not certain.
    slack_ = total * (scale + within_) * 2 * static_cast<std::int64_t>(fixed_.size()) / 100 +
             rounding * 100 * (scale + within_);
  }

  [[nodiscard]] bool always_before(const Entrant& a, const Entrant& b) {
    lead_.resize(fixed_.size());
    std::int64_t least = 0;
    for (std::size_t c = 0; c < fixed_.size(); ++c) {
      const std::int64_t worth = a.worths[c].low - b.worths[c].high;
      lead_[c] = worth * (worth > 0 ? scale - within_ : scale + within_);
      least += fixed_[c] * lead_[c];
    }
    for (const Choice& choice : choices_) {
      std::int64_t lowest = std::numeric_limits<std::int64_t>::max();
      for (std::size_t p = 0; p < choice.positions; ++p) {
        std::int64_t sum = 0;
        for (std::size_t e = 0; e < choice.components.size(); ++e) {
          sum += choice.weights[e * choice.positions + p] * lead_[choice.components[e]];
        }
        lowest = std::min(lowest, sum);
      }
      least += lowest;
    }
    return least > slack_;
  }

 private:
  static constexpr std::int64_t scale = 10'000;
  struct Choice {
    std::vector<std::size_t> components;
    std::vector<std::int64_t> weights;  ///< per component, by position
    std::size_t positions = 0;
  };
  std::int64_t within_, slack_ = 0;
  std::vector<std::int64_t> fixed_, most_, lead_;
  std::vector<Choice> choices_;
};

}  // namespace

bool settled(const Weigher& weigher, const Openness& open) noexcept {
  if (open.within != 0) return false;
  return std::all_of(weigher.columns().begin(), weigher.columns().end(), [&](const Column& column) {
    return open.low[column.criterion] == open.high[column.criterion];
  });
}

std::vector<RankRange> rank_ranges(const Weigher& weigher, const Openness& open,
                                   const std::vector<Entrant>& entrants) {
  const bool exact = settled(weigher, open);
  Pairs pairs(weigher, open);
  const auto before = [&](const Entrant& a, const Entrant& b) {
    // Being before it always is being before it at the estimate too, which is soon seen.
    return a.score > b.most && (exact || pairs.always_before(a, b));
  };
  std::vector<RankRange> ranges(entrants.size());
  for (std::size_t i = 0; i < entrants.size(); ++i) {
    const Entrant& one = entrants[i];
    for (std::size_t k = 0; k < entrants.size(); ++k) {
      if (i == k) continue;
      if (!before(one, entrants[k])) {
        ++ranges[i].worst;
      } else if (one.listed && one.certain) {
        ++ranges[k].best;
      }
    }
  }
  return ranges;
}

}  // namespace sourcing::places
