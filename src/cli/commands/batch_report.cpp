// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_report.hpp"

#include <fmt/format.h>

#include "base/decimal.hpp"
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

}  // namespace

std::string dry_run_text(const BatchReport& report) {
  std::string out = fmt::format("input:      {}{}\n", report.input,
                                report.compression.empty() ? "" : ", " + report.compression);
  out += fmt::format("encoding:   {}\n", report.encoding);
  if (report.input == "csv") {
    out += fmt::format("line ends:  {}\n", report.line_ends.empty() ? "none" : report.line_ends);
    out += fmt::format("delimiter:  {} ({})\n", delimiter_name(report.delimiter),
                       report.delimiter_detected ? "found" : "given");
    out += "columns:\n";
    base::Table table({{base::Align::right, 0}, {}, {}});
    for (std::size_t i = 0; i < report.columns.size(); ++i) {
      const BatchColumn& column = report.columns[i];
      std::string use = column.target.empty() ? "passed over" : column.target;
      if (!column.suggestion.empty()) use += fmt::format("; did you mean {}?", column.suggestion);
      table.add_row({std::to_string(i + 1), column.header, use});
    }
    out += table.render(0, 2);
  }
  out += fmt::format("rows:       {}, of which {} can be judged and {} cannot\n", report.rows,
                     report.verdicts, report.rejects);
  if (!report.bad_by_code.empty()) out += "problems in rows:\n";
  for (const auto& [code, count] : report.bad_by_code) {
    out += fmt::format("  {}: {}\n", code, count);
  }
  if (!report.problems.empty()) out += "problems:\n";
  for (const Problem& problem : report.problems) {
    out += fmt::format("  {} [{}]\n", to_string(problem), problem.code);
  }
  return out;
}

std::string dry_run_json(const BatchReport& report) {
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
  json.begin_array("columns");
  for (const BatchColumn& column : report.columns) {
    json.begin_object();
    json.text("header", column.header);
    json.text_or_null("target", column.target);
    json.text_or_null("suggestion", column.suggestion);
    json.end_object();
  }
  json.end_array();
  row_counts(json, report);
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
