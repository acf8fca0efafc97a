// SPDX-License-Identifier: Apache-2.0
// What the module knows of the model.
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::js {

/// The model's tables as JSON, with the sentences of one language: positions on the scales, weights
/// as authored, conditions as trees of intervals.
[[nodiscard]] std::string tables(const engine::Program& program, std::string_view language);

}  // namespace sourcing::js
