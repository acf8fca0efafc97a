// SPDX-License-Identifier: Apache-2.0
#include "batch/judge/settle_rows.hpp"

#include "batch/plan/wide.hpp"

namespace sourcing::batch {

namespace {

using Byte = std::uint8_t;

constexpr Byte byte(unsigned value) noexcept { return static_cast<Byte>(value); }
constexpr Byte mask(bool holds) noexcept { return holds ? 255 : 0; }
constexpr Byte sureness(Byte decided, Byte tentative) noexcept {
  return byte((decided & unsigned{Sure::decided}) |
              (~decided & tentative & unsigned{Sure::tentative}));
}

// Leads, a bit each: whatever the answers are it is ahead; with some answers it surely is not.
struct Compared {
  alignas(64) PerRow<Byte> ahead, behind;
};

SOURCING_INLINE void compare_leads(const Group& group, Compared& compared) {
  for (std::size_t r = 0; r < group.padded; ++r) {
    Leads most = group.least[r];  // of the least
    most += group.doubt[r];
    const std::uint32_t below = below_zero(group.least[r], most);
    compared.ahead[r] = byte(~below);
    compared.behind[r] = byte(below >> 8);
  }
}

SOURCING_INLINE void settle_engagement(const Compared& compared, Group& group) {
  constexpr unsigned kpo = 1U << Leads::kpo, bpo = 1U << Leads::bpo;
  SOURCING_INDEPENDENT
  for (std::size_t r = 0; r < group.padded; ++r) {
    const Byte decided = mask((compared.ahead[r] & (kpo | bpo)) != 0);
    // Either is behind with some answers. The estimate is a completion too, so where the side it
    // is on may be behind, that is the other answer.
    const Byte seen = group.engagement[r] != 0 ? byte(kpo) : byte(bpo);
    const Byte both = mask((compared.behind[r] & (kpo | bpo)) == (kpo | bpo));
    group.sure_engagement[r] =
        sureness(decided, byte(both | mask((compared.behind[r] & seen) != 0)));
  }
}

// The locations over which `winner` has a lead whose bit is set.
constexpr Byte others(Byte leads, std::size_t winner) noexcept {
  unsigned found = 0;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (l != winner) found |= ((unsigned{leads} >> Leads::over(winner, l)) & 1U) << l;
  }
  return byte(found);
}

SOURCING_INLINE void settle_location(const Tables& tables, const Compared& compared, Group& group) {
  alignas(64) PerRow<Byte> decided, tentative;
  for (std::size_t r = 0; r < group.padded; ++r) {
    decided[r] = mask(group.surely[r] == engine::all_locations);
    tentative[r] = 0;
  }
  // Who overtakes the estimate's location may be excluded there; not so where the exclusions of
  // the estimate go with any scores.
  const Byte* const excluded = (tables.gates_apart ? group.excluded : group.perhaps).data();
  for (std::size_t w = 0; w < location_count; ++w) {
    const Byte self = byte(1U << w);
    SOURCING_INDEPENDENT
    for (std::size_t r = 0; r < group.padded; ++r) {
      // No other can overtake it, and nothing may exclude it.
      const Byte beaten = byte(group.surely[r] | self | others(compared.ahead[r], w));
      decided[r] |=
          byte(mask(beaten == engine::all_locations) & mask((group.perhaps[r] & self) == 0));
      // The estimate is a completion too: any in which its location is excluded or overtaken is
      // another answer.
      const Byte overtaken = byte(others(compared.behind[r], w) & ~unsigned{excluded[r]});
      const Byte here = mask(group.location[r] == static_cast<std::int16_t>(w));
      tentative[r] |= byte(here & mask((overtaken | (group.perhaps[r] & self)) != 0));
    }
  }
  for (std::size_t r = 0; r < group.padded; ++r) {
    group.sure_location[r] = sureness(decided[r], tentative[r]);
  }
}

SOURCING_INLINE void settle(const Tables& tables, Group& group) {
  Compared compared;
  compare_leads(group, compared);
  settle_engagement(compared, group);
  settle_location(tables, compared, group);
}

SOURCING_WIDE void settle_wide(const Tables& tables, Group& group) { settle(tables, group); }

void settle_narrow(const Tables& tables, Group& group) { settle(tables, group); }

}  // namespace

void settle_rows(const Tables& tables, bool wide, Group& group) {
  (wide ? settle_wide : settle_narrow)(tables, group);
}

}  // namespace sourcing::batch
