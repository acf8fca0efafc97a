// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

/// One thing that speaks for the winner (points above zero) or for the verdict that lost.
struct ContrastEntry {
  ReasonKind kind = ReasonKind::criterion;  ///< criterion, rule or base
  std::string code;                         ///< id of the criterion or rule, or `base`
  std::string label;                        ///< in the language asked for
  std::string value;                        ///< of the criterion, as JSON text
  Origin origin = Origin::answered;         ///< of `value`
  Centipoints points = 0;
};

/// What kept a verdict from winning besides points.
struct ContrastBar {
  std::string code;       ///< id of the gate or rule
  std::string text;       ///< its sentence, in the language asked for
  std::string lifted_by;  ///< gates: what would lift it, in the same language
  /// Of a disposition rule that did not fire: the criteria whose answers keep it from firing.
  std::vector<std::string> unmet;
};

/// Why a verdict did not win: `target` has the one part that is asked about.
struct Contrast {
  Verdict target;
  Verdict winner;  ///< the same part of the verdict that won
  /// Engagement: score less threshold. Location: the winner's score less this one's. The entries
  /// add up to it exactly. Empty for dispositions and where no location won.
  std::optional<Centipoints> lead;
  std::vector<ContrastEntry> entries;     ///< ranked by |points|, ties in model order, base last
  std::vector<ContrastBar> excluded_by;   ///< locations: gates and rules that fired
  std::vector<ContrastBar> outranked_by;  ///< dispositions: rules that fired and come first
  std::vector<ContrastBar> not_fired;     ///< dispositions: rules that would set it
};

/// One contrast for every verdict that did not win: engagement, locations, dispositions. Starts
/// from the estimate. Thread-safe; no input makes it fail.
[[nodiscard]] std::vector<Contrast> contrasts(const Engine& engine, const Task& task,
                                              std::string_view language = "en");

}  // namespace sourcing
