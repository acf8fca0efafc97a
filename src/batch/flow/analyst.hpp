// SPDX-License-Identifier: Apache-2.0
// The columns that are only written when asked for: what else is possible, what the nearest change
// is, and how much depends on the weights. What `whatif` says of one task, as a cell.
#pragma once

#include <optional>
#include <string>

#include "analysis/single_steps.hpp"
#include "batch/plan/plan.hpp"
#include "batch/write/row_writer.hpp"
#include "places/bulk.hpp"
#include "render/wording.hpp"

namespace sourcing::batch {

/// Works out the cells of render::analysis_columns. One per thread.
class Analyst {
 public:
  Analyst(const Plan& plan, const Layout& layout);

  /// False: the layout has none of these columns, and `analyse` need not be called.
  [[nodiscard]] bool wanted() const noexcept {
    return possible_ || flip_ || stability_ || robust_ || why_ || rule_ || bulk_;
  }
  /// Of these columns there are those of places alone: of a task its answers and two of its fields
  /// are enough.
  [[nodiscard]] bool wants_places_only() const noexcept {
    return bulk_ && !(possible_ || flip_ || stability_ || robust_ || why_ || rule_);
  }
  /// The cells of places, good until the next call.
  const render::RowAnalysis& locate(const Task& task, places::RowFields fields);
  /// The cells of a row, good until the next call. `verdict` has the parts that were given.
  const render::RowAnalysis& analyse(const Task& task, const Verdict& verdict);

 private:
  void possible(const Task& task);
  void flip(const Task& task, const Verdict& verdict);
  void stability(const Task& task, const Verdict& verdict);
  void robust(const Task& task);
  void rule(const Task& task, const Verdict& verdict);
  void places(const Task& task, places::RowFields fields);
  const render::RowAnalysis& cells();
  void why(const Task& task);

  const Plan& plan_;
  bool possible_, flip_, stability_, robust_, why_, rule_, place_scores_;
  std::optional<analysis::SingleSteps> steps_;  // where they are asked for
  std::string_view robust_text_, rule_text_;
  std::string possible_text_, flip_text_, stability_text_, why_text_;
  std::optional<render::Wording> wording_;  // where sentences are asked for
  std::optional<places::Bulk> bulk_;
  std::string place_text_, place_score_text_, places_text_, place_scores_text_;
  render::RowAnalysis cells_;
};

}  // namespace sourcing::batch
