// SPDX-License-Identifier: Apache-2.0
// What is known of places, and how much each thing weighs: data/places.json as plain values.
// Nothing of it is known to the program by name but what `docs/places.md` calls computed.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "places/distance.hpp"

namespace sourcing::places {

/// A text by language. Views, as all texts of a place or fact are: into constants of the program,
/// or into what the atlas keeps.
class Texts {
 public:
  void set(std::string_view language, std::string_view text) {
    constexpr std::size_t usual_languages = 3;
    if (texts_.empty()) texts_.reserve(usual_languages);
    texts_.emplace_back(language, text);
  }
  /// In the language, else in English, else the first there is; empty without any.
  [[nodiscard]] std::string_view in(std::string_view language) const noexcept;
  [[nodiscard]] const std::vector<std::pair<std::string_view, std::string_view>>& all()
      const noexcept {
    return texts_;
  }

 private:
  std::vector<std::pair<std::string_view, std::string_view>> texts_;
};

enum class FactKind : std::uint8_t { number, word, truth, list };

/// One thing that is known of a place.
struct Fact {
  FactKind kind = FactKind::word;
  bool truth = false;
  bool verify = false;  ///< general knowledge: to be checked before it is relied on
  std::optional<std::int32_t> year;
  std::int64_t number = 0;  ///< hundredths
  std::string_view word;
  std::string_view json;  ///< the value as it was written
  std::string_view source, note;
  std::vector<std::string_view> list;
};

struct Place {
  std::string_view iso2, iso3;
  Texts names;
  std::string_view city, region, subregion;
  std::string_view territory_of;  ///< counted with this country; may be empty
  std::string_view note, tz;
  std::int32_t january = 0, july = 0;  ///< minutes ahead of UTC
  Coordinates at;
  std::vector<std::pair<std::string_view, Fact>> facts;  ///< as written

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
  std::string_view id, title, version, licence;
};

/// A copy shares the texts that are kept, so places may be taken from one atlas to its copies.
struct Atlas {
  std::string version;
  std::vector<Source> sources;
  Limits limits;
  GateNames gates;
  std::vector<Component> components;
  std::vector<std::pair<std::string_view, Texts>> languages, labels;
  std::vector<Place> places;
  /// Where texts live that are no constants of the program; null without any.
  std::shared_ptr<std::deque<std::string>> kept;

  /// A view that is good as long as this atlas, or a copy of it. Not thread-safe, nor with copies.
  [[nodiscard]] std::string_view keep(std::string text);

  [[nodiscard]] const Place* place(std::string_view iso2) const noexcept;
  /// What a source is called, or its id.
  [[nodiscard]] std::string_view source(std::string_view id) const noexcept;
  /// What a language is called, or its code.
  [[nodiscard]] std::string_view language(std::string_view code,
                                          std::string_view in) const noexcept;
};

/// The data that come with the program, read anew: a millisecond.
[[nodiscard]] Atlas embedded_atlas();

/// Reads a whole file of places, or (`base`) one that may also patch it: see the schema.
/// Errors: every problem of the file, with its place; codes E1001 and E01xx.
[[nodiscard]] Result<Atlas> read_atlas(std::string_view json, std::string_view source,
                                       const Atlas* base = nullptr);

}  // namespace sourcing::places
