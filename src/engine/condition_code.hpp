// SPDX-License-Identifier: Apache-2.0
// From the nodes of a condition to the tests and clauses by which the kernel judges a point.
#pragma once

#include "engine/compile.hpp"

namespace sourcing::engine {

/// Appends the tests and clauses of `rule`, whose condition has `root` at its top, and tells the
/// rule where they are. A condition that needs more bits than a word has gets none.
void write_condition_code(ProgramStorage& out, const Node& root, Rule& rule);

}  // namespace sourcing::engine
