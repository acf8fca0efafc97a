// SPDX-License-Identifier: Apache-2.0
// What a decision says about the answers that are still open.
#pragma once

#include <array>
#include <sourcing/decide.hpp>
#include <span>

#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"
#include "engine/box.hpp"
#include "engine/range.hpp"

namespace sourcing::analysis {

/// Of one task after another, without an allocation for each.
class OpenAnswers {
 public:
  explicit OpenAnswers(const engine::Program& program)
      : program_(program), scene_{program}, questions_(program) {}

  struct Seen {
    bool proven = true;  ///< false where a budget ran out
    std::array<engine::AxisBounds, axis_count> bounds{};
    std::array<bool, location_count> maybe_excluded{};
    /// With `options.explore`; good until the next look.
    const PossibleSet* possible = nullptr;
    std::span<const Question> questions;
  };
  /// Of a task whose completions are `box`, which is narrowed on the way and ends as it was.
  [[nodiscard]] Seen look(engine::Box& box, const DecideOptions& options);

 private:
  const engine::Program& program_;
  Scene scene_;
  SearchRoom room_;
  PossibleSet possible_;
  Questions questions_;
};

/// Fills `bounds` and `maybe_excluded`, and with `options.explore` `possible` and `next_questions`,
/// of a decision whose completions are `box`. `proven` becomes false where a budget runs out.
void look_at_open_answers(const engine::Program& program, const engine::Box& box,
                          const DecideOptions& options, Decision& out);

}  // namespace sourcing::analysis
