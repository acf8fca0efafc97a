// SPDX-License-Identifier: Apache-2.0
// From arguments to the targets of a command's options.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/option_list.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// False when the arguments cannot be parsed: told in our words, with the nearest name, since the
/// parser's own messages name none. `command` is what was called: `sourcing classify`. Options that
/// were given are marked so; rules about them are kept (`list.rules()`).
[[nodiscard]] bool parse_options(const Session& session, const std::string& command,
                                 OptionList& list, const std::vector<std::string>& arguments);

}  // namespace sourcing::cli
