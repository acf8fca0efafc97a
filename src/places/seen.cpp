// SPDX-License-Identifier: Apache-2.0
#include "places/seen.hpp"

#include <algorithm>
#include <string>

namespace sourcing::places {

namespace {

constexpr std::int32_t day_minutes = 24 * 60;
constexpr std::int64_t grey_km = 500;

std::int32_t clocks_apart(std::int32_t a, std::int32_t b) noexcept {
  const std::int32_t apart = (a > b ? a - b : b - a) % day_minutes;
  return std::min(apart, day_minutes - apart);
}

bool borders(const Place& home, const Place& place) {
  // One side may not be known; borders have two.
  const auto names = [](const Place& a, const Place& b) {
    const Fact* fact = a.fact("land_borders");
    return fact != nullptr &&
           std::find(fact->list.begin(), fact->list.end(), b.iso2) != fact->list.end();
  };
  return names(home, place) || names(place, home);
}

Location classify(const Limits& limits, const Place& home, const Seen& seen) {
  if (seen.at_home) return Location::onshore;
  const std::int32_t apart = seen.apart();
  const bool border = apart <= limits.border_minutes && borders(home, *seen.place);
  const bool close = apart <= limits.near_minutes && seen.kilometres <= limits.near_km;
  const bool continent = apart <= limits.continent_minutes && !home.region.empty() &&
                         home.region == seen.place->region;
  return border || close || continent ? Location::nearshore : Location::offshore;
}

}  // namespace

std::int32_t shared_minutes(const WorkingDay& day, std::int32_t apart) noexcept {
  const std::int32_t length = day.ends - day.begins;
  const std::int32_t other_way = day_minutes - apart;
  // A day longer than twelve hours may be met at both of its ends.
  return std::max(0, length - apart) + std::max(0, length - other_way);
}

Seen see(const Atlas& atlas, const Place& home, const Place& place, const WorkingDay& day) {
  Seen seen;
  seen.place = &place;
  seen.home = place.iso2 == home.iso2;
  const std::string_view mother = home.territory_of.empty() ? home.iso2 : home.territory_of;
  seen.at_home = seen.home || place.iso2 == mother || place.territory_of == mother;
  seen.kilometres = kilometres(home.at, place.at);
  seen.apart_january = clocks_apart(home.january, place.january);
  seen.apart_july = clocks_apart(home.july, place.july);
  seen.january = std::min(day.ends - day.begins, shared_minutes(day, seen.apart_january));
  seen.july = std::min(day.ends - day.begins, shared_minutes(day, seen.apart_july));
  seen.kind = classify(atlas.limits, home, seen);
  if (!seen.at_home && seen.apart() <= atlas.limits.near_minutes &&
      std::abs(seen.kilometres - atlas.limits.near_km) <= grey_km) {
    Seen nearer = seen, farther = seen;
    nearer.kilometres -= grey_km;
    farther.kilometres += grey_km;
    seen.borderline = classify(atlas.limits, home, nearer) != classify(atlas.limits, home, farther);
  }
  return seen;
}

Known truth_of(const Place& place, std::string_view fact) noexcept {
  const Fact* found = place.fact(fact);
  if (found == nullptr || found->kind != FactKind::truth) return Known::unknown;
  return found->truth ? Known::yes : Known::no;
}

Known official(const Place& place, std::string_view language) {
  Known result = Known::no;
  for (const std::string_view id : {"official_languages", "regional_languages"}) {
    const Fact* fact = place.fact(id);
    if (fact == nullptr) {
      result = Known::unknown;
    } else if (std::find(fact->list.begin(), fact->list.end(), language) != fact->list.end()) {
      return Known::yes;
    }
  }
  return result;
}

Speakers speakers(const Atlas& atlas, const Place& place, std::string_view language) {
  Speakers result;
  const Known status = official(place, language);
  if (status == Known::yes) return {10'000, 10'000, true, Known::yes};
  const Fact* figure = place.fact("lang_" + std::string(language));
  if (figure == nullptr || figure->kind != FactKind::number) return result;
  result.low = std::clamp<std::int64_t>(figure->number, 0, 10'000);
  // Not known to be official is not known not to be.
  if (status == Known::no) result.high = result.low;
  if (result.low >= atlas.limits.language_percent) {
    result.enough = Known::yes;
  } else if (status == Known::no) {
    result.enough = Known::no;
  }
  return result;
}

}  // namespace sourcing::places
