// SPDX-License-Identifier: Apache-2.0
// What holds for the options of every command, decided in one place: no empty value, none without
// an effect, a format that the name of the output agrees with, no output that is an input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/option_list.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// False (told) when an argument is empty, or an option stands before `=` and nothing: a variable
/// of a script that was never set must not turn into a default. Before parsing.
[[nodiscard]] bool none_is_empty(const Session& session, std::string_view command,
                                 const OptionList& list, const std::vector<std::string>& arguments);

/// False (told) when a rule of the list is broken by what was given. After parsing.
[[nodiscard]] bool keeps_rules(const Session& session, std::string_view command,
                               const OptionList& list);

/// Sets --format from the ending of --output where only that is given. False (told) when the
/// command has no such format, or both are given and contradict each other.
[[nodiscard]] bool format_by_ending(const Session& session, std::string_view command,
                                    const OptionList& list);

/// False (told) when a written path is a read one under whatever name, the model or a configuration
/// file included, or when two written ones are one file.
[[nodiscard]] bool outputs_stand_apart(Session& session, const OptionList& list);

}  // namespace sourcing::cli
