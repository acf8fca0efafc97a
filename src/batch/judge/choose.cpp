// SPDX-License-Identifier: Apache-2.0
#include "batch/judge/choose.hpp"

#include "batch/plan/wide.hpp"

namespace sourcing::batch {

namespace {

// What engine::choose_location and its siblings choose, for many rows at once: in numbers of one
// width a loop, and without branches, since which one wins cannot be guessed.
SOURCING_INLINE void choose_rows(const Tables& tables, Group& group) noexcept {
  const std::size_t rows = group.padded;
  const engine::Lanes* __restrict sums = group.sum.data();
  const std::uint8_t* __restrict excluded = group.excluded.data();
  const std::uint8_t* __restrict set = group.dispositions.data();
  std::int16_t* __restrict location = group.location.data();
  std::int16_t* __restrict engagement = group.engagement.data();
  std::int16_t* __restrict close = group.close.data();
  std::uint8_t* __restrict disposition = group.disposition.data();
  alignas(64) std::array<PerRow<std::int16_t>, axis_count> scores;
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < rows; ++r) {
    scores[0][r] = static_cast<std::int16_t>(sums[r]);
    scores[1][r] = static_cast<std::int16_t>(sums[r] >> 16);
    scores[2][r] = static_cast<std::int16_t>(sums[r] >> 32);
    scores[3][r] = static_cast<std::int16_t>(sums[r] >> 48);
  }
  const auto threshold = static_cast<std::int16_t>(tables.program.threshold);
  const auto band = static_cast<std::int16_t>(tables.program.location_band);
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < rows; ++r) {
    std::int16_t most = -1, second = -1, best = engine::no_location;
    for (std::int16_t l = 0; l < static_cast<std::int16_t>(location_count); ++l) {
      const auto out = static_cast<std::int16_t>((excluded[r] >> l) & 1);
      // Excluded: all bits set, and so not above -1.
      const auto here =
          static_cast<std::int16_t>(scores[static_cast<std::size_t>(l) + 1][r] | -out);
      best = here > most ? l : best;
      const std::int16_t less = here > most ? most : here;
      second = less > second ? less : second;
      most = here > most ? here : most;
    }
    location[r] = best;
    close[r] = static_cast<std::int16_t>((second >= 0) & (most - second <= band));
    engagement[r] = scores[0][r] >= threshold ? 1 : 0;
  }
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < rows; ++r) {
    disposition[r] = static_cast<std::uint8_t>(engine::choose_disposition(set[r], excluded[r]));
  }
}

SOURCING_WIDE void choose_wide(const Tables& tables, Group& group) noexcept {
  choose_rows(tables, group);
}

void choose_narrow(const Tables& tables, Group& group) noexcept { choose_rows(tables, group); }

}  // namespace

void choose(const Tables& tables, bool wide, Group& group) {
  (wide ? choose_wide : choose_narrow)(tables, group);
}

}  // namespace sourcing::batch
