// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "engine/program.hpp"

namespace sourcing::cli {

/// Completion scripts, made from the command tree and the model's criteria, words and activities.
[[nodiscard]] std::string bash_completions(const engine::Program& program);
[[nodiscard]] std::string zsh_completions(const engine::Program& program);
[[nodiscard]] std::string fish_completions(const engine::Program& program);

}  // namespace sourcing::cli
