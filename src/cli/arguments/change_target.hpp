// SPDX-License-Identifier: Apache-2.0
// `--to location=nearshore`, `--to engagement=KPO,location=offshore`: what a change should reach.
#pragma once

#include <optional>
#include <sourcing/verdict.hpp>
#include <string>
#include <vector>

#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// Each text is a target of its own; the parts of one are to hold together. Tells every problem and
/// returns nothing if there is one.
[[nodiscard]] std::optional<std::vector<Verdict>> read_targets(
    const Session& session, const std::vector<std::string>& texts);

/// `a,b` and further texts as one list of items, trimmed, without empty ones.
[[nodiscard]] std::vector<std::string> split_list(const std::vector<std::string>& texts);

}  // namespace sourcing::cli
