// SPDX-License-Identifier: Apache-2.0
#include "audit/case_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

constexpr std::array all_kinds = {CoverageKind::gate, CoverageKind::rule, CoverageKind::level,
                                  CoverageKind::outcome};

std::string percent_text(std::int32_t percent) {
  std::string out;
  base::append_fixed2(out, percent);
  return out + "%";
}

std::string html(std::string_view text) {
  std::string out;
  base::append_html(out, text);
  return out;
}

std::string differences_text(const CaseResult& result, std::string_view indent) {
  std::string out;
  for (const Difference& difference : result.differences) {
    out += fmt::format("{}{}: expected {}, found {}\n", indent, difference.key,
                       base::printable(difference.expected), base::printable(difference.actual));
  }
  return out;
}

std::string text_report(const CaseRun& run, const Coverage& coverage, bool lists) {
  std::string out;
  const auto to = std::back_inserter(out);
  for (const CaseResult& result : run.results) {
    if (result.passed()) continue;
    fmt::format_to(to, "FAILED {}:{}: {}\n{}", base::printable(result.source), result.line,
                   base::printable(result.name), differences_text(result, "  "));
  }
  if (run.results.empty()) out += "FAILED: there is no case\n";
  fmt::format_to(to, "{} {}: {} case{}, {} failed; coverage {} ({} of {})\n", run.model_id,
                 run.model_version, run.results.size(), run.results.size() == 1 ? "" : "s",
                 run.failed(), percent_text(coverage.percent()), coverage.covered(),
                 coverage.items().size());
  bool listed = true;
  for (const CoverageKind kind : all_kinds) {
    std::size_t all = 0, without = 0;
    std::string missing;
    for (const CoverageItem& item : coverage.items()) {
      if (item.kind != kind) continue;
      ++all;
      if (item.covered) continue;
      ++without;
      missing += (missing.empty() ? "" : "; ") + item.what;
    }
    if (without == 0) continue;
    fmt::format_to(to, "  {} without a case: {} of {}{}\n", name(kind), without, all,
                   lists ? ": " + missing : "");
    listed = listed && lists;
  }
  if (!listed) out += "  -v lists them\n";
  if (run.least_percent && coverage.percent() < *run.least_percent) {
    fmt::format_to(to, "FAILED coverage: {} was asked for\n", percent_text(*run.least_percent));
  }
  return out;
}

// https://testanything.org: version 13, with a YAML block for each failure.
std::string tap_report(const CaseRun& run, const Coverage& coverage) {
  std::string out =
      fmt::format("TAP version 13\n1..{}\n",
                  std::max<std::size_t>(run.results.size(), 1) + (run.least_percent ? 1 : 0));
  std::size_t number = 0;
  if (run.results.empty()) out += fmt::format("not ok {} - there is no case\n", ++number);
  for (const CaseResult& result : run.results) {
    // A `#` would begin a directive.
    std::string title = base::printable(result.name);
    std::replace(title.begin(), title.end(), '#', '_');
    out += fmt::format("{} {} - {}\n", result.passed() ? "ok" : "not ok", ++number, title);
    if (result.passed()) continue;
    out += "  ---\n";
    std::string place;
    json::append_quoted(place, fmt::format("{}:{}", result.source, result.line));
    out += fmt::format("  at: {}\n  differences:\n", place);
    for (const Difference& difference : result.differences) {
      std::string said;
      json::append_quoted(said, fmt::format("{}: expected {}, found {}", difference.key,
                                            difference.expected, difference.actual));
      out += fmt::format("    - {}\n", said);
    }
    out += "  ...\n";
  }
  if (run.least_percent) {
    out += fmt::format("{} {} - coverage {} of {} asked for\n",
                       coverage.percent() >= *run.least_percent ? "ok" : "not ok", ++number,
                       percent_text(coverage.percent()), percent_text(*run.least_percent));
  }
  return out;
}

std::string junit_report(const CaseRun& run, const Coverage& coverage) {
  const bool short_of = run.least_percent && coverage.percent() < *run.least_percent;
  const bool none = run.results.empty();
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  out += fmt::format(
      "<testsuites>\n<testsuite name=\"{} {}\" tests=\"{}\" failures=\"{}\" errors=\"0\" "
      "skipped=\"0\">\n",
      html(run.model_id), html(run.model_version),
      run.results.size() + (none ? 1 : 0) + (run.least_percent ? 1 : 0),
      run.failed() + (none ? 1 : 0) + (short_of ? 1 : 0));
  if (none) {
    out += fmt::format(
        "<testcase classname=\"{}\" name=\"cases\"><failure message=\"there is no case\"/>"
        "</testcase>\n",
        html(run.model_id));
  }
  for (const CaseResult& result : run.results) {
    out += fmt::format("<testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\"",
                       html(run.model_id), html(result.name), html(result.source), result.line);
    if (result.passed()) {
      out += "/>\n";
      continue;
    }
    out += fmt::format("><failure message=\"{} not as expected\">{}</failure></testcase>\n",
                       html(result.differences.front().key), html(differences_text(result, "")));
  }
  if (run.least_percent) {
    out += fmt::format("<testcase classname=\"{}\" name=\"coverage\"", html(run.model_id));
    out += short_of
               ? fmt::format("><failure message=\"{} of {} asked for\"/></testcase>\n",
                             percent_text(coverage.percent()), percent_text(*run.least_percent))
               : "/>\n";
  }
  return out + "</testsuite>\n</testsuites>\n";
}

std::string json_report(const CaseRun& run, const Coverage& coverage) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("schema", "sourcing.test/1");
  writer.begin_object("model");
  writer.text("id", run.model_id);
  writer.text("version", run.model_version);
  writer.text("sha256", run.model_sha256);
  writer.end_object();
  writer.count("cases", run.results.size());
  writer.count("failed", run.failed());
  writer.begin_array("results");
  for (const CaseResult& result : run.results) {
    writer.begin_object();
    writer.text("name", result.name);
    writer.text("file", result.source);
    writer.count("line", result.line);
    writer.flag("passed", result.passed());
    writer.begin_array("differences");
    for (const Difference& difference : result.differences) {
      writer.begin_object();
      writer.text("key", difference.key);
      writer.text("expected", difference.expected);
      writer.text("found", difference.actual);
      writer.end_object();
    }
    writer.end_array();
    writer.end_object();
  }
  writer.end_array();
  writer.begin_object("coverage");
  writer.fixed2("percent", coverage.percent());
  writer.count("covered", coverage.covered());
  writer.count("of", coverage.items().size());
  writer.begin_object("missing");
  for (const CoverageKind kind : all_kinds) {
    writer.begin_array(name(kind));
    for (const CoverageItem& item : coverage.items()) {
      if (item.kind == kind && !item.covered) writer.string(item.what);
    }
    writer.end_array();
  }
  writer.end_object();
  writer.end_object();
  writer.end_object();
  return out + "\n";
}

}  // namespace

std::size_t CaseRun::failed() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.passed(); }));
}

std::string report(const CaseRun& run, const Coverage& coverage, CaseFormat format, bool lists) {
  switch (format) {
    case CaseFormat::text:
      return text_report(run, coverage, lists);
    case CaseFormat::tap:
      return tap_report(run, coverage);
    case CaseFormat::junit:
      return junit_report(run, coverage);
    case CaseFormat::json:
      return json_report(run, coverage);
  }
  return {};
}

}  // namespace sourcing::audit
