// SPDX-License-Identifier: Apache-2.0
// What a header that is no column of ours was perhaps meant to be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/header_meanings.hpp"
#include "batch/plan/plan.hpp"

namespace sourcing::batch {

/// A header as it can be typed in an option, which is compared with it alike: on one line, without
/// what nobody sees.
[[nodiscard]] std::string typed(std::string_view header);

/// Refers to what it is made of; `taken` is the field of each target, or no_field.
class HeaderHints {
 public:
  static constexpr std::size_t no_field = ~std::size_t{0};

  HeaderHints(const Plan& plan, const std::vector<std::string_view>& targets,
              const std::vector<std::size_t>& taken);

  /// The criterion, not yet taken, that a header means by itself: its name with nothing but words
  /// of its unit or its scale beside it (`Volumen mensual`, `Complexity (1-5)`), in another gender
  /// (`Regulat`) or with other small words (`Sensibilidad de datos`); no_field where there is none,
  /// or two.
  [[nodiscard]] std::size_t meant(std::string_view header) const;
  /// Whether an id or a label of a criterion that has no column is that near; it is suggested then.
  [[nodiscard]] bool is_near(BatchColumn& column, const std::string& folded) const;
  /// Suggests what the words of a header say.
  void suggest(BatchColumn& column) const;
  /// What is asked of the user where a column may be another one.
  [[nodiscard]] std::string question(const BatchColumn& column) const;

 private:
  /// A name as words_of has it.
  struct Words {
    std::string text;
    std::size_t criterion;
  };

  void suggest(BatchColumn& column, const std::vector<Words>& names, std::string_view header) const;
  [[nodiscard]] std::size_t named(std::string_view header) const;
  [[nodiscard]] HeaderMeaning meaning(std::string_view header) const;
  [[nodiscard]] bool is_free(std::string_view target) const;
  [[nodiscard]] bool is_taken(std::size_t target) const { return taken_[target] != no_field; }
  static bool is_process(std::string_view header);
  static std::string_view without_gender(std::string_view words);
  static std::string unit_words(const engine::Program& program, const engine::Criterion& criterion);
  static bool are_of(std::string_view some, std::string_view words);

  const Plan& plan_;
  const std::vector<std::string_view>& targets_;
  const std::vector<std::size_t>& taken_;
  std::vector<Words> ids_, labels_;
  mutable std::optional<HeaderMeanings> meanings_;  ///< made for the first stranger
  std::vector<std::string> units_;  ///< of each criterion, the words that may stand beside its name
};

}  // namespace sourcing::batch
