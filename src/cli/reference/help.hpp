// SPDX-License-Identifier: Apache-2.0
// Help texts, made from the command table and the options that the commands declare.
#pragma once

#include <string>
#include <string_view>

#include "cli/shell/command.hpp"

namespace sourcing::cli {

/// `sourcing --help`.
[[nodiscard]] std::string overview();
/// `sourcing model --help`.
[[nodiscard]] std::string group_help(std::string_view group);
/// `sourcing classify --help`: examples first.
[[nodiscard]] std::string command_help(const Command& command);

}  // namespace sourcing::cli
