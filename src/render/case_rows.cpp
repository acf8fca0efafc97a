// SPDX-License-Identifier: Apache-2.0
// Cases as rows of a table.
#include "base/escape.hpp"
#include "render/case_report.hpp"

namespace sourcing::render {

namespace {

constexpr std::array<std::string_view, 8> columns = {"saving_low", "saving_high", "npv_low",
                                                     "npv_high",   "payback_low", "payback_high",
                                                     "pays",       "excluded"};

class Row {
 public:
  Row(std::string& out, char delimiter) : out_(out), delimiter_(delimiter) {}
  ~Row() { out_ += '\n'; }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  void text(std::string_view value) {
    next();
    base::append_csv_field(out_, value, delimiter_, true);
  }
  void amount(money::Cents cents) {
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
  bool any_ = false;
};

std::string_view id(money::Option option) {
  return money::option_names[static_cast<std::size_t>(option)];
}

}  // namespace

void append_case_header(std::string& out, char delimiter) {
  Row row(out, delimiter);
  for (const std::string_view name :
       {"id", "name", "row", "currency", "base", "verdict", "cheapest", "over_verdict"}) {
    row.text(name);
  }
  for (const std::string_view option : money::option_names) {
    if (option == "keep") continue;
    for (const std::string_view column : columns) {
      row.text(std::string(option) + "_" + std::string(column));
    }
  }
  row.text("missing");
}

void append_case_row(std::string& out, const CaseReport& report, char delimiter) {
  Row row(out, delimiter);
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
      for (std::size_t column = 0; column + 1 < columns.size(); ++column) row.empty();
    }
    row.text(report.excluded[i]);
  }
  std::string missing;
  for (const std::string& field : report.money->missing) {
    if (!missing.empty()) missing += ' ';
    missing += field;
  }
  row.text(missing);
}

}  // namespace sourcing::render
