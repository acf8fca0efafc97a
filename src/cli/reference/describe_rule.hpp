// SPDX-License-Identifier: Apache-2.0
// Conditions and effects as one line of plain words.
#pragma once

#include <cstdint>
#include <string>

#include "engine/program.hpp"

namespace sourcing::cli {

/// `judgment <= 2 and (volume is high or volume is very_high)`.
[[nodiscard]] std::string describe_condition(const engine::Program& program, std::uint32_t node);
/// `exclude nearshore, offshore`, `offshore +4.00`, `disposition retain`.
[[nodiscard]] std::string describe_effects(const engine::Program& program,
                                           const engine::Rule& rule);
/// `3`, `medium`, `true`.
[[nodiscard]] std::string describe_position(const engine::Criterion& criterion, std::uint16_t at);

}  // namespace sourcing::cli
