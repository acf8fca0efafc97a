// SPDX-License-Identifier: Apache-2.0
// What the code behind a message is called in the user's language.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace sourcing::cli {

/// Gives the title of a code, or nothing. Messages in words say it beside the code.
using CodeTitle = std::function<std::string(std::string_view code)>;

/// Set once, before the command runs. Without it the code stands alone.
void set_code_titles(CodeTitle titles);

}  // namespace sourcing::cli
