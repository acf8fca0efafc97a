// SPDX-License-Identifier: Apache-2.0
// The part of a file of places that judges: limits, gates, components and their weights.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "places/atlas_reader.hpp"

namespace sourcing::places {

namespace {

constexpr std::int64_t most_weight = 1'000;
constexpr std::size_t most_components = 32;

std::int32_t minutes(AtlasReader& reader, const At& object, std::string_view key,
                     std::int32_t otherwise) {
  const std::int64_t hundredths =
      reader.number(object, key, 2, 0, 1'200, otherwise * std::int64_t{100} / 60);
  return static_cast<std::int32_t>(hundredths * 60 / 100);
}

Computed computed(AtlasReader& reader, const At& at) {
  constexpr std::array<std::string_view, 4> names = {"overlap_hours", "distance_km", "language",
                                                     "law"};
  const auto found = std::find(names.begin(), names.end(), at.value->text);
  if (found != names.end()) return static_cast<Computed>(found - names.begin() + 1);
  const std::string near = base::nearest(at.value->text, names);
  reader.fail(at, fmt::format("nothing is computed as `{}`", base::excerpt(at.value->text)),
              near.empty() ? fmt::format("it is one of {}", fmt::join(names, ", "))
                           : fmt::format("did you mean `{}`?", near));
  return Computed::none;
}

// A worth that rose and fell would break the promise that more of a good thing never harms.
bool one_way(const std::vector<std::pair<std::int64_t, std::int32_t>>& line) {
  bool rises = false, falls = false;
  for (std::size_t i = 1; i < line.size(); ++i) {
    rises = rises || line[i].second > line[i - 1].second;
    falls = falls || line[i].second < line[i - 1].second;
  }
  return !(rises && falls);
}

void read_terms(AtlasReader& reader, const At& object, Component& component) {
  const auto terms = reader.member(object, "terms");
  if (!terms || !reader.expect(*terms, json::Kind::array)) return;
  for (std::size_t i = 0; i < terms->value->items.size(); ++i) {
    const At at{&terms->value->items[i], &*terms, {}, i};
    if (!reader.expect(at, json::Kind::object)) continue;
    reader.allow(at, {"criterion", "at", "words"});
    Term term;
    term.criterion = reader.string(at, "criterion", true);
    const auto line = reader.member(at, "at");
    const auto words = reader.member(at, "words");
    if (line) term.at = reader.line(*line, most_weight);
    if (words) term.words = reader.words(*words, most_weight);
    if (line.has_value() == words.has_value()) reader.fail(at, "a term has either `at` or `words`");
    component.terms.push_back(std::move(term));
  }
}

void read_component(AtlasReader& reader, const At& at, Atlas& atlas) {
  if (!reader.expect(at, json::Kind::object)) return;
  reader.allow(at,
               {"id", "label", "fact", "computed", "line", "words", "base", "terms", "because"});
  Component component;
  component.id = reader.string(at, "id", true);
  for (const Component& other : atlas.components) {
    if (other.id == component.id) {
      reader.fail(at, fmt::format("there are two components `{}`", base::excerpt(component.id)));
    }
  }
  if (const auto label = reader.member(at, "label", true)) component.label = reader.texts(*label);
  component.fact = reader.string(at, "fact");
  if (const auto how = reader.member(at, "computed")) {
    if (reader.expect(*how, json::Kind::string)) component.computed = computed(reader, *how);
  } else if (component.fact.empty()) {
    reader.fail(at, "a component has either `fact` or `computed`");
  }
  if (const auto line = reader.member(at, "line")) {
    component.line = reader.line(*line, 100);
    if (!one_way(component.line)) reader.fail(*line, "the worth must only rise or only fall");
  }
  if (const auto words = reader.member(at, "words")) component.words = reader.words(*words, 100);
  if (component.line.empty() && component.words.empty()) {
    reader.fail(at, "a component needs `line` or `words`, to say what a value is worth");
  }
  component.base =
      static_cast<std::int32_t>(reader.number(at, "base", 0, 0, most_weight, component.base));
  read_terms(reader, at, component);
  atlas.components.push_back(std::move(component));
}

void read_gates(AtlasReader& reader, const At& root, GateNames& gates) {
  const auto at = reader.member(root, "gates");
  if (!at || !reader.expect(*at, json::Kind::object)) return;
  reader.allow(*at, {"hours", "residency", "language"});
  if (const auto hours = reader.member(*at, "hours")) {
    gates.hours = reader.string(*hours, "criterion", true);
  }
  if (const auto residency = reader.member(*at, "residency")) {
    gates.residency = reader.string(*residency, "criterion", true);
    gates.residency_region = reader.string(*residency, "region", true);
    gates.residency_country = reader.string(*residency, "country", true);
  }
  if (const auto language = reader.member(*at, "language")) {
    gates.language = reader.string(*language, "criterion", true);
    if (const auto levels = reader.member(*language, "levels", true)) {
      gates.language_levels = reader.strings(*levels);
      if (gates.language_levels.size() != 3) {
        reader.fail(*levels, "`levels` are three words: found everywhere, in the region, at home");
      }
    }
  }
}

}  // namespace

void read_limits(AtlasReader& reader, const At& root, Atlas& atlas) {
  read_gates(reader, root, atlas.gates);
  const auto at = reader.member(root, "limits");
  if (!at || !reader.expect(*at, json::Kind::object)) return;
  reader.allow(*at, {"near_km", "near_hours", "border_hours", "continent_hours", "language_percent",
                     "local_at_most", "regional_from", "regional_at_most", "global_from",
                     "near_tie", "poor", "far_better", "same_law_as_eea"});
  Limits& limits = atlas.limits;
  constexpr std::int64_t many = 100'000;
  limits.near_km = reader.number(*at, "near_km", 0, 0, 20'100, limits.near_km);
  limits.near_minutes = minutes(reader, *at, "near_hours", limits.near_minutes);
  limits.border_minutes = minutes(reader, *at, "border_hours", limits.border_minutes);
  limits.continent_minutes = minutes(reader, *at, "continent_hours", limits.continent_minutes);
  limits.language_percent =
      reader.number(*at, "language_percent", 2, 0, 10'000, limits.language_percent);
  limits.local_at_most = reader.number(*at, "local_at_most", 0, 0, many, limits.local_at_most);
  limits.regional_from = reader.number(*at, "regional_from", 0, 0, many, limits.regional_from);
  limits.regional_at_most =
      reader.number(*at, "regional_at_most", 0, 0, many, limits.regional_at_most);
  limits.global_from = reader.number(*at, "global_from", 0, 0, many, limits.global_from);
  const auto points = [&](std::string_view key, std::int32_t otherwise) {
    return static_cast<std::int32_t>(reader.number(*at, key, 2, 0, 10'000, otherwise));
  };
  limits.near_tie = points("near_tie", limits.near_tie);
  limits.poor = points("poor", limits.poor);
  limits.far_better = points("far_better", limits.far_better);
  if (const auto same = reader.member(*at, "same_law_as_eea")) {
    limits.same_law_as_eea = reader.strings(*same);
  }
}

void read_components(AtlasReader& reader, const At& root, Atlas& atlas) {
  const auto at = reader.member(root, "components", true);
  if (!at || !reader.expect(*at, json::Kind::array)) return;
  if (at->value->items.size() > most_components) {
    return reader.fail(*at, fmt::format("more than {} components", most_components));
  }
  bool any = false;
  for (std::size_t i = 0; i < at->value->items.size(); ++i) {
    read_component(reader, {&at->value->items[i], &*at, {}, i}, atlas);
  }
  for (const Component& component : atlas.components) any = any || component.base > 0;
  if (!any) reader.fail(*at, "one component at least needs a `base` above 0, or nothing may count");
}

}  // namespace sourcing::places
