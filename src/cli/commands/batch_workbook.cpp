// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_workbook.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/program.hpp"
#include "render/row.hpp"

namespace sourcing::cli {

namespace {

using sheet::letters;
using sheet::Written;

// What sheets are made of, whatever columns were asked for.
constexpr std::array<std::string_view, 9> needed = {"id",         "name",     "disposition",
                                                    "engagement", "location", "status",
                                                    "reasons",    "error",    "engagement_score"};

// Beside its word, never instead of it.
char colour(std::string_view column, std::string_view value) {
  if (value.empty()) return '0';
  if (column == "disposition") {
    return value == "retain" ? 'g' : value == "outsource" ? 'b' : 'v';
  }
  if (column == "status") return value == "error" ? 'r' : value == "decided" ? 'g' : 'a';
  const bool warns = column == "hybrid" || column == "close";
  if (warns && value == "true") return 'a';
  return column == "robust" && value == "false" ? 'a' : '0';
}

Written text(std::string value, char style = '0') { return text_cell(std::move(value), style); }
Written count(std::uint64_t value) { return {'n', '0', std::to_string(value)}; }

}  // namespace

WorkbookSink::WorkbookSink(const Session& session, const Engine& engine, BatchOptions& batch)
    : session_(session), engine_(engine) {
  if (batch.columns.empty()) {
    // The input has its own id and name in front.
    for (const std::string_view name : render::columns) {
      if (!batch.append || (name != "id" && name != "name")) columns_.emplace_back(name);
    }
  } else {
    columns_ = batch.columns;
  }
  shown_results_ = columns_.size();
  for (const std::string_view name : needed) {
    if (std::find(columns_.begin(), columns_.end(), name) == columns_.end()) {
      columns_.emplace_back(name);
    }
  }
  batch.columns = columns_;
  batch.format = Format::csv;
  batch.raw = true;
  batch.decimal_out = '.';
}

void WorkbookSink::open(const BatchReport& report, const BatchOptions& batch) {
  cells_ = InputCells(engine_.program(), report, batch);
  if (batch.append) delimiter_ = report.delimiter;
}

bool WorkbookSink::fail(std::string message) {
  if (error_.empty()) error_ = std::move(message);
  return false;
}

bool WorkbookSink::tell() const {
  const std::string& why = error_.empty() ? out_.error() : error_;
  if (!why.empty()) session_.messages.error("E0709", why, "--format csv needs nothing else");
  return !why.empty();
}

bool WorkbookSink::begin() {
  if (!out_.start("sourcing", creation_time())) return false;
  for (const std::string_view name : {"Verdicts", "Reasons", "Summary", "Problems", "Model"}) {
    if (!out_.sheet(name)) return false;
  }
  return out_.select(reasons) &&
         out_.row(0,
                  {text("id", 'h'), text("name", 'h'), text("reason", 'h'), text("points", 'h')}) &&
         out_.select(problems) &&
         out_.row(0, {text("id", 'h'), text("name", 'h'), text("problem", 'h')});
}

bool WorkbookSink::write(std::string_view bytes) {
  rest_ += bytes;
  std::vector<std::string> fields;
  std::size_t at = 0;
  while (at < rest_.size()) {
    const std::size_t end = split_record(rest_, at, delimiter_, fields);
    if (end == std::string_view::npos) break;
    at = end;
    if (names_.empty() ? !header(fields) : !row(fields)) return false;
  }
  rest_.erase(0, at);
  return true;
}

bool WorkbookSink::header(const std::vector<std::string>& fields) {
  if (fields.size() < columns_.size()) return fail("the results have no columns");
  inputs_ = fields.size() - columns_.size();
  names_.assign(fields.begin(),
                fields.begin() + static_cast<std::ptrdiff_t>(inputs_ + shown_results_));
  if (names_.front().starts_with("\xef\xbb\xbf")) names_.front().erase(0, 3);
  widths_.assign(names_.size(), 0);
  for (std::size_t i = 0; i < columns_.size(); ++i) places_.emplace(columns_[i], inputs_ + i);
  if (!begin() || !out_.select(verdicts)) return false;
  std::vector<Written> cells;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    widths_[i] = names_[i].size() + 2;
    cells.push_back(text(names_[i], 'h'));
  }
  return out_.row(0, cells);
}

const std::string& WorkbookSink::result(const std::vector<std::string>& fields,
                                        std::string_view name) const {
  static const std::string none;
  const auto found = places_.find(name);
  return found == places_.end() || found->second >= fields.size() ? none : fields[found->second];
}

Written WorkbookSink::cell(std::size_t column, const std::string& value) const {
  if (column < inputs_) return cells_.cell(column, value);
  const std::string_view name = columns_[column - inputs_];
  if (value == "true" || value == "false") return {'b', colour(name, value), value};
  if ((name.starts_with("score_") || name.ends_with("_score") || name == "margin") &&
      !value.empty()) {
    return {'n', 'd', value};
  }
  const bool words = name == "id" || name == "name" || name == "reasons" || name == "error";
  if (!words && is_number(value)) return {'n', '0', value};
  return {'s', colour(name, value), value};
}

bool WorkbookSink::row(const std::vector<std::string>& fields) {
  if (rows_ == sheet::most_data_rows) {
    return fail(
        fmt::format("a sheet has room for {} rows, and there are more", sheet::most_data_rows));
  }
  ++rows_;
  std::vector<Written> cells;
  constexpr std::size_t widest = 50, looked_at = 1000;
  for (std::size_t i = 0; i < names_.size() && i < fields.size(); ++i) {
    cells.push_back(cell(i, fields[i]));
    if (rows_ <= looked_at)
      widths_[i] = std::max(widths_[i], std::min(fields[i].size() + 2, widest));
  }
  if (!out_.select(verdicts) || !out_.row(rows_, cells)) return false;
  const std::string& error = result(fields, "error");
  if (!error.empty()) {
    return out_.select(problems) &&
           out_.row(++problem_rows_,
                    {text(result(fields, "id")), text(result(fields, "name")), text(error, 'w')});
  }
  ++counts_[{result(fields, "disposition"), result(fields, "engagement"),
             result(fields, "location")}];
  return reason_rows(fields);
}

bool WorkbookSink::reason_rows(const std::vector<std::string>& fields) {
  std::string_view left = result(fields, "reasons");
  if (left.empty()) return true;
  const auto entries = static_cast<std::uint64_t>(std::count(left.begin(), left.end(), ';')) + 1;
  if (reasons_left_out_ > 0 || reason_rows_ + entries > sheet::most_data_rows) {
    reasons_left_out_ += entries;
    return true;
  }
  if (!out_.select(reasons)) return false;
  while (!left.empty()) {
    const std::size_t end = std::min(left.find(';'), left.size());
    const std::string_view entry = left.substr(0, end);
    left.remove_prefix(std::min(end + 1, left.size()));
    const std::size_t equals = std::min(entry.find('='), entry.size());
    std::string points(entry.substr(std::min(equals + 1, entry.size())));
    if (points.starts_with('+')) points.erase(0, 1);
    if (!out_.row(++reason_rows_, {text(result(fields, "id")),
                                   text(result(fields, "name")),
                                   text(std::string(entry.substr(0, equals))),
                                   {'n', 'd', std::move(points)}})) {
      return false;
    }
  }
  return true;
}

std::string WorkbookSink::range(std::string_view column) const {
  const auto found = places_.find(column);
  if (found == places_.end() || found->second >= names_.size()) return {};
  const std::string at = letters(found->second);
  return fmt::format("Verdicts!${0}$2:${0}${1}", at, std::max<std::uint64_t>(rows_, 1) + 1);
}

// A table of dispositions by locations, and one of engagements: counted by formulas where the
// columns are in the sheet, as numbers where they were not asked for.
bool WorkbookSink::tables(std::uint64_t& at) {
  const auto counted = [&](std::size_t part, std::string_view value, std::string_view location) {
    std::uint64_t sum = 0;
    for (const auto& [verdict, rows] : counts_) {
      if (verdict[part] == value && (part != 0 || verdict[2] == location)) sum += rows;
    }
    return sum;
  };
  const auto number = [&](std::uint64_t value, std::string_view column, std::string_view is,
                          std::string_view location) -> Written {
    const std::string where = range(column), places = range("location");
    if (where.empty() || (column == "disposition" && places.empty())) return count(value);
    std::string formula = fmt::format("{}=COUNTIFS({},\"{}\"", value, where, is);
    if (column == "disposition")
      formula += fmt::format(",{},\"{}\"", places, location.empty() ? "=" : location);
    return {'f', '0', formula + ")"};
  };
  std::vector<Written> head = {text("disposition", 'h')};
  for (std::size_t l = 0; l <= location_count; ++l) {
    head.push_back(
        text(l == location_count ? "none" : std::string(name(static_cast<Location>(l))), 'h'));
  }
  if (!out_.row(at++, head)) return false;
  for (std::size_t d = 0; d < 3; ++d) {
    const std::string disposition(name(static_cast<Disposition>(d)));
    std::vector<Written> cells = {text(disposition)};
    for (std::size_t l = 0; l <= location_count; ++l) {
      const std::string location(l == location_count ? std::string_view{}
                                                     : name(static_cast<Location>(l)));
      cells.push_back(
          number(counted(0, disposition, location), "disposition", disposition, location));
    }
    if (!out_.row(at++, cells)) return false;
  }
  ++at;
  if (!out_.row(at++, {text("engagement", 'h'), text("rows", 'h')})) return false;
  for (std::size_t e = 0; e < 2; ++e) {
    const std::string engagement(name(static_cast<Engagement>(e)));
    if (!out_.row(at++, {text(engagement),
                         number(counted(1, engagement, {}), "engagement", engagement, {})})) {
      return false;
    }
  }
  return true;
}

bool WorkbookSink::charts() {
  std::vector<std::string> fields = {"chart", "stacked", "16", "0", "Disposition by location"};
  for (std::size_t l = 0; l < location_count; ++l) {
    fields.emplace_back(name(static_cast<Location>(l)));
    fields.emplace_back("=Summary!$A$7:$A$9");
    fields.push_back(fmt::format("=Summary!${0}$7:${0}$9", letters(l + 1)));
  }
  const auto put = [&](const std::vector<std::string>& texts) {
    return out_.line({texts.begin(), texts.end()});
  };
  if (!put(fields)) return false;
  const std::string scores = range("engagement_score");
  const auto volume =
      std::find(names_.begin(), names_.begin() + static_cast<std::ptrdiff_t>(inputs_), "volume");
  if (scores.empty() || rows_ == 0 ||
      volume == names_.begin() + static_cast<std::ptrdiff_t>(inputs_))
    return true;
  const std::string at = letters(static_cast<std::size_t>(volume - names_.begin()));
  return put({"chart", "scatter", "16", "8", "Engagement score by volume", "tasks",
              fmt::format("=Verdicts!${0}$2:${0}${1}", at, rows_ + 1), "=" + scores});
}

bool WorkbookSink::summarise(const BatchReport& report) {
  if (!out_.select(summary) || !out_.row(0, {text("Summary", 't')})) return false;
  std::uint64_t at = 1;
  if (!out_.row(at++, {text("rows"), count(report.rows)}) ||
      !out_.row(at++, {text("verdicts"), count(report.verdicts)}) ||
      !out_.row(at++, {text("problems"), count(report.rejects)})) {
    return false;
  }
  ++at;
  if (!tables(at)) return false;
  if (reasons_left_out_ > 0 &&
      !out_.row(
          at, {text("reasons that the sheet Reasons has no room for"), count(reasons_left_out_)})) {
    return false;
  }
  return charts();
}

bool WorkbookSink::describe_model() {
  const engine::Program& program = engine_.program();
  if (!out_.select(model) ||
      !out_.row(0, {text("model", 'h'), text(std::string(engine_.model_id()))}) ||
      !out_.row(1, {text("version", 'h'), text(std::string(engine_.model_version()))}) ||
      !out_.row(2, {text("sha256", 'h'), text(std::string(engine_.model_sha256()))}) ||
      !out_.row(4, {text("criterion", 'h')})) {
    return false;
  }
  std::uint64_t at = 5;
  for (const engine::Criterion& criterion : program.criteria) {
    if (!out_.row(at++, {text(std::string(criterion.id))})) return false;
  }
  return true;
}

bool WorkbookSink::finish_sheets() {
  const auto layout = [&](std::size_t which, std::uint64_t last, std::size_t columns) {
    const std::string row = std::to_string(last), column = std::to_string(columns - 1);
    return out_.select(which) && out_.line({"freeze", "1", "0"}) &&
           out_.line({"filter", row, column});
  };
  if (!layout(verdicts, rows_, names_.size())) return false;
  for (std::size_t i = 0; i < widths_.size(); ++i) {
    if (!out_.line({"width", std::to_string(i), std::to_string(widths_[i])})) return false;
  }
  if (!layout(reasons, reason_rows_, 4) || !out_.line({"width", "1", "40"}) ||
      !out_.line({"width", "2", "30"}) || !layout(problems, problem_rows_, 3) ||
      !out_.line({"width", "1", "40"}) || !out_.line({"width", "2", "100"})) {
    return false;
  }
  if (!out_.select(summary) || !out_.line({"width", "0", "24"})) return false;
  for (std::size_t i = 1; i <= location_count + 1; ++i) {
    if (!out_.line({"width", std::to_string(i), "12"})) return false;
  }
  return out_.select(model) && out_.line({"width", "0", "28"});
}

bool WorkbookSink::finish(const BatchReport& report, FileSink& out) {
  bool fine =
      error_.empty() && !names_.empty() && summarise(report) && describe_model() && finish_sheets();
  bool took = true;
  fine = fine && out_.finish([&](std::string_view piece) { return took = out.write(piece); });
  if (!fine && took) tell();
  return fine;
}

}  // namespace sourcing::cli
