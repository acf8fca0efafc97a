// SPDX-License-Identifier: Apache-2.0
// What every page begins and ends with: its policy, its style, its script.
#pragma once

#include <string>
#include <string_view>

namespace sourcing::report {

/// Up to the body. The policy allows the style and `script`, by their hashes, and nothing else.
[[nodiscard]] std::string begin_page(std::string_view language, std::string_view title,
                                     std::string_view script);
/// JSON for programs, under `id`.
void append_data(std::string& out, std::string_view id, std::string_view json);
[[nodiscard]] std::string end_page(std::string_view script);

}  // namespace sourcing::report
