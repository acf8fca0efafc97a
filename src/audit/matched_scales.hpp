// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::audit {

/// For each position of one scale, one of another; it never falls.
using Meaning = std::vector<std::uint16_t>;

/// The positions of both scales that mean the same value, in rising order; for bands, of the finest
/// intervals on which both are constant.
struct Matched {
  Meaning before, after;
  bool narrowed = false;
};

/// Empty where the scales are of different kinds, or have their words in another order.
[[nodiscard]] Matched match_scales(const engine::Criterion& a, const engine::Criterion& b);

}  // namespace sourcing::audit
