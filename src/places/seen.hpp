// SPDX-License-Identifier: Apache-2.0
// A place as it is seen from home: how far, how many hours of the day, which class.
#pragma once

#include <cstdint>
#include <sourcing/verdict.hpp>
#include <string_view>
#include <vector>

#include "places/atlas.hpp"

namespace sourcing::places {

/// Minutes after midnight, local time.
struct WorkingDay {
  std::int32_t begins = 9 * 60, ends = 18 * 60;
};

/// Minutes that two working days share whose clocks are `apart` minutes from one another, the
/// short way round the clock.
[[nodiscard]] std::int32_t shared_minutes(const WorkingDay& day, std::int32_t apart) noexcept;

struct Seen {
  const Place* place = nullptr;
  bool home = false;     ///< home itself
  bool at_home = false;  ///< home, or a territory counted with it
  Location kind = Location::onshore;
  bool borderline = false;  ///< nearshore or offshore by a hair: within 500 km of the limit
  std::int64_t kilometres = 0;
  std::int32_t apart_january = 0, apart_july = 0;  ///< minutes between the clocks, never negative
  std::int32_t january = 0, july = 0;              ///< minutes of the working day shared

  [[nodiscard]] std::int32_t apart() const noexcept {
    return apart_january > apart_july ? apart_january : apart_july;
  }
  [[nodiscard]] std::int32_t shared() const noexcept { return january < july ? january : july; }
};

[[nodiscard]] Seen see(const Atlas& atlas, const Place& home, const Place& place,
                       const WorkingDay& day);

enum class Known : std::uint8_t { no, unknown, yes };

/// Whether a language is official in a place or in a region of it.
[[nodiscard]] Known official(const Place& place, std::string_view language);

/// How many people of a place can use a language: hundredths of a per cent of them, at least and at
/// most. Official counts as all.
struct Speakers {
  std::int64_t low = 0, high = 10'000;
  bool official = false;
  Known enough = Known::unknown;  ///< official, or at least the limit of the data
};
[[nodiscard]] Speakers speakers(const Atlas& atlas, const Place& place, std::string_view language);

/// A fact that is true or false.
[[nodiscard]] Known truth_of(const Place& place, std::string_view fact) noexcept;

}  // namespace sourcing::places
