// SPDX-License-Identifier: Apache-2.0
// Scales: from a value in the user's words to a position on a criterion's grid.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sourcing {

/// How the values of a criterion are written.
enum class Scale : std::uint8_t { level, number, bands, choice, boolean };

[[nodiscard]] std::string_view name(Scale scale) noexcept;

/// True when a value of the scale is a number (a band is named by a number too).
[[nodiscard]] constexpr bool is_numeric(Scale scale) noexcept {
  return scale == Scale::level || scale == Scale::number || scale == Scale::bands;
}

/// Numbers are kept in hundredths; the greatest that a model or a task may use is 10^12.
inline constexpr std::int64_t greatest_number = 1'000'000'000'000LL * 100;

/// The five words that every scale of five levels understands, lowest first.
inline constexpr std::array<std::string_view, 5> level_words = {"very_low", "low", "medium", "high",
                                                                "very_high"};

/// Outcome of placing a number on a grid.
enum class Placing : std::uint8_t { ok, out_of_range, off_grid };
struct Place {
  Placing placing = Placing::ok;
  std::uint16_t at = 0;
};

/// The functions below serve the authored criterion (`model::Criterion`) and the compiled one
/// (`engine::Criterion`) alike: both have `scale`, `minimum`, `maximum`, `step` (hundredths) and
/// `levels` with `at` (grid position), `word`, `from` and `to` (hundredths; bands only).

/// Number of positions.
template <class Criterion>
[[nodiscard]] std::size_t grid_size(const Criterion& criterion) noexcept {
  if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
    return static_cast<std::size_t>((criterion.maximum - criterion.minimum) / criterion.step) + 1;
  }
  return criterion.levels.size();
}

/// Places a number, given in hundredths, on the grid of a numeric scale.
template <class Criterion>
[[nodiscard]] Place place_number(const Criterion& criterion, std::int64_t hundredths) noexcept {
  if (criterion.scale == Scale::bands) {
    if (hundredths < 0 || hundredths > greatest_number) return {Placing::out_of_range, 0};
    std::uint16_t at = 0;
    for (const auto& band : criterion.levels) {
      if (hundredths < band.to) return {Placing::ok, at};
      ++at;
    }
    return {Placing::ok, static_cast<std::uint16_t>(at - 1)};
  }
  if (hundredths < criterion.minimum || hundredths > criterion.maximum) {
    return {Placing::out_of_range, 0};
  }
  const std::int64_t offset = hundredths - criterion.minimum;
  if (offset % criterion.step != 0) return {Placing::off_grid, 0};
  return {Placing::ok, static_cast<std::uint16_t>(offset / criterion.step)};
}

namespace detail {
/// ASCII comparison that does not look at case; `word` is lower case already.
[[nodiscard]] constexpr bool same_word(std::string_view text, std::string_view word) noexcept {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != word[i]) return false;
  }
  return true;
}
}  // namespace detail

/// The position that a word names, if it is a word of the scale. ASCII case does not matter.
template <class Criterion>
[[nodiscard]] std::optional<std::uint16_t> place_word(const Criterion& criterion,
                                                      std::string_view text) noexcept {
  for (const auto& level : criterion.levels) {
    if (!level.word.empty() && detail::same_word(text, level.word)) return level.at;
  }
  const bool five = criterion.levels.size() == level_words.size() &&
                    (criterion.scale == Scale::level || criterion.scale == Scale::bands);
  if (five) {
    for (std::size_t i = 0; i < level_words.size(); ++i) {
      if (detail::same_word(text, level_words[i])) return criterion.levels[i].at;
    }
  }
  if (criterion.scale == Scale::boolean) {
    if (detail::same_word(text, "yes")) return std::uint16_t{1};
    if (detail::same_word(text, "no")) return std::uint16_t{0};
  }
  return std::nullopt;
}

/// The number at a position of a `level` or `number` scale, in hundredths.
template <class Criterion>
[[nodiscard]] std::int64_t number_at(const Criterion& criterion, std::size_t at) noexcept {
  return criterion.minimum + static_cast<std::int64_t>(at) * criterion.step;
}

}  // namespace sourcing
