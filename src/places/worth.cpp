// SPDX-License-Identifier: Apache-2.0
#include "places/worth.hpp"

#include <algorithm>

namespace sourcing::places {

namespace {

constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) noexcept {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

std::optional<std::int32_t> word_worth(const Component& component, std::string_view word) {
  for (const auto& [each, worth] : component.words) {
    if (each == word) return worth;
  }
  return std::nullopt;
}

// What no fact can take away or add to: the least and the most that the component gives.
Worth whole(const Component& component) {
  Worth all{100, 0};
  const auto widen = [&](std::int32_t worth) {
    all.low = std::min(all.low, worth);
    all.high = std::max(all.high, worth);
  };
  for (const auto& point : component.line) widen(point.second);
  for (const auto& word : component.words) widen(word.second);
  return all;
}

Worth between(const Component& component, std::int64_t low, std::int64_t high) {
  const std::int32_t a = on_line(component.line, low), b = on_line(component.line, high);
  return {std::min(a, b), std::max(a, b)};
}

Worth of_word(const Component& component, std::string_view word) {
  const auto found = word_worth(component, word);
  return found ? Worth{*found, *found} : whole(component);
}

Worth of_fact(const Component& component, const Place& place) {
  const Fact* fact = place.fact(component.fact);
  if (fact == nullptr) return whole(component);
  if (fact->kind == FactKind::number && !component.line.empty()) {
    return between(component, fact->number, fact->number);
  }
  if (fact->kind == FactKind::word) return of_word(component, fact->word);
  if (fact->kind == FactKind::truth) return of_word(component, fact->truth ? "true" : "false");
  return whole(component);
}

Worth of_law(const Atlas& atlas, const Component& component, const Place& home, const Seen& seen) {
  if (const auto law = law_between(atlas, home, seen)) return of_word(component, *law);
  // Another country is not the same one, whatever its law is.
  Worth result = whole(component);
  const auto area = word_worth(component, "area");
  if (area) result.high = std::min(result.high, *area);
  return result;
}

}  // namespace

std::int32_t on_line(const std::vector<std::pair<std::int64_t, std::int32_t>>& line,
                     std::int64_t hundredths) noexcept {
  if (line.empty()) return 0;
  if (hundredths <= line.front().first) return line.front().second;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const auto& [x0, y0] = line[i - 1];
    const auto& [x1, y1] = line[i];
    if (hundredths > x1) continue;
    return y0 + static_cast<std::int32_t>(floor_divide((y1 - y0) * (hundredths - x0), x1 - x0));
  }
  return line.back().second;
}

std::optional<std::string_view> law_between(const Atlas& atlas, const Place& home,
                                            const Seen& seen) {
  if (seen.at_home) return "country";
  const auto& same = atlas.limits.same_law_as_eea;
  const bool like_eea = std::find(same.begin(), same.end(), home.iso2) != same.end();
  // For a client elsewhere, what the European Union decided says nothing of the law.
  if (!like_eea && truth_of(home, "eea") != Known::yes) return std::nullopt;
  const Fact* status = seen.place->fact("gdpr_status");
  if (status == nullptr) return std::nullopt;
  if (status->word == "EU/EEA") return "area";
  for (const std::string_view word : {"adequate", "partial", "none"}) {
    if (status->word == word) return word;
  }
  return std::nullopt;
}

Languages::Languages(const Atlas& atlas, const Place& home, const std::vector<std::string>& needed,
                     bool anywhere)
    : atlas_(atlas),
      codes_(needed),
      stated_(!needed.empty()),
      anywhere_(anywhere && needed.empty()) {
  if (stated_) return;
  const Fact* official = home.fact("official_languages");
  known_ = official != nullptr;
  if (known_) codes_.assign(official->list.begin(), official->list.end());
}

Speakers Languages::in(const Place& place, bool home) const {
  if (anywhere_ || (!stated_ && home)) return {10'000, 10'000, true, Known::yes};
  if (!known_ || codes_.empty()) return {};
  Speakers result = speakers(atlas_, place, codes_.front());
  for (std::size_t i = 1; i < codes_.size(); ++i) {
    const Speakers other = speakers(atlas_, place, codes_[i]);
    if (stated_) {
      result.low = std::min(result.low, other.low);
      result.high = std::min(result.high, other.high);
      result.official = result.official && other.official;
      result.enough = std::min(result.enough, other.enough);
    } else {
      result.low = std::max(result.low, other.low);
      result.high = std::max(result.high, other.high);
      result.official = result.official || other.official;
      result.enough = std::max(result.enough, other.enough);
    }
  }
  return result;
}

Worth worth(const Atlas& atlas, const Component& component, const Place& home, const Seen& seen,
            const Languages& languages) {
  switch (component.computed) {
    case Computed::none:
      return of_fact(component, *seen.place);
    case Computed::overlap_hours: {
      const std::int64_t hours = std::int64_t{seen.shared()} * 100 / 60;
      return between(component, hours, hours);
    }
    case Computed::distance_km:
      return between(component, seen.kilometres * 100, seen.kilometres * 100);
    case Computed::language: {
      const Speakers spoken = languages.in(*seen.place, seen.home);
      return between(component, spoken.low, spoken.high);
    }
    case Computed::law:
      return of_law(atlas, component, home, seen);
  }
  return {};
}

}  // namespace sourcing::places
