// SPDX-License-Identifier: Apache-2.0
// Which columns a table of output has, in which order, and in which signs it is written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/plan.hpp"
#include "render/row.hpp"

namespace sourcing::batch {

/// Indices into render::columns, and past these into render::analysis_columns.
enum Column : std::uint8_t {
  column_id,
  column_disposition,
  column_engagement,
  column_engagement_score,
  column_location,
  column_onshore,
  column_nearshore,
  column_offshore,
  column_status,
  column_reasons,
  column_error,
  column_name,
  column_hybrid,
  column_margin,
  column_close,
  column_possible,
  column_flip,
  column_stability,
  column_robust,
  column_place,
  column_place_score,
  column_places,
  column_why,
  column_rule,
  column_place_scores,
};

static_assert(render::columns[column_reasons] == "reasons");
static_assert(render::columns[column_close] == "close");
static_assert(render::columns.size() == column_close + std::size_t{1});
/// Which columns are written, under which names.
struct Layout {
  char delimiter = ',';
  bool raw = false;
  /// Indices into render::columns, and past these into render::analysis_columns; from `first_field`
  /// on into `fields`.
  std::vector<std::uint8_t> columns;
  std::vector<std::string> fields;  ///< what travels, as far as it is a column
  std::vector<std::string> names;
  /// All columns, or all but the last, in their order, in the usual signs.
  bool standard = true;
  char decimal = '.';  ///< of scores
  std::string_view line_end = "\n";
  bool byte_order_mark = false;

  static constexpr std::uint8_t first_field = 128;
  static constexpr std::size_t most_fields = 128;
  static constexpr std::uint8_t reasons = column_reasons;
  static constexpr std::uint8_t possible = column_possible;
  static constexpr std::uint8_t flip = column_flip;
  static constexpr std::uint8_t stability = column_stability;
  static constexpr std::uint8_t robust = column_robust;
  static constexpr std::uint8_t place = column_place;
  static constexpr std::uint8_t why = column_why;
  static constexpr std::uint8_t rule = column_rule;
  [[nodiscard]] bool has(std::uint8_t column) const noexcept;
  [[nodiscard]] bool wants_places() const noexcept {
    return has(place) || has(column_place_score) || has(column_places) || has(column_place_scores);
  }
};

/// Problems go to `problems`. With --append, columns that the input has already are left out (id,
/// name) or get another name.
[[nodiscard]] Layout make_layout(const BatchOptions& options, const Plan* plan,
                                 std::vector<Problem>& problems);

}  // namespace sourcing::batch
