// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/fraction.hpp>
#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

/// What to work out, and in which language to say it.
struct StabilityOptions {
  /// Language of the labels; one that the model does not have falls back to its first.
  std::string_view language = "en";
  /// Random weightings to try for the location; 0 leaves its share out.
  std::uint32_t samples = 10'000;
  /// The same seed gives the same weightings on every machine.
  std::uint64_t seed = 1;
};

/// The shares of its axis that a weight may have, the others keeping their proportions, without a
/// change of the verdict. All weights of an axis add up to 1. Exact; an end whose fraction does not
/// fit 64 bits is rounded inwards, by less than 2^-60.
struct WeightInterval {
  Axis axis = Axis::engagement;
  std::string criterion;     ///< id
  std::string label;         ///< in the language asked for
  Fraction share;            ///< that the model gives it
  Fraction low;              ///< smallest share, 0 when there is no bound
  Fraction high;             ///< greatest share, 1 when there is no bound
  bool low_included = true;  ///< false: at `low` itself the verdict is another
  bool high_included = true;
  /// What holds beyond: the other engagement, or the location that takes over.
  std::string below;  ///< empty without a bound
  std::string above;
};

/// One answer moved to the next level, word, band or whole number, and what that changes.
struct Flip {
  std::string criterion;             ///< id
  std::string label;                 ///< in the language asked for
  Origin origin = Origin::answered;  ///< of the answer; an unknown one moves from neutral
  std::string from;                  ///< JSON text
  std::string to;                    ///< JSON text
  bool immutable = false;            ///< the model says that it is not for changing
  Verdict verdict;                   ///< after the step
  bool engagement = false, location = false, disposition = false;  ///< what differs
};

/// How much of all weightings agrees with the verdict.
struct AgreeingShare {
  double share = 0;           ///< 0 to 1
  double standard_error = 0;  ///< 0 when exact
  bool exact = false;         ///< closed form, to 1e-9; else from `samples` random weightings
  std::uint32_t samples = 0;
};

/// How fragile the verdict of the estimate is. A plain value that owns everything in it.
///
/// Intervals and shares are worked out on the weights as authored, unrounded, as exact fractions.
struct Stability {
  Verdict verdict;
  /// The margin is inside the model's hybrid band: too close to call.
  bool hybrid = false;
  /// So near a tie that the rounding of contributions to whole centipoints could decide it. The
  /// intervals of that part are those of the unrounded scores.
  bool engagement_within_rounding = false;
  bool location_within_rounding = false;
  std::vector<WeightInterval> weights;  ///< by axis, in the author's order; positive weights only
  std::vector<Flip> flips;              ///< model order
  std::uint32_t steps = 0;              ///< single steps tried
  std::optional<AgreeingShare> engagement;
  std::optional<AgreeingShare> location;  ///< the three locations' weightings vary independently
};

/// Thread-safe; no input makes it fail. What does not fit `engine` is unknown, as for `decide`.
[[nodiscard]] Stability stability(const Engine& engine, const Task& task,
                                  const StabilityOptions& options = {});

}  // namespace sourcing
