// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/decimal.hpp"
#include "places/report.hpp"

namespace sourcing::places {

namespace {

constexpr std::int32_t clear_difference = 5;  // of worth, from the mean

std::string hours(std::int32_t minutes) {
  return base::shortest2(std::int64_t{minutes} * 100 / 60);
}

std::string joined(const std::vector<std::string>& items) {
  return fmt::format("{}", fmt::join(items, ", "));
}

}  // namespace

Sayings::Sayings(const Report& report, std::string_view language)
    : report_(report), language_(language), wording_(report.engine.program(), language) {
  const std::size_t components = report.atlas.components.size();
  for (std::size_t c = 0; c < components; ++c) {
    std::int64_t sum = 0;
    for (const Ranked& place : report.ranking.places) sum += place.parts[c].worth.low;
    const auto count = static_cast<std::int64_t>(report.ranking.places.size());
    mean_.push_back(count == 0 ? 0 : static_cast<std::int32_t>(sum / count));
  }
}

std::string Sayings::name(const Place& place) const {
  return std::string(place.names.in(language_));
}

std::string Sayings::label(std::size_t component) const {
  return std::string(report_.atlas.components[component].label.in(language_));
}

std::string Sayings::number(std::int64_t hundredths) const {
  std::string text = base::shortest2(hundredths);
  const bool comma = language_ == "ca" || language_ == "es";
  const std::size_t point = text.find('.');
  if (point != std::string::npos && comma) text[point] = ',';
  constexpr std::size_t least_grouped = 5;
  std::size_t end = point == std::string::npos ? text.size() : point;
  if (end < least_grouped) return text;
  for (; end > 3; end -= 3) text.insert(end - 3, comma ? "." : ",");
  return text;
}

std::string Sayings::languages() const {
  std::vector<std::string> names;
  for (const std::string& code : report_.request.languages) {
    names.emplace_back(report_.atlas.language(code, language_));
  }
  return joined(names);
}

const Fact* Sayings::fact(const Ranked& place, std::size_t component) const {
  const Component& each = report_.atlas.components[component];
  switch (each.computed) {
    case Computed::none:
      return place.seen.place->fact(each.fact);
    case Computed::language:
      for (const std::string& code : report_.request.languages) {
        if (official(*place.seen.place, code) == Known::yes) continue;
        if (const Fact* figure = place.seen.place->fact("lang_" + code)) return figure;
      }
      return place.seen.place->fact("official_languages");
    case Computed::law:
      return place.seen.at_home ? nullptr : place.seen.place->fact("gdpr_status");
    case Computed::overlap_hours:
    case Computed::distance_km:
      break;
  }
  return nullptr;
}

std::string Sayings::value(const Ranked& place, std::size_t component) const {
  const Component& each = report_.atlas.components[component];
  const Worth& worth = place.parts[component].worth;
  if (each.computed == Computed::overlap_hours) {
    return wording_.say("place.hours",
                        {{"january", number(std::int64_t{place.seen.january} * 100 / 60)},
                         {"july", number(std::int64_t{place.seen.july} * 100 / 60)}});
  }
  if (each.computed == Computed::distance_km) return number(place.seen.kilometres * 100) + " km";
  if (worth.low != worth.high) return wording_.say("place.not_known");
  if (each.computed == Computed::law) {
    const auto law = law_between(report_.atlas, *report_.ranking.home, place.seen);
    if (law == "country") return wording_.say("place.law_country");
    if (law == "area") return wording_.say("place.law_area");
    if (law == "adequate") return wording_.say("place.law_adequate");
    if (law == "partial") return wording_.say("place.law_partial");
    return wording_.say("place.law_none");
  }
  if (each.computed == Computed::language) {
    if (report_.request.languages.empty())
      return wording_.say("place.language_worth", {{"worth", fmt::format("{}", worth.low)}});
    std::vector<std::string> parts;
    for (const std::string& code : report_.request.languages) {
      const std::string name(report_.atlas.language(code, language_));
      const Speakers spoken = speakers(report_.atlas, *place.seen.place, code);
      parts.push_back(spoken.official ? wording_.say("place.official", {{"language", name}})
                                      : fmt::format("{} {} %", name, number(spoken.low)));
    }
    return joined(parts);
  }
  const Fact* known = fact(place, component);
  if (known == nullptr) return wording_.say("place.not_known");
  if (known->kind == FactKind::number) return number(known->number);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> bands = {{
      {"very_low", "place.very_low"},
      {"low", "place.low"},
      {"medium", "place.medium"},
      {"high", "place.high"},
      {"very_high", "place.very_high"},
  }};
  for (const auto& [word, key] : bands) {
    if (known->word == word) return wording_.say(key);
  }
  return std::string(known->kind == FactKind::word ? known->word : known->json);
}

std::string Sayings::part(const Ranked& place, std::size_t component) const {
  std::string text = fmt::format("{}: {}", label(component), value(place, component));
  const Fact* known = fact(place, component);
  const bool told =
      known != nullptr && place.parts[component].worth.low == place.parts[component].worth.high;
  if (!told) return text;
  // What the figure is of, where that is not the component itself: a level from GDP is no wage.
  std::string of;
  for (const auto& [id, label] : report_.atlas.labels) {
    if (id == report_.atlas.components[component].fact)
      of = std::string(label.in(language_)) + "; ";
  }
  const std::string_view source = report_.atlas.source(known->source);
  text += known->year ? fmt::format(" ({}{}, {})", of, source, *known->year)
                      : fmt::format(" ({}{})", of, source);
  return text;
}

int Sayings::side(const Ranked& place, std::size_t component) const {
  const std::int32_t difference = place.parts[component].worth.low - mean_[component];
  if (report_.ranking.weights[component] == 0) return 0;
  return difference >= clear_difference ? 1 : difference <= -clear_difference ? -1 : 0;
}

std::string Sayings::location(Location kind) const { return std::string(sourcing::name(kind)); }

std::string Sayings::bar_label(Bar bar) const {
  switch (bar) {
    case Bar::sanctions:
      return wording_.say("place.bar_sanctions");
    case Bar::war:
      return wording_.say("place.bar_war");
    case Bar::residency:
      return wording_.say("place.bar_residency");
    case Bar::adequacy:
      return wording_.say("place.bar_adequacy");
    case Bar::language:
      return wording_.say("place.bar_language", {{"languages", languages()}});
    case Bar::language_unknown:
      return wording_.say("place.bar_language_unknown", {{"languages", languages()}});
    case Bar::hours:
      break;
  }
  return wording_.say("place.bar_hours");
}

std::string Sayings::lifted_by(Bar bar) const {
  switch (bar) {
    case Bar::sanctions:
    case Bar::war:
      return wording_.say("place.lift_alert");
    case Bar::residency:
      return wording_.say("place.lift_residency");
    case Bar::adequacy:
      return wording_.say("place.lift_adequacy");
    case Bar::language:
      return wording_.say("place.lift_language");
    case Bar::language_unknown:
      return wording_.say("place.lift_language_unknown");
    case Bar::hours:
      break;
  }
  return wording_.say("place.lift_hours");
}

std::string Sayings::bar(const ShutOut& place) const {
  std::string text = bar_label(place.bars.front().bar);
  if (place.bars.front().bar == Bar::hours) {
    text += fmt::format(" ({} / {})", wording_.value(hours(place.seen.january)),
                        wording_.value(hours(place.seen.july)));
  }
  return text;
}

void Sayings::note_language(std::vector<std::string>& notes) const {
  const auto& derived = report_.ranking.derived;
  if (!derived) return;
  const engine::Program& program = report_.engine.program();
  const std::size_t c = engine::find_criterion(program, report_.atlas.gates.language);
  std::string level(program.criteria[c].levels[derived->low].word);
  if (derived->high != derived->low) {
    level += "–" + std::string(program.criteria[c].levels[derived->high].word);
  }
  const std::string criterion = wording_.criterion(program.criteria[c].id);
  if (derived->used) {
    notes.push_back(wording_.say(
        "place.derived", {{"criterion", criterion}, {"level", level}, {"languages", languages()}}));
  } else if (derived->contradicts) {
    notes.push_back(
        wording_.say("place.contradicts",
                     {{"criterion", criterion}, {"level", level}, {"languages", languages()}}));
  }
}

// The class is the model's to say; whether it has a good place is said here.
void Sayings::note_class(std::vector<std::string>& notes) const {
  const auto& places = report_.ranking.places;
  const auto& chosen = report_.decision.verdict.location;
  if (!chosen || places.empty()) return;
  const auto best = std::find_if(places.begin(), places.end(),
                                 [&](const Ranked& each) { return each.seen.kind == *chosen; });
  const std::string kind = location(*chosen);
  if (best == places.end()) {
    notes.push_back(wording_.say("place.class_empty", {{"location", kind}}));
    return;
  }
  const std::string name = this->name(*best->seen.place);
  const std::string score = render::fixed2(best->score);
  if (best->score < report_.atlas.limits.poor) {
    notes.push_back(
        wording_.say("place.class_poor", {{"location", kind}, {"place", name}, {"score", score}}));
  }
  const Ranked& first = places.front();
  if (first.score - best->score >= report_.atlas.limits.far_better) {
    notes.push_back(wording_.say("place.class_beaten", {{"location", kind},
                                                        {"place", name},
                                                        {"score", score},
                                                        {"other", this->name(*first.seen.place)},
                                                        {"more", render::fixed2(first.score)},
                                                        {"class", location(first.seen.kind)}}));
  }
}

std::vector<std::string> Sayings::notes() const {
  std::vector<std::string> notes;
  const Ranking& ranking = report_.ranking;
  note_class(notes);
  note_language(notes);
  if (ranking.region_unknown)
    notes.push_back(wording_.say("place.region_unknown", {{"home", name(*ranking.home)}}));
  const std::vector<std::string> ties = near_ties(report_);
  if (!ties.empty()) {
    std::vector<std::string> names;
    for (const std::string& iso2 : ties) names.push_back(name(*report_.atlas.place(iso2)));
    notes.push_back(wording_.say(
        "place.near_tie",
        {{"places", joined(names)}, {"points", base::shortest2(report_.atlas.limits.near_tie)}}));
  }
  if (!ranking.open.empty()) {
    std::vector<std::string> open;
    for (const std::string& id : ranking.open) open.push_back(wording_.criterion(id));
    notes.push_back(wording_.say("place.open", {{"criteria", joined(open)}}));
  }
  if (!ranking.missing.empty())
    notes.push_back(wording_.say("place.missing", {{"criteria", joined(ranking.missing)}}));
  notes.push_back(wording_.say("place.verify"));
  return notes;
}

std::vector<std::string> near_ties(const Report& report) {
  std::vector<std::string> ties;
  const auto& places = report.ranking.places;
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (places.front().score - places[i].score > report.atlas.limits.near_tie) break;
    ties.emplace_back(places[i].seen.place->iso2);
  }
  return ties;
}

}  // namespace sourcing::places
