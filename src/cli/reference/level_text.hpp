// SPDX-License-Identifier: Apache-2.0
// How a level of a scale is shown to whoever has to choose one.
#pragma once

#include <string>

#include "engine/program.hpp"

namespace sourcing::cli {

/// What a level stands for on its scale: `3`, or the numbers of a band, `50 .. < 500`. Empty for a
/// level that is a word and nothing else.
[[nodiscard]] std::string level_position(const engine::Criterion& criterion,
                                         const engine::Level& level);

/// A level in one phrase, position first: `3`, `low (50 .. < 500)`, `regional`.
[[nodiscard]] std::string level_name(const engine::Criterion& criterion,
                                     const engine::Level& level);

}  // namespace sourcing::cli
