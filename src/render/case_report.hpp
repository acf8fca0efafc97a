// SPDX-License-Identifier: Apache-2.0
// Business cases to text, Markdown, JSON and rows. Nothing is worked out here.
#pragma once

#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.hpp"
#include "money/task_case.hpp"
#include "money/totals.hpp"
#include "render/json_document.hpp"

namespace sourcing::render {

/// Everything that is said of one task. Views live as long as what it was made from.
struct CaseReport {
  const money::Plan* plan = nullptr;
  TaskHead task;
  const money::TaskMoney* money = nullptr;
  /// Null where something is missing.
  const std::array<money::OptionCase, money::option_count>* options = nullptr;
  money::Excluded excluded{};
  Verdict verdict;
  money::Advice advice;
  std::vector<money::Warning> warnings;
  money::Cents hurdle = 0;  ///< 0: none
  bool detailed = false;    ///< with drivers, break-evens and assumptions
  std::vector<money::Driver> drivers;
  std::vector<money::BreakEven> break_evens;
};

/// `sourcing.case/1`, as one object.
void write_json(json::Writer& json, const Engine& engine, const CaseReport& report);

/// The case for people, in text or Markdown.
void append_case(std::string& out, const Engine& engine, const CaseReport& report,
                 const RenderOptions& options);

/// The same as a part of a page, which names the task itself and has the assumptions once.
void append_case_part(std::string& out, const Engine& engine, const CaseReport& report,
                      const RenderOptions& options);

/// The header of `append_case_row`. With `guard` no text is a formula for a spreadsheet.
void append_case_header(std::string& out, char delimiter);
void append_case_row(std::string& out, const CaseReport& report, char delimiter, bool guard = true);

/// A row that could not be read: it is told in its place, with its first problem.
void write_json(json::Writer& json, const Engine& engine, const Failure& failure);
void append_case_row(std::string& out, const Failure& failure, char delimiter, bool guard = true);

/// Rows that belong together.
struct CaseGroup {
  std::vector<std::pair<std::string, std::string>> key;  ///< column and value; empty: all
  std::string currency;
  money::Totals totals;
};

/// What many rows come to.
struct CasesReport {
  const money::Plan* plan = nullptr;
  std::uint64_t rows = 0, errors = 0;
  std::vector<std::pair<std::string, std::uint64_t>> missing;  ///< field, rows without it
  std::vector<CaseGroup> totals;                               ///< one for each currency
  std::vector<CaseGroup> groups;
  money::Assumptions rates;  ///< of one's own that stood in for published ones in some rows
  bool independent = false;
};

/// `sourcing.cases/1`.
void write_json(json::Writer& json, const Engine& engine, const CasesReport& report);
void append_cases(std::string& out, const Engine& engine, const CasesReport& report,
                  const RenderOptions& options);
/// As a part of a page that has their waterfalls.
void append_cases_part(std::string& out, const Engine& engine, const CasesReport& report,
                       const RenderOptions& options);
/// A row for each option of each total and group.
void append_cases_rows(std::string& out, const CasesReport& report, char delimiter,
                       bool guard = true);

}  // namespace sourcing::render
