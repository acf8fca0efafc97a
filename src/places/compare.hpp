// SPDX-License-Identifier: Apache-2.0
// The ranks that a place can take, whatever is true of what is not known.
#pragma once

#include <cstdint>
#include <sourcing/task.hpp>
#include <vector>

#include "places/rank.hpp"

namespace sourcing::places {

/// Who may stand before whom.
struct Entrant {
  std::vector<Worth> worths;
  Centipoints score = 0, most = 0;
  bool listed = true;   ///< false: shut out by a fact that is not known
  bool certain = true;  ///< nothing that is not known shuts it out
};

struct RankRange {
  std::uint32_t best = 1, worst = 1;
};

/// What of the task is open: weights move with it.
struct Openness {
  std::vector<std::uint16_t> low, high;  ///< positions, one per criterion
  std::int64_t within = 0;               ///< hundredths of a per cent
};

/// True when the weights are settled: then ranges come from scores and are exact.
[[nodiscard]] bool settled(const Weigher& weigher, const Openness& open) noexcept;

/// One range per entrant. Best: 1 and everybody who is certain to be in and to be before it. Worst:
/// everybody who may be in and is not certain to be behind it.
[[nodiscard]] std::vector<RankRange> rank_ranges(const Weigher& weigher, const Openness& open,
                                                 const std::vector<Entrant>& entrants);

}  // namespace sourcing::places
