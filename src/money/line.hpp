// SPDX-License-Identifier: Apache-2.0
/// \file
/// The lines that a business case may have: what each is measured in, and which way it works.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sourcing::money {

/// What can be done with the work, in the order in which they are shown and ties are broken.
enum class Option : std::uint8_t { keep, onshore, nearshore, offshore, captive, automate };
inline constexpr std::size_t option_count = 6;
inline constexpr std::array<std::string_view, option_count> option_names = {
    "keep", "onshore", "nearshore", "offshore", "captive", "automate"};

/// A quantity in the formulas; docs/money.md has them.
enum class Line : std::uint8_t {
  wage_ratio,
  rate,
  currency,
  optimism,
  captive_premium,
  wage_growth,
  productivity_loss,
  recovery_months,
  governance,
  retained,
  travel,
  attrition,
  replacement,
  travel_cost,
  space,
  rent,
  managers,
  manager_cost,
  selection,
  knowledge_transfer,
  severance,
  build,
  transition_months,
  transition_team,
  share_moved,
};
inline constexpr std::size_t line_count = 25;

enum class Unit : std::uint8_t {
  share,   ///< of something, in millionths
  number,  ///< plain, in millionths
  amount,  ///< of the task's currency, in cents
  months,  ///< whole
};

/// Which way a higher value moves what an option saves.
enum class Effect : std::uint8_t {
  cost,   ///< never up, whatever the other lines are
  wait,   ///< either way, and not steadily: months without a saving or a loss
  scale,  ///< away from zero: the part of the work that the option is about
};

struct LineKind {
  std::string_view id;
  Unit unit = Unit::share;
  std::int64_t least = 0, most = 0;  ///< what a file may say, in the unit's smallest step
  Effect effect = Effect::cost;
};

[[nodiscard]] const LineKind& kind(Line line) noexcept;
[[nodiscard]] std::span<const LineKind> line_kinds() noexcept;
[[nodiscard]] std::optional<Line> line_named(std::string_view id) noexcept;
[[nodiscard]] std::optional<Option> option_named(std::string_view id) noexcept;
[[nodiscard]] std::string_view name(Unit unit) noexcept;
/// Decimals that a value of this unit may have.
[[nodiscard]] int decimals(Unit unit) noexcept;

}  // namespace sourcing::money
