// SPDX-License-Identifier: Apache-2.0
#include "analysis/moves.hpp"

#include <algorithm>
#include <numeric>

namespace sourcing::analysis {

namespace {

constexpr std::int64_t greatest_unit = std::int64_t{1} << 30;

std::vector<std::uint16_t> whole_positions(const engine::Criterion& criterion) {
  std::vector<std::uint16_t> result;
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    for (std::size_t at = 0; at <= criterion.last; ++at) {
      if (number_at(criterion, at) % 100 == 0) result.push_back(static_cast<std::uint16_t>(at));
    }
  }
  for (const engine::Level& level : criterion.levels) result.push_back(level.at);
  return result;
}

std::vector<std::uint16_t> every_position(const engine::Criterion& criterion) {
  std::vector<std::uint16_t> result(criterion.last + std::size_t{1});
  std::iota(result.begin(), result.end(), std::uint16_t{0});
  return result;
}

}  // namespace

Moves make_moves(const engine::Program& program, const engine::Point& start,
                 const std::vector<bool>& fixed, bool fine) {
  Moves moves;
  moves.start = start;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    std::vector<std::uint16_t>& positions = moves.positions.emplace_back();
    moves.scale.push_back(criterion.last);
    if (!fixed[c]) positions = fine ? every_position(criterion) : whole_positions(criterion);
    positions.push_back(start[c]);
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    if (positions.size() == 1) continue;
    const std::int64_t denominator = criterion.last / std::gcd<std::int64_t>(criterion.last, 4);
    moves.unit = std::min(greatest_unit, std::lcm(moves.unit, denominator));
  }
  moves.step = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    for (const std::uint16_t at : moves.positions[c]) {
      moves.step = std::gcd(moves.step, moves.cost(c, at));
    }
  }
  moves.step = std::max<std::int64_t>(moves.step, 1);
  return moves;
}

engine::Box reach(const engine::Program& program, const Moves& moves) noexcept {
  engine::Box box = engine::box_of(program, moves.start);
  for (std::size_t c = 0; c < moves.positions.size(); ++c) {
    box.low[c] = moves.positions[c].front();
    box.high[c] = moves.positions[c].back();
  }
  return box;
}

}  // namespace sourcing::analysis
