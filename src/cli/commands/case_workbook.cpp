// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/case_workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sourcing::cli {

namespace {

using sheet::Written;

Written text(std::string value, char style = '0') { return text_cell(std::move(value), style); }
Written number(std::string value, char style = '0') { return {'n', style, std::move(value)}; }
Written count(std::uint64_t value) { return number(std::to_string(value)); }

bool is_months(std::string_view column) { return column.find("_payback_") != column.npos; }

bool is_money(std::string_view column) {
  return column == "base" || column == "over_verdict" ||
         ((column.ends_with("_low") || column.ends_with("_high")) && !is_months(column));
}

// Beside its word, never instead of it.
char colour(std::string_view column, std::string_view value) {
  if (column == "error") return 'r';
  if (column == "missing") return 'a';
  if (!column.ends_with("_pays")) return '0';
  return value == "always" ? 'g' : value == "depends" ? 'a' : 'r';
}

Written cell(std::string_view column, const std::string& value) {
  if (is_money(column)) return number(value, 'm');
  if (column == "row" || is_months(column)) return number(value);
  return text(value, colour(column, value));
}

}  // namespace

CaseWorkbook::CaseWorkbook(const Session& session, const CaseContext& context)
    : session_(session),
      context_(context),
      words_(context.engine.program(), context.render.language) {}

bool CaseWorkbook::fail(std::string message) {
  if (error_.empty()) error_ = std::move(message);
  return false;
}

bool CaseWorkbook::tell() const {
  const std::string& why = error_.empty() ? out_.error() : error_;
  if (!why.empty()) session_.messages.error("E0709", why, "--format csv needs nothing else");
  return !why.empty();
}

bool CaseWorkbook::begin() {
  begun_ = true;
  if (!out_.start("sourcing", creation_time())) return false;
  for (const std::string_view name : {"Case", "Summary", "Assumptions", "Model"}) {
    if (name == "Case" && context_.summary) continue;
    if (!out_.sheet(name)) return false;
    ++sheets_;
  }
  return true;
}

bool CaseWorkbook::write(std::string_view bytes) {
  return records_.feed(bytes, ',', [&](const std::vector<std::string>& fields) {
    if (!names_.empty()) return row(fields);
    names_ = fields;
    widths_ = Widths(names_);
    std::vector<Written> cells;
    for (const std::string& name : names_) cells.push_back(text(name, 'h'));
    return begin() && out_.select(0) && out_.row(0, cells);
  });
}

bool CaseWorkbook::row(const std::vector<std::string>& fields) {
  if (rows_ == sheet::most_data_rows) return fail(too_many_rows());
  ++rows_;
  std::vector<Written> cells;
  for (std::size_t i = 0; i < names_.size() && i < fields.size(); ++i) {
    cells.push_back(cell(names_[i], fields[i]));
  }
  widths_.look(rows_, fields);
  return out_.row(rows_, cells);
}

// What is beside the sums: how many rows are in none, and how far is looked.
bool CaseWorkbook::facts(const render::CasesReport& report) {
  const auto line = [&](std::string name, Written value) {
    return out_.row(at_++, {text(std::move(name)), std::move(value)});
  };
  const money::Horizon& horizon = report.plan->horizon();
  if (!out_.row(at_++, {text(words_.say("workbook.summary"), 't')}) ||
      !line(words_.say("workbook.count"), count(report.rows)) ||
      !line(words_.say("workbook.problems"), count(report.errors))) {
    return false;
  }
  for (const auto& [field, rows] : report.missing) {
    if (!line(words_.say("workbook.rows_without", {{"field", field}}), count(rows))) return false;
  }
  if (!line(words_.say("workbook.years"), count(static_cast<std::uint64_t>(horizon.years))) ||
      !line(words_.say("workbook.discount"),
            number(money::shown(money::Unit::share, horizon.discount), 'p'))) {
    return false;
  }
  ++at_;
  return out_.row(at_++,
                  {text(words_.say(report.independent ? "case.independent" : "case.common"), '0')});
}

// The rows of a summary as CSV, as cells.
bool CaseWorkbook::table(const render::CasesReport& report) {
  std::string bytes;
  render::append_cases_rows(bytes, report, ',', false);
  const std::size_t keys =
      report.groups.empty() ? report.totals.front().key.size() : report.groups.front().key.size();
  std::vector<std::string> names;
  Records records;
  ++at_;
  return records.feed(bytes, ',', [&](const std::vector<std::string>& fields) {
    const bool head = names.empty();
    if (head) names = fields;
    if (at_ > sheet::most_data_rows) return fail(too_many_rows());
    std::vector<Written> cells;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const std::string& name = names[i];
      const bool counted = name == "rows" || name == "excluded" || name == "cheapest";
      cells.push_back(head                          ? text(fields[i], 'h')
                      : i >= keys && counted        ? number(fields[i])
                      : i >= keys && is_money(name) ? number(fields[i], 'm')
                                                    : text(fields[i]));
    }
    return out_.row(at_++, cells);
  });
}

bool CaseWorkbook::summarise(const render::CasesReport& report) {
  at_ = 0;
  if (!out_.select(sheets_ - 3) || !facts(report)) return false;
  render::CasesReport totals = report;
  totals.groups.clear();
  if (!table(totals) || (!report.groups.empty() && !table(report))) return false;
  constexpr std::size_t own_columns = 15;
  const std::size_t columns =
      own_columns + (report.groups.empty() ? 0 : report.groups.front().key.size());
  for (std::size_t i = 0; i < columns; ++i) {
    if (!out_.line({"width", std::to_string(i), i == 0 ? "30" : "16"})) return false;
  }
  return out_.line({"page", std::to_string(at_), std::to_string(columns - 1), "0"});
}

bool CaseWorkbook::assume(const render::CasesReport& report) {
  const std::size_t which = sheets_ - 2;
  const std::vector<std::string> names = {"id",     "low",  "high", "unit", "applies_to",
                                          "source", "year", "weak", "own"};
  std::vector<Written> cells;
  for (const std::string& name : names) cells.push_back(text(name, 'h'));
  std::uint64_t at = 0;
  if (!out_.select(which) || !out_.row(at++, cells)) return false;
  for (const money::Assumptions* list : {&report.plan->assumptions(), &report.rates}) {
    for (const money::Assumption& each : *list) {
      if (at > sheet::most_data_rows) return fail(too_many_rows());
      const money::Unit unit = money::kind(each.line).unit;
      std::string options;
      for (std::size_t i = 0; i < money::option_count; ++i) {
        if (!each.applies(static_cast<money::Option>(i))) continue;
        options += fmt::format("{}{}", options.empty() ? "" : " ", money::option_names[i]);
      }
      if (!out_.row(at++, {text(each.id),
                           number(money::shown(unit, each.low)),
                           number(money::shown(unit, each.high)),
                           text(std::string(money::name(unit))),
                           text(std::move(options)),
                           text(each.source, 'w'),
                           number(each.year == 0 ? std::string{} : std::to_string(each.year)),
                           {'b', each.weak ? 'a' : '0', each.weak ? "true" : "false"},
                           {'b', '0', each.own ? "true" : "false"}})) {
        return false;
      }
    }
  }
  constexpr std::array<std::string_view, 6> widths = {"30", "12", "12", "10", "46", "100"};
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (!out_.line({"width", std::to_string(i), widths[i]})) return false;
  }
  return lay_out(out_, which, at - 1, names.size());
}

bool CaseWorkbook::finish(const CaseTally& tally,
                          const std::function<bool(std::string_view)>& take) {
  const render::CasesReport report = tally.report();
  constexpr std::size_t frozen = 2;  // id and name
  bool took = true;
  const bool fine = error_.empty() && (begun_ || begin()) && summarise(report) && assume(report) &&
                    describe_model(out_, sheets_ - 1, context_.engine, words_) &&
                    (context_.summary ||
                     (lay_out(out_, 0, rows_, names_.size(), frozen) && widths_.write(out_))) &&
                    out_.finish([&](std::string_view piece) { return took = take(piece); });
  if (!fine && took) tell();
  return fine;
}

}  // namespace sourcing::cli
