// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"

namespace sourcing::embed {

/// A C++ source that defines `embedded_program` and the two JSON documents it was made from.
[[nodiscard]] std::string write_program(const engine::Program& program, std::string_view model_json,
                                        std::string_view phrases_json);

}  // namespace sourcing::embed
