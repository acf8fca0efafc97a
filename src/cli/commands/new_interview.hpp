// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>

namespace sourcing::cli {

/// Asks the questions one by one on the terminal (standard error), with the words of the levels,
/// and reads answers from standard input. An empty line leaves a question unknown; `.` or the end
/// of input leaves the rest unknown. A wrong answer is explained and asked again.
[[nodiscard]] Task interview(const Engine& engine, std::size_t language);

}  // namespace sourcing::cli
