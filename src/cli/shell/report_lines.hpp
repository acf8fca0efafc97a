// SPDX-License-Identifier: Apache-2.0
// Reports that are texts, in the reader's language.
#pragma once

#include <string>
#include <string_view>

#include "cli/shell/messages.hpp"

namespace sourcing::cli {

/// A report each line of which is a sentence, as `Messages::say` says it.
[[nodiscard]] std::string say_lines(const Messages& messages, std::string_view text);

}  // namespace sourcing::cli
