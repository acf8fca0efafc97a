// SPDX-License-Identifier: Apache-2.0
#include "places/rank.hpp"

#include <algorithm>
#include <sourcing/point.hpp>
#include <tuple>

#include "places/compare.hpp"
#include "places/gates.hpp"

namespace sourcing::places {

namespace {

bool contains(const std::vector<std::string>& list, std::string_view code) {
  return std::find(list.begin(), list.end(), code) != list.end();
}

// The whole scale where the task itself says nothing: a profile shapes the estimate only.
Openness openness(const engine::Program& program, const Task& task, std::int64_t within) {
  Openness open;
  open.within = within;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const Answer& answer = task.answers[c];
    const bool given = answer.origin == Origin::answered || answer.origin == Origin::option;
    open.low.push_back(given ? answer.low : std::uint16_t{0});
    open.high.push_back(given ? answer.high : program.criteria[c].last);
  }
  return open;
}

std::vector<std::string> unknown_facts(const Atlas& atlas, const std::vector<Part>& parts,
                                       const Languages& languages) {
  std::vector<std::string> unknown;
  for (std::size_t c = 0; c < parts.size(); ++c) {
    const Component& component = atlas.components[c];
    if (parts[c].worth.low == parts[c].worth.high) continue;
    if (component.computed == Computed::language && languages.stated()) {
      for (const std::string& code : languages.codes()) unknown.push_back("lang_" + code);
    } else {
      unknown.push_back(component.computed == Computed::none ? component.fact : component.id);
    }
  }
  return unknown;
}

class Ranker {
 public:
  Ranker(const Engine& engine, const Atlas& atlas, const Task& task, const Request& request)
      : engine_(engine),
        atlas_(atlas),
        request_(request),
        home_(*atlas.place(request.home)),
        weigher_(engine.program(), atlas),
        languages_(atlas, home_, request.languages, world_language(engine.program(), atlas, task)) {
    ranking_.home = &home_;
    ranking_.missing = weigher_.missing();
    ranking_.derived = derive_language(engine.program(), atlas, task, request.languages);
    task_ = with_derived(engine.program(), atlas, task, ranking_.derived);
  }

  Ranking run() {
    const Gates gates(engine_.program(), atlas_, task_, request_, home_);
    ranking_.region_unknown = gates.region_unknown();
    ranking_.weights = shares(weigher_.raw(estimated_point(engine_, task_)));
    for (const Place& place : atlas_.places) {
      if ((!request_.among.empty() && !contains(request_.among, place.iso2)) ||
          contains(request_.not_in, place.iso2)) {
        ranking_.left_out.emplace_back(place.iso2);
        continue;
      }
      take(see(atlas_, home_, place, request_.day), gates);
    }
    order();
    return std::move(ranking_);
  }

 private:
  void take(const Seen& seen, const Gates& gates) {
    std::vector<Barred> bars = gates.bars(seen, languages_);
    Ranked ranked;
    ranked.seen = seen;
    for (std::size_t c = 0; c < atlas_.components.size(); ++c) {
      Part part;
      part.worth = worth(atlas_, atlas_.components[c], home_, seen, languages_);
      part.points = points(ranking_.weights[c], part.worth.low);
      part.most = points(ranking_.weights[c], part.worth.high);
      ranked.score += part.points;
      ranked.most += part.most;
      ranked.parts.push_back(part);
    }
    ranked.certain = !gates.could_be_barred(seen, languages_);
    const bool maybe =
        std::none_of(bars.begin(), bars.end(), [](const Barred& bar) { return bar.certain; });
    if (maybe) {
      Entrant entrant{{}, ranked.score, ranked.most, bars.empty(), ranked.certain};
      for (const Part& part : ranked.parts) entrant.worths.push_back(part.worth);
      entrants_.push_back(std::move(entrant));
    }
    if (bars.empty()) {
      ranked.unknown = unknown_facts(atlas_, ranked.parts, languages_);
      entrant_of_.push_back(entrants_.size() - 1);
      ranking_.places.push_back(std::move(ranked));
    } else {
      // What is certain is named first.
      std::stable_sort(bars.begin(), bars.end(),
                       [](const Barred& a, const Barred& b) { return a.certain && !b.certain; });
      ranking_.excluded.push_back({seen, std::move(bars)});
    }
  }

  void order() {
    const Openness open = openness(engine_.program(), task_, request_.within);
    ranking_.exact = settled(weigher_, open);
    const std::vector<RankRange> ranges = rank_ranges(weigher_, open, entrants_);
    for (std::size_t i = 0; i < ranking_.places.size(); ++i) {
      ranking_.places[i].best = ranges[entrant_of_[i]].best;
      ranking_.places[i].worst = ranges[entrant_of_[i]].worst;
    }
    std::stable_sort(ranking_.places.begin(), ranking_.places.end(),
                     [](const Ranked& a, const Ranked& b) {
                       return std::tie(b.score, b.most, a.seen.place->iso2) <
                              std::tie(a.score, a.most, b.seen.place->iso2);
                     });
    std::uint32_t rank = 0;
    for (Ranked& each : ranking_.places) {
      each.rank = ++rank;
      each.best = std::min(each.best, each.rank);
      each.worst = std::max(each.worst, each.rank);
      if (rank > 1) {
        const Ranked& before = ranking_.places[rank - 2];
        each.near_tie = before.score - each.score <= atlas_.limits.near_tie;
      }
    }
    for (const Column& column : weigher_.columns()) {
      if (open.low[column.criterion] == open.high[column.criterion]) continue;
      ranking_.open.emplace_back(engine_.program().criteria[column.criterion].id);
    }
  }

  const Engine& engine_;
  const Atlas& atlas_;
  const Request& request_;
  const Place& home_;
  Weigher weigher_;
  Languages languages_;
  Task task_;
  Ranking ranking_;
  std::vector<Entrant> entrants_;
  std::vector<std::size_t> entrant_of_;  ///< of each ranked place
};

}  // namespace

Ranking rank(const Engine& engine, const Atlas& atlas, const Task& task, const Request& request) {
  return Ranker(engine, atlas, task, request).run();
}

}  // namespace sourcing::places
