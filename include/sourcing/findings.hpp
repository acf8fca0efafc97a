// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <sourcing/decision.hpp>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

/// How much a finding matters. A model with errors works, and says something it cannot mean.
enum class Severity : std::uint8_t { error, warning, note };
/// `error`, `warning` or `note`. Points at static storage.
[[nodiscard]] std::string_view name(Severity severity) noexcept;

/// Something that is wrong with what a model says, although its shape is right. `docs/findings.md`
/// defines each.
struct Finding {
  std::string id;  ///< stable: `rule_never_fires`, …
  Severity severity = Severity::warning;
  std::string pointer;                 ///< JSON pointer of the place in the model
  std::uint64_t line = 0, column = 0;  ///< 1-based, of that place; a column counts code points
  std::string message;                 ///< one sentence
  std::vector<WitnessValue> witness;   ///< a complete task that shows it, where one can
  std::string proof;                   ///< else: what was shown for every task
  bool suppressed = false;             ///< accepted by the model's `suppress`
  std::string because;                 ///< the reason given there
};

/// A question that the budget did not suffice to answer.
struct Unproven {
  std::string id, pointer;  ///< as in Finding
};

/// A plain value that owns everything in it.
struct ModelFindings {
  std::vector<Finding> findings;   ///< in the order of the model
  std::vector<Unproven> unproven;  ///< what may be found with a greater budget
  std::uint64_t nodes = 0;         ///< of the search trees; the same on every machine
};

/// How much work `check_model` may take.
struct FindingOptions {
  /// Nodes that one question may take (never time, so that the answer is the same everywhere).
  std::uint64_t nodes = 20'000;
  /// Nodes that all questions may take together.
  std::uint64_t all_nodes = 200'000;
};

/// An id of a finding and what it means, in a sentence.
struct FindingKind {
  std::string_view id;  ///< static storage, as `meaning`
  Severity severity;
  std::string_view meaning;
};
/// All of them. Lives as long as the program. Thread-safe.
[[nodiscard]] const std::vector<FindingKind>& finding_kinds();

/// Reads a model and looks for what no reader would see. Thread-safe.
/// Errors: those of `Engine::from_json`.
[[nodiscard]] Result<ModelFindings> check_model(std::string_view json, std::string_view source = {},
                                                const FindingOptions& options = {});

}  // namespace sourcing
