// SPDX-License-Identifier: Apache-2.0
// Reports that are texts, in the reader's language and to the reader's width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// A report each line of which is a sentence, as `Messages::say` says it.
[[nodiscard]] std::string say_lines(const Messages& messages, std::string_view text);

/// Lines broken at `width`, what follows further in. One that ends in JSON stays whole, to be
/// copied.
[[nodiscard]] std::string fit_lines(std::string_view text, std::size_t width);

/// Writes a report; on a terminal its lines are as long as that is wide.
[[nodiscard]] ExitCode print_lines(const Session& session, const std::string& text,
                                   const std::string& path = "-");

}  // namespace sourcing::cli
