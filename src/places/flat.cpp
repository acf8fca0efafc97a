// SPDX-License-Identifier: Apache-2.0
#include "places/flat.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace sourcing::places {

namespace {

// Takes one field after the other off a line.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  std::string_view next() noexcept {
    const std::size_t end = rest_.find('\t');
    const std::string_view field = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    return field;
  }
  std::string text() { return std::string(next()); }
  template <class Number>
  Number number() noexcept {
    const std::string_view field = next();
    Number value{};
    (void)std::from_chars(field.data(), field.data() + field.size(), value);
    return value;
  }
  [[nodiscard]] bool empty() const noexcept { return rest_.empty(); }

 private:
  std::string_view rest_;
};

Place read_place(Fields& fields) {
  Place place;
  place.iso2 = fields.text();
  place.iso3 = fields.text();
  place.city = fields.text();
  place.region = fields.text();
  place.subregion = fields.text();
  place.territory_of = fields.text();
  place.note = fields.text();
  place.tz = fields.text();
  place.january = fields.number<std::int32_t>();
  place.july = fields.number<std::int32_t>();
  place.at.latitude = fields.number<std::int64_t>();
  place.at.longitude = fields.number<std::int64_t>();
  while (!fields.empty()) {
    std::string language = fields.text();
    place.names.set(std::move(language), fields.text());
  }
  constexpr std::size_t usual_facts = 32;
  place.facts.reserve(usual_facts);
  return place;
}

void read_fact(Fields& fields, Place& place) {
  auto& [id, fact] = place.facts.emplace_back();
  id = fields.text();
  fact.kind = static_cast<FactKind>(fields.number<int>());
  fact.number = fields.number<std::int64_t>();
  fact.json = fields.text();
  fact.source = fields.text();
  if (const auto year = fields.number<std::int32_t>(); year >= 0) fact.year = year;
  fact.verify = fields.number<int>() != 0;
  fact.note = fields.text();
  if (fact.kind == FactKind::word) fact.word = fields.text();
  if (fact.kind == FactKind::truth) fact.truth = fact.json == "true";
  if (fact.kind == FactKind::list) {
    while (!fields.empty()) fact.list.push_back(fields.text());
  }
}

}  // namespace

std::string write_flat(const std::vector<Place>& places) {
  std::string out;
  const auto to = [&] { return std::back_inserter(out); };
  for (const Place& place : places) {
    fmt::format_to(to(), "P\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", place.iso2,
                   place.iso3, place.city, place.region, place.subregion, place.territory_of,
                   place.note, place.tz, place.january, place.july, place.at.latitude,
                   place.at.longitude);
    for (const auto& [language, name] : place.names.all()) {
      fmt::format_to(to(), "\t{}\t{}", language, name);
    }
    out += '\n';
    for (const auto& [id, fact] : place.facts) {
      fmt::format_to(to(), "F\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", id, static_cast<int>(fact.kind),
                     fact.number, fact.json, fact.source, fact.year.value_or(-1),
                     fact.verify ? 1 : 0, fact.note);
      if (fact.kind == FactKind::word) fmt::format_to(to(), "\t{}", fact.word);
      for (const std::string& each : fact.list) fmt::format_to(to(), "\t{}", each);
      out += '\n';
    }
  }
  return out;
}

std::vector<Place> read_flat(std::string_view text) {
  std::vector<Place> places;
  constexpr std::size_t usual_places = 160;
  places.reserve(usual_places);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    Fields fields(text.substr(0, end));
    text.remove_prefix(end + 1);
    if (fields.next() == "P") {
      places.push_back(read_place(fields));
    } else {
      read_fact(fields, places.back());
    }
  }
  return places;
}

}  // namespace sourcing::places
