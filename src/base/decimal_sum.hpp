// SPDX-License-Identifier: Apache-2.0
/// \file
/// Decimal numbers added up exactly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sourcing::base {

/// A sum of decimal numbers of up to 15 digits before the point and 9 behind it, exact for more
/// numbers than any file holds.
class DecimalSum {
 public:
  /// Adds a number such as `-12.50`; blanks around it do not count. False, and nothing is added,
  /// when it is no such number.
  bool add(std::string_view text) noexcept;
  DecimalSum& operator+=(const DecimalSum& more) noexcept;

  /// As a JSON number, without zeros at its end.
  [[nodiscard]] std::string text() const;

  /// What share of `whole` it is, in hundredths of a per cent, rounded half up; nothing where
  /// `whole` is not above zero.
  [[nodiscard]] std::optional<std::int64_t> percent_of(const DecimalSum& whole) const noexcept;

 private:
  __extension__ typedef __int128 Wide;
  Wide billionths_ = 0;
};

}  // namespace sourcing::base
