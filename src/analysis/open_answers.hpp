// SPDX-License-Identifier: Apache-2.0
// What a decision says about the answers that are still open.
#pragma once

#include <sourcing/decide.hpp>

#include "engine/box.hpp"

namespace sourcing::analysis {

/// Fills `bounds` and `maybe_excluded`, and with `options.explore` `possible` and `next_questions`,
/// of a decision whose completions are `box`. `proven` becomes false where a budget runs out.
void look_at_open_answers(const engine::Program& program, const engine::Box& box,
                          const DecideOptions& options, Decision& out);

}  // namespace sourcing::analysis
