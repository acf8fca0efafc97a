// SPDX-License-Identifier: Apache-2.0
#include "report/document.hpp"

#include <algorithm>

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

void choose_pages(Document& document) {
  std::vector<Row*> order;
  for (Row& row : document.rows) order.push_back(&row);
  std::stable_sort(order.begin(), order.end(),
                   [](const Row* a, const Row* b) { return a->weight > b->weight; });
  const std::size_t most = order.size() <= most_pages ? most_pages : fewer_pages;
  for (std::size_t i = 0; i < order.size() && i < most; ++i) order[i]->has_page = true;
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
