// SPDX-License-Identifier: Apache-2.0
// What an input begins with, for a command that reads two kinds of it.
#pragma once

#include <string>

namespace sourcing::input {

/// Some of the first bytes of a file or of standard input ("-"), which are read once more by
/// whoever reads it: nothing is taken. Waits for the first of them. Empty where nothing can be seen
/// ahead: an input that is empty, cannot be opened, or is a terminal or a named pipe.
[[nodiscard]] std::string first_bytes(const std::string& path);

}  // namespace sourcing::input
