// SPDX-License-Identifier: Apache-2.0
// What an atlas lists, as lines of text, for the binary: read far sooner than JSON, because
// whoever wrote them has checked them, and nothing is copied.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "places/atlas.hpp"

namespace sourcing::places {

/// A line per source, language, label, place and fact, fields between tabs.
[[nodiscard]] std::string write_flat(const Atlas& atlas);

/// Adds what `write_flat` wrote, as views into the text. REQUIRES: it did; nothing is checked.
void read_flat(std::string_view text, Atlas& atlas);

}  // namespace sourcing::places
