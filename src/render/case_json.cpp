// SPDX-License-Identifier: Apache-2.0
#include "render/case_report.hpp"

namespace sourcing::render {

namespace {

using money::Interval;
using money::Option;
using money::OptionCase;
using money::Plan;
using money::WideInterval;

std::string amount(money::Wide cents) {
  std::string text;
  money::append_amount(text, cents);
  return text;
}

void number(json::Writer& json, std::string_view name, std::string_view text) {
  json.key(name);
  json.raw_number(text);
}

template <class Range>
void range(json::Writer& json, std::string_view name, const Range& ends) {
  json.begin_array(name);
  json.raw_number(amount(ends.low));
  json.raw_number(amount(ends.high));
  json.end_array();
}

void null(json::Writer& json, std::string_view name) {
  json.key(name);
  json.null();
}

void month(json::Writer& json, const std::optional<std::int64_t>& months) {
  if (months) {
    json.raw_number(std::to_string(*months));
  } else {
    json.null();
  }
}

std::string_view id(Option option) { return money::option_names[static_cast<std::size_t>(option)]; }

void horizon(json::Writer& json, const Plan& plan) {
  json.count("years", static_cast<std::uint64_t>(plan.horizon().years));
  number(json, "discount", money::shown(money::Unit::share, plan.horizon().discount));
}

void assumption(json::Writer& json, const money::Assumption& each) {
  const money::LineKind& of = money::kind(each.line);
  json.begin_object();
  json.text("id", each.id);
  json.text("line", of.id);
  number(json, "low", money::shown(of.unit, each.low));
  number(json, "high", money::shown(of.unit, each.high));
  json.text("unit", money::name(of.unit));
  json.begin_array("applies_to");
  for (std::size_t i = 0; i < money::option_count; ++i) {
    if (each.applies(static_cast<Option>(i))) json.string(money::option_names[i]);
  }
  json.end_array();
  json.text("source", each.source);
  json.key("year");
  if (each.year != 0) {
    json.raw_number(std::to_string(each.year));
  } else {
    json.null();
  }
  json.flag("weak", each.weak);
  json.flag("own", each.own);
  json.end_object();
}

void assumptions(json::Writer& json, const Plan& plan) {
  for (const money::Assumption& each : plan.assumptions()) assumption(json, each);
}

void option(json::Writer& json, const CaseReport& report, std::size_t index) {
  const auto which = static_cast<Option>(index);
  json.begin_object();
  json.text("id", money::option_names[index]);
  json.text("verb", money::verb(which, report.money->present, report.money->contract_over));
  const bool known = report.options != nullptr && (*report.options)[index].known;
  if (known) {
    const OptionCase& one = (*report.options)[index];
    range(json, "one_off", one.one_off);
    range(json, "running", one.running);
    range(json, "saving", one.saving);
    range(json, "npv", one.npv);
    json.begin_array("payback_months");
    month(json, one.payback_low);
    month(json, one.payback_high);
    json.end_array();
    json.text("pays", money::name(money::pays(one.npv)));
    if (report.hurdle > 0) {
      json.text("clears_hurdle", money::name(money::pays(one.npv, report.hurdle)));
    }
  } else {
    for (const std::string_view name :
         {"one_off", "running", "saving", "npv", "payback_months", "pays"}) {
      null(json, name);
    }
  }
  json.text_or_null("excluded", report.excluded[index]);
  json.end_object();
}

void verdict(json::Writer& json, const CaseReport& report) {
  json.begin_object("verdict");
  const Verdict& given = report.verdict;
  json.text_or_null("disposition", given.disposition ? name(*given.disposition) : "");
  json.text_or_null("engagement", given.engagement ? name(*given.engagement) : "");
  json.text_or_null("location", given.location ? name(*given.location) : "");
  json.text_or_null("option", report.advice.verdict ? id(*report.advice.verdict) : "");
  json.end_object();
}

void cheapest(json::Writer& json, const CaseReport& report) {
  if (report.options == nullptr) return null(json, "cheapest");
  json.begin_object("cheapest");
  json.text("option", id(report.advice.option));
  json.text("verb",
            money::verb(report.advice.option, report.money->present, report.money->contract_over));
  json.flag("firm", report.advice.firm);
  if (report.advice.verdict) {
    number(json, "over_verdict", amount(report.advice.advantage));
  } else {
    null(json, "over_verdict");
  }
  json.end_object();
}

void break_evens(json::Writer& json, const CaseReport& report) {
  json.begin_array("break_even");
  for (const money::BreakEven& each : report.break_evens) {
    const money::Assumption& at = report.plan->assumptions()[each.assumption];
    json.begin_object();
    json.text("option", id(each.option));
    json.text("driver", at.id);
    if (each.value) {
      number(json, "value", money::shown(money::kind(at.line).unit, *each.value));
    } else {
      null(json, "value");
    }
    json.text("pays", money::name(each.side));
    json.end_object();
  }
  json.end_array();
}

void drivers(json::Writer& json, const CaseReport& report) {
  json.begin_array("drivers");
  for (const money::Driver& each : report.drivers) {
    const money::Assumption& at = report.plan->assumptions()[each.assumption];
    const money::Unit unit = money::kind(at.line).unit;
    json.begin_object();
    json.text("option", id(each.option));
    json.text("driver", at.id);
    number(json, "from", money::shown(unit, each.from));
    number(json, "to", money::shown(unit, each.to));
    number(json, "npv_from", amount(each.npv_from));
    number(json, "npv_to", amount(each.npv_to));
    json.end_object();
  }
  json.end_array();
}

void total(json::Writer& json, const money::OptionTotal& total) {
  json.count("rows", total.rows);
  json.count("excluded", total.excluded);
  range(json, "one_off", total.one_off);
  range(json, "running", total.running);
  range(json, "saving", total.saving);
  range(json, "npv", total.npv);
}

void group(json::Writer& json, const CaseGroup& group, bool independent) {
  json.begin_object("key");
  for (const auto& [column, value] : group.key) json.text(column, value);
  json.end_object();
  json.text_or_null("currency", group.currency);
  json.count("rows", group.totals.rows());
  number(json, "base", amount(group.totals.base()));
  json.begin_array("options");
  for (std::size_t i = 0; i < money::option_count; ++i) {
    const auto which = static_cast<Option>(i);
    json.begin_object();
    json.text("id", money::option_names[i]);
    total(json, group.totals.total(which, independent));
    json.count("cheapest", group.totals.best(which));
    json.end_object();
  }
  json.end_array();
  json.begin_object("verdicts");
  total(json, group.totals.verdicts(independent));
  json.count("undecided", group.totals.undecided());
  json.end_object();
}

}  // namespace

void write_json(json::Writer& json, const Engine& engine, const CaseReport& report) {
  json.begin_object();
  write_head(json, "sourcing.case/1", engine, report.task);
  json.text_or_null("currency", report.money->currency);
  horizon(json, *report.plan);
  if (report.options != nullptr) {
    number(json, "base", amount(report.money->work.base));
  } else {
    null(json, "base");
  }
  json.text("present", money::name(report.money->present));
  verdict(json, report);
  json.begin_array("options");
  for (std::size_t i = 0; i < money::option_count; ++i) option(json, report, i);
  json.end_array();
  cheapest(json, report);
  if (report.hurdle > 0) number(json, "hurdle", amount(report.hurdle));
  if (report.detailed) {
    break_evens(json, report);
    drivers(json, report);
    json.begin_array("assumptions");
    assumptions(json, *report.plan);
    json.end_array();
  }
  json.texts("missing", report.money->missing);
  json.begin_array("warnings");
  for (const money::Warning each : report.warnings) json.string(money::name(each));
  json.end_array();
  json.end_object();
}

void write_json(json::Writer& json, const Engine& engine, const Failure& failure) {
  json.begin_object();
  write_head(json, "sourcing.case/1", engine, {failure.id, failure.name, failure.row});
  json.key("error");
  if (failure.problems.empty()) {
    json.null();
  } else {
    write_problem(json, failure.problems.front());
  }
  json.begin_array("errors");
  for (const Problem& each : failure.problems) write_problem(json, each);
  json.end_array();
  json.end_object();
}

void write_json(json::Writer& json, const Engine& engine, const CasesReport& report) {
  json.begin_object();
  write_model(json, "sourcing.cases/1", engine);
  horizon(json, *report.plan);
  json.count("rows", report.rows);
  json.count("errors", report.errors);
  // Unlike currencies are not added up: there is then a total for each, and none of all.
  if (report.totals.size() == 1) {
    json.begin_object("total");
    group(json, report.totals.front(), report.independent);
    json.end_object();
  } else {
    null(json, "total");
  }
  json.begin_array("groups");
  for (const auto* list : {&report.groups, report.totals.size() > 1 ? &report.totals : nullptr}) {
    if (list == nullptr) continue;
    for (const CaseGroup& each : *list) {
      json.begin_object();
      group(json, each, report.independent);
      json.end_object();
    }
  }
  json.end_array();
  json.begin_object("missing");
  for (const auto& [field, count] : report.missing) json.count(field, count);
  json.end_object();
  json.text("ranges", report.independent ? "independent" : "common");
  json.begin_array("assumptions");
  assumptions(json, *report.plan);
  for (const money::Assumption& each : report.rates) assumption(json, each);
  json.end_array();
  json.end_object();
}

}  // namespace sourcing::render
