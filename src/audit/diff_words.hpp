// SPDX-License-Identifier: Apache-2.0
// What `model diff` says of two models, piece by piece, in the reader's language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/diff_report.hpp"

namespace sourcing::audit {

class DiffWords {
 public:
  DiffWords(const DiffReport& diff, const Say& say) : diff_(diff), say_(say) {}

  [[nodiscard]] std::string say(std::string_view sentence) const {
    return say_ ? say_(sentence) : std::string(sentence);
  }
  /// A number with the language's decimal sign; another text as it is.
  [[nodiscard]] std::string number(std::string text) const;

  /// What a change has on one of its sides.
  [[nodiscard]] std::string value(const Change& change, const std::string& text) const;
  [[nodiscard]] std::string verdict_line() const;
  /// What was not compared, and why.
  [[nodiscard]] std::vector<std::string> reservations() const;
  /// What a search without an example came to.
  [[nodiscard]] std::string without_example(Aspect aspect) const;
  /// What a model says at a task, as far as the aspect goes.
  [[nodiscard]] std::string said(const engine::Program& program, const engine::Outcome& outcome,
                                 Aspect aspect) const;
  /// The answers that are not at their neutral: what a reader has to look at.
  [[nodiscard]] std::string moved(const Counterexample& example) const;
  /// The same where every answer is one that people give, if that is another task.
  [[nodiscard]] std::string in_whole(Aspect aspect) const;
  /// How many rows move, and how many are in no count.
  [[nodiscard]] std::string rows() const;
  [[nodiscard]] std::string causes(const std::vector<std::string>& because) const;
  /// What stands between numbers: a comma, unless that is their decimal sign.
  [[nodiscard]] std::string_view comma() const;

 private:
  const DiffReport& diff_;
  const Say& say_;
};

}  // namespace sourcing::audit
