// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace sourcing::cli {

/// Facts about a stream and the environment; nothing here writes.
[[nodiscard]] bool is_terminal(int descriptor) noexcept;

/// Columns of the terminal at `descriptor`, 80 elsewhere; never below 40.
[[nodiscard]] std::size_t columns(int descriptor) noexcept;

/// Whether to colour what goes to `descriptor`. `choice` is `auto`, `always` or `never`; `auto`
/// honours NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR and TERM=dumb.
[[nodiscard]] bool use_color(int descriptor, std::string_view choice) noexcept;

/// An environment variable, empty when it is not set.
[[nodiscard]] std::string_view environment(const char* name) noexcept;

/// The language of the locale (`ca` of `ca_ES.UTF-8`), empty for C and POSIX.
[[nodiscard]] std::string_view locale_language() noexcept;

}  // namespace sourcing::cli
