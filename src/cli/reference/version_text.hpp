// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace sourcing::cli {

/// `sourcing 0.1.0`; with `--verbose` also how it was built and what it decides with, and with
/// `--format json` all of that as an object.
[[nodiscard]] std::string version_text(const std::vector<std::string>& arguments);

}  // namespace sourcing::cli
