// SPDX-License-Identifier: Apache-2.0
// The sentences that text and markdown share, in the reader's language. What comes out is plain
// text in which names may hold anything: the formats make it safe where they print it.
#pragma once

#include <initializer_list>
#include <sourcing/decision.hpp>
#include <sourcing/render.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "engine/program.hpp"

namespace sourcing::render {

/// What stands for `{name}` in a phrase.
using Filling = std::pair<std::string_view, std::string_view>;

/// `phrase` with every `{name}` replaced; a name that is not given stays as it is.
[[nodiscard]] std::string fill(std::string_view phrase, std::initializer_list<Filling> fillings);

class Wording {
 public:
  Wording(const engine::Program& program, std::string_view language)
      : program_(program),
        language_(engine::find_language(program, language)),
        decimal_(engine::phrase(program, "value.decimal", language_)) {}

  /// A fixed phrase, its placeholders filled.
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<Filling> fillings = {}) const;
  /// The phrase for so many things: that of `key_one` for a single one.
  [[nodiscard]] std::string say_count(std::string_view key, std::uint64_t count,
                                      std::initializer_list<Filling> fillings) const;
  /// A text of the model.
  [[nodiscard]] std::string text(engine::TextId text) const;

  /// `Payroll (HR-01)`, or what else tells one task from another.
  [[nodiscard]] std::string task(std::string_view id, std::string_view name,
                                 std::uint64_t row) const;
  [[nodiscard]] std::string engagement(Engagement engagement) const;
  [[nodiscard]] std::string disposition(Disposition disposition) const;
  [[nodiscard]] std::string status(Status status) const;
  /// The criterion's label, or its id when the model does not know it.
  [[nodiscard]] std::string criterion(std::string_view id) const;
  /// The label of a rule or gate, likewise.
  [[nodiscard]] std::string rule(std::string_view id) const;
  /// A number with the decimal sign of the language.
  [[nodiscard]] std::string number(std::string_view shown) const;
  /// JSON text as people write it: no quotes, ranges in words.
  [[nodiscard]] std::string value(std::string_view json) const;

  /// `outsource as BPO, offshore`.
  [[nodiscard]] std::string verdict(const Decision& decision) const;
  /// `retain, KPO, onshore`: one of the verdicts that remain possible.
  [[nodiscard]] std::string possible(const Verdict& verdict) const;
  [[nodiscard]] std::string engagement_line(const Decision& decision) const;
  [[nodiscard]] std::string location_line(const Decision& decision) const;
  /// How complete the answers are.
  [[nodiscard]] std::string status_line(const Decision& decision) const;
  /// How firm the verdict is: hybrid, close and fragile, each a sentence; or that it is firm. None
  /// without a verdict.
  enum class Step : std::uint8_t { named, unnamed };
  [[nodiscard]] std::vector<std::string> firm_lines(const Decision& decision,
                                                    Step named = Step::named) const;
  /// A rule that sets a disposition: that it applies, or what it would take.
  [[nodiscard]] std::string considered(const Decision& decision, const Considered& rule) const;
  /// The single step that gives another verdict, and what it gives.
  [[nodiscard]] std::string step(const Decision& decision, const FlipStep& flip) const;
  /// The same as a sentence.
  [[nodiscard]] std::string would_give(const Decision& decision, const FlipStep& flip) const;
  /// The scores of the locations that were not chosen.
  [[nodiscard]] std::string other_locations(const Decision& decision) const;
  /// Of a location among the three: chosen, so much behind, or excluded.
  [[nodiscard]] std::string place_mark(const Decision& decision, std::size_t location) const;
  [[nodiscard]] std::string footer() const;

  [[nodiscard]] std::string_view language() const { return program_.languages[language_]; }
  [[nodiscard]] const engine::Program& program() const noexcept { return program_; }

 private:
  [[nodiscard]] std::string say_step(std::string_view key, const Decision& decision,
                                     const FlipStep& flip) const;
  [[nodiscard]] std::string lacking(const Lacking& one) const;
  [[nodiscard]] std::string low() const { return text(program_.axes[0].low); }
  [[nodiscard]] std::string high() const { return text(program_.axes[0].high); }
  [[nodiscard]] std::string single_value(std::string_view json) const;

  const engine::Program& program_;
  std::size_t language_;
  std::string_view decimal_;  // the decimal sign
};

/// `out`, a comma when something is there already, and `item`.
void append_item(std::string& out, std::string_view item);

/// Hundredths with two decimals: `12.34`.
[[nodiscard]] std::string fixed2(std::int64_t hundredths);

}  // namespace sourcing::render
