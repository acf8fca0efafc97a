// SPDX-License-Identifier: Apache-2.0
// The comparisons that a verdict is made of, side by side.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/program.hpp"

namespace sourcing::batch {

/// By how much a row's scores lead what they are compared with: KPO leads by the score less the
/// threshold, BPO by what the score is below it, a location by its score less another's. Whoever
/// has a lead of 0 or more is ahead: where a tie does not do, the lead begins at -1. Everything
/// that adds to a score adds to all of them, so they are summed like scores: for a row that is not
/// fully answered the least lead that its answers allow.
///
/// Eight numbers of 32 bits, which compilers put into vector registers as the processor has them.
struct Leads {
  static constexpr std::size_t kpo = 0, bpo = 1, count = 8;
  /// Of one location over another.
  [[nodiscard]] static constexpr std::size_t over(std::size_t winner, std::size_t loser) noexcept {
    return 2 + 2 * winner + (loser > winner ? loser - 1 : loser);
  }

  using Vector = std::int32_t __attribute__((vector_size(32), aligned(4)));
  Vector by{};

  void operator+=(const Leads& more) noexcept { by += more.by; }
  void operator-=(const Leads& less) noexcept { by -= less.by; }
};

/// Of what adds to scores, in the order of the axes.
[[nodiscard]] inline Leads leads_of(std::int32_t engagement, std::int32_t a, std::int32_t b,
                                    std::int32_t c) noexcept {
  return {Leads::Vector{engagement, -engagement, a - b, a - c, b - a, b - c, c - a, c - b}};
}

/// The same, four lanes at once.
[[nodiscard]] inline __attribute__((always_inline)) Leads leads_of(engine::Lanes scores) noexcept {
  using Four = std::uint16_t __attribute__((vector_size(8)));
  using Wide = std::int32_t __attribute__((vector_size(16)));
  const Wide s = __builtin_convertvector(reinterpret_cast<Four>(scores), Wide);
  constexpr int zero = 4;  // the first of the other vector
  Leads leads;
  leads.by = __builtin_shufflevector(s, Wide{}, 0, zero, 1, 1, 2, 2, 3, 3) -
             __builtin_shufflevector(s, Wide{}, zero, 0, 2, 3, 1, 3, 1, 2);
  return leads;
}

/// Which leads are below zero: a bit each, those of `a` from bit 0 and those of `b` from bit 8.
[[nodiscard]] inline __attribute__((always_inline)) std::uint32_t below_zero(
    const Leads& a, const Leads& b) noexcept {
  using Bits = std::uint32_t __attribute__((vector_size(32)));
  constexpr Bits bit{1, 2, 4, 8, 16, 32, 64, 128};
  Bits bits =
      (reinterpret_cast<Bits>(a.by < 0) & bit) | (reinterpret_cast<Bits>(b.by < 0) & (bit << 8));
  bits |= __builtin_shufflevector(bits, bits, 4, 5, 6, 7, 4, 5, 6, 7);
  bits |= __builtin_shufflevector(bits, bits, 2, 3, 2, 3, 2, 3, 2, 3);
  return bits[0] | bits[1];
}

}  // namespace sourcing::batch
