// SPDX-License-Identifier: Apache-2.0
#include "places/weights.hpp"

#include <algorithm>

#include "engine/compile.hpp"
#include "places/worth.hpp"

namespace sourcing::places {

namespace {

bool by_number(const engine::Criterion& criterion) {
  return criterion.scale == Scale::level || criterion.scale == Scale::number;
}

// A line of weights in hundredths of a weight.
std::vector<std::pair<std::int64_t, std::int32_t>> hundredfold(const Term& term) {
  auto line = term.at;
  for (auto& [number, weight] : line) weight *= 100;
  return line;
}

}  // namespace

Weigher::Weigher(const engine::Program& program, const Atlas& atlas) {
  for (std::size_t c = 0; c < atlas.components.size(); ++c) {
    base_.push_back(std::int64_t{atlas.components[c].base} * 100);
    for (const Term& term : atlas.components[c].terms) add(program, term, c);
  }
  for (Column& column : columns_) {
    std::sort(column.bends.begin(), column.bends.end());
    column.bends.erase(std::unique(column.bends.begin(), column.bends.end()), column.bends.end());
  }
}

void Weigher::add(const engine::Program& program, const Term& term, std::size_t component) {
  const std::size_t c = engine::find_criterion(program, term.criterion);
  if (c == program.criteria.size() || by_number(program.criteria[c]) != term.words.empty()) {
    if (std::find(missing_.begin(), missing_.end(), term.criterion) == missing_.end()) {
      missing_.push_back(term.criterion);
    }
    return;
  }
  const engine::Criterion& criterion = program.criteria[c];
  auto column = std::find_if(columns_.begin(), columns_.end(),
                             [&](const Column& each) { return each.criterion == c; });
  if (column == columns_.end()) {
    columns_.push_back({c, {}, {}});
    column = columns_.end() - 1;
  }
  Column::Effect effect{component, {}};
  const auto line = hundredfold(term);
  for (std::size_t at = 0; at <= criterion.last; ++at) {
    const auto position = static_cast<std::uint16_t>(at);
    std::int32_t weight = 0;
    if (by_number(criterion)) {
      const std::int64_t number = number_at(criterion, at);
      weight = on_line(line, number);
      const bool bend = std::any_of(line.begin(), line.end(),
                                    [&](const auto& point) { return point.first == number; });
      if (bend || at == 0 || at == criterion.last) column->bends.push_back(position);
    } else {
      for (const auto& [word, value] : term.words) {
        if (word == criterion.levels[at].word) weight = value * 100;
      }
      column->bends.push_back(position);
    }
    effect.by_position.push_back(weight);
  }
  bool exact = true;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const std::int64_t steps = (line[i].first - line[i - 1].first) / criterion.step;
    exact = exact && steps > 0 && (line[i].second - line[i - 1].second) % steps == 0;
  }
  if (!exact) rounding_ += 1;
  column->effects.push_back(std::move(effect));
}

std::vector<std::int64_t> Weigher::raw(std::span<const std::uint16_t> point) const {
  std::vector<std::int64_t> weights = base_;
  for (const Column& column : columns_) {
    for (const Column::Effect& effect : column.effects) {
      weights[effect.component] += effect.by_position[point[column.criterion]];
    }
  }
  return weights;
}

std::vector<Centipoints> shares(const std::vector<std::int64_t>& raw) {
  return engine::normalise(raw);
}

}  // namespace sourcing::places
