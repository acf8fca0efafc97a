// SPDX-License-Identifier: Apache-2.0
// Which scores a sum is of: one axis alone, or the lead of one over another.
#pragma once

#include <array>
#include <cstddef>
#include <sourcing/verdict.hpp>

namespace sourcing::sql {

/// A sum of axes: +1 for one that is added, -1 for one that is taken away, else 0.
using Signs = std::array<int, axis_count>;

[[nodiscard]] constexpr Signs only(std::size_t axis) noexcept {
  Signs signs{};
  signs[axis] = 1;
  return signs;
}

[[nodiscard]] constexpr Signs difference(std::size_t plus, std::size_t minus) noexcept {
  Signs signs{};
  signs[plus] = 1;
  signs[minus] = -1;
  return signs;
}

}  // namespace sourcing::sql
