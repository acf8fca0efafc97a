// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.hpp"
#include "render/json_document.hpp"
#include "render/summary.hpp"
#include "render/summary_numbers.hpp"

namespace sourcing::render {

namespace {

template <class T>
std::string_view name_of(const std::optional<T>& part) {
  return part ? name(*part) : std::string_view{};
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

void verdict_members(json::Writer& json, const Verdict& verdict) {
  json.text_or_null("disposition", name_of(verdict.disposition));
  json.text_or_null("engagement", name_of(verdict.engagement));
  json.text_or_null("location", name_of(verdict.location));
}

// What each column adds up to, and its share of the whole where that is something.
void sums(json::Writer& json, const BatchSummary& summary, const std::vector<ColumnSum>& values) {
  json.begin_object("sums");
  for (std::size_t i = 0; i < values.size(); ++i) json.json(summary.sum[i], values[i].sum);
  json.end_object();
  json.begin_object("shares");
  for (std::size_t i = 0; i < values.size(); ++i) {
    json.json(summary.sum[i], values[i].share ? fixed2(*values[i].share) : std::string());
  }
  json.end_object();
  json.begin_object("gaps");
  for (std::size_t i = 0; i < values.size(); ++i) json.count(summary.sum[i], values[i].gaps);
  json.end_object();
}

void group_members(json::Writer& json, const BatchSummary& summary, const SummaryGroup& group,
                   std::uint64_t all) {
  json.count("rows", group.rows);
  json.count("errors", group.errors);
  json.json("percent", percent(group.rows, all));
  json.begin_array("by_verdict");
  for (const VerdictTally& tally : group.by_verdict) {
    json.begin_object();
    verdict_members(json, tally.verdict);
    json.count("rows", tally.rows);
    json.json("percent", percent(tally.rows, group.rows));
    sums(json, summary, tally.sums);
    json.end_object();
  }
  json.end_array();
  sums(json, summary, group.sums);
}

}  // namespace

void write_groups(json::Writer& json, const BatchSummary& summary) {
  if (summary.by.empty() && summary.sum.empty()) return;
  const std::uint64_t all = summary.total.rows;
  json.texts("by", summary.by);
  json.texts("sum", summary.sum);
  json.begin_array("groups");
  for (const SummaryGroup& group : summary.groups) {
    json.begin_object();
    json.begin_object("key");
    for (std::size_t i = 0; i < group.key.size(); ++i) json.text(summary.by[i], group.key[i]);
    json.end_object();
    group_members(json, summary, group, all);
    json.end_object();
  }
  json.end_array();
  json.begin_object("total");
  group_members(json, summary, summary.total, all);
  json.end_object();
  json.begin_array("levels");
  for (const SummaryLevel& level : summary.levels) {
    json.begin_object();
    json.text("column", summary.by[level.by]);
    json.count("level", level.level);
    json.begin_array("groups");
    for (const SummaryGroup& group : level.groups) {
      json.begin_object();
      json.begin_object("key");
      json.text(summary.by[level.by], group.key.front());
      json.end_object();
      group_members(json, summary, group, all);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
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
  json.count("rows", report.rows);
  json.count("verdicts", report.verdicts);
  json.count("rejects", report.rejects);
  json.begin_array("by_verdict");
  each_verdict(summary, [&](const Verdict& verdict, std::uint64_t count) {
    json.begin_object();
    verdict_members(json, verdict);
    json.count("rows", count);
    json.json("percent", percent(count, report.rows));
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
  write_groups(json, summary);
  json.end_object();
  return out + "\n";
}

}  // namespace sourcing::render
