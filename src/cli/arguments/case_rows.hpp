// SPDX-License-Identifier: Apache-2.0
// What `sourcing case` makes of one task, and of many.
#pragma once

#include <map>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <utility>
#include <vector>

#include "batch/tasks/each_task.hpp"
#include "cli/arguments/own_rates.hpp"
#include "money/totals.hpp"
#include "render/case_report.hpp"

namespace sourcing::cli {

/// Pictures by the name of their file.
using CaseCharts = std::vector<std::pair<std::string, std::string>>;

/// What all tasks of a run share.
struct CaseContext {
  const Engine& engine;
  const money::Plan& plan;
  std::optional<std::int64_t> start{};
  money::Hurdle hurdle{};
  RenderOptions render{};
  bool detailed = true, summary = false, independent = false;
  bool part = false;   ///< as a part of a page
  bool sheet = false;  ///< as CSV for a workbook: no text is guarded, and rows are added up too
  std::vector<std::string> by{};
  const OwnRates* rates = nullptr;  ///< of --rates
  CaseCharts* charts = nullptr;     ///< where they are wanted
};

/// Sums by group and by currency.
class CaseTally {
 public:
  explicit CaseTally(const CaseContext& context) : context_(context) {}

  void add(const Task& task, const render::CaseReport& report, const money::Evaluator& evaluator);
  /// Rates of one's own that a plan has; the same ones may be noted again.
  void note_rates(const money::Plan& plan);
  void add(const CaseTally& more);
  void failed() {
    ++rows_;
    ++errors_;
  }
  void clear();
  [[nodiscard]] render::CasesReport report() const;

 private:
  using Key = std::vector<std::string>;  // the currency, then a value for each --by
  const CaseContext& context_;
  std::uint64_t rows_ = 0, errors_ = 0;
  std::map<std::string, std::uint64_t, std::less<>> missing_;
  std::map<Key, money::Totals> groups_;
  Key key_;                                         // of the row that is added, to be used again
  std::map<std::string, money::Assumption> rates_;  // by what tells them apart
};

/// One per thread.
class CaseMaker {
 public:
  explicit CaseMaker(const CaseContext& context)
      : context_(context), own_(context.plan), documents_(context.render) {
    if (context.rates != nullptr) rated_.emplace(*context.rates, context.plan);
  }

  /// Works a task out and appends it, or adds it to the tally where only a summary is wanted.
  void add(const Task& task, CaseTally& tally, std::string& out);
  /// The same for a task whose verdict is known, and which may come without its answers.
  void add(const Task& task, const batch::RowVerdict& verdict, CaseTally& tally, std::string& out);
  /// Tells a row that could not be read in its place, or counts it.
  void failed(const Failure& failure, CaseTally& tally, std::string& out);
  void begin(std::string& out);
  void end(std::string& out);

 private:
  [[nodiscard]] bool json() const {
    return !context_.summary &&
           (context_.render.format == Format::json || context_.render.format == Format::ndjson);
  }
  [[nodiscard]] batch::RowVerdict verdict(const Task& task) const;
  void work_out(money::Evaluator& evaluator, render::CaseReport& report);
  void warn(render::CaseReport& report) const;
  void draw(const render::CaseReport& report) const;

  const CaseContext& context_;
  money::Evaluator own_;
  std::optional<RatedPlans> rated_;
  money::TaskMoney money_;
  render::JsonDocuments documents_;
};

/// Appends what many rows came to.
void append_summary(std::string& out, const CaseContext& context, const CaseTally& tally);

}  // namespace sourcing::cli
