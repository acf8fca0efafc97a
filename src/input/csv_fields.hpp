// SPDX-License-Identifier: Apache-2.0
// One record or one field at a time, for what is not on the fast path.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "input/csv_dialect.hpp"

namespace sourcing::input {

/// A field's text: without its quotes, two quotes made one. Uses `scratch` only when it must.
[[nodiscard]] std::string_view unquote(std::string_view field, std::string& scratch);

/// The fields of one record (without its terminator), unquoted.
[[nodiscard]] std::vector<std::string> split_record(std::string_view record, char delimiter);

enum class FieldError : std::uint8_t { none, after_quote, control, invalid_utf8, too_long };

/// What is wrong with the bytes of a field, if anything. `at` is where, from the field's begin.
/// Line ends and tabs may stand in quotes, tabs elsewhere too; other control characters may not.
[[nodiscard]] FieldError check_field(std::string_view field, std::size_t& at);

/// The delimiter among `,` `;` tab `|` that splits a header best: into the most names that are
/// known, then into the most names.
[[nodiscard]] char detect_delimiter(std::string_view header, bool (*known)(void*, std::string_view),
                                    void* context);

/// A header's name as it is compared: trimmed, in ASCII lower case, blanks and `-` as `_`.
[[nodiscard]] std::string fold_name(std::string_view name);

}  // namespace sourcing::input
