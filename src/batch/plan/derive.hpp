// SPDX-License-Identifier: Apache-2.0
// Answers from columns that were collected for another purpose: what a mapping's `derive` says,
// tied to the columns of an input.
#pragma once

#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

/// A rule that was checked against the model. Numbers are ten-thousandths.
struct DerivedColumn {
  enum class Target : std::uint8_t { criterion, fte, activity };
  /// Below `below`, or however much it is, the answer is `value`.
  struct Step {
    bool last = false;
    std::int64_t below = 0;
    input::Value value;
    std::string rule;  ///< `15..30 → 3..4`
  };
  struct Word {
    std::string folded;
    input::Value value;
    std::size_t activity = 0;
    std::string rule;
  };
  Target target = Target::criterion;
  std::size_t criterion = 0;
  std::vector<std::uint16_t> fields;  ///< one, or two to multiply
  std::string from;                   ///< their headers
  std::int64_t times = 0, divide_by = 0, down_to = 0;
  std::string rule;  ///< of a number that is taken as it is: `× 2 ÷ 9600`
  std::vector<Step> steps;
  std::vector<Word> words;
};

/// What the cells of a rule say.
struct Derived {
  bool there = false;              ///< false: no number, or no word of the rule
  std::int64_t low = 0, high = 0;  ///< hundredths, rounded outwards: of fte
  input::Value value;              ///< of a criterion
  std::size_t activity = 0;
  std::string_view rule;
};

/// A rule without its columns yet. What the model does not have goes to `problems`.
[[nodiscard]] DerivedColumn check_derivation(const engine::Program& program, const Derivation& rule,
                                             std::vector<Problem>& problems);

/// The criterion or the field that a rule answers.
[[nodiscard]] std::string_view target_name(const engine::Program& program,
                                           const DerivedColumn& column) noexcept;

/// Applies a rule to its cells, of which none is empty. A word is found as a whole, or as the
/// longest id above it: `9.2` for `9.2.1`.
[[nodiscard]] Derived derive(const engine::Program& program, const DerivedColumn& column,
                             const std::vector<std::string>& cells, input::Signs signs);

}  // namespace sourcing::batch
