// SPDX-License-Identifier: Apache-2.0
#include "analysis/weightings.hpp"

#include <algorithm>
#include <cstdlib>

namespace sourcing::analysis {

namespace {

// A weighting adds up to this.
constexpr std::int64_t whole = 1 << 16;
// Weightings to try before leaving the rest to splitting.
constexpr int enough = 14;
// Greater values are scaled down before they cut, so that products fit 64 bits.
constexpr std::int64_t greatest = std::int64_t{1} << 28;

}  // namespace

void Weightings::reset(std::size_t count) {
  count_ = count;
  asked_ = 0;
  polygon_.clear();
  for (std::size_t j = 0; j < count; ++j) {
    polygon_.emplace_back();
    polygon_.back()[j] = whole;
  }
}

std::optional<Weightings::Values> Weightings::next() {
  if (polygon_.empty() || asked_ >= enough) return std::nullopt;
  const int query = asked_++;
  Values at{};
  if (count_ > 1 && query >= 1 && query <= static_cast<int>(count_)) {
    at[static_cast<std::size_t>(query) - 1] = whole;  // one condition alone: the common proof
    return at;
  }
  for (const Values& corner : polygon_) {
    for (std::size_t j = 0; j < count_; ++j) at[j] += corner[j];
  }
  for (std::size_t j = 0; j < count_; ++j) at[j] /= static_cast<std::int64_t>(polygon_.size());
  return at;
}

void Weightings::rule_out(const Values& values) {
  Values scaled = values;
  std::int64_t size = 0;
  for (std::size_t j = 0; j < count_; ++j) size = std::max(size, std::abs(values[j]));
  for (std::size_t j = 0; j < count_; ++j) scaled[j] /= 1 + size / greatest;

  const auto side = [&](const Values& at) {
    std::int64_t sum = 0;
    for (std::size_t j = 0; j < count_; ++j) sum += at[j] * scaled[j];
    return sum;
  };
  clipped_.clear();
  for (std::size_t i = 0; i < polygon_.size(); ++i) {
    const Values& here = polygon_[i];
    const Values& next = polygon_[(i + 1) % polygon_.size()];
    const std::int64_t at_here = side(here), at_next = side(next);
    if (at_here < 0) clipped_.push_back(here);
    if ((at_here < 0) == (at_next < 0)) continue;
    // At most 2^46 and 2^47, so that a product with a weight fits.
    const std::int64_t from_here = std::abs(at_here), length = from_here + std::abs(at_next);
    Values crossing{};
    for (std::size_t j = 0; j < count_; ++j) {
      crossing[j] = here[j] + (next[j] - here[j]) * from_here / length;
    }
    clipped_.push_back(crossing);
  }
  std::swap(polygon_, clipped_);
}

}  // namespace sourcing::analysis
