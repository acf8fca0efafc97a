// SPDX-License-Identifier: Apache-2.0
// What is known of places, and how much each thing weighs: data/places.json as plain values.
// Nothing of it is known to the program by name but what `docs/places.md` calls computed.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "places/distance.hpp"

namespace sourcing::places {

/// A text by language.
class Texts {
 public:
  void set(std::string language, std::string text) {
    texts_.emplace_back(std::move(language), std::move(text));
  }
  /// In the language, else in English, else the first there is; empty without any.
  [[nodiscard]] std::string_view in(std::string_view language) const noexcept;
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const noexcept {
    return texts_;
  }

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
};

enum class FactKind : std::uint8_t { number, word, truth, list };

/// One thing that is known of a place.
struct Fact {
  FactKind kind = FactKind::word;
  std::int64_t number = 0;  ///< hundredths
  std::string word;
  bool truth = false;
  std::vector<std::string> list;
  std::string json;  ///< the value as it was written
  std::string source;
  std::optional<std::int32_t> year;
  bool verify = false;  ///< general knowledge: to be checked before it is relied on
  std::string note;
};

struct Place {
  std::string iso2, iso3;
  Texts names;
  std::string city, region, subregion;
  std::string territory_of;  ///< counted with this country; may be empty
  std::string note, tz;
  std::int32_t january = 0, july = 0;  ///< minutes ahead of UTC
  Coordinates at;
  std::vector<std::pair<std::string, Fact>> facts;  ///< as written

  [[nodiscard]] const Fact* fact(std::string_view id) const noexcept;
};

/// What the program works out of two places, where a component is no plain fact.
enum class Computed : std::uint8_t { none, overlap_hours, distance_km, language, law };

/// What an answer adds to a weight.
struct Term {
  std::string criterion;
  std::vector<std::pair<std::int64_t, std::int32_t>> at;    ///< hundredths, weight; ascending
  std::vector<std::pair<std::string, std::int32_t>> words;  ///< word, weight
};

/// One thing that makes places better or worse.
struct Component {
  std::string id;
  Texts label;
  std::string fact;  ///< empty when computed
  Computed computed = Computed::none;
  std::vector<std::pair<std::int64_t, std::int32_t>> line;  ///< hundredths, worth 0 to 100
  std::vector<std::pair<std::string, std::int32_t>> words;  ///< word, worth
  std::int32_t base = 0;
  std::vector<Term> terms;
};

struct Limits {
  std::int64_t near_km = 4'000;
  std::int32_t near_minutes = 180, border_minutes = 180, continent_minutes = 120;
  std::int64_t language_percent = 1'000;  ///< hundredths
  std::int64_t local_at_most = 3, regional_from = 4, regional_at_most = 25, global_from = 15;
  std::int32_t near_tie = 200, poor = 5'000, far_better = 1'000;  ///< centipoints
  std::vector<std::string> same_law_as_eea;
};

/// Which criteria shut places out, and with which words.
struct GateNames {
  std::string hours, residency, residency_region, residency_country, language;
  std::vector<std::string> language_levels;  ///< global, regional, local
};

struct Source {
  std::string id, title, version, licence;
};

struct Atlas {
  std::string version;
  std::vector<Source> sources;
  Limits limits;
  GateNames gates;
  std::vector<Component> components;
  std::vector<std::pair<std::string, Texts>> languages, labels;
  std::vector<Place> places;

  [[nodiscard]] const Place* place(std::string_view iso2) const noexcept;
  /// What a source is called, or its id.
  [[nodiscard]] std::string_view source(std::string_view id) const noexcept;
  /// What a language is called, or its code.
  [[nodiscard]] std::string_view language(std::string_view code,
                                          std::string_view in) const noexcept;
};

/// The data that come with the program, read anew: a millisecond or two.
[[nodiscard]] Atlas embedded_atlas();

/// Reads a whole file of places, or (`base`) one that may also patch it: see the schema.
/// Errors: every problem of the file, with its place; codes E1001 and E01xx.
[[nodiscard]] Result<Atlas> read_atlas(std::string_view json, std::string_view source,
                                       const Atlas* base = nullptr);

}  // namespace sourcing::places
