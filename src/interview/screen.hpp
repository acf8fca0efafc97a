// SPDX-License-Identifier: Apache-2.0
// What is shown of a criterion: its question, its levels, what it moves. Lines without a width; who
// shows them breaks them.
#pragma once

#include <cstddef>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::interview {

/// One line: what stands in front, and a text that goes on below itself where it does not fit.
struct Line {
  std::string head, text;
};

/// The question and the levels that may be chosen, each with what to type for it.
[[nodiscard]] std::vector<Line> question_lines(const engine::Program& program,
                                               std::size_t criterion, std::size_t language);

/// Why it is asked: the scores it moves and the rules that look at it; and what may be typed.
[[nodiscard]] std::vector<Line> explanation_lines(const engine::Program& program,
                                                  std::size_t criterion, std::size_t language);

/// What may be typed, in one sentence.
[[nodiscard]] std::string accepted(const engine::Program& program, std::size_t criterion,
                                   std::size_t language);

/// An answer as people write it: `3`, `1..3`, `local`; empty for none.
[[nodiscard]] std::string shown_answer(const engine::Program& program, std::size_t criterion,
                                       const Answer& answer, std::size_t language);

}  // namespace sourcing::interview
