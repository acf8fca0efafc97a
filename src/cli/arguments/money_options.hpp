// SPDX-License-Identifier: Apache-2.0
// What the commands that count money share: over which assumptions, how far, at which rate.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/shell/session.hpp"
#include "money/assumptions.hpp"

namespace sourcing::cli {

/// `8%` or `0.08`, in millionths. Nothing: told.
[[nodiscard]] std::optional<std::int64_t> read_share(const Session& session,
                                                     std::string_view option,
                                                     std::string_view text);

/// The published assumptions, with those of a file over them; an empty `path` is none. Nothing:
/// told, and `code` is what to exit with.
[[nodiscard]] std::optional<money::Assumptions> read_assumptions(const Session& session,
                                                                 const std::string& path,
                                                                 ExitCode& code);

/// How far a case may look.
inline constexpr std::uint32_t most_years = 30;
/// False: told.
[[nodiscard]] bool check_years(const Session& session, std::uint32_t years);

}  // namespace sourcing::cli
