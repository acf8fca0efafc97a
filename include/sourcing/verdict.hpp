// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sourcing {

/// Hundredths of a point. Scores are 0..10,000; every decision is made on these integers.
using Centipoints = std::int32_t;

/// What is scored. `engagement` runs from 0 (pure BPO) to 100 (pure KPO); the locations from 0 to
/// 100.
enum class Axis : std::uint8_t { engagement, onshore, nearshore, offshore };
inline constexpr std::size_t axis_count = 4;

/// Business process outsourcing or knowledge process outsourcing.
enum class Engagement : std::uint8_t { bpo, kpo };

/// In the order in which ties are broken.
enum class Location : std::uint8_t { onshore, nearshore, offshore };
inline constexpr std::size_t location_count = 3;

/// What to do with the process; in the order in which they are tried.
enum class Disposition : std::uint8_t { retain, automate_first, outsource };

/// How sure a verdict is.
enum class Status : std::uint8_t {
  decided,    ///< no completion of the unknown answers gives another verdict
  tentative,  ///< the best estimate; others remain possible, or it was not proven within the budget
  undetermined,  ///< nothing that bears on it is answered; there is no verdict
  error,         ///< the input could not be judged
};

/// The score axis of a location.
[[nodiscard]] constexpr Axis axis_of(Location location) noexcept {
  return static_cast<Axis>(static_cast<std::uint8_t>(location) + 1);
}

/// The names used in every machine-readable output, e.g. `KPO`, `nearshore`, `automate_first`.
[[nodiscard]] std::string_view name(Axis axis) noexcept;
[[nodiscard]] std::string_view name(Engagement engagement) noexcept;
[[nodiscard]] std::string_view name(Location location) noexcept;
[[nodiscard]] std::string_view name(Disposition disposition) noexcept;
[[nodiscard]] std::string_view name(Status status) noexcept;

/// The enumerator with this name, or nothing: `from_name<Location>("nearshore")`. Defined for the
/// five enumerations above. Names are as written, case included.
template <class Enumeration>
[[nodiscard]] std::optional<Enumeration> from_name(std::string_view name) noexcept;
template <>
[[nodiscard]] std::optional<Axis> from_name<Axis>(std::string_view name) noexcept;
template <>
[[nodiscard]] std::optional<Engagement> from_name<Engagement>(std::string_view name) noexcept;
template <>
[[nodiscard]] std::optional<Location> from_name<Location>(std::string_view name) noexcept;
template <>
[[nodiscard]] std::optional<Disposition> from_name<Disposition>(std::string_view name) noexcept;
template <>
[[nodiscard]] std::optional<Status> from_name<Status>(std::string_view name) noexcept;

/// With exactly two decimals, as every output prints it: `12.50`, `-0.04`.
[[nodiscard]] std::string to_string(Centipoints points);

/// The three answers of one verdict. An empty one is undetermined, or (location) excluded by gates.
struct Verdict {
  std::optional<Disposition> disposition;
  std::optional<Engagement> engagement;
  std::optional<Location> location;
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

}  // namespace sourcing
