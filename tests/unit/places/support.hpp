// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "places/rank.hpp"

namespace places_tests {

using namespace sourcing;

inline const places::Atlas& atlas() {
  static const places::Atlas shared = places::embedded_atlas();
  return shared;
}

inline Task task(const std::string& json) {
  return parse_task(Engine::embedded(), json, "test").value();
}

inline places::Request from(const std::string& home, std::vector<std::string> languages = {}) {
  places::Request request;
  request.home = home;
  request.languages = std::move(languages);
  return request;
}

inline places::Ranking rank(const places::Atlas& atlas, const std::string& json,
                            const places::Request& request) {
  return places::rank(Engine::embedded(), atlas, task(json), request);
}

/// The rank of a place, 0 where it is not listed.
inline std::uint32_t rank_of(const places::Ranking& ranking, const std::string& iso2) {
  for (const places::Ranked& each : ranking.places) {
    if (each.seen.place->iso2 == iso2) return each.rank;
  }
  return 0;
}

/// The best and worst rank of each place.
using Ranges = std::map<std::string_view, std::pair<std::uint32_t, std::uint32_t>>;

inline Ranges ranges(const places::Ranking& ranking) {
  Ranges found;
  for (const places::Ranked& each : ranking.places) {
    found[each.seen.place->iso2] = {each.best, each.worst};
  }
  return found;
}

/// The first reason why a place is shut out, empty where it is not.
inline std::string bar_of(const places::Ranking& ranking, const std::string& iso2) {
  for (const places::ShutOut& each : ranking.excluded) {
    if (each.seen.place->iso2 == iso2) return std::string(name(each.bars.front().bar));
  }
  return {};
}

/// Answers to everything that weighs, so that only facts are open.
inline std::string full(const std::string& more) {
  return R"({"communication":3,"coordination":2,"physical_presence":"none","data_sensitivity":2,)"
         R"("regulated":false,"ip_risk":2,"knowledge_arbitrage":2,"criticality":2,)"
         R"("expertise":2)" +
         more + "}";
}

}  // namespace places_tests
