// SPDX-License-Identifier: Apache-2.0
// Can two models ever disagree on a task?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "analysis/twin.hpp"
#include "engine/kernel.hpp"

namespace sourcing::audit {

enum class Aspect : std::uint8_t { engagement, hybrid, location, disposition };
inline constexpr std::size_t aspect_count = 4;
[[nodiscard]] std::string_view name(Aspect aspect) noexcept;

/// A task on which they disagree, with as few answers away from their neutral as can be, and those
/// as near to it as single steps bring them.
struct Counterexample {
  std::vector<WitnessValue> task;  ///< every criterion that either model has
  std::vector<std::string> moved;  ///< those that are not at their neutral
  bool fewest = false;             ///< proven: on no task with fewer of them do they disagree
  engine::Outcome before, after;
};

struct Comparison {
  /// no: proven that no task is decided differently; unknown: not proven within the budget.
  std::array<analysis::Found, aspect_count> differs{};
  std::array<std::optional<Counterexample>, aspect_count> example;
  /// Criteria whose scales have so little in common that tasks cannot be matched; then nothing is
  /// proven.
  std::vector<std::string> unmatched;
  /// Criteria of which only the values that both models know are compared.
  std::vector<std::string> narrowed;
  std::uint64_t nodes = 0;

  [[nodiscard]] bool proven_equal() const noexcept;
};

[[nodiscard]] Comparison compare_models(const engine::Program& before, const engine::Program& after,
                                        std::uint64_t nodes);

}  // namespace sourcing::audit
