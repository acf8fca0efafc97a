// SPDX-License-Identifier: Apache-2.0
// One decision as a row: the columns of csv and tsv, and the texts of their cells. `batch` makes
// its rows from these too, so that a row is the same whichever way it was computed.
#pragma once

#include <array>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/render.hpp>
#include <span>
#include <string>
#include <string_view>

namespace sourcing::render {

/// The columns, in their order.
inline constexpr std::array<std::string_view, 15> columns = {"id",
                                                             "disposition",
                                                             "engagement",
                                                             "engagement_score",
                                                             "location",
                                                             "score_onshore",
                                                             "score_nearshore",
                                                             "score_offshore",
                                                             "status",
                                                             "reasons",
                                                             "error",
                                                             "name",
                                                             "hybrid",
                                                             "margin",
                                                             "close"};

/// The columns that are only written when asked for, behind the others: the verdicts that remain
/// possible, the nearest change of one answer that gives another, and the percentage of all
/// weightings under which the verdict stands; whether no single step of an answer changes it; the
/// best place from home, its score, and the best five; why, in a sentence; and the
/// rule that set the disposition; the scores of the best five.
inline constexpr std::array<std::string_view, 10> analysis_columns = {
    "possible",    "flip",   "stability", "robust", "place",
    "place_score", "places", "why",       "rule",   "place_scores"};

/// Their cells.
struct RowAnalysis {
  std::string_view possible, flip, stability, robust, place, place_score, places, why, rule,
      place_scores;
};

/// What stands in a row. Views into what it was made from.
struct Row {
  std::string_view id;    ///< empty: the number of the row stands there instead
  std::uint64_t row = 0;  ///< 1-based; 0 leaves the cell empty
  std::string_view name;
  Verdict verdict;
  bool hybrid = false;  ///< not looked at without an engagement
  bool close = false;   ///< nor this without a location
  Status status = Status::undetermined;
  /// Empty for a row that could not be judged.
  std::optional<std::array<Centipoints, axis_count>> scores;
  Centipoints margin = 0;
  std::string_view reasons;       ///< as `append_reasons` writes them
  std::string_view error;         ///< as `append_error` writes it
  RowAnalysis analysis;           ///< empty unless asked for
  std::span<const Field> fields;  ///< of the task
};

/// The row of a decision; `reasons` takes the text of that cell and has to outlive the row, as the
/// decision has.
[[nodiscard]] Row row_of(const Decision& decision, std::string& reasons);

/// The row of what could not be judged; `error` as above.
[[nodiscard]] Row row_of(const Failure& failure, std::string& error);

/// How cells are written.
struct RowStyle {
  char delimiter = ',';
  bool raw = false;  ///< keep `id`, `name` and `error` byte for byte, formulas and all
};

/// Appends the line of column names.
void append_header(std::string& out, RowStyle style);

/// Appends one row with its line feed.
void append_row(std::string& out, const Row& row, RowStyle style);

/// Appends the cell `reasons`: the gates that fired, then the two largest |points| of engagement,
/// then two of the chosen location. `reasons` are ranked as in a Decision.
void append_reasons(std::string& out, std::span<const Reason> reasons,
                    std::optional<Location> chosen);

/// Appends one entry of that cell, a separator before it when it is not the first (`begin` is
/// where the cell begins in `out`).
void append_reason(std::string& out, std::size_t begin, std::string_view code,
                   std::optional<Centipoints> points);

/// Appends the cell `error`: `CODE message; hint`, several of them joined by ` | `.
void append_error(std::string& out, std::span<const Problem> problems);

}  // namespace sourcing::render
