// SPDX-License-Identifier: Apache-2.0
#include "analysis/likely_work.hpp"

#include <algorithm>

namespace sourcing::analysis {

namespace {

// Room for the next factor, and for the sum of all.
constexpr std::uint64_t most_weight = std::uint64_t{1} << 32;

std::uint64_t levels_within(const engine::Criterion& criterion, const engine::ProfileEntry& entry) {
  return static_cast<std::uint64_t>(std::count_if(
      criterion.levels.begin(), criterion.levels.end(),
      [&](const auto& level) { return entry.low <= level.at && level.at <= entry.high; }));
}

const engine::ProfileEntry* entry_of(const engine::Activity& activity, std::size_t criterion) {
  const auto found =
      std::find_if(activity.profile.begin(), activity.profile.end(),
                   [&](const engine::ProfileEntry& entry) { return entry.criterion == criterion; });
  return found == activity.profile.end() ? nullptr : &*found;
}

}  // namespace

LikelyWork::LikelyWork(const engine::Program& program, const engine::Box& box) : program_(program) {
  std::vector<std::uint64_t> weights(program.activities.size(), most_weight);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    if (box.low[c] == 0 && box.high[c] == criterion.last) continue;
    const std::uint64_t all = criterion.levels.size();
    // How likely the answer is of each, in parts of three times all levels.
    for (std::size_t a = 0; a < weights.size(); ++a) {
      const engine::ProfileEntry* entry = entry_of(program.activities[a], c);
      if (entry == nullptr) {
        weights[a] *= 3;
      } else if (entry->low <= box.high[c] && box.low[c] <= entry->high) {
        const std::uint64_t within = std::max<std::uint64_t>(levels_within(criterion, *entry), 1);
        weights[a] = weights[a] * (of_three * all + (3 - of_three) * within) / within;
      }
    }
    // Only their ratios count.
    const std::uint64_t most =
        weights.empty() ? 0 : *std::max_element(weights.begin(), weights.end());
    for (std::uint64_t& weight : weights) weight /= most / most_weight + 1;
  }
  std::uint64_t sum = 0;
  for (const std::uint64_t weight : weights) ends_.push_back(sum += weight);
}

const engine::Activity& LikelyWork::at(std::uint64_t number) const noexcept {
  const auto end = std::upper_bound(ends_.begin(), ends_.end(), number);
  return program_.activities[static_cast<std::size_t>(end - ends_.begin())];
}

}  // namespace sourcing::analysis
