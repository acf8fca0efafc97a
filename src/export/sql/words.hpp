// SPDX-License-Identifier: Apache-2.0
// What people write for a position, and how a text is made comparable with it: the reading of
// engine/names.cpp and base/fold.cpp as lists that a query can hold.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::sql {

/// One character of UTF-8 each, so that a text keeps its length in characters: letters as they are
/// compared; every other blank, and what is invisible, as a no-break space; dashes but `-` as `~`;
/// what words leave out as a middle dot. Without the tab (a blank) and line ends (left out), which
/// each engine writes its own way.
using Folding = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::string_view other_blank = "\xC2\xA0", left_out = "\xC2\xB7", other_dash = "~",
                                  ellipsis = "\xE2\x80\xA6";
/// Some of what is folded to a blank: these, and the tab.
inline constexpr std::string_view usual_blanks = " \xC2\xA0\xE2\x80\x8B";

/// For words made of `letters`.
[[nodiscard]] Folding folding(std::string_view letters);

/// Words, and a number for each.
using Numbered = std::vector<std::pair<std::string, std::int64_t>>;

struct Meaning {
  std::string word;  ///< folded, without separators
  std::size_t at;
};
/// Every word of a criterion, its own and the common ones, in every language of the model.
[[nodiscard]] std::vector<Meaning> meanings(const engine::Criterion& criterion);
[[nodiscard]] Numbered numbered(const std::vector<Meaning>& words);
/// Every id and name of an activity.
[[nodiscard]] std::vector<Meaning> activity_meanings(const engine::Program& program);
/// The characters that occur in words.
[[nodiscard]] std::string letters_of(const std::vector<Meaning>& words);

}  // namespace sourcing::sql
