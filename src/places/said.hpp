// SPDX-License-Identifier: Apache-2.0
// Places and languages as people write them: in options, in tasks, in cells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "places/atlas.hpp"

namespace sourcing::places {

/// The place of this code, or of this name in any language of the data; case and blanks around do
/// not matter. Null when there is none.
[[nodiscard]] const Place* named(const Atlas& atlas, std::string_view text);

/// Adds the codes that are separated by commas, semicolons or blanks, each once. False at the first
/// word that can be no code of a language: `wrong` has it.
[[nodiscard]] bool read_languages(std::string_view text, std::vector<std::string>& codes,
                                  std::string& wrong);

}  // namespace sourcing::places
