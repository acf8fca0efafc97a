// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/case_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sourcing/decide.hpp>

#include "analysis/estimate.hpp"
#include "analysis/fitted.hpp"
#include "render/case_charts.hpp"
#include "render/case_page.hpp"
#include "render/html_page.hpp"
#include "render/wording.hpp"

namespace sourcing::cli {

namespace {

std::optional<money::Option> option_of(const Verdict& verdict) {
  if (!verdict.disposition) return std::nullopt;
  if (*verdict.disposition == Disposition::retain) return money::Option::keep;
  if (*verdict.disposition == Disposition::automate_first) return money::Option::automate;
  if (!verdict.location) return std::nullopt;
  return static_cast<money::Option>(1 + static_cast<int>(*verdict.location));
}

}  // namespace

void CaseTally::add(const Task& task, const render::CaseReport& report,
                    const money::Evaluator& evaluator) {
  ++rows_;
  for (const std::string& field : report.money->missing) ++missing_[field];
  if (report.options == nullptr) return;
  key_.resize(1 + context_.by.size());
  key_.front() = report.money->currency;
  for (std::size_t i = 0; i < context_.by.size(); ++i) {
    const std::string& column = context_.by[i];
    key_[1 + i] = column == "activity" ? std::string_view(task.activity) : field_text(task, column);
  }
  auto found = groups_.find(key_);
  if (found == groups_.end()) {
    found = groups_.emplace(key_, money::Totals(context_.plan)).first;
  }
  found->second.add(report.money->work, evaluator, *report.options, report.excluded, report.advice);
}

void CaseTally::note_rates(const money::Plan& plan) {
  for (const money::Assumption& each : plan.assumptions()) {
    if (!each.own || each.line != money::Line::rate) continue;
    const bool published =
        std::any_of(context_.plan.assumptions().begin(), context_.plan.assumptions().end(),
                    [&](const auto& other) { return other.id == each.id; });
    if (published) continue;
    rates_.try_emplace(fmt::format("{} {} {} {}", each.id, each.low, each.high, each.source), each);
  }
}

void CaseTally::add(const CaseTally& more) {
  rates_.insert(more.rates_.begin(), more.rates_.end());
  rows_ += more.rows_;
  errors_ += more.errors_;
  for (const auto& [field, count] : more.missing_) missing_[field] += count;
  for (const auto& [key, totals] : more.groups_) {
    const auto [found, fresh] = groups_.try_emplace(key, totals);
    if (!fresh) found->second.add(totals);
  }
}

void CaseTally::clear() {
  rows_ = errors_ = 0;
  missing_.clear();
  groups_.clear();
  rates_.clear();
}

render::CasesReport CaseTally::report() const {
  render::CasesReport report;
  report.plan = &context_.plan;
  report.rows = rows_;
  report.errors = errors_;
  report.independent = context_.independent;
  report.missing.assign(missing_.begin(), missing_.end());
  for (const auto& [key, rate] : rates_) report.rates.push_back(rate);
  for (const auto& entry : groups_) {
    const Key& key = entry.first;
    const money::Totals& totals = entry.second;
    const std::string& currency = key.front();
    const auto same = std::find_if(report.totals.begin(), report.totals.end(),
                                   [&](const auto& each) { return each.currency == currency; });
    if (same == report.totals.end()) {
      report.totals.push_back({{}, currency, totals});
    } else {
      same->totals.add(totals);
    }
    if (context_.by.empty()) continue;
    render::CaseGroup group{{}, key.front(), totals};
    for (std::size_t i = 0; i < context_.by.size(); ++i) {
      group.key.emplace_back(context_.by[i], key[i + 1]);
    }
    report.groups.push_back(std::move(group));
  }
  // No row with a case: the total is one of nothing.
  if (report.totals.empty()) report.totals.push_back({{}, "", money::Totals(context_.plan)});
  return report;
}

void CaseMaker::begin(std::string& out) {
  if (json()) documents_.begin(out);
  if (context_.render.format == Format::html) {
    const render::Wording wording(context_.engine.program(), context_.render.language);
    render::append_case_page_begin(out, wording.say("case.page"), context_.render.language);
  }
  if (context_.summary) return;
  if (context_.render.format == Format::csv) render::append_case_header(out, ',');
  if (context_.render.format == Format::tsv) render::append_case_header(out, '\t');
}

void CaseMaker::end(std::string& out) {
  if (json()) documents_.end(out);
  if (context_.render.format == Format::html) {
    const render::Wording wording(context_.engine.program(), context_.render.language);
    render::append_page_end(out, wording.footer());
  }
}

void CaseMaker::failed(const Failure& failure, CaseTally& tally, std::string& out) {
  tally.failed();
  if (context_.summary) return;
  switch (context_.render.format) {
    case Format::json:
    case Format::ndjson:
      documents_.entry(
          out, [&](json::Writer& json) { render::write_json(json, context_.engine, failure); });
      break;
    case Format::csv:
      render::append_case_row(out, failure, ',', !context_.sheet);
      break;
    case Format::tsv:
      render::append_case_row(out, failure, '\t');
      break;
    default:
      break;  // a table is written in no other format
  }
}

void CaseMaker::add(const Task& task, CaseTally& tally, std::string& out) {
  add(task, verdict(task), tally, out);
}

void CaseMaker::add(const Task& task, const batch::RowVerdict& verdict, CaseTally& tally,
                    std::string& out) {
  money_ = money::read_money(task, context_.start);
  render::CaseReport report;
  RatedPlans::Rated* const rated = rated_ ? &rated_->of(task) : nullptr;
  money::Evaluator& evaluator = rated == nullptr ? own_ : rated->evaluator;
  report.plan = rated == nullptr ? &context_.plan : &rated->plan;
  report.task = {task.id, task.name, task.row};
  report.money = &money_;
  report.verdict = verdict.verdict;
  report.advice.verdict = option_of(verdict.verdict);
  std::copy(verdict.barred.begin(), verdict.barred.end(), report.excluded.begin() + 1);
  // An own centre abroad is costed where a provider is farthest, so what forbids that forbids it.
  report.excluded[static_cast<std::size_t>(money::Option::captive)] =
      report.excluded[static_cast<std::size_t>(money::Option::offshore)];
  if (money_.missing.empty() && !report.plan->fits(money_.work)) {
    money_.missing.emplace_back("too_large");
  }
  if (money_.missing.empty()) work_out(evaluator, report);
  if (context_.rates != nullptr && context_.rates->lacks_home(task)) {
    money_.warnings.push_back(money::Warning::rates_without_home);
  }
  warn(report);
  if (context_.summary || context_.sheet) {
    tally.add(task, report, evaluator);
    if (rated != nullptr && report.options != nullptr) tally.note_rates(rated->plan);
  }
  if (context_.summary) return;
  draw(report);
  switch (context_.render.format) {
    case Format::json:
    case Format::ndjson:
      documents_.entry(
          out, [&](json::Writer& json) { render::write_json(json, context_.engine, report); });
      break;
    case Format::csv:
      render::append_case_row(out, report, ',', !context_.sheet);
      break;
    case Format::tsv:
      render::append_case_row(out, report, '\t');
      break;
    default:
      if (context_.part) {
        render::append_case_part(out, context_.engine, report, context_.render);
      } else {
        render::append_case(out, context_.engine, report, context_.render);
      }
  }
}

// What `decide` finds, without the sentences.
batch::RowVerdict CaseMaker::verdict(const Task& asked) const {
  const engine::Program& program = context_.engine.program();
  const analysis::Fitted fitted(program, asked);
  const Task& task = fitted.task();
  batch::RowVerdict row;
  const engine::Outcome outcome =
      engine::decide(program, analysis::estimate(program, task), [&](std::size_t rule) {
        for (std::size_t location = 0; location < location_count; ++location) {
          if ((program.rules[rule].excluded >> location & 1U) == 0) continue;
          std::string_view& code = row.barred[location];
          if (code.empty()) code = program.rules[rule].id;
        }
      });
  const std::uint64_t cells = DecideOptions{}.cells;
  const engine::Box box = analysis::completions(program, task);
  const auto bears = analysis::bearing(program, task, box, cells);
  const auto found = analysis::statuses(program, box, bears, cells);
  if (found.disposition != Status::undetermined) row.verdict.disposition = outcome.disposition;
  if (found.engagement != Status::undetermined) row.verdict.engagement = outcome.engagement;
  if (found.location != Status::undetermined) row.verdict.location = outcome.chosen();
  return row;
}

void CaseMaker::work_out(money::Evaluator& evaluator, render::CaseReport& report) {
  const money::Work& work = money_.work;
  report.options = &evaluator.run(work);
  report.hurdle = money::amount(context_.hurdle, work, report.plan->horizon());
  report.advice = money::advise(evaluator, work, *report.options, report.excluded,
                                report.advice.verdict, report.hurdle);
  report.detailed = context_.detailed;
  if (context_.summary || !context_.detailed) return;
  report.drivers = money::drivers(*report.plan, work);
  report.break_evens = money::break_evens(*report.plan, work);
}

void CaseMaker::warn(render::CaseReport& report) const {
  report.warnings = money_.warnings;
  bool no_transition = false, all_moved = false;
  for (std::size_t i = 1; i < money::option_count; ++i) {
    const money::Corners& corners = report.plan->corners(static_cast<money::Option>(i));
    if (!corners.priced || static_cast<money::Option>(i) == money::Option::automate) continue;
    no_transition = no_transition || corners.wait_high == 0 || corners.worst.team.rate == 0;
    all_moved = all_moved || corners.share_high == money::million;
  }
  if (no_transition) report.warnings.push_back(money::Warning::transition_left_out);
  if (all_moved) report.warnings.push_back(money::Warning::all_moved);
  if (report.advice.verdict == money::Option::automate) {
    report.warnings.push_back(money::Warning::savings_twice);
  } else if (report.options != nullptr && report.advice.option == money::Option::automate) {
    report.warnings.push_back(money::Warning::automation_unsure);
  }
}

void CaseMaker::draw(const render::CaseReport& report) const {
  if (context_.charts == nullptr || report.options == nullptr) return;
  const money::Option subject = render::case_subject(report);
  if (!(*report.options)[static_cast<std::size_t>(subject)].known) return;
  const std::string_view language = context_.render.language;
  const std::string number = fmt::format("{}", report.task.row);
  context_.charts->emplace_back("tornado-" + number + ".svg",
                                render::tornado_svg(context_.engine, report, subject, language));
  const render::Waterfall waterfall =
      render::waterfall_of(context_.engine, report, subject, language);
  context_.charts->emplace_back("waterfall-" + number + ".svg",
                                render::waterfall_svg(context_.engine, waterfall, language));
}

namespace {

void draw_summary(const CaseContext& context, const render::CasesReport& report) {
  const std::string_view language = context.render.language;
  std::size_t number = 0;
  for (const auto* list : {&report.totals, &report.groups}) {
    for (const render::CaseGroup& group : *list) {
      const render::Waterfall waterfall = render::waterfall_of(
          context.engine, group, context.plan.horizon(), context.independent, language);
      context.charts->emplace_back(fmt::format("waterfall-{}.svg", ++number),
                                   render::waterfall_svg(context.engine, waterfall, language));
    }
  }
}

}  // namespace

void append_summary(std::string& out, const CaseContext& context, const CaseTally& tally) {
  const render::CasesReport report = tally.report();
  if (context.charts != nullptr) draw_summary(context, report);
  if (context.render.format == Format::json || context.render.format == Format::ndjson) {
    render::JsonDocuments documents(context.render);
    documents.begin(out);
    documents.entry(out,
                    [&](json::Writer& json) { render::write_json(json, context.engine, report); });
    documents.end(out);
    return;
  }
  if (context.render.format == Format::csv || context.render.format == Format::tsv) {
    return render::append_cases_rows(out, report,
                                     context.render.format == Format::csv ? ',' : '\t');
  }
  render::append_cases(out, context.engine, report, context.render);
}

}  // namespace sourcing::cli
