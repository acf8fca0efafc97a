// SPDX-License-Identifier: Apache-2.0
// Cells that are no usual ones.
#pragma once

#include <vector>

#include "export/sql/writer.hpp"

namespace sourcing::sql {

/// In place of a position that was looked up: unknown, and to be read.
inline constexpr int nothing = -1, to_read = -9;

/// `_r_` (the text) and `_q_` (what was looked up) to `_z_`: both ends as one number where `_q_` is
/// `to_read`, NULL elsewhere.
void add_reading(Writer& writer, const std::vector<std::size_t>& criteria);

}  // namespace sourcing::sql
