// SPDX-License-Identifier: Apache-2.0
// Which answer is worth getting first.
#pragma once

#include <cstddef>
#include <sourcing/decision.hpp>
#include <vector>

#include "engine/box.hpp"

namespace sourcing::analysis {

/// The criteria that the task leaves open, ranked by how much answering each shrinks what is
/// possible. Empty when one verdict remains.
[[nodiscard]] std::vector<NextQuestion> next_questions(const engine::Program& program,
                                                       const Task& task, const engine::Box& box,
                                                       std::size_t language);

}  // namespace sourcing::analysis
