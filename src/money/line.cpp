// SPDX-License-Identifier: Apache-2.0
#include "money/line.hpp"

#include "money/amount.hpp"

namespace sourcing::money {

namespace {

constexpr std::int64_t whole = million;                 // 1, of a share or a number
constexpr std::int64_t largest_amount = 1'000'000'000;  // 10 million, in cents
constexpr std::int64_t longest = 360;                   // months
constexpr std::int64_t steepest_growth = 200'000;       // a fifth a year

// The bounds keep every sum of every month inside 64 bits; docs/money.md tells them.
constexpr std::array<LineKind, line_count> kinds = {{
    {"wage_ratio", Unit::share, 0, 2 * whole},
    {"rate", Unit::amount, 0, largest_amount},
    {"currency", Unit::share, 0, 3 * whole},
    {"optimism", Unit::share, 0, 2 * whole},
    {"captive_premium", Unit::share, 0, whole / 2},
    {"wage_growth", Unit::share, -steepest_growth, steepest_growth},
    {"productivity_loss", Unit::share, 0, 900'000},
    {"recovery_months", Unit::months, 0, longest},
    {"governance", Unit::share, 0, whole},
    {"retained", Unit::share, 0, whole},
    {"travel", Unit::share, 0, whole},
    {"attrition", Unit::share, 0, 3 * whole},
    {"replacement", Unit::share, 0, 2 * whole},
    {"travel_cost", Unit::amount, 0, largest_amount},
    {"space", Unit::number, 0, 1000 * whole},
    {"rent", Unit::amount, 0, largest_amount},
    {"managers", Unit::number, 0, 1000 * whole},
    {"manager_cost", Unit::amount, 0, largest_amount},
    {"selection", Unit::share, 0, whole},
    {"knowledge_transfer", Unit::share, 0, whole},
    {"severance", Unit::share, 0, whole},
    {"build", Unit::number, 0, 20 * whole},
    {"transition_months", Unit::months, 0, longest, Effect::wait},
    {"transition_team", Unit::share, 0, 2 * whole},
    {"share_moved", Unit::share, 0, whole, Effect::scale},
}};

}  // namespace

const LineKind& kind(Line line) noexcept { return kinds[static_cast<std::size_t>(line)]; }

std::span<const LineKind> line_kinds() noexcept { return kinds; }

std::optional<Line> line_named(std::string_view id) noexcept {
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].id == id) return static_cast<Line>(i);
  }
  return std::nullopt;
}

std::optional<Option> option_named(std::string_view id) noexcept {
  for (std::size_t i = 0; i < option_names.size(); ++i) {
    if (option_names[i] == id) return static_cast<Option>(i);
  }
  return std::nullopt;
}

std::string_view name(Unit unit) noexcept {
  switch (unit) {
    case Unit::share:
      return "share";
    case Unit::number:
      return "number";
    case Unit::amount:
      return "amount";
    case Unit::months:
      break;
  }
  return "months";
}

int decimals(Unit unit) noexcept {
  switch (unit) {
    case Unit::share:
    case Unit::number:
      return 6;
    case Unit::amount:
      return 2;
    case Unit::months:
      break;
  }
  return 0;
}

}  // namespace sourcing::money
