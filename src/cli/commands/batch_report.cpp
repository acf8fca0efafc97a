// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_report.hpp"

#include <fmt/format.h>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_listed = 10;

// Empty where rows have no verdict on that axis.
std::string_view disposition_name(std::size_t i) {
  return i == 3 ? std::string_view() : name(static_cast<Disposition>(i));
}
std::string_view engagement_name(std::size_t i) {
  return i == 2 ? std::string_view() : name(static_cast<Engagement>(i));
}
std::string_view location_name(std::size_t i) {
  return i == location_count ? std::string_view() : name(static_cast<Location>(i));
}

// A share in percent with two decimals, as whole hundredths.
std::string percent(std::uint64_t part, std::uint64_t whole) {
  std::string out;
  base::append_fixed2(
      out, whole == 0 ? 0 : static_cast<std::int64_t>((part * 10'000 + whole / 2) / whole));
  return out;
}

// A mean in hundredths, rounded half up; scores are never negative.
std::string mean(std::int64_t sum, std::uint64_t count) {
  std::string out;
  const auto rows = static_cast<std::int64_t>(count);
  base::append_fixed2(out, rows == 0 ? 0 : (sum + rows / 2) / rows);
  return out;
}

template <class Visit>
void each_verdict(const BatchSummary& summary, Visit visit) {
  for (std::size_t d = 0; d < summary.verdicts.size(); ++d) {
    for (std::size_t e = 0; e < summary.verdicts[d].size(); ++e) {
      for (std::size_t l = 0; l < summary.verdicts[d][e].size(); ++l) {
        if (summary.verdicts[d][e][l] > 0) visit(d, e, l, summary.verdicts[d][e][l]);
      }
    }
  }
}

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

std::string summary_text(const BatchReport& report) {
  const BatchSummary& summary = report.summary;
  std::string out;
  base::Table table({{}, {}, {}, {base::Align::right, 0}, {base::Align::right, 0}});
  table.add_row({"disposition", "engagement", "location", "rows", "%"});
  table.add_rule();
  each_verdict(summary, [&](std::size_t d, std::size_t e, std::size_t l, std::uint64_t count) {
    const auto shown = [](std::string_view verdict) {
      return std::string(verdict.empty() ? std::string_view("-") : verdict);
    };
    table.add_row({shown(disposition_name(d)), shown(engagement_name(e)), shown(location_name(l)),
                   std::to_string(count), percent(count, report.verdicts)});
  });
  out += table.render(0) + "\n";
  for (std::size_t s = 0; s < summary.status.size(); ++s) {
    if (summary.status[s] == 0) continue;
    out += fmt::format("{}: {} ({} %)\n", name(static_cast<Status>(s)), summary.status[s],
                       percent(summary.status[s], report.rows));
  }
  out += "\nmean scores:";
  for (std::size_t a = 0; a < axis_count; ++a) {
    out +=
        fmt::format(" {} {}", name(static_cast<Axis>(a)), mean(summary.scores[a], report.verdicts));
  }
  out += '\n';
  const auto list = [&](std::string_view title, const auto& counts) {
    if (counts.empty()) return;
    out += fmt::format("\n{}\n", title);
    for (std::size_t i = 0; i < counts.size() && i < most_listed; ++i) {
      out += fmt::format("  {}: {} ({} %)\n", counts[i].first, counts[i].second,
                         percent(counts[i].second, report.verdicts));
    }
  };
  list("gates and rules that fired most", summary.fired);
  list("reasons named most", summary.codes);
  return out;
}

std::string summary_json(const Engine& engine, const BatchReport& report) {
  const BatchSummary& summary = report.summary;
  std::string out;
  json::Writer json(out, json::Layout::pretty);
  json.begin_object();
  json.text("schema", "sourcing.summary/1");
  json.begin_object("model");
  json.text("id", engine.model_id());
  json.text("version", engine.model_version());
  json.text("sha256", engine.model_sha256());
  json.end_object();
  row_counts(json, report);
  json.begin_array("by_verdict");
  each_verdict(summary, [&](std::size_t d, std::size_t e, std::size_t l, std::uint64_t count) {
    json.begin_object();
    json.text_or_null("disposition", disposition_name(d));
    json.text_or_null("engagement", engagement_name(e));
    json.text_or_null("location", location_name(l));
    json.count("rows", count);
    json.json("percent", percent(count, report.verdicts));
    json.end_object();
  });
  json.end_array();
  json.begin_object("by_status");
  for (std::size_t s = 0; s < summary.status.size(); ++s) {
    json.count(name(static_cast<Status>(s)), summary.status[s]);
  }
  json.end_object();
  json.begin_object("mean_scores");
  for (std::size_t a = 0; a < axis_count; ++a) {
    json.json(name(static_cast<Axis>(a)), mean(summary.scores[a], report.verdicts));
  }
  json.end_object();
  code_counts(json, "fired", summary.fired);
  code_counts(json, "reasons", summary.codes);
  json.end_object();
  return out + "\n";
}

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
