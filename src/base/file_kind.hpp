// SPDX-License-Identifier: Apache-2.0
// What a file that is no text is, by its first bytes.
#pragma once

#include <string_view>

namespace sourcing::base {

/// `an xz archive`, `a PDF document`; empty when the first bytes are those of no kind that people
/// take for text. Six bytes are enough for most of them, 262 for all.
[[nodiscard]] std::string_view file_kind(std::string_view first);

}  // namespace sourcing::base
