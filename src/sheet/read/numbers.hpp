// SPDX-License-Identifier: Apache-2.0
// A cell's number as a spreadsheet shows it, by decimal arithmetic alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sourcing::sheet {

/// What a number format makes of a number.
enum class DateKind : std::uint8_t { none, date, time, both, duration };

/// The digits of a number as they stand in a file (`3.2999999999999998`, `1E-3`), rounded to the 15
/// significant ones that a spreadsheet shows: `3.3`, `0.001`. Plain, unless that were longer than
/// 40 characters. Nothing: it is no number.
[[nodiscard]] std::optional<std::string> shown_number(std::string_view written);

/// Whether `shown_number` would return these digits as they stand, as most are.
[[nodiscard]] bool stands_as_shown(std::string_view written) noexcept;

/// What a number format code shows: `yyyy-mm-dd` a date, `[h]:mm` a duration.
[[nodiscard]] DateKind kind_of_format(std::string_view code) noexcept;
/// The same of the formats that have a number and no code.
[[nodiscard]] DateKind kind_of_format(std::uint64_t builtin) noexcept;

/// The date and time of a number of days, as in ISO 8601: `2026-03-01`, `2026-03-01T09:30:00`,
/// `09:30:00`; hours may be more than 24 in a duration. `from_1904`: day 0 is 1904-01-01. Nothing:
/// it is none that the calendar has.
[[nodiscard]] std::optional<std::string> shown_date(std::string_view days, DateKind kind,
                                                    bool from_1904);

}  // namespace sourcing::sheet
