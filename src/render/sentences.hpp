// SPDX-License-Identifier: Apache-2.0
// What the program says to a person outside its results (errors, warnings, notes, reports of a dry
// run) in the person's language. The sources say it in English, as machines read it always;
// data/sentences.json has the sentences with places for what is filled in, and what to say instead.
#pragma once

#include <sourcing/problem.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing::render {

/// The bytes of data/sentences.json.
extern const std::string_view embedded_sentences_json;

class Sentences {
 public:
  /// Of English, and of a language that has none, every sentence stays as it is.
  explicit Sentences(std::string_view language);

  /// `sentence` in the language; as it is where no pattern matches.
  [[nodiscard]] std::string say(std::string_view sentence) const;
  /// What is wrong and what to do, likewise; the place and the code stay.
  [[nodiscard]] Problem say(Problem problem) const;
  /// The problems of a row as `append_error` writes them, `E0203 … | E0204 …`; the codes stay.
  [[nodiscard]] std::string say_errors(std::string_view text) const;

 private:
  struct Place {
    enum class Kind : std::uint8_t { anything, word, digits, decimal, sentence };
    Kind kind = Kind::anything;
    char name = 0;
  };
  /// Literals with a place between each two.
  struct Pattern {
    std::vector<std::string> literals;
    std::vector<Place> places;
    std::string instead;
  };

  static Pattern pattern_of(std::string_view text, std::string instead);
  static bool fits(Place::Kind kind, std::string_view text);
  static bool matches(const Pattern& pattern, std::string_view sentence,
                      std::vector<std::string_view>& found);
  [[nodiscard]] std::string say(std::string_view sentence, int depth) const;
  [[nodiscard]] std::string filled(Place::Kind kind, std::string_view text, int depth) const;

  std::vector<Pattern> patterns_;
  std::string decimal_sign_ = ".";
};

}  // namespace sourcing::render
