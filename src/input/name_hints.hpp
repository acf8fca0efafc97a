// SPDX-License-Identifier: Apache-2.0
// What a name that is none of ours may have been meant for.
#pragma once

#include <cstddef>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "engine/program.hpp"

namespace sourcing::input {

/// `Judgment (1-5)` as `_judgment_1_5_`, so that a name can be found in it as a whole.
[[nodiscard]] std::string words_of(std::string_view text);

/// The criterion whose id, the longest, stands in a name as a whole; their number where none does.
[[nodiscard]] std::size_t criterion_within(const engine::Program& program, std::string_view name);

/// Whether a name says that it counts by the year what the criterion counts by the month.
[[nodiscard]] bool counts_years(const engine::Program& program, std::string_view name,
                                std::size_t criterion);

/// On a key of a task of which nothing better is known.
inline constexpr std::string_view own_fields_hint = "fields of your own may start with `x_`";

/// On a key of a task that is nearly none of ours.
[[nodiscard]] std::string key_advice(const engine::Program& program, std::string_view key,
                                     const json::Value& value);

/// Where several objects stand in one document: how to write one a line.
void hint_at_lines(std::vector<Problem>& problems);

}  // namespace sourcing::input
