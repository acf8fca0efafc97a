// SPDX-License-Identifier: Apache-2.0
// How much of a model its cases exercise.
#pragma once

#include <cstddef>
#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::audit {

enum class CoverageKind : std::uint8_t { gate, rule, level, outcome };
[[nodiscard]] std::string_view name(CoverageKind kind) noexcept;

/// Something that a case can exercise.
struct CoverageItem {
  CoverageKind kind;
  std::string what;  ///< `daily_presence fires`, `judgment = fixed_rules`, `KPO`, `hybrid`
  bool covered = false;
};

/// Every gate and rule, firing and not; every level, word and band of every criterion that bears on
/// anything; every outcome that the model can name, and both sides of the hybrid band.
class Coverage {
 public:
  explicit Coverage(const engine::Program& program);

  void saw(const Task& task, const Decision& decision);

  [[nodiscard]] const std::vector<CoverageItem>& items() const noexcept { return items_; }
  [[nodiscard]] std::size_t covered() const noexcept;
  /// Hundredths of a percent, rounded down, so that 100.00 means everything.
  [[nodiscard]] std::int32_t percent() const noexcept;

 private:
  void mark(std::size_t item) { items_[item].covered = true; }
  void outcome(std::string_view what);

  const engine::Program& program_;
  std::vector<CoverageItem> items_;
  std::vector<std::size_t> first_level_;  // item of each criterion's first level, or none
  std::size_t first_outcome_ = 0;
};

}  // namespace sourcing::audit
