// SPDX-License-Identifier: Apache-2.0
// What the unknown answers of a row leave open, and which rules that cannot stop.
#pragma once

#include "export/sql/writer.hpp"

namespace sourcing::sql {

/// `_v_` to `_lo_`, `_hi_` (positions; unknown: the whole scale) and `_g_` (1: answered), and then
/// `_sure_<rule>` (1: fires whatever the unknown answers are).
void add_intervals(Writer& writer);

}  // namespace sourcing::sql
