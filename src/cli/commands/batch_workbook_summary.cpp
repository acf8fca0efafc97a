// SPDX-License-Identifier: Apache-2.0
// The sheet `Summary` of a workbook of verdicts. Counts are formulas over the sheet
// `Verdicts` where its columns are there, each with the value that it comes to.
#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/batch_workbook.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

using sheet::letters;
using sheet::Written;

// Charts stand beside the tables, one below the other.
constexpr std::size_t chart_column = 6, chart_rows = 16;
// A formula of a group compares every row: past this a spreadsheet would be slow, and has numbers.
constexpr std::uint64_t most_compared = 20'000;
constexpr std::size_t most_groups = 20;
constexpr std::size_t disposition_count = 3;

Written text(std::string value, char style = '0') { return text_cell(std::move(value), style); }
Written count(std::uint64_t value) { return {'n', '0', std::to_string(value)}; }

}  // namespace

Written WorkbookSink::formula(std::uint64_t value, const std::string& text) const {
  return {'f', '0', fmt::format("{}={}", value, text)};
}

bool WorkbookSink::put(const std::vector<std::string>& fields) {
  return out_.line({fields.begin(), fields.end()});
}

// The word of the sheet `Verdicts`; in other languages than its own with what it means.
std::string WorkbookSink::disposition_label(std::size_t disposition) const {
  const auto value = static_cast<Disposition>(disposition);
  const std::string id(name(value));
  return language_ == "en" ? id : fmt::format("{}: {}", id, words_.disposition(value));
}

std::string WorkbookSink::location_label(std::size_t location) const {
  if (location == location_count) return words_.say("workbook.no_location");
  return std::string(name(static_cast<Location>(location)));
}

std::string WorkbookSink::criterion_label(std::string_view id) const {
  return words_.criterion(id);
}

bool WorkbookSink::counts_of_rows(const BatchReport& report, std::uint64_t& at) {
  const auto line = [&](std::string_view key, Written value) {
    return out_.row(at++, {text(words_.say(key)), std::move(value)});
  };
  if (!out_.row(at++, {text(words_.say("workbook.summary"), 't')}) ||
      !line("workbook.count", count(report.rows)) ||
      !line("workbook.verdicts", count(report.verdicts)) ||
      !line("workbook.problems", count(report.rejects))) {
    return false;
  }
  for (const auto& [column, value, key] : {std::array{"hybrid", "TRUE", "workbook.hybrid"},
                                           std::array{"close", "TRUE", "workbook.close"},
                                           std::array{"robust", "FALSE", "workbook.fragile"}}) {
    const std::string where = range(column);
    if (where.empty()) continue;
    const auto found = marked_.find(column);
    const std::uint64_t rows = found == marked_.end() ? 0 : found->second;
    if (!line(key, formula(rows, fmt::format("COUNTIF({},{})", where, value)))) return false;
  }
  ++at;
  return true;
}

bool WorkbookSink::by_location(std::uint64_t& at) {
  std::vector<Written> head = {text(words_.say("summary.disposition"), 'h')};
  for (std::size_t l = 0; l <= location_count; ++l) head.push_back(text(location_label(l), 'h'));
  if (!out_.row(at++, head)) return false;
  const std::uint64_t table = at;
  const std::string dispositions = range("disposition"), places = range("location");
  for (std::size_t d = 0; d < disposition_count; ++d) {
    const std::string id(name(static_cast<Disposition>(d)));
    std::vector<Written> cells = {text(disposition_label(d))};
    for (std::size_t l = 0; l <= location_count; ++l) {
      const std::string location(l == location_count ? std::string_view{}
                                                     : name(static_cast<Location>(l)));
      std::uint64_t sum = 0;
      for (const auto& [verdict, rows] : counts_) {
        if (verdict[0] == id && verdict[2] == location) sum += rows;
      }
      cells.push_back(
          dispositions.empty() || places.empty()
              ? count(sum)
              : formula(sum, fmt::format("COUNTIFS({},\"{}\",{},\"{}\")", dispositions, id, places,
                                         location.empty() ? "=" : location)));
    }
    if (!out_.row(at++, cells)) return false;
  }
  ++at;
  return location_chart(table);
}

bool WorkbookSink::location_chart(std::uint64_t table) {
  std::vector<std::string> fields = {"chart",
                                     "stacked",
                                     "1",
                                     std::to_string(chart_column),
                                     words_.say("workbook.disposition_by_location"),
                                     words_.say("summary.disposition"),
                                     words_.say("workbook.count")};
  for (std::size_t l = 0; l <= location_count; ++l) {
    fields.push_back(location_label(l));
    fields.push_back(fmt::format("=Summary!$A${}:$A${}", table + 1, table + disposition_count));
    fields.push_back(fmt::format("=Summary!${0}${1}:${0}${2}", letters(l + 1), table + 1,
                                 table + disposition_count));
  }
  return put(fields);
}

bool WorkbookSink::by_engagement(std::uint64_t& at) {
  const std::string where = range("engagement");
  if (!out_.row(at++, {text(words_.say("summary.engagement"), 'h'),
                       text(words_.say("workbook.count"), 'h')})) {
    return false;
  }
  for (const Engagement engagement : {Engagement::kpo, Engagement::bpo}) {
    const std::string id(name(engagement));
    std::uint64_t sum = 0;
    for (const auto& [verdict, rows] : counts_) {
      if (verdict[1] == id) sum += rows;
    }
    if (!out_.row(at++, {text(id), where.empty() ? count(sum)
                                                 : formula(sum, fmt::format("COUNTIF({},\"{}\")",
                                                                            where, id))})) {
      return false;
    }
  }
  ++at;
  return true;
}

// Functions are compared as they are written, with case and wildcards: EXACT, not COUNTIF.
bool WorkbookSink::by_function(std::uint64_t& at) {
  if (group_ == std::string::npos || groups_.empty()) return true;
  std::vector<std::pair<std::string, Group>> groups(groups_.begin(), groups_.end());
  std::stable_sort(groups.begin(), groups.end(),
                   [](const auto& a, const auto& b) { return a.second.rows() > b.second.rows(); });
  std::vector<Written> head = {text(words_.say("workbook.function"), 'h')};
  for (std::size_t d = 0; d < disposition_count; ++d) {
    head.push_back(text(std::string(name(static_cast<Disposition>(d))), 'h'));
  }
  if (!out_.row(at++, head)) return false;
  const std::uint64_t table = at;
  const std::string dispositions = range("disposition");
  const std::string names = fmt::format("Verdicts!${0}$2:${0}${1}", letters(group_), rows_ + 1);
  const std::size_t shown = std::min(groups.size(), most_groups);
  for (std::size_t g = 0; g < shown; ++g) {
    const auto& [label, group] = groups[g];
    std::vector<Written> cells = {text(label.empty() ? words_.say("workbook.no_function") : label)};
    const bool compared = !dispositions.empty() && group.text && rows_ <= most_compared;
    for (std::size_t d = 0; d < disposition_count; ++d) {
      const std::string same = label.empty() ? fmt::format("EXACT({},\"\")", names)
                                             : fmt::format("EXACT({},$A{})", names, at + 1);
      cells.push_back(compared
                          ? formula(group.by_disposition[d],
                                    fmt::format("SUMPRODUCT({}*({}=\"{}\"))", same, dispositions,
                                                name(static_cast<Disposition>(d))))
                          : count(group.by_disposition[d]));
    }
    if (!out_.row(at++, cells)) return false;
  }
  if (shown < groups.size()) {
    std::array<std::uint64_t, disposition_count> rest{};
    for (std::size_t g = shown; g < groups.size(); ++g) {
      for (std::size_t d = 0; d < rest.size(); ++d) rest[d] += groups[g].second.by_disposition[d];
    }
    std::vector<Written> cells = {
        text(words_.say("workbook.others", {{"count", std::to_string(groups.size() - shown)}}))};
    for (const std::uint64_t rows : rest) cells.push_back(count(rows));
    if (!out_.row(at++, cells)) return false;
  }
  ++at;
  return function_chart(table, shown);
}

bool WorkbookSink::function_chart(std::uint64_t table, std::size_t groups) {
  std::vector<std::string> fields = {"chart",
                                     "bars",
                                     std::to_string(1 + 2 * chart_rows),
                                     std::to_string(chart_column),
                                     words_.say("workbook.disposition_by_function"),
                                     words_.say("workbook.count"),
                                     words_.say("workbook.function")};
  for (std::size_t d = 0; d < disposition_count; ++d) {
    fields.push_back(disposition_label(d));
    fields.push_back(fmt::format("=Summary!$A${}:$A${}", table + 1, table + groups));
    fields.push_back(
        fmt::format("=Summary!${0}${1}:${0}${2}", letters(d + 1), table + 1, table + groups));
  }
  return put(fields);
}

// A chart of the column itself would take the number of the row for a volume that is a word.
bool WorkbookSink::points(std::uint64_t& at) {
  if (points_.empty()) return true;
  const std::string volume = criterion_label("volume"),
                    score = words_.say("table.engagement_score");
  constexpr std::uint64_t below_charts = 1 + 3 * chart_rows;
  at = std::max(at, below_charts) + 1;
  if (!out_.row(at++,
                {text(words_.say("workbook.points", {{"shown", std::to_string(points_.size())},
                                                     {"count", std::to_string(all_points_)},
                                                     {"volume", volume}}))}) ||
      !out_.row(at++, {text(volume, 'h'), text(score, 'h')})) {
    return false;
  }
  const std::uint64_t first = at + 1;
  for (const auto& [x, y] : points_) {
    if (!out_.row(at++, {{'n', '0', x}, {'n', 'd', y}})) return false;
  }
  return put({"chart", "scatter", std::to_string(1 + chart_rows), std::to_string(chart_column),
              words_.say("workbook.score_by_volume", {{"score", score}, {"volume", volume}}),
              words_.say("workbook.volume_axis", {{"volume", volume}}),
              words_.say("workbook.score_axis", {{"score", score}}), score,
              fmt::format("=Summary!$A${}:$A${}", first, at),
              fmt::format("=Summary!$B${}:$B${}", first, at)});
}

bool WorkbookSink::summarise(const BatchReport& report) {
  std::uint64_t at = 0;
  if (!out_.select(summary) || !counts_of_rows(report, at) || !by_location(at) ||
      !by_engagement(at) || !by_function(at)) {
    return false;
  }
  if (reasons_left_out_ > 0 &&
      !out_.row(at++, {text(words_.say("workbook.reasons_left")), count(reasons_left_out_)})) {
    return false;
  }
  if (places_left_out_ > 0 &&
      !out_.row(at++, {text(words_.say("workbook.places_left")), count(places_left_out_)})) {
    return false;
  }
  constexpr std::uint64_t charts_end = 1 + 3 * chart_rows;
  constexpr std::size_t columns_of_chart = 10;
  const std::string last_row = std::to_string(std::max(at, charts_end));
  const std::string last_column = std::to_string(chart_column + columns_of_chart);
  return points(at) && put({"page", last_row, last_column, "0"});
}

}  // namespace sourcing::cli
