// SPDX-License-Identifier: Apache-2.0
// Names back to enumerators, and points to text.
#include <sourcing/verdict.hpp>

#include "base/decimal.hpp"

namespace sourcing {

namespace {

template <class Enumeration>
std::optional<Enumeration> among(std::string_view wanted, Enumeration last) noexcept {
  for (int each = 0; each <= static_cast<int>(last); ++each) {
    if (name(static_cast<Enumeration>(each)) == wanted) return static_cast<Enumeration>(each);
  }
  return std::nullopt;
}

}  // namespace

template <>
std::optional<Axis> from_name<Axis>(std::string_view name) noexcept {
  return among(name, Axis::offshore);
}
template <>
std::optional<Engagement> from_name<Engagement>(std::string_view name) noexcept {
  return among(name, Engagement::kpo);
}
template <>
std::optional<Location> from_name<Location>(std::string_view name) noexcept {
  return among(name, Location::offshore);
}
template <>
std::optional<Disposition> from_name<Disposition>(std::string_view name) noexcept {
  return among(name, Disposition::outsource);
}
template <>
std::optional<Status> from_name<Status>(std::string_view name) noexcept {
  return among(name, Status::error);
}

std::string to_string(Centipoints points) {
  std::string text;
  base::append_fixed2(text, points);
  return text;
}

}  // namespace sourcing
