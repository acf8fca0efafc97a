// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "places/atlas.hpp"
#include "places/atlas_reader.hpp"

namespace sourcing::places {

namespace {

constexpr std::size_t most_places = 1'000;

class FileReader {
 public:
  FileReader(AtlasReader& reader, Atlas& atlas, const Atlas* zones)
      : reader_(reader), atlas_(atlas), zones_(zones) {}

  void read(const At& root) {
    reader_.allow(root, {"schema", "version", "sources", "limits", "gates", "components",
                         "languages", "labels", "places"});
    if (const std::string schema = reader_.string(root, "schema");
        !schema.empty() && schema != "sourcing.places-data/1") {
      reader_.fail(*reader_.member(root, "schema"),
                   fmt::format("this version does not read `{}`", base::excerpt(schema)),
                   "it reads sourcing.places-data/1");
    }
    if (std::string version = reader_.string(root, "version"); !version.empty()) {
      atlas_.version = std::move(version);
    }
    read_sources(root);
    read_limits(reader_, root, atlas_);
    named(root, "languages", atlas_.languages);
    named(root, "labels", atlas_.labels);
    read_places(root);
  }

 private:
  void read_sources(const At& root) {
    const auto at = reader_.member(root, "sources");
    if (!at || !reader_.expect(*at, json::Kind::object)) return;
    for (const json::Member& each : at->value->members) {
      const At source{&each.value, &*at, each.key, 0};
      if (!reader_.expect(source, json::Kind::object)) continue;
      const Source read{atlas_.keep(each.key), reader_.view(source, "title", true),
                        reader_.view(source, "version"), reader_.view(source, "licence")};
      const auto same = std::find_if(atlas_.sources.begin(), atlas_.sources.end(),
                                     [&](const Source& known) { return known.id == read.id; });
      if (same == atlas_.sources.end()) {
        atlas_.sources.push_back(read);
      } else {
        *same = read;
      }
    }
  }

  void named(const At& root, std::string_view key,
             std::vector<std::pair<std::string_view, Texts>>& into) {
    const auto at = reader_.member(root, key);
    if (!at || !reader_.expect(*at, json::Kind::object)) return;
    for (const json::Member& each : at->value->members) {
      Texts texts = reader_.texts({&each.value, &*at, each.key, 0});
      const auto same = std::find_if(into.begin(), into.end(),
                                     [&](const auto& known) { return known.first == each.key; });
      if (same == into.end()) {
        into.emplace_back(atlas_.keep(each.key), std::move(texts));
      } else {
        same->second = std::move(texts);
      }
    }
  }

  void read_places(const At& root) {
    const auto at = reader_.member(root, "places", true);
    if (!at || !reader_.expect(*at, json::Kind::array)) return;
    if (at->value->items.size() > most_places) {
      return reader_.fail(*at, fmt::format("more than {} places", most_places));
    }
    atlas_.places.reserve(std::max(atlas_.places.size(), at->value->items.size()));
    for (std::size_t i = 0; i < at->value->items.size(); ++i) {
      read_place({&at->value->items[i], &*at, {}, i});
    }
  }

  void read_place(const At& at) {
    if (!reader_.expect(at, json::Kind::object)) return;
    reader_.allow(at, {"iso2", "iso3", "names", "city", "region", "subregion", "territory_of",
                       "note", "tz", "utc", "lat", "lon", "facts"});
    const std::string iso2 = reader_.country(at, "iso2", true);
    if (iso2.empty()) return;
    if (std::find(seen_.begin(), seen_.end(), iso2) != seen_.end()) {
      return reader_.fail(at, fmt::format("`{}` is there twice", iso2));
    }
    seen_.push_back(iso2);
    const auto known = std::find_if(atlas_.places.begin(), atlas_.places.end(),
                                    [&](const Place& place) { return place.iso2 == iso2; });
    if (at.value->find("tz") == nullptr) {
      if (known == atlas_.places.end()) {
        return reader_.fail(at, fmt::format("there is no place `{}` to add facts to", iso2),
                            "a new place needs `names`, `tz`, `lat` and `lon`");
      }
      return read_facts(at, *known);
    }
    Place place = whole(at, iso2);
    if (known == atlas_.places.end()) {
      atlas_.places.push_back(std::move(place));
    } else {
      *known = std::move(place);
    }
  }

  Place whole(const At& at, const std::string& iso2) {
    constexpr std::int64_t quarter = 90'000'000;  // millionths of a degree
    Place place;
    place.iso2 = atlas_.keep(iso2);
    place.iso3 = reader_.view(at, "iso3");
    if (const auto names = reader_.member(at, "names", true)) place.names = reader_.texts(*names);
    place.city = reader_.view(at, "city");
    place.region = reader_.view(at, "region");
    place.subregion = reader_.view(at, "subregion");
    place.territory_of = atlas_.keep(reader_.country(at, "territory_of"));
    place.note = reader_.view(at, "note");
    place.tz = reader_.view(at, "tz", true);
    (void)reader_.member(at, "lat", true);
    (void)reader_.member(at, "lon", true);
    place.at.latitude = reader_.number(at, "lat", 6, -quarter, quarter, 0);
    place.at.longitude = reader_.number(at, "lon", 6, -2 * quarter, 2 * quarter, 0);
    read_offsets(at, place);
    read_facts(at, place);
    return place;
  }

  // Hours ahead of UTC in both seasons, or those of a place with the same zone.
  void read_offsets(const At& at, Place& place) {
    if (const auto utc = reader_.member(at, "utc")) {
      if (!reader_.expect(*utc, json::Kind::object)) return;
      (void)reader_.member(*utc, "january", true);
      (void)reader_.member(*utc, "july", true);
      const auto minutes = [&](std::string_view key) {
        return static_cast<std::int32_t>(reader_.number(*utc, key, 2, -1'400, 1'400, 0) * 60 / 100);
      };
      place.january = minutes("january");
      place.july = minutes("july");
      return;
    }
    for (const Atlas* known : {static_cast<const Atlas*>(&atlas_), zones_}) {
      if (known == nullptr) continue;
      for (const Place& other : known->places) {
        if (other.tz != place.tz) continue;
        place.january = other.january;
        place.july = other.july;
        return;
      }
    }
    reader_.fail(at, fmt::format("the offsets of `{}` are not known", base::excerpt(place.tz)),
                 "give them: \"utc\": {\"january\": 1, \"july\": 2}");
  }

  void read_facts(const At& at, Place& place) {
    const auto facts = reader_.member(at, "facts");
    if (!facts || !reader_.expect(*facts, json::Kind::object)) return;
    for (const json::Member& each : facts->value->members) {
      const At fact{&each.value, &*facts, each.key, 0};
      const auto known = std::find_if(place.facts.begin(), place.facts.end(),
                                      [&](const auto& other) { return other.first == each.key; });
      if (each.value.kind == json::Kind::null) {
        if (known != place.facts.end()) place.facts.erase(known);
        continue;
      }
      Fact read = read_fact(fact);
      if (known == place.facts.end()) {
        place.facts.emplace_back(atlas_.keep(each.key), std::move(read));
      } else {
        known->second = std::move(read);
      }
    }
  }

  Fact read_fact(const At& at) {
    constexpr std::int64_t most = 1'000'000'000'000 * 100;
    Fact fact;
    if (!reader_.expect(at, json::Kind::object)) return fact;
    reader_.allow(at, {"value", "source", "year", "status", "note"});
    fact.source = reader_.view(at, "source", true);
    fact.note = reader_.view(at, "note");
    fact.verify = reader_.string(at, "status") == "verify";
    if (const auto year = reader_.member(at, "year", true);
        year && year->value->kind != json::Kind::null) {
      const auto read = reader_.number(*year, 0, 0, 9'999);
      if (read) fact.year = static_cast<std::int32_t>(*read);
    }
    const auto value = reader_.member(at, "value", true);
    if (!value) return fact;
    std::string json;
    json::Writer writer(json);
    json::write(writer, *value->value);
    fact.json = atlas_.keep(std::move(json));
    switch (value->value->kind) {
      case json::Kind::number:
        fact.kind = FactKind::number;
        fact.number = reader_.number(*value, 2, -most, most).value_or(0);
        break;
      case json::Kind::string:
        fact.word = atlas_.keep(value->value->text);
        break;
      case json::Kind::boolean:
        fact.kind = FactKind::truth;
        fact.truth = value->value->boolean;
        break;
      case json::Kind::array:
        fact.kind = FactKind::list;
        for (std::string& each : reader_.strings(*value)) {
          fact.list.push_back(atlas_.keep(std::move(each)));
        }
        break;
      case json::Kind::null:
      case json::Kind::object:
        reader_.fail(*value, "a fact is a number, a text, true, false or a list of texts",
                     "what is not known is left out");
    }
    return fact;
  }

  AtlasReader& reader_;
  Atlas& atlas_;
  const Atlas* zones_;  // whose offsets may be taken over; may be null
  std::vector<std::string> seen_;
};

}  // namespace

Result<Atlas> read_atlas(std::string_view json, std::string_view source, const Atlas* base) {
  json::ParseResult parsed = json::parse(json, source);
  std::vector<Problem> problems = std::move(parsed.problems);
  if (!problems.empty()) return problems;
  const bool whole = base == nullptr || parsed.root.find("components") != nullptr;
  Atlas atlas = whole ? Atlas{} : *base;
  AtlasReader reader(source, atlas, problems);
  const At root{&parsed.root, nullptr, {}, 0};
  if (!reader.expect({&parsed.root, nullptr, "places", 0}, json::Kind::object)) return problems;
  if (whole) read_components(reader, root, atlas);
  FileReader(reader, atlas, base).read(root);
  if (!problems.empty()) {
    json::sort_by_place(problems);
    return problems;
  }
  return atlas;
}

}  // namespace sourcing::places
