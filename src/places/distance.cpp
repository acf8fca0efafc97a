// SPDX-License-Identifier: Apache-2.0
#include "places/distance.hpp"

#include <array>

namespace sourcing::places {

namespace {

// Angles and their sines are whole multiples of 2^-30.
constexpr int bits = 30;
constexpr std::int64_t one = std::int64_t{1} << bits;
constexpr std::int64_t pi = 3'373'259'426;
constexpr std::int64_t earth_radius_km = 6'371;

constexpr std::int64_t times(std::int64_t a, std::int64_t b) noexcept {
  return (a * b + one / 2) >> bits;
}

// Taylor's series, from the term on that is given; REQUIRES: |angle| <= pi / 2.
constexpr std::int64_t series(std::int64_t angle, std::int64_t term, std::int64_t n) noexcept {
  const std::int64_t square = times(angle, angle);
  std::int64_t sum = term;
  while (term != 0) {
    term = -times(term, square) / ((n + 1) * (n + 2));
    n += 2;
    sum += term;
  }
  return sum;
}

// REQUIRES: |angle| <= pi.
constexpr std::int64_t sine(std::int64_t angle) noexcept {
  if (angle > pi / 2) angle = pi - angle;
  if (angle < -pi / 2) angle = -pi - angle;
  return series(angle, angle, 1);
}

constexpr std::int64_t cosine(std::int64_t angle) noexcept {
  return sine(angle > pi / 2        ? pi / 2 - angle
              : angle + pi / 2 > pi ? pi / 2 - angle
                                    : angle + pi / 2);
}

constexpr std::int64_t radians(std::int64_t microdegrees) noexcept {
  return microdegrees * (pi / 2) / 90'000'000;
}

std::array<std::int64_t, 3> direction(const Coordinates& at) noexcept {
  const std::int64_t latitude = radians(at.latitude), longitude = radians(at.longitude);
  const std::int64_t level = cosine(latitude);
  return {times(level, cosine(longitude)), times(level, sine(longitude)), sine(latitude)};
}

constexpr std::int64_t square_root(std::int64_t value) noexcept {
  std::int64_t low = 0, high = std::int64_t{1} << 32;
  while (high - low > 1) {
    const std::int64_t middle = (low + high) / 2;
    (middle <= value / middle ? low : high) = middle;
  }
  return low;
}

}  // namespace

std::int64_t kilometres(const Coordinates& from, const Coordinates& to) noexcept {
  const auto a = direction(from), b = direction(to);
  // Half the chord is the sine of half the angle, which stays exact where both points are near.
  std::int64_t squares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::int64_t half = (a[i] - b[i]) / 2;
    squares += half * half;
  }
  const std::int64_t half_chord = square_root(squares);
  std::int64_t low = 0, high = pi / 2;
  while (high - low > 1) {
    const std::int64_t middle = (low + high) / 2;
    (sine(middle) <= half_chord ? low : high) = middle;
  }
  return (low * 2 * earth_radius_km + one / 2) >> bits;
}

}  // namespace sourcing::places
