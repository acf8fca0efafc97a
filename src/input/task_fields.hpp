// SPDX-License-Identifier: Apache-2.0
// What travels with a task and is never scored: read from JSON and from cells.
#pragma once

#include <sourcing/task.hpp>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "input/value.hpp"

namespace sourcing::input {

/// Whether it is one of `task_fields`.
[[nodiscard]] bool is_task_field(std::string_view name) noexcept;

/// A field with what stands under its name, whatever that is.
[[nodiscard]] Field read_field(std::string_view name, const json::Value& value);

/// A field with what a cell holds, which is not empty: a number, a list or a text, as the field is.
[[nodiscard]] Field read_field_cell(std::string_view name, std::string_view cell, Signs signs);

/// A cell's number with a decimal point and nothing between its thousands; a text that is no number
/// where the cell is none.
[[nodiscard]] std::string number_text(std::string_view cell, Signs signs);

}  // namespace sourcing::input
