// SPDX-License-Identifier: Apache-2.0
// An interview with somebody who has all the answers at hand: what would be asked, in which order.
#pragma once

#include <cstddef>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::interview {

struct Rehearsal {
  std::vector<std::size_t> asked;  ///< criteria, in the order of the questions
  Task task;                       ///< what was answered
  /// With an activity: how many questions until the verdict is settled if its profile is right.
  std::optional<std::size_t> asked_given_profile;
};

/// Takes each answer from `full`, until the verdict is settled or no question can change anything;
/// what `full` does not answer is asked and stays unknown. `activity`: an id, or empty.
[[nodiscard]] Rehearsal rehearse(const Engine& engine, const Task& full, std::string_view activity);

}  // namespace sourcing::interview
