// SPDX-License-Identifier: Apache-2.0
// The words that the output uses, and what they mean: data/glossary.json.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::cli {

/// data/glossary.json as it is; the source is written by the build.
extern const std::string_view embedded_glossary_json;

/// One word in one language.
struct GlossaryEntry {
  std::string id;    ///< `hybrid`, `keep_in_house`: the same in every language
  std::string word;  ///< as the language has it
  std::string text;  ///< what it means, whole sentences
};

/// All words, in the glossary's order; in English where it does not have the language.
[[nodiscard]] std::vector<GlossaryEntry> glossary(std::string_view language);

/// The entry that has `written` for its id or for a word in any language, case, accents and
/// separators left out of account.
[[nodiscard]] std::optional<GlossaryEntry> find_in_glossary(std::string_view written,
                                                            std::string_view language);

/// Ids and words of all languages, for the nearest to one that is not there.
[[nodiscard]] std::vector<std::string> glossary_words();

}  // namespace sourcing::cli
