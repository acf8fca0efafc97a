// SPDX-License-Identifier: Apache-2.0
// A model as a graph: criteria, axes, gates and rules, verdict.
#pragma once

#include <cstdint>
#include <string>

#include "engine/program.hpp"

namespace sourcing::cli {

enum class GraphFormat : std::uint8_t { mermaid, dot };

[[nodiscard]] std::string model_graph(const engine::Program& program, GraphFormat format,
                                      std::size_t language);

}  // namespace sourcing::cli
