// SPDX-License-Identifier: Apache-2.0
// From the answers of a task to the point that is estimated and the boxes that are reasoned over.
#pragma once

#include <sourcing/task.hpp>

#include "engine/box.hpp"
#include "engine/kernel.hpp"
#include "engine/range.hpp"

namespace sourcing::analysis {

/// True when the task itself (or `--assume`) answers the criterion.
[[nodiscard]] inline bool is_answered(const Answer& answer) noexcept {
  return answer.origin == Origin::answered || answer.origin == Origin::option;
}

/// The middle of each interval (the position at or just below it); unknown: the neutral position.
[[nodiscard]] engine::Point estimate(const engine::Program& program, const Task& task) noexcept;

/// Every completion of what the task does not answer: profiles do not narrow it.
[[nodiscard]] engine::Box completions(const engine::Program& program, const Task& task) noexcept;

/// The same, if the activity's profile is right.
[[nodiscard]] engine::Box completions_given_profile(const engine::Program& program,
                                                    const Task& task) noexcept;

/// Whether anything that was answered bears on an axis. A criterion bears on a score that it has a
/// weight for; a rule or gate bears when the answers make it fire; on the disposition, which has
/// no score, a criterion bears when a disposition rule tests it.
struct Bearing {
  bool engagement = false, location = false, disposition = false;
};
[[nodiscard]] Bearing bearing(const engine::Program& program, const Task& task,
                              const engine::Box& box, std::uint64_t cells);

/// The status of each axis and of the whole.
struct Statuses {
  Status engagement, location, disposition, overall;
  bool proven = true;  ///< false: some status is tentative only because the budget ran out
};
[[nodiscard]] Statuses statuses(const engine::Program& program, const engine::Box& box,
                                const Bearing& bearing, std::uint64_t cells);
/// The same, where the bounds of the engagement's score are known.
[[nodiscard]] Statuses statuses(const engine::Program& program, const engine::Box& box,
                                const Bearing& bearing, std::uint64_t cells,
                                const engine::AxisBounds& engagement);

}  // namespace sourcing::analysis
