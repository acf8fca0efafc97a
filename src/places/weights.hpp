// SPDX-License-Identifier: Apache-2.0
// How much each component weighs by the answers of a task.
#pragma once

#include <cstdint>
#include <sourcing/verdict.hpp>
#include <span>
#include <string>
#include <vector>

#include "engine/program.hpp"
#include "places/atlas.hpp"

namespace sourcing::places {

/// What the answer to one criterion adds to the weights.
struct Column {
  struct Effect {
    std::size_t component = 0;
    std::vector<std::int32_t> by_position;  ///< hundredths, one per position of the grid
  };
  std::size_t criterion = 0;
  std::vector<Effect> effects;
  /// Positions where a weight bends; both ends of the grid are among them. Between two of them
  /// every weight is a straight line, but for rounding.
  std::vector<std::uint16_t> bends;
};

/// The weights of a file of places, worked out for the grid of a model. Immutable.
class Weigher {
 public:
  Weigher(const engine::Program& program, const Atlas& atlas);

  [[nodiscard]] std::span<const Column> columns() const noexcept { return columns_; }
  [[nodiscard]] std::size_t components() const noexcept { return base_.size(); }

  /// The weights at a point, in hundredths; one per component.
  [[nodiscard]] std::vector<std::int64_t> raw(std::span<const std::uint16_t> point) const;
  /// What is always there.
  [[nodiscard]] const std::vector<std::int64_t>& base() const noexcept { return base_; }
  /// In all, how much rounding may move a weight between two bends: hundredths.
  [[nodiscard]] std::int64_t rounding() const noexcept { return rounding_; }
  /// Criteria that the data weigh by and the model does not have, or has on another scale.
  [[nodiscard]] const std::vector<std::string>& missing() const noexcept { return missing_; }

 private:
  void add(const engine::Program& program, const Term& term, std::size_t component);

  std::vector<std::int64_t> base_;
  std::vector<Column> columns_;
  std::vector<std::string> missing_;
  std::int64_t rounding_ = 0;
};

/// Scaled to 10,000 in all, by largest remainder.
[[nodiscard]] std::vector<Centipoints> shares(const std::vector<std::int64_t>& raw);

/// The points of a worth: weight × worth / 100, rounded half up.
[[nodiscard]] constexpr Centipoints points(Centipoints weight, std::int32_t worth) noexcept {
  return (weight * worth + 50) / 100;
}

}  // namespace sourcing::places
