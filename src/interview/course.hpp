// SPDX-License-Identifier: Apache-2.0
// The course of an interview: what to ask next, and when to stop.
#pragma once

#include <cstddef>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <vector>

#include "engine/box.hpp"

namespace sourcing::interview {

/// Where an interview stands.
struct Step {
  /// What to ask: a criterion. Nothing when the verdict is settled, or no question that was not
  /// asked can change anything.
  std::optional<std::size_t> question;
  bool settled = false;                ///< the status is `decided`
  bool settled_given_profile = false;  ///< it would be, if the activity's profile is right
  std::size_t possible = 0;            ///< verdicts that remain, as far as they were looked for
};

/// Chooses from the answers so far. Immutable; `engine` must outlive it.
class Course {
 public:
  explicit Course(const Engine& engine) noexcept : engine_(engine) {}

  /// `asked`: an entry per criterion, true where it is not to be asked (again). With an activity,
  /// first what settles the verdict if its profile is right.
  [[nodiscard]] Step next(const Task& task, const std::vector<bool>& asked) const;

 private:
  void choose(const engine::Box& box, const std::vector<bool>& asked, Step& step) const;

  const Engine& engine_;
};

}  // namespace sourcing::interview
