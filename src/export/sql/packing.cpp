// SPDX-License-Identifier: Apache-2.0
#include "export/sql/packing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "export/sql/formula.hpp"

namespace sourcing::sql {

namespace {

// Tables up to this long are written out.
constexpr std::size_t short_table = 12;
// The sum itself, and what is added before it is whole, stay within 64 bits with a sign.
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max() / 4;

}  // namespace

Packing::Packing(const engine::Program& program, const Dialect& dialect)
    : program_(program), dialect_(dialect) {
  std::int64_t place = 1;
  for (std::size_t a = 0; a < axis_count; ++a) {
    Lane& lane = lanes_[a];
    lane = range(a);
    if (place > most / lane.width) {
      ++groups_;
      place = 1;
    }
    lane.group = groups_ - 1;
    lane.place = place;
    place *= lane.width;
  }
}

// All that the scores of an axis can be.
Packing::Lane Packing::range(std::size_t axis) const {
  std::int64_t least = 0, greatest = 0;
  const auto ends = [&](std::size_t c) {
    int low = std::numeric_limits<int>::max(), high = std::numeric_limits<int>::min();
    for (std::size_t k = 0; k <= program_.criteria[c].last; ++k) {
      const int here = engine::lane(program_.contribution(c, k), axis);
      low = std::min(low, here);
      high = std::max(high, here);
    }
    return std::pair(low, high);
  };
  for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
    const auto [low, high] = ends(c);
    least += low;
    greatest += high;
  }
  for (const engine::Rule& rule : program_.rules) {
    std::int64_t low = rule.points[axis], high = low;
    for (const engine::Neutralised& each : rule.neutralised) {
      if (each.folded) continue;
      const std::size_t c = each.criterion;
      const int neutral =
          engine::lane(program_.contribution(c, program_.criteria[c].neutral), axis);
      const auto [lowest, highest] = ends(c);
      low += neutral - highest;
      high += neutral - lowest;
    }
    least += std::min<std::int64_t>(low, 0);
    greatest += std::max<std::int64_t>(high, 0);
  }
  return {0, 1, greatest - least + 1, least};
}

std::int64_t Packing::value(std::size_t group, std::size_t criterion, std::size_t position) const {
  const engine::Lanes lanes = program_.contribution(criterion, position);
  std::int64_t sum = 0;
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (lanes_[a].group == group) sum += lanes_[a].place * engine::lane(lanes, a);
  }
  return sum;
}

std::string Packing::at(std::size_t group, std::size_t criterion,
                        const std::string& position) const {
  const std::size_t count = program_.criteria[criterion].last + std::size_t{1};
  const std::int64_t first = value(group, criterion, 0);
  const std::int64_t slope = count > 1 ? value(group, criterion, 1) - first : 0;
  bool is_line = true;
  for (std::size_t k = 2; k < count && is_line; ++k) {
    is_line = value(group, criterion, k) == first + slope * static_cast<std::int64_t>(k);
  }
  if (is_line) return slope == 0 ? "0" : fmt::format("{} * {}", slope, position);
  if (count <= short_table) {
    std::string out = fmt::format("CASE {}", position);
    for (std::size_t k = 1; k < count; ++k) {
      out += fmt::format(" WHEN {} THEN {}", k, value(group, criterion, k) - first);
    }
    return out + " ELSE 0 END";
  }
  std::string out;
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (lanes_[a].group != group) continue;
    const Formula formula(program_, dialect_, criterion, only(a));
    if (formula.constant()) continue;
    const int start = formula.table().front();
    out += fmt::format("{}{} * (({}) - {})", out.empty() ? "" : " + ", lanes_[a].place,
                       formula.at(position), start);
  }
  return out.empty() ? "0" : out;
}

std::string Packing::start(std::size_t group) const {
  std::int64_t sum = 0;
  for (std::size_t c = 0; c < program_.criteria.size(); ++c) sum += value(group, c, 0);
  for (const Lane& lane : lanes_) {
    if (lane.group == group) sum -= lane.place * lane.least;
  }
  return fmt::format("{}", sum);
}

std::string Packing::of_rule(std::size_t group, const Writer& writer, std::size_t r) const {
  const engine::Rule& rule = program_.rules[r];
  std::int64_t fixed = 0;
  std::string out;
  for (std::size_t a = 0; a < axis_count; ++a) {
    if (lanes_[a].group != group) continue;
    if (!rule.varies) {
      fixed += lanes_[a].place * rule.points[a];
      continue;
    }
    const std::string given = rule_points(writer, r, only(a));
    if (given.empty()) continue;
    out += fmt::format("{}{} * ({})", out.empty() ? "" : " + ", lanes_[a].place, given);
  }
  return out.empty() ? fmt::format("{}", fixed) : out;
}

std::string Packing::score(std::size_t axis, const std::string& sum) const {
  const Lane& lane = lanes_[axis];
  std::string out = lane.place == 1 ? sum : dialect_.divide(sum, fmt::format("{}", lane.place));
  // The last of its group is all that is left.
  const bool last = axis + 1 == axis_count || lanes_[axis + 1].group != lane.group;
  if (!last) out = dialect_.remainder(out, fmt::format("{}", lane.width));
  if (lane.least == 0) return out;
  return fmt::format("{} {} {}", out, lane.least < 0 ? '-' : '+', std::abs(lane.least));
}

}  // namespace sourcing::sql
