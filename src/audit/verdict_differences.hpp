// SPDX-License-Identifier: Apache-2.0
// In which places a verdict is not the one that was recorded, and which of them matter.
#pragma once

#include <vector>

#include "audit/replay.hpp"
#include "base/json.hpp"

namespace sourcing::audit {

/// Adds to `found` what differs between the verdict that was recorded and the one that comes out
/// today; line and task are those of `at`. What decides is told place by place, up to a limit; how
/// it is said counts as words, which are a note.
void tell_differences(const json::Value& recorded, const json::Value& replayed,
                      const Discrepancy& at, std::vector<Discrepancy>& found);

}  // namespace sourcing::audit
