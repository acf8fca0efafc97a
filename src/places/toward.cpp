// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/point.hpp>

#include "base/decimal.hpp"
#include "places/report.hpp"

namespace sourcing::places {

namespace {

std::string json_value(const engine::Criterion& criterion, std::uint16_t at) {
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return base::shortest2(number_at(criterion, at));
  }
  const std::string word(criterion.levels[at].word);
  return criterion.scale == Scale::boolean ? word : '"' + word + '"';
}

std::uint32_t rank_of(const Ranking& ranking, const Place& place) {
  for (const Ranked& each : ranking.places) {
    if (each.seen.place == &place) return each.rank;
  }
  return 0;
}

unsigned far(std::uint16_t a, std::uint16_t b) { return a > b ? a - 0U - b : b - 0U - a; }

}  // namespace

Toward toward(const Engine& engine, const Atlas& atlas, const Task& task, const Request& request,
              const Ranking& ranking, const Place& place) {
  Toward result;
  result.place = &place;
  result.rank = rank_of(ranking, place);
  const engine::Program& program = engine.program();
  const Weigher weigher(program, atlas);
  const std::vector<std::uint16_t> point = estimated_point(engine, task);
  Request fixed = request;
  fixed.within = 0;
  for (const Column& column : weigher.columns()) {
    const engine::Criterion& criterion = program.criteria[column.criterion];
    const std::uint16_t now = point[column.criterion];
    std::vector<std::uint16_t> others = column.bends;
    std::stable_sort(others.begin(), others.end(),
                     [&](std::uint16_t a, std::uint16_t b) { return far(a, now) < far(b, now); });
    for (const std::uint16_t other : others) {
      if (other == now) continue;
      Task changed = task;
      Answer& answer = changed.answers[column.criterion];
      answer = Answer{};
      answer.origin = Origin::option;
      answer.low = answer.high = other;
      const std::uint32_t rank = rank_of(places::rank(engine, atlas, changed, fixed), place);
      if (rank == 0) continue;
      const Step step{std::string(criterion.id), json_value(criterion, now),
                      json_value(criterion, other), rank};
      const std::uint32_t before = result.best ? result.best->rank : result.rank;
      if (before == 0 || rank < before) result.best = step;
      if (rank != 1 || result.rank == 1) continue;
      result.steps.push_back(step);
      break;  // further steps of the same answer only do more of it
    }
  }
  return result;
}

}  // namespace sourcing::places
