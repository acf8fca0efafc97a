// SPDX-License-Identifier: Apache-2.0
#include "report/document.hpp"

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::report {

VerdictIndex index_of(const Verdict& verdict) noexcept {
  const auto index = [](const auto& part, std::uint8_t none) {
    return part ? static_cast<std::uint8_t>(*part) : none;
  };
  return {index(verdict.disposition, 3), index(verdict.engagement, 2),
          index(verdict.location, location_count)};
}

std::optional<std::int64_t> hundredths(std::string_view text) noexcept {
  text = base::trim(text);
  constexpr std::size_t decimals = 2;
  const std::size_t point = text.find('.');
  if (point != std::string_view::npos && text.size() > point + 1 + decimals &&
      text.find_first_not_of("0123456789", point + 1) == std::string_view::npos) {
    text = text.substr(0, point + 1 + decimals);
  }
  const auto read = base::parse_scaled(text, static_cast<int>(decimals), false);
  if (read.error != base::DecimalError::none) return std::nullopt;
  return read.value;
}

}  // namespace sourcing::report
