// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_rejects.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"

namespace sourcing::cli {

namespace {

constexpr std::string_view problem_column = "problem";
// `row,place,column,code,reason,record`: of a workbook; of text there are line and byte for place.
constexpr std::size_t least_fields = 6;

}  // namespace

void RejectsWorkbook::open(const BatchReport& report, const BatchOptions& batch) {
  cells_ = InputCells(engine_.program(), report, batch);
  delimiter_ = report.delimiter;
  source_ = batch.source;
  for (const BatchColumn& column : report.columns) names_.push_back(column.header);
  if (names_.empty()) {
    // Of NDJSON the record is one cell.
    names_.emplace_back("record");
    delimiter_ = '\0';
  } else if (base::fold(names_.back()) == problem_column) {
    names_.pop_back();
    again_ = true;
  }
  for (const std::string& name : names_) widths_.push_back(name.size() + 2);
}

bool RejectsWorkbook::fail(std::string message) {
  if (error_.empty()) error_ = std::move(message);
  return false;
}

bool RejectsWorkbook::tell() const {
  const std::string& why = error_.empty() ? out_.error() : error_;
  if (!why.empty()) session_.messages.error("E0709", why, "--rejects FILE.csv needs nothing else");
  return !why.empty();
}

bool RejectsWorkbook::begin() {
  begun_ = true;
  if (!out_.start("sourcing", creation_time()) || !out_.sheet("Rejects")) return false;
  std::vector<sheet::Written> cells;
  for (const std::string& name : names_) cells.push_back(text_cell(name, 'h'));
  cells.push_back(text_cell(std::string(problem_column), 'h'));
  return out_.row(0, cells);
}

bool RejectsWorkbook::write(std::string_view bytes) {
  return records_.feed(bytes, ',', [&](const std::vector<std::string>& fields) {
    return begun_ ? row(fields) : begin();
  });
}

bool RejectsWorkbook::row(const std::vector<std::string>& fields) {
  if (fields.size() < least_fields) return fail("a reject has no record");
  if (rows_ == sheet::most_data_rows) return fail(too_many_rows());
  const std::string& column = fields[fields.size() - 4];
  std::vector<std::string> record = {fields.back()};
  if (delimiter_ != '\0') {
    static_cast<void>(split_record(fields.back() + "\n", 0, delimiter_, record));
  }
  std::vector<sheet::Written> cells(names_.size());
  constexpr std::size_t widest = 50;
  for (std::size_t i = 0; i < names_.size() && i < record.size(); ++i) {
    cells[i] = cells_.cell(i, record[i]);
    if (!column.empty() && names_[i] == column) cells[i].style = 'r';
    widths_[i] = std::max(widths_[i], std::min(record[i].size() + 2, widest));
  }
  const bool cell = fields.size() == least_fields;
  std::string problem = cell ? fields[1] : fmt::format("{}:{}", source_, fields[1]);
  problem += ": ";
  std::string_view told = fields[fields.size() - 2];
  constexpr std::string_view between = " | ";
  while (true) {
    const std::size_t end = told.find(between);
    problem += session_.messages.say(told.substr(0, end));
    if (end == std::string_view::npos) break;
    problem += '\n';
    told.remove_prefix(end + between.size());
  }
  cells.push_back(text_cell(std::move(problem), 'w'));
  // What a row has too much stands behind: it is not lost.
  for (std::size_t i = names_.size() + (again_ ? 1 : 0); i < record.size(); ++i) {
    cells.push_back(cells_.cell(i, record[i]));
  }
  return out_.row(++rows_, cells);
}

bool RejectsWorkbook::finish(FileSink& out) {
  bool fine = error_.empty() && (begun_ || begin());
  for (std::size_t i = 0; fine && i < widths_.size(); ++i) {
    fine = out_.line({"width", std::to_string(i), std::to_string(widths_[i])});
  }
  const std::string last = std::to_string(names_.size());
  fine = fine && out_.line({"width", last, "80"}) && out_.line({"freeze", "1", "0"}) &&
         out_.line({"filter", std::to_string(rows_), last});
  bool took = true;
  fine = fine && out_.finish([&](std::string_view piece) { return took = out.write(piece); });
  if (!fine && took) tell();
  return fine;
}

}  // namespace sourcing::cli
