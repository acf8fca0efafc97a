// SPDX-License-Identifier: Apache-2.0
// What a record must look like: data/record.schema.json, held to on reading.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace sourcing::audit {

/// Every place in which a record is not as its schema has it, as sentences; empty for a sound one.
[[nodiscard]] std::vector<std::string> form_problems(const json::Value& record);

/// Whether this is a moment such as `2026-11-27T09:30:00Z`.
[[nodiscard]] bool is_moment(std::string_view text) noexcept;

}  // namespace sourcing::audit
