// SPDX-License-Identifier: Apache-2.0
// What a cell that is no value looks like: the words for it never hold the cell itself.
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::input {

/// `it looks like a date …`, `it has a thousands sign …`: what was read, and what to do about it.
/// Empty where nothing can be told.
[[nodiscard]] std::string shape_of(const engine::Criterion& criterion, std::string_view text,
                                   Signs signs);

/// The same of a value that is no cell, so that no option for tables helps.
[[nodiscard]] std::string shape_alone(const engine::Criterion& criterion, std::string_view text);

/// Of a number outside a scale of five levels: `; is it on a scale of 1 to 10?`. Else empty.
[[nodiscard]] std::string other_scale(const engine::Criterion& criterion, std::string_view text);

/// A cell that people and programs write for what they do not know: `n/a`, `?`, `tbd`, `None`.
[[nodiscard]] bool looks_unknown(std::string_view text);

}  // namespace sourcing::input
