// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <span>

#include "base/display_width_tables.hpp"
#include "base/text.hpp"

namespace sourcing::base {
namespace {

bool contains(std::span<const CodeRange> ranges, std::uint32_t value) noexcept {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), value,
                       [](std::uint32_t v, const CodeRange& range) { return v < range.first; });
  return after != ranges.begin() && value <= std::prev(after)->last;
}

std::size_t width_of(char32_t value) noexcept {
  if (value < 0x20U || (value >= 0x7FU && value <= 0x9FU)) return 0;
  if (value < zero_width_ranges.front().first) return 1;  // Latin needs no search
  if (contains(zero_width_ranges, value)) return 0;
  return contains(wide_ranges, value) ? 2 : 1;
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
  std::size_t columns = plain_ascii(text);
  for (std::size_t at = columns; at < text.size();) {
    const CodePoint point = decode_utf8(text, at);
    columns += point.valid ? width_of(point.value) : 1;
    at += point.bytes;
  }
  return columns;
}

}  // namespace sourcing::base
