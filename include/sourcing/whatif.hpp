// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/fraction.hpp>
#include <sourcing/result.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

/// What to reach, what may change, and how long to look.
struct WhatIfOptions {
  /// Language of the sentences; one that the model does not have falls back to its first.
  std::string_view language = "en";
  /// What to reach; a part that is empty may come out as it will. Empty: every other engagement,
  /// location and disposition, each on its own.
  std::vector<Verdict> targets;
  /// Ids of criteria that may not change, besides those that the model calls immutable.
  std::vector<std::string> fixed;
  /// Every position of the grid instead of whole levels, words, bands and whole numbers.
  bool fine = false;
  /// Nodes to visit for each target before giving up on proving the answer; never time.
  std::uint64_t nodes = 100'000;
};

/// One criterion that moves.
struct Change {
  std::string criterion;  ///< id
  std::string label;      ///< in the language asked for
  /// Of `from`. An unanswered criterion changes from what the estimate took for it.
  Origin origin = Origin::answered;
  std::string from;  ///< JSON text
  std::string to;    ///< JSON text
  Fraction cost;     ///< moved share of the scale, times 4: one level of a 1..5 scale is 1
};

/// Why no change reaches a target.
enum class ObstacleKind : std::uint8_t {
  gate,         ///< it excludes the location, and nothing that it tests may change enough
  rule,         ///< it fires whatever may change, and decides the disposition
  no_rule,      ///< no rule that sets the disposition can fire
  bound,        ///< a score, or a lead over another location, cannot get far enough
  combination,  ///< each condition could be met, but not all of them together
};

/// One thing that keeps a target out of reach. Centipoints where it has numbers.
struct Obstacle {
  ObstacleKind kind = ObstacleKind::combination;
  std::string code;                ///< id of the gate or rule, or empty
  std::string text;                ///< its sentence, in the language asked for
  std::string lifted_by;           ///< gates: what would lift it
  std::vector<std::string> fixed;  ///< criteria that it tests and that may not change
  std::optional<Axis> axis;        ///< bound: the score in question
  std::optional<Axis> over;        ///< bound: the location whose score must be beaten
  Centipoints reach = 0;           ///< bound: the nearest that the score, or the lead, can get
  Centipoints need = 0;            ///< bound: what it would have to be
};

/// How a search ended.
enum class Reach : std::uint8_t {
  already,      ///< the estimate gives it
  change,       ///< `changes` reach it
  unreachable,  ///< proven: no permitted change reaches it; `obstacles` say why
  unknown,      ///< the budget ran out before anything was found or ruled out
};

/// The smallest change that reaches one target: fewest criteria, then least cost.
struct WhatIfAnswer {
  Verdict target;
  Reach reach = Reach::unknown;
  bool proven = false;          ///< of `change`: nothing smaller reaches it
  std::vector<Change> changes;  ///< model order
  Fraction cost;
  Verdict verdict;  ///< after the changes
  std::array<Centipoints, axis_count> scores{};
  std::vector<Obstacle> obstacles;
  std::uint64_t nodes = 0;  ///< visited; the same on every machine
};

/// A plain value that owns everything in it.
struct WhatIf {
  std::string id;
  std::string name;
  std::uint64_t row = 0;
  Verdict verdict;  ///< of the estimate that the changes start from; every part is given
  std::array<Centipoints, axis_count> scores{};
  std::vector<std::string> unknown;   ///< unanswered criteria that the estimate took neutral
  std::vector<WhatIfAnswer> answers;  ///< one per target, in the order asked for
};

/// What would change the verdict. `task` must have been made for `engine`. The changes start from
/// the estimate: ranges at their middle, unknown answers at neutral, so that answering differently
/// from neutral counts as a change.
/// Errors: unknown names in `options.fixed`. Thread-safe.
[[nodiscard]] Result<WhatIf> what_if(const Engine& engine, const Task& task,
                                     const WhatIfOptions& options = {});

}  // namespace sourcing
