// SPDX-License-Identifier: Apache-2.0
// Which question to ask next, so that as few as possible are asked.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/box.hpp"
#include "engine/program.hpp"

namespace sourcing::analysis {

/// The criterion of `open` whose answer brings a settled verdict nearest; nothing where there is
/// none to choose from.
///
/// Completions of the box are drawn, always the same ones: work as the activities of the model have
/// it (likely_work.hpp), or every level and word as likely as any other where it has none. For each
/// a small set of answers is looked for that leaves no other verdict than its own; and for each
/// criterion, how many more are needed once it is answered. The one that saves most is best, and
/// saving one of few counts more than saving one of many. What is asked first never changes what
/// the answers decide, only how soon that is known.
[[nodiscard]] std::optional<std::size_t> best_question(const engine::Program& program,
                                                       const engine::Box& box,
                                                       const std::vector<std::size_t>& open);

}  // namespace sourcing::analysis
