// SPDX-License-Identifier: Apache-2.0
// What a place is worth for one component: 0 to 100, or an interval where a fact is not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "places/atlas.hpp"
#include "places/seen.hpp"

namespace sourcing::places {

struct Worth {
  std::int32_t low = 0, high = 100;
  friend bool operator==(const Worth&, const Worth&) = default;
};

/// The worth on a line, rounded down: never less for more of what is good.
[[nodiscard]] std::int32_t on_line(const std::vector<std::pair<std::int64_t, std::int32_t>>& line,
                                   std::int64_t hundredths) noexcept;

/// How the law of a place stands to that of home, as a word of the component: country, area,
/// adequate, partial or none. Nothing where that is not in the data.
[[nodiscard]] std::optional<std::string_view> law_between(const Atlas& atlas, const Place& home,
                                                          const Seen& seen);

/// The languages that the work needs: all of `needed`; without them any official one of home, or
/// none where the task says that a world language will do (`anywhere`).
class Languages {
 public:
  Languages(const Atlas& atlas, const Place& home, const std::vector<std::string>& needed,
            bool anywhere);

  /// How many can use the languages that are needed; of several the one that fewest can.
  [[nodiscard]] Speakers in(const Place& place, bool home) const;
  [[nodiscard]] bool stated() const noexcept { return stated_; }
  [[nodiscard]] const std::vector<std::string>& codes() const noexcept { return codes_; }

 private:
  const Atlas& atlas_;
  std::vector<std::string> codes_;
  bool stated_, anywhere_, known_ = true;
};

/// The worth of a place for a component.
[[nodiscard]] Worth worth(const Atlas& atlas, const Component& component, const Place& home,
                          const Seen& seen, const Languages& languages);

}  // namespace sourcing::places
