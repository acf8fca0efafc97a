// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>

#include "cli/shell/session.hpp"
#include "interview/interview.hpp"

namespace sourcing::cli {

/// Shows an interview on standard error, broken to the terminal's width where that is one, and
/// takes its lines from standard input: on a terminal and over a pipe alike. Ends with the
/// interview, at the end of the input, or when the process is told to end. Returns the signal that
/// did it, 0 for none; the signal has not ended the process then: what was answered can be kept.
[[nodiscard]] int hold(interview::Interview& interview);

/// Tells the verdict of a task on standard error, in a few lines.
void tell_verdict(const Engine& engine, const Task& task, std::size_t language);

/// Writes text to standard error, broken to the terminal's width.
void tell(std::string_view text);

}  // namespace sourcing::cli
