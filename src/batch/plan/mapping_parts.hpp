// SPDX-License-Identifier: Apache-2.0
// What a mapping says besides which column is which: words of one's own, derived answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/plan.hpp"

namespace sourcing::batch {

/// Whether a rule of the mapping reads a column: it is used then, whatever it is besides.
[[nodiscard]] bool is_source(const BatchOptions& options, std::string_view folded);

/// Fills `plan.own_words` and `plan.derived` once `plan.used` is known. Refers to what it is made
/// of.
class MappingParts {
 public:
  MappingParts(Plan& plan, const std::vector<std::string>& names, std::vector<Problem>& problems,
               std::vector<std::string>& warnings)
      : plan_(plan), names_(names), problems_(problems), warnings_(warnings) {}

  void own_words();
  /// Columns that are read, but perhaps not as they are meant; and words for unknown that are
  /// values.
  void tell_doubts();
  /// A rule whose columns are not there is left out, and told: what it answers is unknown.
  void derived();

 private:
  void fail(std::string_view code, std::string message, std::string hint = {});
  [[nodiscard]] std::vector<std::uint16_t> criteria_of(const std::string& column) const;
  [[nodiscard]] std::size_t source_of(std::string_view header) const;

  Plan& plan_;
  const std::vector<std::string>& names_;
  std::vector<Problem>& problems_;
  std::vector<std::string>& warnings_;
};

}  // namespace sourcing::batch
