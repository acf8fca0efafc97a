// SPDX-License-Identifier: Apache-2.0
/// \file
/// All that a model says, as a table for a translator, and what comes back from one.
#pragma once

#include <optional>
#include <sourcing/problem.hpp>
#include <sourcing/result.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::audit {

/// One text: where it stands, and what it says in each language. Ids stand for indexes, so that a
/// place stays the same when the model grows: `criteria/judgment/levels/fixed_rules/text`.
struct PlacedText {
  std::string place;
  std::vector<std::string> said;  ///< in the order of `TextTable::languages`; empty: not there
};

/// Synonyms of an activity are one text, apart by `; `. The phrases of the program are at the end,
/// as `phrases/KEY`, in the words that are in force.
struct TextTable {
  std::vector<std::string> languages;
  std::vector<PlacedText> texts;
};

/// The texts of a model that the engine accepts, given as its JSON bytes.
[[nodiscard]] TextTable texts_of(std::string_view json);

/// Reads such a table from CSV (UTF-8, quoted fields, delimiter found) or from JSON: an object of
/// phrases, `{"KEY": {"fr": "…"}}`, as `model phrases` prints them. Languages may be any.
[[nodiscard]] Result<TextTable> read_texts(std::string_view bytes, std::string_view source);

/// The model with the texts that differ from its own; all other bytes stay as they are. A cell that
/// is empty says nothing. A language that the model has not is added to it.
[[nodiscard]] Result<std::string> with_texts(std::string_view json, const TextTable& texts,
                                             std::string_view source);

}  // namespace sourcing::audit
