// SPDX-License-Identifier: Apache-2.0
// A header as the words that it is made of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sourcing::batch {

/// Folded; `cut`: a point stands behind it, as in `Cód.`.
struct HeaderWord {
  std::string text;
  bool cut = false;
};

/// `Volumen mensual (nº de casos)`: the words of the name, and what is noted beside them, in
/// brackets or in digits.
struct HeaderWords {
  std::vector<HeaderWord> name;
  std::vector<std::string> notes;
};

[[nodiscard]] HeaderWords split_header(std::string_view header);

/// Whether all of it is digits.
[[nodiscard]] bool is_count(std::string_view word) noexcept;

/// The words without their plural, in one order, so that the same words are the same key.
[[nodiscard]] std::string words_key(const std::vector<HeaderWord>& words);

/// Whether a word is that of a name: the same but for a plural, or the beginning of it where it is
/// cut off.
[[nodiscard]] bool stands_for(const HeaderWord& word, std::string_view whole);

}  // namespace sourcing::batch
