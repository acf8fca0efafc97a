// SPDX-License-Identifier: Apache-2.0
#include "places/flat.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace sourcing::places {

namespace {

// Takes one field after the other off the text. Fields are short: a loop finds their ends sooner
// than a search would begin.
class Fields {
 public:
  explicit Fields(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  std::string_view next() noexcept {
    const char* const begin = at_;
    while (*at_ != '\t' && *at_ != '\n') ++at_;
    line_done_ = *at_ == '\n';
    return {begin, static_cast<std::size_t>(at_++ - begin)};
  }
  template <class Number>
  Number number() noexcept {
    const std::string_view field = next();
    Number value{};
    (void)std::from_chars(field.data(), field.data() + field.size(), value);
    return value;
  }
  [[nodiscard]] bool line_done() const noexcept { return line_done_; }
  [[nodiscard]] bool done() const noexcept { return at_ == end_; }

 private:
  const char *at_, *end_;
  bool line_done_ = false;
};

void read_texts(Fields& fields, Texts& texts) {
  while (!fields.line_done()) {
    const std::string_view language = fields.next();
    texts.set(language, fields.next());
  }
}

void read_named(Fields& fields, std::vector<std::pair<std::string_view, Texts>>& into) {
  auto& [id, texts] = into.emplace_back();
  id = fields.next();
  read_texts(fields, texts);
}

void read_source(Fields& fields, std::vector<Source>& into) {
  Source& source = into.emplace_back();
  for (std::string_view* each : {&source.id, &source.title, &source.version, &source.licence}) {
    *each = fields.next();
  }
}

void read_place(Fields& fields, std::vector<Place>& into) {
  Place& place = into.emplace_back();
  for (std::string_view* each : {&place.iso2, &place.iso3, &place.city, &place.region,
                                 &place.subregion, &place.territory_of, &place.note, &place.tz}) {
    *each = fields.next();
  }
  place.january = fields.number<std::int32_t>();
  place.july = fields.number<std::int32_t>();
  place.at.latitude = fields.number<std::int64_t>();
  place.at.longitude = fields.number<std::int64_t>();
  place.facts.reserve(fields.number<std::size_t>());
  read_texts(fields, place.names);
}

void read_fact(Fields& fields, Place& place) {
  auto& [id, fact] = place.facts.emplace_back();
  id = fields.next();
  fact.kind = static_cast<FactKind>(fields.next().front() - '0');
  fact.verify = fields.next() == "1";
  if (const auto year = fields.number<std::int32_t>(); year >= 0) fact.year = year;
  fact.source = fields.next();
  fact.note = fields.next();
  fact.json = fields.next();
  switch (fact.kind) {
    case FactKind::number:
      fact.number = fields.number<std::int64_t>();
      break;
    case FactKind::word:
      fact.word = fields.next();
      break;
    case FactKind::truth:
      fact.truth = fact.json == "true";
      break;
    case FactKind::list:
      while (!fields.line_done()) fact.list.push_back(fields.next());
  }
}

void write_texts(std::string& out, const Texts& texts) {
  for (const auto& [language, text] : texts.all()) {
    fmt::format_to(std::back_inserter(out), "\t{}\t{}", language, text);
  }
  out += '\n';
}

void write_fact(std::string& out, std::string_view id, const Fact& fact) {
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "F\t{}\t{}\t{:d}\t{}\t{}\t{}\t{}", id, static_cast<int>(fact.kind),
                 fact.verify, fact.year.value_or(-1), fact.source, fact.note, fact.json);
  if (fact.kind == FactKind::number) fmt::format_to(to, "\t{}", fact.number);
  if (fact.kind == FactKind::word) fmt::format_to(to, "\t{}", fact.word);
  for (const std::string_view each : fact.list) fmt::format_to(to, "\t{}", each);
  out += '\n';
}

}  // namespace

std::string write_flat(const Atlas& atlas) {
  std::string out;
  const auto to = [&] { return std::back_inserter(out); };
  for (const Source& source : atlas.sources) {
    fmt::format_to(to(), "S\t{}\t{}\t{}\t{}\n", source.id, source.title, source.version,
                   source.licence);
  }
  for (const auto& [id, texts] : atlas.languages) {
    fmt::format_to(to(), "L\t{}", id);
    write_texts(out, texts);
  }
  for (const auto& [id, texts] : atlas.labels) {
    fmt::format_to(to(), "W\t{}", id);
    write_texts(out, texts);
  }
  for (const Place& place : atlas.places) {
    fmt::format_to(to(), "P\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", place.iso2,
                   place.iso3, place.city, place.region, place.subregion, place.territory_of,
                   place.note, place.tz, place.january, place.july, place.at.latitude,
                   place.at.longitude, place.facts.size());
    write_texts(out, place.names);
    for (const auto& [id, fact] : place.facts) write_fact(out, id, fact);
  }
  return out;
}

void read_flat(std::string_view text, Atlas& atlas) {
  constexpr std::size_t usual_places = 160;
  atlas.places.reserve(usual_places);
  Fields fields(text);
  while (!fields.done()) {
    switch (fields.next().front()) {
      case 'S':
        read_source(fields, atlas.sources);
        break;
      case 'L':
        read_named(fields, atlas.languages);
        break;
      case 'W':
        read_named(fields, atlas.labels);
        break;
      case 'P':
        read_place(fields, atlas.places);
        break;
      default:
        read_fact(fields, atlas.places.back());
    }
  }
}

}  // namespace sourcing::places
