// SPDX-License-Identifier: Apache-2.0
// What a missing fact does to ranks: every fact of every place that takes part is taken away in
// turn, from several homes and for several tasks.
#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "catch.hpp"
#include "support.hpp"

using namespace places_tests;

namespace {

struct Case {
  const char* home;
  std::string task;
  std::vector<std::string> languages;
  bool adequate = false;
  std::int64_t within = 0;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"ES", R"({"cost_pressure":5})", {"en"}},
      {"ES", R"({"communication":5})", {"ca"}},
      {"ES", R"({"data_residency":"region","cost_pressure":4,"data_sensitivity":4})", {}, true},
      {"GB", R"({"cost_pressure":5,"language":"local"})", {}},
      {"GB", R"({"language":["regional","local"],"overlap_hours":3})", {"fr", "en"}},
      {"US",
       full(R"(,"cost_pressure":4,"overlap_hours":0,"cultural_context":1,"data_residency":"none",)"
            R"("qualification":2,"judgment":2,"volume":"high")"),
       {"es"}},
      {"AD", R"({"ip_risk":5,"data_residency":"region"})", {}, false, 2'500},
      {"IN",
       full(R"(,"cost_pressure":2,"overlap_hours":4,"language":"regional","cultural_context":3,)"
            R"("data_residency":"none","qualification":4,"judgment":4,"volume":"low")"),
       {}},
  };
  return all;
}

// Few enough to try every fact, and of every kind: near and far, with figures missing, in and out
// of the European Economic Area, sanctioned, at war, without the language.
const std::vector<std::string>& taking_part() {
  static const std::vector<std::string> codes = {"ES", "AD", "PT", "GB", "IN", "PH",
                                                 "CO", "GH", "UA", "CH", "RO", "ZM"};
  return codes;
}

void check(const Ranges& before, const Ranges& after) {
  for (const auto& [iso2, range] : before) {
    const auto found = after.find(iso2);
    if (found == after.end()) continue;  // now shut out for want of the fact
    INFO(iso2 << " " << range.first << "-" << range.second << " became " << found->second.first
              << "-" << found->second.second);
    REQUIRE(found->second.first <= range.first);
    REQUIRE(found->second.second >= range.second);
  }
}

}  // namespace

TEST_CASE("No fact of any place can be taken away to narrow a range or to better a worst rank") {
  places::Atlas less = atlas();
  for (const Case& each : cases()) {
    places::Request request = from(each.home, each.languages);
    request.among = taking_part();
    request.among.emplace_back(each.home);
    request.adequate = each.adequate;
    request.within = each.within;
    const Ranges before = ranges(rank(less, each.task, request));
    for (places::Place& place : less.places) {
      // Of the others only the official languages reach beyond their place.
      const bool in =
          std::find(request.among.begin(), request.among.end(), place.iso2) != request.among.end();
      for (std::size_t f = 0; f < place.facts.size(); ++f) {
        const bool reaches =
            place.facts[f].first == "official_languages" && !each.languages.empty();
        if (!in && !reaches) continue;
        INFO(each.task << " from " << each.home << ": " << place.iso2 << " without "
                       << place.facts[f].first);
        const auto taken = place.facts[f];
        place.facts.erase(place.facts.begin() + static_cast<std::ptrdiff_t>(f));
        check(before, ranges(rank(less, each.task, request)));
        place.facts.insert(place.facts.begin() + static_cast<std::ptrdiff_t>(f), taken);
      }
    }
  }
}

TEST_CASE("Taking fact after fact away only ever widens") {
  places::Atlas less = atlas();
  const Case& each = cases().front();
  places::Request request = from(each.home, each.languages);
  request.among = taking_part();
  Ranges before = ranges(rank(less, each.task, request));
  for (const char* fact : {"lang_en", "cost_band", "wgi_rl_pct", "official_languages", "alert",
                           "regional_languages", "ict_exports_musd", "eea", "labour_force"}) {
    for (places::Place& place : less.places) {
      std::erase_if(place.facts, [&](const auto& known) { return known.first == fact; });
      if (place.iso2 != "PH" && place.iso2 != "ES" && place.iso2 != "RO") continue;
      INFO("without " << fact << " up to " << place.iso2);
      Ranges after = ranges(rank(less, each.task, request));
      check(before, after);
      before = std::move(after);
    }
  }
}
