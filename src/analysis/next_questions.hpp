// SPDX-License-Identifier: Apache-2.0
// Which answer is worth getting first.
#pragma once

#include <cstddef>
#include <sourcing/decision.hpp>
#include <vector>

#include "analysis/possible.hpp"
#include "engine/box.hpp"

namespace sourcing::analysis {

/// The criteria that the box leaves open and that bear on a part of the verdict which is still
/// open, in model order. `possible` is what `possible_verdicts` found for the box.
[[nodiscard]] std::vector<std::size_t> open_questions(const engine::Program& program,
                                                      const engine::Box& box,
                                                      const PossibleSet& possible);

/// The criteria that the box leaves open and that bear on a part of the verdict which is still
/// open, ranked: first those whose answer leaves fewest verdicts in the worst case, then fewest on
/// average, then those that move the open scores most, then in model order. Empty when one verdict
/// remains. `possible` is what `possible_verdicts` found for the box.
///
/// An answer is one of the criterion's levels or words. What remains after it is counted with few
/// nodes each, so in a tangled model it may be stated too high, never too low.
[[nodiscard]] std::vector<NextQuestion> next_questions(const engine::Program& program,
                                                       const engine::Box& box,
                                                       const PossibleSet& possible,
                                                       std::size_t language);

}  // namespace sourcing::analysis
