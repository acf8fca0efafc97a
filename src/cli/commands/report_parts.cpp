// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/report_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <sourcing/decide.hpp>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "cli/arguments/case_rows.hpp"
#include "input/csv_fields.hpp"
#include "places/bulk.hpp"
#include "places/map.hpp"
#include "places/report.hpp"
#include "render/case_charts.hpp"
#include "report/markup.hpp"

namespace sourcing::cli {

namespace {

using report::html;

std::string figure(const std::string& chart, std::string_view caption) {
  return fmt::format(
      "<figure><div class=\"wide\" tabindex=\"0\">{}</div><figcaption>{}</figcaption></figure>\n",
      chart, html(caption));
}

std::string details(std::string_view summary, const std::string& content) {
  return fmt::format("<details><summary>{}</summary>{}</details>\n", html(summary), content);
}

// The columns grouped by that a task has fields for: of others it says nothing.
std::vector<std::string> fields_of(const std::vector<std::string>& columns) {
  std::vector<std::string> fields;
  for (const std::string& column : columns) {
    const std::string folded = input::fold_name(column);
    if (std::find(task_fields.begin(), task_fields.end(), folded) == task_fields.end()) return {};
    fields.push_back(folded);
  }
  return fields;
}

}  // namespace

void add_money(const Engine& engine, const money::Plan& plan, report::Document& document) {
  if (document.costs.rows == 0) return;
  const render::Wording words(engine.program(), document.language);
  CaseContext context{engine, plan};
  context.render.format = Format::html;
  context.render.language = document.language;
  context.summary = true;
  context.by = fields_of(document.by);
  CaseTally tally(context);
  CaseMaker adding(context);
  CaseContext one = context;
  one.summary = false;
  one.part = true;
  CaseMaker telling(one);
  std::string nothing;
  for (report::Row& row : document.rows) {
    if (row.failed) {
      tally.failed();
      continue;
    }
    adding.add(row.task, tally, nothing);
    if (!row.has_page) continue;
    std::string text;
    telling.add(row.task, tally, text);
    row.details += details(words.say("report.money"), text);
  }
  const render::CasesReport cases = tally.report();
  std::string& out = document.money;
  for (const render::CaseGroup& group : cases.totals) {
    const render::Waterfall waterfall =
        render::waterfall_of(engine, group, plan.horizon(), cases.independent, document.language);
    out += figure(render::waterfall_svg(engine, waterfall, document.language),
                  words.say("report.money_note"));
    const std::size_t number = document.charts.size() + 1;
    document.charts.emplace_back(number == 1 ? "money.svg" : fmt::format("money-{}.svg", number),
                                 render::waterfall_svg(engine, waterfall, document.language));
  }
  context.render.full = true;
  render::append_cases_part(out, engine, cases, context.render);
  std::string& json = document.data.emplace_back("cases", "").second;
  json::Writer writer(json);
  render::write_json(writer, engine, cases);
}

namespace {

class Places {
 public:
  Places(const Session& session, const Engine& engine, const places::Atlas& atlas,
         const places::Request& request, report::Document& document)
      : session_(session),
        engine_(engine),
        atlas_(atlas),
        request_(request),
        document_(document),
        words_(engine.program(), document.language) {}

  void add() {
    const auto shared = std::make_shared<const places::BulkRequest>(
        places::BulkRequest{engine_, atlas_, request_, {}, std::make_shared<places::Gaps>()});
    places::Bulk bulk(shared);
    document_.has_places = true;
    // Of very many a page would have no room for each ranking: `locate` has them.
    const bool few = document_.rows.size() <= report::most_pages;
    for (report::Row& row : document_.rows) {
      if (row.failed) continue;
      count(row, bulk.best(row.task, {said(row.task, "home"), said(row.task, "work_languages")}));
      if (few) page(row);
    }
    portfolio();
  }

 private:
  struct Count {
    std::uint64_t rows = 0;
    std::int64_t weight = 0;
  };

  static std::string_view said(const Task& task, std::string_view field) {
    for (const Field& each : task.fields) {
      if (each.name == field) return each.text;
    }
    return {};
  }

  void count(report::Row& row, const places::Best& best) {
    if (best.count > 0) row.place = best.places[0]->names.in(document_.language);
    Count& sum = counts_[best.count == 0 ? std::string_view() : best.places[0]->iso2];
    ++sum.rows;
    sum.weight += row.weight;
  }

  void page(report::Row& row) {
    constexpr std::size_t top = 5;
    places::Request request = request_;
    if (complete(session_, atlas_, row.task, request) != ExitCode::done) return;
    const places::Ranking ranking = places::rank(engine_, atlas_, row.task, request);
    const Task task = places::with_derived(engine_.program(), atlas_, row.task, ranking.derived);
    DecideOptions how;
    how.language = document_.language;
    how.explore = false;
    const Decision decision = decide(engine_, task, how);
    const places::Report report{engine_, atlas_, decision, request, ranking};
    std::string text;
    places::write_html(text, report, document_.language, top);
    if (++maps_ <= most_maps) {
      text += figure(places::map_svg(report, document_.language), words_.say("report.places_map"));
    }
    row.details += details(words_.say("report.places"), text);
  }

  // The places that are first for some rows, as a ranking by how many these are.
  void portfolio() {
    Task nobody = make_task(engine_);
    nobody.id = document_.source;
    places::Request request = request_;
    places::Ranking ranking = places::rank(engine_, atlas_, nobody, request);
    std::vector<places::Ranked> first;
    for (places::Ranked& place : ranking.places) {
      if (counts_.contains(place.seen.place->iso2)) first.push_back(std::move(place));
    }
    const auto count_of = [&](const places::Ranked& place) -> const Count& {
      return counts_[place.seen.place->iso2];
    };
    std::stable_sort(first.begin(), first.end(), [&](const auto& a, const auto& b) {
      return count_of(a).weight > count_of(b).weight;
    });
    std::uint32_t rank = 0;
    for (places::Ranked& place : first) {
      place.rank = ++rank;
      place.score = static_cast<Centipoints>(count_of(place).rows * 100);
    }
    ranking.places = std::move(first);
    ranking.excluded.clear();
    DecideOptions how;
    how.language = document_.language;
    how.explore = false;
    const Decision decision = decide(engine_, nobody, how);
    const places::Report report{engine_, atlas_, decision, request, ranking};
    const places::Sayings sayings(report, document_.language);
    table(report, sayings);
    const std::string map = places::map_svg(report, document_.language);
    document_.places += figure(map, words_.say("report.places_map_all"));
    document_.charts.emplace_back("places.svg", map);
  }

  void table(const places::Report& report, const places::Sayings& sayings) {
    std::string& out = document_.places;
    out += fmt::format("<p>{}</p><div class=\"wide\" tabindex=\"0\"><table><thead><tr>",
                       html(words_.say("report.places_note", {{"home", request_.home}})));
    for (const std::string_view key : {"place.column_place", "place.column_class"}) {
      out += fmt::format("<th scope=\"col\">{}</th>", html(words_.say(key)));
    }
    out += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(words_.say("report.rows")));
    if (!document_.weight.empty()) {
      out += fmt::format("<th scope=\"col\" class=\"n\">{}</th>", html(document_.weight));
    }
    out += "</tr></thead><tbody>";
    for (const places::Ranked& place : report.ranking.places) {
      row(sayings.name(*place.seen.place), sayings.location(place.seen.kind),
          counts_[place.seen.place->iso2]);
    }
    if (const auto none = counts_.find(""); none != counts_.end()) {
      row(words_.say("report.places_none"), "", none->second);
    }
    out += "</tbody></table></div>";
  }

  void row(std::string_view name, std::string_view kind, const Count& count) {
    std::string& out = document_.places;
    out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td>",
                       html(name), html(kind), count.rows);
    if (!document_.weight.empty()) {
      out += fmt::format("<td class=\"n\">{}</td>", words_.number(base::shortest2(count.weight)));
    }
    out += "</tr>";
  }

  static constexpr std::size_t most_maps = 12;  // a map is 20 KB

  const Session& session_;
  const Engine& engine_;
  const places::Atlas& atlas_;
  const places::Request& request_;
  report::Document& document_;
  render::Wording words_;
  std::map<std::string_view, Count> counts_;  // by code; empty: every place is shut out
  std::size_t maps_ = 0;
};

}  // namespace

void add_places(const Session& session, const Engine& engine, const places::Atlas& atlas,
                const places::Request& request, report::Document& document) {
  Places(session, engine, atlas, request, document).add();
}

}  // namespace sourcing::cli
