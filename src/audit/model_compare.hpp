// SPDX-License-Identifier: Apache-2.0
// Can two models ever disagree on a task?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <utility>
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
  /// Among tasks of whole levels, hours and words (and what is neutral); no: proven that they agree
  /// on all of those. An example where the one above is none of them.
  std::array<analysis::Found, aspect_count> differs_in_whole{};
  std::array<std::optional<Counterexample>, aspect_count> whole_example;
  /// Criteria whose scales have so little in common that tasks cannot be matched; then nothing is
  /// proven.
  std::vector<std::string> unmatched;
  /// Criteria of which only the values that both models know are compared.
  std::vector<std::string> narrowed;
  /// Criteria of which only the values that were assumed are compared.
  std::vector<std::string> assumed;
  std::uint64_t nodes = 0;

  [[nodiscard]] bool proven_equal() const noexcept;
};

/// Where to compare, and what is the same under another name.
struct CompareOptions {
  std::uint64_t nodes = 0;  ///< to search before giving up on a proof
  /// Answers to the criteria of either model, by position; those of origin `option` are what the
  /// comparison is narrowed to. Empty: nothing is.
  std::vector<Answer> assumed_before, assumed_after;
  /// A criterion of the first model, and its id in the second.
  std::vector<std::pair<std::string, std::string>> renamed;
};

[[nodiscard]] Comparison compare_models(const engine::Program& before, const engine::Program& after,
                                        const CompareOptions& options);

}  // namespace sourcing::audit
