// SPDX-License-Identifier: Apache-2.0
// The order in which a program holds its phrases.
#pragma once

#include <string_view>

namespace sourcing::engine {

/// By length, then as text: most keys that a search meets differ in length and need not be read.
[[nodiscard]] inline bool phrase_before(std::string_view a, std::string_view b) noexcept {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

}  // namespace sourcing::engine
