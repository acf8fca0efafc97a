// SPDX-License-Identifier: Apache-2.0
#include "audit/matched_scales.hpp"

#include <optional>
#include <set>

#include "input/value.hpp"

namespace sourcing::audit {

namespace {

using engine::Criterion;

Matched match_bands(const Criterion& a, const Criterion& b) {
  std::set<std::int64_t> starts;
  for (const engine::Level& band : a.levels) starts.insert(band.from);
  for (const engine::Level& band : b.levels) starts.insert(band.from);
  Matched out;
  for (const std::int64_t start : starts) {
    out.before.push_back(place_number(a, start).at);
    out.after.push_back(place_number(b, start).at);
  }
  return out;
}

Matched match_numbers(const Criterion& a, const Criterion& b) {
  Matched out;
  for (std::uint32_t at = 0; at <= a.last; ++at) {
    const Place place = place_number(b, number_at(a, at));
    if (place.placing != Placing::ok) continue;
    out.before.push_back(static_cast<std::uint16_t>(at));
    out.after.push_back(place.at);
  }
  out.narrowed = out.before.size() <= a.last || out.before.size() <= b.last;
  return out;
}

Matched match_words(const Criterion& a, const Criterion& b) {
  Matched out;
  for (const engine::Level& level : a.levels) {
    const auto place = place_word(b, level.word);
    if (!place) continue;
    // Words in another order are another scale.
    if (!out.after.empty() && *place <= out.after.back()) return {};
    out.before.push_back(level.at);
    out.after.push_back(*place);
  }
  out.narrowed = out.before.size() <= a.last || out.before.size() <= b.last;
  return out;
}

}  // namespace

Matched match_scales(const Criterion& a, const Criterion& b) {
  const auto number = [](const Criterion& c) {
    return c.scale == Scale::level || c.scale == Scale::number;
  };
  if (number(a) && number(b)) return match_numbers(a, b);
  if (a.scale == Scale::bands && b.scale == Scale::bands) return match_bands(a, b);
  if (number(a) || number(b) || a.scale == Scale::bands || b.scale == Scale::bands) return {};
  return match_words(a, b);
}

}  // namespace sourcing::audit
