// SPDX-License-Identifier: Apache-2.0
// Boxes and their points, for tests that try every one.
#pragma once

#include <algorithm>

#include "engine/box.hpp"
#include "engine/kernel.hpp"
#include "property/random_model.hpp"

namespace sourcing::test {

/// Calls `each` with every point of the box.
template <class Each>
void each_point(const engine::Program& program, const engine::Box& box, Each&& each) {
  engine::Point point = box.low;
  for (;;) {
    each(point);
    std::size_t c = 0;
    while (c < program.criteria.size() && point[c] == box.high[c]) {
      point[c] = box.low[c];
      ++c;
    }
    if (c == program.criteria.size()) return;
    ++point[c];
  }
}

inline std::uint64_t points_in(const engine::Program& program, const engine::Box& box) {
  std::uint64_t points = 1;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    points = std::min<std::uint64_t>(points * (1U + box.high[c] - box.low[c]), 1U << 30U);
  }
  return points;
}

/// Some criteria anywhere, some at a point, some within a range.
inline engine::Box random_box(Random& random, const engine::Program& program) {
  engine::Box box = engine::whole(program);
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const std::int64_t kind = random.between(0, 3);
    if (kind == 0) continue;
    const std::int64_t last = program.criteria[c].last;
    auto low = static_cast<std::uint16_t>(random.between(0, last));
    auto high = kind == 1 ? low : static_cast<std::uint16_t>(random.between(0, last));
    if (low > high) std::swap(low, high);
    box.low[c] = low;
    box.high[c] = high;
  }
  return box;
}

inline engine::Point random_point(Random& random, const engine::Program& program,
                                  const engine::Box& box) {
  engine::Point point{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const std::int64_t kind = random.between(0, 3);
    point[c] = kind == 0   ? box.low[c]
               : kind == 1 ? box.high[c]
                           : static_cast<std::uint16_t>(random.between(box.low[c], box.high[c]));
  }
  return point;
}

}  // namespace sourcing::test
