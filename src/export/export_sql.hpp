// SPDX-License-Identifier: Apache-2.0
// The model as one SQL statement that gives the native verdicts, bit for bit.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/program.hpp"
#include "export/sql/dialect.hpp"

namespace sourcing::sql {

/// How much of the reasoning the result carries.
enum class Reasons : std::uint8_t {
  none,  ///< verdict, scores and statuses
  top,   ///< the column `reasons`, as the native CSV has it
  wide,  ///< that, and a column of centipoints for every reason of every axis
  rows,  ///< one row for each reason, instead of one for each task
};

struct ExportOptions {
  const Dialect* dialect = nullptr;
  Form form = Form::view;
  std::string table = "processes";
  std::string name = "sourcing_verdicts";
  std::vector<std::pair<std::string, std::string>> map;  ///< column of the table, what it holds
  std::optional<std::vector<std::string>> columns;       ///< those that the table has
  bool typed = false;
  bool text_scores = false;  ///< numbers and truth values of the result as text
  bool statuses = true;      ///< whether the result tells what is decided
  Reasons reasons = Reasons::top;
};

/// The statement. REQUIRES: the dialect has the form; every field that `map` names exists.
[[nodiscard]] std::string export_sql(const engine::Program& program, const ExportOptions& options);

}  // namespace sourcing::sql
