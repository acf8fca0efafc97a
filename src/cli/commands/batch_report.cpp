// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/fold.hpp"
#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

std::string delimiter_name(char delimiter) {
  return delimiter == '\t' ? "tab" : std::string(1, delimiter);
}

void row_counts(json::Writer& json, const BatchReport& report) {
  json.count("rows", report.rows);
  json.count("verdicts", report.verdicts);
  json.count("rejects", report.rejects);
}

void code_counts(json::Writer& json, std::string_view key,
                 const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  json.begin_array(key);
  for (const auto& [code, count] : counts) {
    json.begin_object();
    json.text("code", code);
    json.count("rows", count);
    json.end_object();
  }
  json.end_array();
}

// Lines of a report, each in the user's language.
class Lines {
 public:
  explicit Lines(const Messages& messages) : messages_(messages) {}

  void add(const std::string& line) { text_ += messages_.say(line) + '\n'; }
  void add_as_it_is(std::string_view text) { text_ += text; }
  [[nodiscard]] std::string say(std::string_view sentence) const { return messages_.say(sentence); }
  [[nodiscard]] std::string say(const Problem& problem) const { return messages_.say(problem); }
  std::string take() { return std::move(text_); }

 private:
  const Messages& messages_;
  std::string text_;
};

// By column, the cells that are no values.
void vocabulary(const BatchSurvey& survey, Lines& out) {
  std::string_view column;
  constexpr std::size_t most = 50;
  std::size_t listed = 0;
  for (const StrangeValue& strange : survey.strange) {
    if (strange.column != column || listed == 0) {
      out.add(fmt::format("no values of `{}` ({}):", base::printable(strange.column),
                          strange.criterion));
      column = strange.column;
      listed = 0;
    }
    if (++listed > most) continue;
    std::string line =
        fmt::format("  {} \u00d7 `{}`", strange.count, base::printable(strange.value));
    if (!strange.suggestion.empty()) {
      line += "; " + out.say(fmt::format("did you mean {}?", strange.suggestion));
    }
    out.add_as_it_is(line + '\n');
  }
}

void vocabulary(const BatchSurvey& survey, json::Writer& json) {
  json.begin_array("vocabulary");
  for (const StrangeValue& strange : survey.strange) {
    json.begin_object();
    json.text("column", strange.column);
    json.text("criterion", strange.criterion);
    json.text("value", strange.value);
    json.count("count", strange.count);
    json.text_or_null("suggestion", strange.suggestion);
    json.end_object();
  }
  json.end_array();
}

// The sheets of a workbook, and what of them was read.
void workbook_lines(const input::WorkbookFacts& facts, Lines& out) {
  out.add("sheets:");
  base::Table table({{base::Align::right, 0}, {}, {}, {}, {}});
  for (std::size_t i = 0; i < facts.sheets.size(); ++i) {
    const input::SheetFacts& sheet = facts.sheets[i];
    table.add_row({std::to_string(i + 1), base::printable(sheet.name), out.say(sheet.state),
                   base::printable(sheet.range), out.say(sheet.read ? "read" : "not read")});
  }
  out.add_as_it_is(table.render(0, 2));
  if (facts.header_row > 0) {
    out.add(fmt::format("header:     row {} of the sheet; its last row is {}", facts.header_row,
                        facts.last_row));
  }
  for (const std::string& range : facts.merged) out.add(fmt::format("merged:     {}", range));
  if (facts.hidden_rows > 0) {
    out.add(fmt::format("hidden:     {} of the rows, read like the others, the first is row {}",
                        facts.hidden_rows, facts.first_hidden));
  }
  if (facts.outside > 0) {
    out.add(fmt::format("passed over: {} beside the header's columns, the first is {}",
                        facts.outside, facts.first_outside));
  }
}

void workbook_json(json::Writer& json, const input::WorkbookFacts& facts) {
  json.begin_object("workbook");
  json.begin_array("sheets");
  for (const input::SheetFacts& sheet : facts.sheets) {
    json.begin_object();
    json.text("name", sheet.name);
    json.text("state", sheet.state);
    json.text_or_null("range", sheet.range);
    json.flag("read", sheet.read);
    json.end_object();
  }
  json.end_array();
  json.count_or_null("header_row", facts.header_row);
  json.count_or_null("last_row", facts.last_row);
  json.texts("merged", facts.merged);
  json.count("cells_passed_over", facts.outside);
  json.count("hidden_rows", facts.hidden_rows);
  json.end_object();
}

}  // namespace

// What the mapping derives from a column.
std::vector<std::string> derived_from(const BatchOptions& batch, const std::string& header) {
  std::vector<std::string> targets;
  for (const Derivation& rule : batch.derive) {
    const bool reads = std::any_of(rule.from.begin(), rule.from.end(), [&](const auto& from) {
      return base::fold(from) == base::fold(header);
    });
    const bool told = std::find(targets.begin(), targets.end(), rule.to) != targets.end();
    if (reads && !told) targets.push_back(rule.to);
  }
  return targets;
}

std::string dry_run_text(const Messages& messages, const BatchReport& report,
                         const BatchOptions& batch, const input::WorkbookFacts* workbook) {
  Lines out(messages);
  out.add(fmt::format("input:      {}{}", report.input,
                      report.compression.empty() ? "" : ", " + report.compression));
  out.add(fmt::format("encoding:   {}", report.encoding));
  if (workbook != nullptr) workbook_lines(*workbook, out);
  if (report.input == "csv") {
    out.add(fmt::format("line ends:  {}", report.line_ends.empty() ? "none" : report.line_ends));
    out.add(fmt::format("delimiter:  {} ({})", delimiter_name(report.delimiter),
                        report.delimiter_detected ? "found" : "given"));
    if (report.header_row > 1) out.add(fmt::format("header:     row {}", report.header_row));
  }
  if (report.input != "ndjson") {
    out.add("columns:");
    base::Table table({{base::Align::right, 0}, {}, {}});
    for (std::size_t i = 0; i < report.columns.size(); ++i) {
      const BatchColumn& column = report.columns[i];
      const std::vector<std::string> derived = derived_from(batch, column.header);
      std::string use = !column.target.empty() ? column.target
                        : derived.empty()      ? out.say("passed over")
                                               : std::string();
      if (!derived.empty()) {
        if (!use.empty()) use += ", ";
        use += out.say(fmt::format("derives {}", fmt::join(derived, ", ")));
      }
      if (!column.suggestion.empty()) {
        use += "; " + out.say(fmt::format("did you mean {}?", column.suggestion));
      }
      table.add_row({std::to_string(i + 1), column.header, use});
    }
    out.add_as_it_is(table.render(0, 2));
  }
  out.add(fmt::format("rows:       {}, of which {} can be judged and {} cannot{}", report.rows,
                      report.verdicts, report.rejects, passed_over(report)));
  if (const BatchSurvey& survey = report.survey; survey.repeated_ids > 0) {
    out.add(fmt::format("ids:        {} row{} with the id of an earlier row, as rows {} and {}",
                        survey.repeated_ids, survey.repeated_ids == 1 ? "" : "s", survey.first_row,
                        survey.second_row));
  }
  if (!report.bad_by_code.empty()) out.add("problems in rows:");
  for (const auto& [code, count] : report.bad_by_code) {
    out.add_as_it_is(fmt::format("  {}: {}\n", code, count));
  }
  if (!report.problems.empty()) out.add("problems:");
  for (const Problem& problem : report.problems) {
    out.add_as_it_is(fmt::format("  {}\n", out.say(problem)));
  }
  vocabulary(report.survey, out);
  return out.take();
}

std::string dry_run_csv(const BatchReport& report) {
  std::string out = "column,criterion,value,count,suggestion\n";
  for (const StrangeValue& strange : report.survey.strange) {
    base::append_csv_field(out, strange.column, ',', true);
    out += fmt::format(",{},", strange.criterion);
    base::append_csv_field(out, strange.value, ',', true);
    out += fmt::format(",{},{}\n", strange.count, strange.suggestion);
  }
  return out;
}

std::string passed_over(const BatchReport& report) {
  std::string out;
  const auto add = [&](std::uint64_t count, std::string_view what) {
    if (count == 0) return;
    out += fmt::format("{}{} {}", out.empty() ? "; " : ", ", count, what);
  };
  add(report.blank, report.blank == 1 ? "blank row" : "blank rows");
  add(report.skipped, report.skipped == 1 ? "row passed over" : "rows passed over");
  return out;
}

std::string dry_run_json(const BatchReport& report, const BatchOptions& batch,
                         const input::WorkbookFacts* workbook) {
  std::string out;
  json::Writer json(out, json::Layout::pretty);
  json.begin_object();
  json.text("schema", "sourcing.dry_run/1");
  json.text("input", report.input);
  json.text_or_null("compression", report.compression);
  json.text("encoding", report.encoding);
  json.text_or_null("line_ends", report.line_ends);
  json.text_or_null("delimiter",
                    report.input == "csv" ? delimiter_name(report.delimiter) : std::string{});
  json.flag("delimiter_found", report.delimiter_detected);
  if (workbook != nullptr) workbook_json(json, *workbook);
  json.begin_array("columns");
  for (const BatchColumn& column : report.columns) {
    json.begin_object();
    json.text("header", column.header);
    json.text_or_null("target", column.target);
    json.text_or_null("suggestion", column.suggestion);
    if (const auto derived = derived_from(batch, column.header); !derived.empty()) {
      json.texts("derives", derived);
    }
    json.end_object();
  }
  json.end_array();
  json.count("header_row", report.header_row);
  row_counts(json, report);
  json.count("blank", report.blank);
  json.count("skipped", report.skipped);
  json.count("repeated_ids", report.survey.repeated_ids);
  vocabulary(report.survey, json);
  code_counts(json, "problems_by_code", report.bad_by_code);
  json.begin_array("problems");
  for (const Problem& problem : report.problems) {
    json.begin_object();
    json.text("code", problem.code);
    json.text("message", problem.message);
    json.text_or_null("hint", problem.hint);
    json.count("line", problem.line);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return out + "\n";
}

}  // namespace sourcing::cli
