// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace sourcing::cli {

/// Runs the command line and returns what to exit with. Never throws.
[[nodiscard]] int run(int argc, char** argv) noexcept;

}  // namespace sourcing::cli
