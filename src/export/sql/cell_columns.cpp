// SPDX-License-Identifier: Apache-2.0
#include "export/sql/cell_columns.hpp"

#include <algorithm>
#include <string_view>

#include "export/sql/conditions.hpp"

namespace sourcing::sql {

namespace {

// Where a row does not meet a cell: past any score, so that it never is the least.
constexpr std::string_view never = "1000000";

}  // namespace

void Cells::parts() {
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const Group& group = groups_[g];
    if (group.open) {
      std::vector<std::string> point;
      for (const std::size_t c : group.criteria) {
        point.push_back(fmt::format("{} = {}", w_.of("lo", c), w_.of("hi", c)));
      }
      w_.query.add("closed", label(g), Writer::flag(all_of(point)));
      continue;
    }
    for (std::size_t i = 0; i < group.cells.size(); ++i) {
      std::vector<std::string> meets;
      for (std::size_t j = 0; j < group.criteria.size(); ++j) {
        const std::size_t c = group.criteria[j];
        const Interval part = group.cells[i].within[j];
        if (part.high < w_.program.criteria[c].last) {
          meets.push_back(fmt::format("{} <= {}", w_.of("lo", c), part.high));
        }
        if (part.low > 0) meets.push_back(fmt::format("{} >= {}", w_.of("hi", c), part.low));
        clip(c, part);
      }
      w_.query.add("meets", label(g, i), Writer::flag(all_of(meets)));
    }
  }
}

std::vector<std::string> Cells::unclear() const {
  std::vector<std::string> conditions;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    if (groups_[g].open) conditions.push_back(fmt::format("{} = 0", ref("closed", label(g))));
  }
  return conditions;
}

std::string Cells::exists(std::size_t g,
                          const std::function<bool(std::vector<std::size_t>)>& wanted,
                          const std::string& at_point) const {
  const Group& group = groups_[g];
  if (group.open) return at_point;
  std::vector<std::string> conditions;
  std::size_t all = 0;
  for (std::size_t i = 0; i < group.cells.size(); ++i) {
    if (!wanted(fired(group, group.cells[i]))) continue;
    ++all;
    conditions.push_back(fmt::format("{} = 1", ref("meets", label(g, i))));
  }
  // The cells are a partition: some cell is always met.
  if (all == group.cells.size()) return "1 = 1";
  return any_of(conditions);
}

std::string Cells::extreme(std::size_t g, bool greatest, const Signs& signs,
                           const std::function<bool(std::vector<std::size_t>)>& counts,
                           const std::string& counts_at_point) const {
  const Group& group = groups_[g];
  std::string out_of_reach = greatest ? fmt::format("-{}", never) : std::string(never);
  const auto rule_points = [&](std::size_t r) {
    int points = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      points += signs[a] * w_.program.rules[r].points[a];
    }
    return points;
  };
  if (group.open) {
    std::vector<std::string> terms;
    for (const std::size_t c : group.criteria) {
      terms.push_back(Formula(w_.program, w_.dialect, c, signs).at(w_.of("k", c)));
    }
    for (const std::size_t r : group.rules) {
      const std::string given = sql::rule_points(w_, r, signs);
      if (given.empty()) continue;
      terms.push_back(
          fmt::format("CASE WHEN {} = 1 THEN {} ELSE 0 END", ref("f", w_.rule_id(r)), given));
    }
    return fmt::format("CASE WHEN {} THEN {} ELSE {} END", counts_at_point, sum(w_.dialect, terms),
                       out_of_reach);
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < group.cells.size(); ++i) {
    const Cell& cell = group.cells[i];
    const auto fires = fired(group, cell);
    if (!counts(fires)) continue;
    std::vector<std::string> terms;
    for (std::size_t j = 0; j < group.criteria.size(); ++j) {
      const std::size_t c = group.criteria[j];
      const Formula formula(w_.program, w_.dialect, c, signs);
      if (is_neutralised(c, fires)) {
        terms.push_back(fmt::format("{}", formula.table()[w_.program.criteria[c].neutral]));
        continue;
      }
      const auto [low, high] = ends(c, cell.within[j]);
      terms.push_back(formula.extreme(greatest, low, high));
    }
    int points = 0;
    for (const std::size_t r : fires) points += rule_points(r);
    if (points != 0) terms.push_back(fmt::format("{}", points));
    values.push_back(fmt::format("CASE WHEN {} = 1 THEN {} ELSE {} END", ref("meets", label(g, i)),
                                 sum(w_.dialect, terms), out_of_reach));
  }
  if (values.empty()) return out_of_reach;
  return greatest ? w_.dialect.greatest(std::move(values)) : w_.dialect.least(std::move(values));
}

bool Cells::is_neutralised(std::size_t c, const std::vector<std::size_t>& fires) const {
  return std::any_of(fires.begin(), fires.end(), [&](std::size_t r) {
    const auto& list = w_.program.rules[r].neutralised;
    return std::any_of(list.begin(), list.end(), [&](const engine::Neutralised& each) {
      return each.criterion == c && !each.folded;
    });
  });
}

std::string Cells::label(std::size_t g, std::size_t cell) const {
  return fmt::format("{}{}_{}", mark_, g, cell);
}

std::vector<std::size_t> Cells::fired(const Group& group, const Cell& cell) {
  std::vector<std::size_t> rules;
  for (std::size_t i = 0; i < group.rules.size(); ++i) {
    if (cell.fires[i]) rules.push_back(group.rules[i]);
  }
  return rules;
}

std::string Cells::part_kind(char end, Interval part) {
  return fmt::format("{}{}to{}", end, part.low, part.high);
}

bool Cells::cut_high(std::size_t c, Interval part) const {
  return part.high < w_.program.criteria[c].last;
}

void Cells::clip(std::size_t c, Interval part) {
  const auto key = std::tuple(c, part.low, part.high);
  if (std::find(clipped_.begin(), clipped_.end(), key) != clipped_.end()) return;
  clipped_.push_back(key);
  if (cut_low(part)) {
    w_.add(mark_ + part_kind('l', part), c,
           w_.dialect.greatest({w_.of("lo", c), fmt::format("{}", part.low)}));
  }
  if (cut_high(c, part)) {
    w_.add(mark_ + part_kind('h', part), c,
           w_.dialect.least({w_.of("hi", c), fmt::format("{}", part.high)}));
  }
}

std::pair<std::string, std::string> Cells::ends(std::size_t c, Interval part) const {
  return {cut_low(part) ? w_.of(mark_ + part_kind('l', part), c) : w_.of("lo", c),
          cut_high(c, part) ? w_.of(mark_ + part_kind('h', part), c) : w_.of("hi", c)};
}

}  // namespace sourcing::sql
