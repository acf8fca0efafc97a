// SPDX-License-Identifier: Apache-2.0
// What the stages of the query share. Each `add_…` is a chapter of the query, in this order.
#pragma once

#include <string>
#include <string_view>

#include "engine/program.hpp"
#include "export/export_sql.hpp"
#include "export/sql/cells.hpp"
#include "export/sql/formula.hpp"
#include "export/sql/query.hpp"

namespace sourcing::sql {

struct Writer {
  const engine::Program& program;
  const ExportOptions& options;
  const Dialect& dialect;
  std::string from;  ///< the table, as it stands in FROM
  Query query;

  /// The id of a criterion, cut where engines would cut a name (PostgreSQL: 63 bytes).
  [[nodiscard]] std::string id(std::size_t criterion) const;
  [[nodiscard]] std::string rule_id(std::size_t rule) const;
  /// `ref` of a criterion's column.
  [[nodiscard]] std::string of(std::string_view kind, std::size_t criterion) const {
    return ref(kind, id(criterion));
  }
  void add(std::string_view kind, std::size_t criterion, std::string expression) {
    query.add(kind, id(criterion), std::move(expression));
  }
  void add_text(std::string_view kind, std::size_t criterion, std::string expression) {
    query.add_text(kind, id(criterion), std::move(expression));
  }
  /// The source column that holds `id`, `name`, `activity` or a criterion, as `t."…"`; empty when
  /// the table has none.
  [[nodiscard]] std::string source(std::string_view field) const;
  [[nodiscard]] std::string text(std::string_view literal) const {
    return dialect.literal(literal);
  }
  /// 1 when a condition holds, else 0: there are engines without columns of truth values.
  [[nodiscard]] static std::string flag(const std::string& condition);
};

/// Cells to `_v_`: what each says, as one number (reading.hpp).
void add_answers(Writer& writer);
/// `_k_` (the position that is estimated) and `_state_row` (0: all is answered, 1: something is
/// left open, 2: some cell is an error).
void add_estimate(Writer& writer);
/// At the estimate: `_f_<rule>` (1: fires); `_open_row` and `_bad_row` (1: that is the state).
void add_rules(Writer& writer);
/// `_text_error`, in the stage at hand.
void add_errors(Writer& writer);
/// `_s0_all` to `_s3_all`, `_x_onshore` … (1: excluded), `_at_location` (0 to 2, or -1).
void add_scores(Writer& writer);
/// What `status_of` reads.
void add_statuses(Writer& writer);
/// Of engagement (0), location (1) and disposition (2): 0 decided, 1 tentative, 2 undetermined, 3
/// not computed, 4 not computed and nothing answered bears on it. Of an open row only; where all is
/// answered it is 0, or what `add_statuses` found.
[[nodiscard]] std::string status_of(const Writer& writer, std::size_t axis);
/// `_text_reasons`: the column `reasons`.
void add_reasons(Writer& writer);
/// The columns of the result, or its rows of reasons.
void add_results(Writer& writer);

/// A condition of the model at the estimated positions.
[[nodiscard]] std::string holds(const Writer& writer, const engine::Node& node);
/// Points of a criterion relative to its neutral; 0 where it is unknown.
[[nodiscard]] std::string points(const Writer& writer, std::size_t axis, std::size_t criterion);
/// What a rule gives to a sum of axes where it fires at the estimate; empty where that is nothing.
[[nodiscard]] std::string rule_points(const Writer& writer, std::size_t rule, const Signs& signs);
/// Centipoints with two decimals.
[[nodiscard]] std::string fixed2(const Dialect& dialect, const std::string& centipoints);
/// The same, always with a sign; `absolute` is not negative.
[[nodiscard]] std::string two_decimals(const Dialect& dialect, const std::string& absolute);

}  // namespace sourcing::sql
