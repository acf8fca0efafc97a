// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "catch.hpp"
#include "support.hpp"

using namespace places_tests;

namespace {

const std::vector<std::string> tasks = {
    full(R"(,"cost_pressure":4,"overlap_hours":0,"language":"global","cultural_context":1,)"
         R"("data_residency":"none","qualification":2,"judgment":2,"volume":"high")"),
    full(R"(,"cost_pressure":2,"overlap_hours":4,"language":"regional","cultural_context":3,)"
         R"("data_residency":"region","qualification":4,"judgment":4,"volume":"low")"),
    R"({"cost_pressure":[3,5],"data_sensitivity":4})",
};

}  // namespace

TEST_CASE("Points add up to the score, and the weights to a hundred") {
  const auto ranking = rank(atlas(), tasks[0], from("ES"));
  Centipoints sum = 0;
  for (const Centipoints weight : ranking.weights) sum += weight;
  CHECK(sum == 10'000);
  for (const places::Ranked& each : ranking.places) {
    Centipoints points = 0, most = 0;
    for (const places::Part& part : each.parts) {
      points += part.points;
      most += part.most;
    }
    REQUIRE(points == each.score);
    REQUIRE(most == each.most);
    REQUIRE(each.best <= each.rank);
    REQUIRE(each.rank <= each.worst);
  }
  CHECK(ranking.exact);
  CHECK(ranking.places.size() + ranking.excluded.size() == atlas().places.size());
}

TEST_CASE("Catalan by telephone from Spain is done in Spain or Andorra, and nowhere else") {
  const auto ranking =
      rank(atlas(), R"({"communication":5,"cost_pressure":3})", from("ES", {"ca"}));
  REQUIRE(ranking.places.size() == 2);
  CHECK(rank_of(ranking, "ES") == 1);
  CHECK(rank_of(ranking, "AD") == 2);
  CHECK(bar_of(ranking, "FR") == "language");
  CHECK(bar_of(ranking, "PT") == "language_unknown");
  REQUIRE(ranking.derived);
  CHECK(ranking.derived->used);
  CHECK(ranking.derived->low == ranking.derived->high);
}

TEST_CASE("Cheap English back office from Britain finds India and the Philippines") {
  const auto ranking = rank(
      atlas(),
      R"({"cost_pressure":5,"communication":1,"language":"global","volume":"high","judgment":1,)"
      R"("qualification":2,"cultural_context":1,"overlap_hours":0})",
      from("GB", {"en"}));
  CHECK(rank_of(ranking, "IN") >= 1);
  CHECK(rank_of(ranking, "IN") <= 10);
  CHECK(rank_of(ranking, "PH") >= 1);
  CHECK(rank_of(ranking, "PH") <= 10);
}

TEST_CASE("Residency in the region leaves the European Economic Area, and in the country home") {
  const auto region = rank(atlas(), R"({"data_residency":"region"})", from("ES"));
  for (const places::Ranked& each : region.places) {
    CHECK(places::truth_of(*each.seen.place, "eea") == places::Known::yes);
  }
  CHECK(region.places.size() == 30);
  CHECK(bar_of(region, "IN") == "residency");

  places::Request adequate = from("ES");
  adequate.adequate = true;
  const auto wider = rank(atlas(), R"({"data_residency":"region"})", adequate);
  CHECK(rank_of(wider, "UY") > 0);
  CHECK(bar_of(wider, "IN") == "adequacy");
  CHECK(bar_of(wider, "US") == "adequacy");

  const auto country = rank(atlas(), R"({"data_residency":"country"})", from("ES"));
  REQUIRE(country.places.size() == 1);
  CHECK(country.places.front().seen.home);

  const auto elsewhere = rank(atlas(), R"({"data_residency":"region"})", from("US"));
  CHECK(elsewhere.region_unknown);
  CHECK(rank_of(elsewhere, "MX") > 0);
}

TEST_CASE(
    "Hours that are needed shut out whoever cannot share them, unless a shift makes them up") {
  const std::string json = R"({"overlap_hours":6})";
  CHECK(bar_of(rank(atlas(), json, from("ES")), "IN") == "hours");
  places::Request shifted = from("ES");
  shifted.shift_minutes = 120;
  CHECK(rank_of(rank(atlas(), json, shifted), "IN") > 0);
  // Unknown, or from a profile: nobody asked for hours.
  CHECK(rank_of(rank(atlas(), "{}", from("ES")), "IN") > 0);
  CHECK(rank_of(rank(atlas(), R"({"overlap_hours":[0,8]})", from("ES")), "IN") > 0);
}

TEST_CASE("War and sanctions are never traded against points") {
  const auto ranking = rank(atlas(), tasks[0], from("ES"));
  CHECK(bar_of(ranking, "UA") == "war");
  CHECK(bar_of(ranking, "RU") == "sanctions");
  CHECK(rank_of(ranking, "BY") == 0);
}

TEST_CASE("An answer that the languages contradict is told, and stays the answer") {
  const auto ranking = rank(atlas(), R"({"language":"global"})", from("ES", {"ca"}));
  REQUIRE(ranking.derived);
  CHECK(ranking.derived->contradicts);
  CHECK_FALSE(ranking.derived->used);
  CHECK(bar_of(ranking, "PT").empty());
  CHECK_FALSE(rank(atlas(), R"({"language":"regional"})", from("ES", {"es"})).derived->contradicts);
}

TEST_CASE("Taking a fact away never narrows the ranks of anybody and never betters the worst") {
  std::mt19937 random(20'261'127);
  for (int round = 0; round < 60; ++round) {
    const std::string& json = tasks[random() % tasks.size()];
    const char* homes[] = {"ES", "GB", "US", "IN"};
    places::Request request = from(homes[random() % 4]);
    if (random() % 2 == 0) request.languages = {random() % 2 == 0 ? "es" : "ca"};
    if (random() % 4 == 0) request.within = 2'500;
    places::Atlas less = atlas();
    places::Place& place = less.places[random() % less.places.size()];
    places::Place& victim =
        random() % 4 == 0
            ? *std::find_if(less.places.begin(), less.places.end(),
                            [&](const auto& each) { return each.iso2 == request.home; })
            : place;
    const std::size_t fact = random() % victim.facts.size();
    INFO(round << " " << json << " from " << request.home << ": " << victim.iso2 << " without "
               << victim.facts[fact].first);
    victim.facts.erase(victim.facts.begin() + static_cast<std::ptrdiff_t>(fact));
    const Ranges before = ranges(rank(atlas(), json, request));
    const Ranges after = ranges(rank(less, json, request));
    for (const auto& [iso2, range] : before) {
      const auto found = after.find(iso2);
      if (found == after.end()) continue;  // now shut out for want of the fact
      INFO(iso2 << " " << range.first << "-" << range.second << " became " << found->second.first
                << "-" << found->second.second);
      REQUIRE(found->second.first <= range.first);
      REQUIRE(found->second.second >= range.second);
    }
  }
}

TEST_CASE("Ranges over facts are exact: both ends are reached by some completion") {
  // Three places, two of them with a fact that is not known.
  const auto& component = atlas().components;
  places::Atlas few = atlas();
  std::erase_if(few.places, [](const auto& place) {
    return place.iso2 != "ES" && place.iso2 != "PT" && place.iso2 != "FR" && place.iso2 != "RO";
  });
  const auto blank = [&](places::Atlas& where, const char* iso2, const char* id) {
    for (places::Place& place : where.places) {
      if (place.iso2 == iso2)
        std::erase_if(place.facts, [&](const auto& f) { return f.first == id; });
    }
  };
  blank(few, "PT", "wgi_rl_pct");
  blank(few, "RO", "cost_band");
  REQUIRE_FALSE(component.empty());
  std::map<std::string_view, std::set<std::uint32_t>> reached;
  for (int rule = 0; rule <= 100; ++rule) {
    for (const char* band : {"very_low", "low", "medium", "high", "very_high"}) {
      places::Atlas full_atlas = few;
      for (places::Place& place : full_atlas.places) {
        places::Fact fact;
        fact.source = "K";
        if (place.iso2 == "PT") {
          fact.kind = places::FactKind::number;
          fact.number = rule * 100;
          place.facts.emplace_back("wgi_rl_pct", fact);
        } else if (place.iso2 == "RO") {
          fact.word = band;
          place.facts.emplace_back("cost_band", fact);
        }
      }
      for (const auto& each : rank(full_atlas, tasks[0], from("ES")).places) {
        reached[each.seen.place->iso2].insert(each.rank);
      }
    }
  }
  for (const places::Ranked& each : rank(few, tasks[0], from("ES")).places) {
    const auto& ranks = reached[each.seen.place->iso2];
    INFO(each.seen.place->iso2);
    CHECK(each.best == *ranks.begin());
    CHECK(each.worst == *ranks.rbegin());
  }
}

TEST_CASE("No answer within its range and no weighting within its margin leaves the ranks told") {
  std::mt19937 random(7);
  const Engine engine = Engine::embedded();
  const auto wide = ranges(rank(atlas(), tasks[2], from("ES")));
  for (int round = 0; round < 25; ++round) {
    Task sample = task(tasks[2]);
    for (std::size_t c = 0; c < sample.answers.size(); ++c) {
      Answer& answer = sample.answers[c];
      const bool given = answer.origin == Origin::answered;
      // Residency and hours would shut places out, which is another thing than their rank.
      const std::string_view id = engine.criterion_id(c);
      if (id == "data_residency" || id == "overlap_hours") continue;
      const std::uint16_t low = given ? answer.low : std::uint16_t{0};
      const std::uint16_t high = given ? answer.high : engine.last_position(c);
      answer.origin = Origin::answered;
      answer.low = answer.high = static_cast<std::uint16_t>(low + random() % (high - low + 1U));
    }
    const auto point = places::rank(engine, atlas(), sample, from("ES"));
    for (const places::Ranked& each : point.places) {
      INFO(round << " " << each.seen.place->iso2);
      REQUIRE(wide.at(each.seen.place->iso2).first <= each.rank);
      REQUIRE(wide.at(each.seen.place->iso2).second >= each.rank);
    }
  }
}

TEST_CASE("More of a good thing never costs a point") {
  std::mt19937 random(11);
  const struct {
    const char* fact;
    int better;
  } numbers[] = {{"wgi_rl_pct", 1},       {"wgi_pv_pct", 1},      {"wgi_cc_pct", 1},
                 {"tertiary_ger_pct", 1}, {"labour_force", 1},    {"internet_users_pct", 1},
                 {"lang_en", 1},          {"ict_exports_musd", 1}};
  for (const auto& number : numbers) {
    Centipoints before = -1;
    for (int value = 0; value <= 100; value += 4) {
      places::Atlas changed = atlas();
      for (places::Place& place : changed.places) {
        if (place.iso2 != "PL") continue;
        std::erase_if(place.facts, [&](const auto& fact) { return fact.first == number.fact; });
        places::Fact fact;
        fact.kind = places::FactKind::number;
        fact.number = value * 100;
        if (std::string_view(number.fact) == "labour_force") fact.number *= 500'000;
        place.facts.emplace_back(number.fact, fact);
      }
      const auto ranking = rank(changed, tasks[0], from("ES", {"en"}));
      for (const places::Ranked& each : ranking.places) {
        if (each.seen.place->iso2 != "PL") continue;
        INFO(number.fact << " " << value);
        REQUIRE(each.score >= before);
        before = each.score;
      }
    }
    REQUIRE(before > 0);
  }
}
