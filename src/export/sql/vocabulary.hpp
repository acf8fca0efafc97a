// SPDX-License-Identifier: Apache-2.0
// What the words of a cell mean, as expressions of a word that is folded and without separators.
#pragma once

#include <string>
#include <vector>

#include "export/sql/query.hpp"
#include "export/sql/words.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

class Vocabulary {
 public:
  /// Of one criterion.
  Vocabulary(const Dialect& dialect, const engine::Criterion& criterion);
  /// Of several that differ in words only, in an engine whose stages are functions: the word is one
  /// of the criterion whose place among them `member` says, as a text. Its lists become constants
  /// of the query, whose names begin with `name`.
  Vocabulary(const Writer& writer, Query& query, const std::vector<std::size_t>& criteria,
             const std::string& name, std::string member);

  /// Condition: it is a word.
  [[nodiscard]] std::string has(const std::string& word) const;
  /// `WHEN … THEN …` for every position that it may stand for.
  [[nodiscard]] std::string positions(const std::string& word) const;
  /// The characters that occur in words.
  [[nodiscard]] std::string letters() const { return letters_of(all_); }
  /// The digits that words begin with: `-1` is a number, never the word `1`.
  [[nodiscard]] std::string digits() const;

 private:
  [[nodiscard]] std::string looked_up(const std::string& word) const;

  const Dialect& dialect_;
  std::vector<Meaning> all_;
  /// Names of constants; empty where there are none.
  std::string own_, common_, member_;
};

}  // namespace sourcing::sql
