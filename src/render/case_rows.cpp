// SPDX-License-Identifier: Apache-2.0
// Cases as rows of a table.
#include "base/escape.hpp"
#include "render/case_report.hpp"
#include "render/row.hpp"

namespace sourcing::render {

namespace {

constexpr std::array<std::string_view, 8> option_columns = {
    "saving_low",  "saving_high",  "npv_low", "npv_high",
    "payback_low", "payback_high", "pays",    "excluded"};

class CaseRow {
 public:
  CaseRow(std::string& out, char delimiter, bool guard = true)
      : out_(out), delimiter_(delimiter), guard_(guard) {}
  ~CaseRow() { out_ += '\n'; }
  CaseRow(const CaseRow&) = delete;
  CaseRow& operator=(const CaseRow&) = delete;

  void text(std::string_view value) {
    next();
    base::append_csv_field(out_, value, delimiter_, guard_);
  }
  void amount(money::Wide cents) {
    next();
    money::append_amount(out_, cents);
  }
  void months(const std::optional<std::int64_t>& count) {
    next();
    if (count) out_ += std::to_string(*count);
  }
  void empty() { next(); }

 private:
  void next() {
    if (any_) out_ += delimiter_;
    any_ = true;
  }
  std::string& out_;
  char delimiter_;
  bool guard_;
  bool any_ = false;
};

std::string_view id(money::Option option) {
  return money::option_names[static_cast<std::size_t>(option)];
}

}  // namespace

void append_case_header(std::string& out, char delimiter) {
  CaseRow row(out, delimiter);
  for (const std::string_view name :
       {"id", "name", "row", "currency", "base", "verdict", "cheapest", "over_verdict"}) {
    row.text(name);
  }
  for (const std::string_view option : money::option_names) {
    if (option == "keep") continue;
    for (const std::string_view column : option_columns) {
      row.text(std::string(option) + "_" + std::string(column));
    }
  }
  row.text("missing");
  row.text("error");
}

void append_case_row(std::string& out, const CaseReport& report, char delimiter, bool guard) {
  CaseRow row(out, delimiter, guard);
  row.text(report.task.id);
  row.text(report.task.name);
  row.text(std::to_string(report.task.row));
  row.text(report.money->currency);
  const bool known = report.options != nullptr;
  if (known) {
    row.amount(report.money->work.base);
  } else {
    row.empty();
  }
  row.text(report.advice.verdict ? id(*report.advice.verdict) : "");
  row.text(known ? id(report.advice.option) : "");
  if (known && report.advice.verdict) {
    row.amount(report.advice.advantage);
  } else {
    row.empty();
  }
  for (std::size_t i = 1; i < money::option_count; ++i) {
    if (known && (*report.options)[i].known) {
      const money::OptionCase& one = (*report.options)[i];
      row.amount(one.saving.low);
      row.amount(one.saving.high);
      row.amount(one.npv.low);
      row.amount(one.npv.high);
      row.months(one.payback_low);
      row.months(one.payback_high);
      row.text(money::name(money::pays(one.npv)));
    } else {
      for (std::size_t column = 0; column + 1 < option_columns.size(); ++column) row.empty();
    }
    row.text(report.excluded[i]);
  }
  std::string missing;
  for (const std::string& field : report.money->missing) {
    if (!missing.empty()) missing += ' ';
    missing += field;
  }
  row.text(missing);
  row.empty();
}

void append_case_row(std::string& out, const Failure& failure, char delimiter, bool guard) {
  std::string error;
  append_error(error, failure.problems);
  CaseRow row(out, delimiter, guard);
  row.text(failure.id);
  row.text(failure.name);
  row.text(std::to_string(failure.row));
  constexpr std::size_t between = 5;  // of one task: currency to over_verdict
  const std::size_t empty = between + (money::option_count - 1) * option_columns.size() + 1;
  for (std::size_t i = 0; i < empty; ++i) row.empty();
  row.text(error);
}

void append_cases_rows(std::string& out, const CasesReport& report, char delimiter, bool guard) {
  {
    CaseRow row(out, delimiter, guard);
    for (const auto& [column, value] :
         report.groups.empty() ? report.totals.front().key : report.groups.front().key) {
      row.text(column);
    }
    for (const std::string_view name :
         {"currency", "option", "rows", "excluded", "base", "one_off_low", "one_off_high",
          "running_low", "running_high", "saving_low", "saving_high", "npv_low", "npv_high",
          "cheapest", "ranges"}) {
      row.text(name);
    }
  }
  const auto write = [&](const CaseGroup& group, std::string_view option,
                         const money::OptionTotal& total, std::string_view cheapest) {
    CaseRow row(out, delimiter, guard);
    for (const auto& [column, value] : group.key) row.text(value);
    row.text(group.currency);
    row.text(option);
    row.text(std::to_string(total.rows));
    row.text(std::to_string(total.excluded));
    row.amount(group.totals.base());
    for (const auto& ends : {total.one_off, total.running, total.saving, total.npv}) {
      // Nothing was added up: that is no zero.
      if (total.rows == 0) {
        row.empty();
        row.empty();
      } else {
        row.amount(ends.low);
        row.amount(ends.high);
      }
    }
    row.text(cheapest);
    row.text(report.independent ? "independent" : "common");
  };
  // With groups they alone: a total among them would be counted twice by who adds the rows up.
  for (const CaseGroup& group : report.groups.empty() ? report.totals : report.groups) {
    for (std::size_t i = 0; i < money::option_count; ++i) {
      const auto which = static_cast<money::Option>(i);
      write(group, money::option_names[i], group.totals.total(which, report.independent),
            std::to_string(group.totals.best(which)));
    }
    write(group, "verdicts", group.totals.verdicts(report.independent), "");
  }
}

}  // namespace sourcing::render
