// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_workbook.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/fold.hpp"
#include "engine/program.hpp"
#include "places/bulk.hpp"
#include "render/row.hpp"

namespace sourcing::cli {

namespace {

using sheet::letters;
using sheet::Written;

// What sheets are made of, whatever columns were asked for.
constexpr std::array<std::string_view, 9> needed = {"id",         "name",     "disposition",
                                                    "engagement", "location", "status",
                                                    "reasons",    "error",    "engagement_score"};

constexpr std::array<std::string_view, 3> places_shown = {"place", "place_score", "places"};

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

}  // namespace

WorkbookSink::WorkbookSink(const Session& session, const Engine& engine, BatchOptions& batch)
    : session_(session),
      engine_(engine),
      words_(engine.program(), session.language(engine, Format::csv)),
      language_(session.language(engine, Format::csv)) {
  choose_columns(batch);
  batch.columns = columns_;
  batch.format = Format::csv;
  batch.raw = true;
  batch.decimal_out = '.';
}

void WorkbookSink::choose_columns(const BatchOptions& batch) {
  if (batch.columns.empty()) {
    // The input has its own id and name in front.
    for (const std::string_view name : render::columns) {
      if (!batch.append || (name != "id" && name != "name")) columns_.emplace_back(name);
    }
    if (batch.places != nullptr) {
      for (const std::string_view name : places_shown) columns_.emplace_back(name);
    }
  } else {
    columns_ = batch.columns;
  }
  shown_results_ = columns_.size();
  const auto need = [&](std::string_view name) {
    if (std::find(columns_.begin(), columns_.end(), name) == columns_.end()) {
      columns_.emplace_back(name);
    }
  };
  for (const std::string_view name : needed) need(name);
  if (batch.places == nullptr) return;
  located_ = batch.places;
  need("places");
  need("place_scores");
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
  if (located_ &&
      !(out_.sheet("Places") && out_.row(0, {text("id", 'h'), text("rank", 'h'), text("iso2", 'h'),
                                             text("name", 'h'), text("score", 'h')}))) {
    return false;
  }
  return out_.select(reasons) &&
         out_.row(0,
                  {text("id", 'h'), text("name", 'h'), text("reason", 'h'), text("points", 'h')}) &&
         out_.select(problems) &&
         out_.row(0, {text("id", 'h'), text("name", 'h'), text("problem", 'h')});
}

bool WorkbookSink::write(std::string_view bytes) {
  return records_.feed(bytes, delimiter_, [&](const std::vector<std::string>& fields) {
    return names_.empty() ? header(fields) : row(fields);
  });
}

bool WorkbookSink::header(const std::vector<std::string>& fields) {
  if (fields.size() < columns_.size()) return fail("the results have no columns");
  inputs_ = fields.size() - columns_.size();
  names_.assign(fields.begin(),
                fields.begin() + static_cast<std::ptrdiff_t>(inputs_ + shown_results_));
  if (names_.front().starts_with("\xef\xbb\xbf")) names_.front().erase(0, 3);
  widths_ = Widths(names_);
  for (std::size_t i = 0; i < columns_.size(); ++i) places_.emplace(columns_[i], inputs_ + i);
  find_groups();
  if (!begin() || !out_.select(verdicts)) return false;
  std::vector<Written> cells;
  for (const std::string& name : names_) cells.push_back(text(name, 'h'));
  cells.push_back(text(words_.say("workbook.marks"), 'h'));
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
  const bool words = name == "id" || name == "name" || name == "reasons" || name == "error" ||
                     name == "place_scores";
  if (!words && is_number(value)) return {'n', '0', value};
  return {'s', colour(name, value), value};
}

bool WorkbookSink::row(const std::vector<std::string>& fields) {
  if (rows_ == sheet::most_data_rows) return fail(too_many_rows());
  ++rows_;
  std::vector<Written> cells;
  for (std::size_t i = 0; i < names_.size() && i < fields.size(); ++i) {
    cells.push_back(cell(i, fields[i]));
  }
  widths_.look(rows_, fields);
  if (std::string words = marks(fields); !words.empty()) {
    cells.resize(names_.size());
    cells.push_back(text(std::move(words), 'a'));
  }
  if (!out_.select(verdicts) || !out_.row(rows_, cells)) return false;
  const std::string& error = result(fields, "error");
  if (!error.empty()) {
    if (!sentences_) sentences_ = std::make_unique<render::Sentences>(language_);
    return out_.select(problems) &&
           out_.row(++problem_rows_, {text(result(fields, "id")), text(result(fields, "name")),
                                      text(sentences_->say_errors(error), 'w')});
  }
  ++counts_[{result(fields, "disposition"), result(fields, "engagement"),
             result(fields, "location")}];
  gather(fields);
  return reason_rows(fields) && (!located_ || place_rows(fields));
}

// In words what colours say too: what is not firm of a verdict.
std::string WorkbookSink::marks(const std::vector<std::string>& fields) const {
  std::string out;
  const auto mark = [&](std::string_view column, std::string_view value, std::string_view key) {
    if (result(fields, column) != value) return;
    if (!out.empty()) out += ", ";
    out += words_.say(key);
  };
  mark("hybrid", "true", "workbook.hybrid");
  mark("close", "true", "workbook.close");
  mark("robust", "false", "workbook.fragile");
  return out;
}

// The columns of the input that the summary is made by.
void WorkbookSink::find_groups() {
  constexpr std::array<std::string_view, 6> called = {"function",   "funcio",      "funcion",
                                                      "department", "departament", "departamento"};
  volume_ = cells_.find("volume");
  if (volume_ >= inputs_) volume_ = std::string::npos;
  for (std::size_t i = 0; i < inputs_ && group_ == std::string::npos; ++i) {
    const std::string name = base::fold(names_[i]);
    if (std::find(called.begin(), called.end(), name) != called.end()) group_ = i;
  }
}

void WorkbookSink::gather(const std::vector<std::string>& fields) {
  for (const auto& [column, value] :
       {std::pair{"hybrid", "true"}, std::pair{"close", "true"}, std::pair{"robust", "false"}}) {
    if (result(fields, column) == value) ++marked_[column];
  }
  constexpr std::size_t most_groups = 100'000, most_points = 2000;
  const std::string& disposition = result(fields, "disposition");
  if (group_ < fields.size() && !disposition.empty()) {
    const std::string& name = fields[group_];
    if (groups_.size() < most_groups || groups_.contains(name)) {
      Group& group = groups_[name];
      group.text = group.text && cells_.cell(group_, name).kind == 's';
      for (std::size_t d = 0; d < group.by_disposition.size(); ++d) {
        if (disposition == sourcing::name(static_cast<Disposition>(d))) ++group.by_disposition[d];
      }
    }
  }
  const std::string& score = result(fields, "engagement_score");
  if (volume_ >= fields.size() || score.empty()) return;
  const Written volume = cells_.cell(volume_, fields[volume_]);
  // On a logarithmic scale there is no zero.
  const bool shown = volume.kind == 'n' && !volume.value.starts_with('-') &&
                     volume.value.find_first_of("123456789") != std::string::npos;
  if (!shown) return;
  ++all_points_;
  if (points_.size() < most_points) points_.push_back({volume.value, score});
}

// The best places of a task, one a row.
bool WorkbookSink::place_rows(const std::vector<std::string>& fields) {
  std::string_view codes = result(fields, "places"), scores = result(fields, "place_scores");
  if (codes.empty()) return true;
  const auto entries = static_cast<std::uint64_t>(std::count(codes.begin(), codes.end(), ';')) + 1;
  if (places_left_out_ > 0 || place_rows_ + entries > sheet::most_data_rows) {
    places_left_out_ += entries;
    return true;
  }
  const auto next = [](std::string_view& list) {
    const std::size_t end = std::min(list.find(';'), list.size());
    std::string entry(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    return entry;
  };
  if (!out_.select(best_places)) return false;
  for (std::uint64_t rank = 1; rank <= entries; ++rank) {
    std::string code = next(codes);
    const places::Place* const place = located_->atlas.place(code);
    std::string name(place == nullptr ? std::string_view(code) : place->names.in(language_));
    if (!out_.row(++place_rows_, {text(result(fields, "id")),
                                  {'n', '0', std::to_string(rank)},
                                  text(std::move(code)),
                                  text(std::move(name)),
                                  {'n', 'd', next(scores)}})) {
      return false;
    }
  }
  return true;
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

bool WorkbookSink::finish_sheets() {
  if (!lay_out(out_, verdicts, rows_, names_.size() + 1) ||
      !out_.line({"width", std::to_string(names_.size()), "26"}) || !widths_.write(out_)) {
    return false;
  }
  if (!lay_out(out_, reasons, reason_rows_, 4) || !out_.line({"width", "1", "40"}) ||
      !out_.line({"width", "2", "30"}) || !lay_out(out_, problems, problem_rows_, 3) ||
      !out_.line({"width", "1", "40"}) || !out_.line({"width", "2", "100"})) {
    return false;
  }
  if (located_ &&
      !(lay_out(out_, best_places, place_rows_, 5) && out_.line({"width", "3", "30"}))) {
    return false;
  }
  if (!out_.select(summary) || !out_.line({"width", "0", language_ == "en" ? "28" : "50"}))
    return false;
  for (std::size_t i = 1; i <= location_count + 1; ++i) {
    if (!out_.line({"width", std::to_string(i), "14"})) return false;
  }
  return true;
}

bool WorkbookSink::finish(const BatchReport& report, FileSink& out) {
  bool fine = error_.empty() && !names_.empty() && summarise(report) && finish_sheets() &&
              describe_model(out_, model, engine_, words_);
  bool took = true;
  fine = fine && out_.finish([&](std::string_view piece) { return took = out.write(piece); });
  if (!fine && took) tell();
  return fine;
}

}  // namespace sourcing::cli
