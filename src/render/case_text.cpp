// SPDX-License-Identifier: Apache-2.0
// Cases for people: the options side by side, where they break even, what it hangs on.
#include <algorithm>

#include "render/case_charts.hpp"
#include "render/case_page.hpp"
#include "render/case_report.hpp"
#include "render/wording.hpp"

namespace sourcing::render {

namespace {

using money::Option;

constexpr std::size_t shown_drivers = 5;

class CaseText {
 public:
  CaseText(std::unique_ptr<CasePage> page, const Engine& engine, const RenderOptions& options)
      : page_(std::move(page)),
        engine_(engine),
        language_(options.language),
        wording_(engine.program(), options.language),
        comma_(options.language != "en"),
        full_(options.full) {}

  void one(const CaseReport& report) {
    page_->title(wording_.task(report.task.id, report.task.name, report.task.row));
    facts(report);
    if (report.options != nullptr) assumptions(*report.plan);
  }

  /// Without its name and what is the same for all.
  void facts(const CaseReport& report) {
    if (report.options == nullptr) {
      std::string fields;
      for (const std::string& field : report.money->missing) append_item(fields, field);
      page_->paragraph(wording_.say("case.missing", {{"fields", fields}}));
      return;
    }
    page_->paragraph(
        wording_.say("case.base", {{"amount", amount(report.money->work.base)},
                                   {"currency", report.money->currency},
                                   {"years", std::to_string(report.plan->horizon().years)},
                                   {"discount", percent(report.plan->horizon().discount)}}));
    options(report);
    advice(report);
    pictures(report);
    break_evens(report);
    tornado(report);
    warnings(report);
  }

  void many(const CasesReport& report) {
    // A group all of whose rows lack a figure has no sums: what they lack is said below.
    const bool lacking = report.errors > 0 || !report.missing.empty();
    for (const auto* list : {&report.totals, &report.groups}) {
      for (const CaseGroup& each : *list) {
        if (each.totals.rows() > 0 || !lacking) group(each, report);
      }
    }
    if (report.errors > 0) {
      page_->paragraph(wording_.say_count("case.rows_errors", report.errors,
                                          {{"count", std::to_string(report.errors)}}));
    }
    for (const auto& [field, count] : report.missing) {
      page_->paragraph(wording_.say_count("case.rows_missing", count,
                                          {{"count", std::to_string(count)}, {"field", field}}));
    }
    page_->paragraph(wording_.say(report.independent ? "case.independent" : "case.common"));
    assumptions(*report.plan, report.rates);
  }

 private:
  // Whole units with their thousands apart: cents would be more than the ranges know.
  [[nodiscard]] std::string amount(money::Wide cents) const {
    std::string digits;
    money::append_amount(digits, money::rounded(cents, 100) * 100);
    digits.erase(digits.find('.'));
    const std::size_t sign = digits.front() == '-' ? 1 : 0;
    constexpr std::size_t group = 3;
    for (std::size_t at = digits.size(); at > sign + group; at -= group) {
      digits.insert(at - group, comma_ ? "." : ",");
    }
    return digits;
  }

  template <class Range>
  [[nodiscard]] std::string range(const Range& ends) const {
    const std::string low = amount(ends.low), high = amount(ends.high);
    return low == high ? low : low + " … " + high;
  }

  [[nodiscard]] std::string decimal(std::string text) const {
    if (comma_) std::replace(text.begin(), text.end(), '.', ',');
    return text;
  }

  [[nodiscard]] std::string percent(std::int64_t share) const {
    // Hundredths of a share are ten thousand of its smallest steps.
    return decimal(money::shown(money::Unit::share, share * 100)) + " %";
  }

  [[nodiscard]] std::string value(money::Line line, std::int64_t at) const {
    const money::Unit unit = money::kind(line).unit;
    return unit == money::Unit::share ? percent(at) : decimal(money::shown(unit, at));
  }

  [[nodiscard]] std::string months(const money::OptionCase& one) const {
    const std::string never = wording_.say("case.not_within");
    const std::string low = one.payback_low ? std::to_string(*one.payback_low) : never;
    const std::string high = one.payback_high ? std::to_string(*one.payback_high) : never;
    return low == high ? low : low + " … " + high;
  }

  [[nodiscard]] std::string option(std::size_t index) const {
    switch (static_cast<Option>(index)) {
      case Option::keep:
        return wording_.say("case.keep");
      case Option::onshore:
        return wording_.say("case.onshore");
      case Option::nearshore:
        return wording_.say("case.nearshore");
      case Option::offshore:
        return wording_.say("case.offshore");
      case Option::captive:
        return wording_.say("case.captive");
      case Option::automate:
        break;
    }
    return wording_.say("case.automate");
  }
  [[nodiscard]] std::string option(Option which) const {
    return option(static_cast<std::size_t>(which));
  }

  [[nodiscard]] std::string pays(money::Pays how) const {
    switch (how) {
      case money::Pays::always:
        return wording_.say("case.always");
      case money::Pays::never:
        return wording_.say("case.never");
      case money::Pays::depends:
        break;
    }
    return wording_.say("case.depends");
  }

  [[nodiscard]] std::vector<std::string> heading(bool payback) const {
    std::vector<std::string> cells = {
        wording_.say("case.column_option"), wording_.say("case.column_one_off"),
        wording_.say("case.column_saving"), wording_.say("case.column_npv")};
    if (payback) cells.push_back(wording_.say("case.column_payback"));
    cells.push_back(wording_.say("case.column_pays"));
    return cells;
  }

  void options(const CaseReport& report) {
    std::vector<std::vector<std::string>> rows = {heading(true)};
    for (std::size_t i = 0; i < money::option_count; ++i) {
      const money::OptionCase& one = (*report.options)[i];
      if (!one.known) {
        rows.push_back({option(i), "?", "?", "?", "?", "?"});
        continue;
      }
      rows.push_back({option(i), range(one.one_off), range(one.saving), range(one.npv),
                      i == 0 ? std::string{} : months(one),
                      report.excluded[i].empty()
                          ? (i == 0 ? std::string{} : pays(money::pays(one.npv)))
                          : wording_.say("case.excluded", {{"code", report.excluded[i]}})});
    }
    page_->table(rows);
  }

  void advice(const CaseReport& report) {
    const std::string best = option(report.advice.option);
    if (report.advice.verdict && *report.advice.verdict != report.advice.option) {
      page_->paragraph(wording_.say("case.differs", {{"best", best},
                                                     {"verdict", option(*report.advice.verdict)},
                                                     {"amount", amount(report.advice.advantage)},
                                                     {"currency", report.money->currency}}));
    } else {
      page_->paragraph(wording_.say("case.best", {{"best", best}}));
    }
    if (!report.advice.firm) page_->paragraph(wording_.say("case.not_firm"));
    if (report.hurdle > 0) {
      page_->paragraph(wording_.say("case.hurdle", {{"amount", amount(report.hurdle)}}));
    }
  }

  // Of each option the price: what is asked about first.
  void break_evens(const CaseReport& report) {
    for (const money::BreakEven& each : report.break_evens) {
      const money::Assumption& at = report.plan->assumptions()[each.assumption];
      if (at.line != money::Line::wage_ratio && at.line != money::Line::rate) continue;
      const std::string who = option(each.option);
      if (!each.value) {
        page_->paragraph(
            wording_.say(each.side == money::Side::always ? "case.even_always" : "case.even_never",
                         {{"option", who}, {"driver", at.id}}));
        continue;
      }
      page_->paragraph(wording_.say("case.even", {{"option", who},
                                                  {"driver", at.id},
                                                  {"value", value(at.line, *each.value)},
                                                  {"low", value(at.line, at.low)},
                                                  {"high", value(at.line, at.high)}}));
    }
  }

  void pictures(const CaseReport& report) {
    const Option about = case_subject(report);
    const bool known = (*report.options)[static_cast<std::size_t>(about)].known;
    if (!page_->shows_pictures() || !known) return;
    page_->picture(
        waterfall_svg(engine_, waterfall_of(engine_, report, about, language_), language_));
    if (report.detailed) page_->picture(tornado_svg(engine_, report, about, language_));
  }

  // What the best option that is not keeping hangs on.
  void tornado(const CaseReport& report) {
    Option about = report.advice.option;
    if (about == Option::keep) about = report.advice.verdict.value_or(Option::offshore);
    if (about == Option::keep) about = Option::offshore;
    std::vector<std::vector<std::string>> rows = {{wording_.say("case.column_driver"),
                                                   wording_.say("case.column_from_to"),
                                                   wording_.say("case.column_npv"), ""}};
    money::Wide widest = 0;
    for (const money::Driver& each : report.drivers) {
      if (each.option != about || rows.size() > shown_drivers) continue;
      const money::Assumption& at = report.plan->assumptions()[each.assumption];
      const money::Wide spread =
          each.npv_from < each.npv_to ? each.npv_to - each.npv_from : each.npv_from - each.npv_to;
      if (widest == 0) widest = std::max<money::Wide>(spread, 1);
      constexpr int longest = 20;
      const auto length = static_cast<std::size_t>(spread * longest / widest);
      rows.push_back({at.id, value(at.line, each.from) + " … " + value(at.line, each.to),
                      amount(each.npv_from) + " … " + amount(each.npv_to),
                      std::string(length, '#')});
    }
    if (rows.size() == 1) return;
    page_->paragraph(wording_.say("case.drivers", {{"option", option(about)}}));
    page_->table(rows);
  }

  [[nodiscard]] std::string warning(money::Warning which) const {
    switch (which) {
      case money::Warning::currency_missing:
        return wording_.say("case.warn_currency");
      case money::Warning::transition_left_out:
        return wording_.say("case.warn_transition");
      case money::Warning::all_moved:
        return wording_.say("case.warn_all_moved");
      case money::Warning::small_team:
        return wording_.say("case.warn_small_team");
      case money::Warning::savings_twice:
        return wording_.say("case.warn_twice");
      case money::Warning::ratio_of_a_price:
        return wording_.say("case.warn_ratio");
      case money::Warning::contract_unread:
        return wording_.say("case.warn_contract");
      case money::Warning::present_unread:
        return wording_.say("case.warn_present");
      case money::Warning::exit_unread:
        return wording_.say("case.warn_exit");
      case money::Warning::rates_without_home:
        return wording_.say("case.warn_rates_home");
      case money::Warning::automation_unsure:
        break;
    }
    return wording_.say("case.warn_automation");
  }

  void warnings(const CaseReport& report) {
    std::vector<std::string> items;
    for (const money::Warning each : report.warnings) items.push_back(warning(each));
    page_->bullets(items);
  }

  void assumptions(const money::Plan& plan, const money::Assumptions& rates = {}) {
    money::Assumptions all = plan.assumptions();
    all.insert(all.end(), rates.begin(), rates.end());
    if (!full_) {
      std::size_t weak = 0;
      for (const money::Assumption& each : all) weak += each.weak ? 1 : 0;
      page_->paragraph(wording_.say("case.assumptions", {{"count", std::to_string(all.size())},
                                                         {"weak", std::to_string(weak)}}));
      return;
    }
    std::vector<std::vector<std::string>> rows = {{wording_.say("case.column_driver"),
                                                   wording_.say("case.column_from_to"),
                                                   wording_.say("case.column_source")}};
    for (const money::Assumption& each : all) {
      rows.push_back(
          {each.id + (each.weak ? " *" : ""),
           value(each.line, each.low) + " … " + value(each.line, each.high),
           each.source + (each.year != 0 ? " (" + std::to_string(each.year) + ")" : "")});
    }
    page_->table(rows);
  }

  void group(const CaseGroup& group, const CasesReport& report) {
    const bool independent = report.independent;
    std::string key;
    for (const auto& [column, value] : group.key) append_item(key, column + " " + value);
    page_->title(key.empty() ? wording_.say("case.all") : key);
    page_->paragraph(wording_.say_count("case.rows", group.totals.rows(),
                                        {{"count", std::to_string(group.totals.rows())},
                                         {"amount", amount(group.totals.base())},
                                         {"currency", group.currency}}));
    std::vector<std::vector<std::string>> rows = {heading(false)};
    rows.front().back() = wording_.say("case.column_best");
    for (std::size_t i = 0; i < money::option_count; ++i) {
      const money::OptionTotal total = group.totals.total(static_cast<Option>(i), independent);
      std::string name = option(i);
      if (total.excluded > 0) {
        name = wording_.say_count("case.shut_out", total.excluded,
                                  {{"option", name}, {"count", std::to_string(total.excluded)}});
      }
      // Nothing was added up: that is no zero.
      if (total.rows == 0) {
        rows.push_back({name, "–", "–", "–", "–"});
        continue;
      }
      rows.push_back({name, range(total.one_off), range(total.saving), range(total.npv),
                      std::to_string(group.totals.best(static_cast<Option>(i)))});
    }
    const money::OptionTotal total = group.totals.verdicts(independent);
    rows.push_back({wording_.say("case.verdicts"), range(total.one_off), range(total.saving),
                    range(total.npv), ""});
    page_->table(rows);
    if (group.totals.undecided() > 0) {
      page_->paragraph(wording_.say_count("case.undecided", group.totals.undecided(),
                                          {{"count", std::to_string(group.totals.undecided())}}));
    }
    if (page_->shows_pictures()) {
      page_->picture(waterfall_svg(
          engine_, waterfall_of(engine_, group, report.plan->horizon(), independent, language_),
          language_));
    }
  }

  std::unique_ptr<CasePage> page_;
  const Engine& engine_;
  std::string language_;
  Wording wording_;
  bool comma_, full_;
};

}  // namespace

void append_case(std::string& out, const Engine& engine, const CaseReport& report,
                 const RenderOptions& options) {
  CaseText(make_case_page(out, options.format, options.width), engine, options).one(report);
}

void append_case_part(std::string& out, const Engine& engine, const CaseReport& report,
                      const RenderOptions& options) {
  CaseText(make_case_part(out, {}), engine, options).facts(report);
}

void append_cases(std::string& out, const Engine& engine, const CasesReport& report,
                  const RenderOptions& options) {
  CaseText(make_case_page(out, options.format, options.width), engine, options).many(report);
}

void append_cases_part(std::string& out, const Engine& engine, const CasesReport& report,
                       const RenderOptions& options) {
  const Wording words(engine.program(), options.language);
  CaseText(make_case_part(out, words.say("case.assumptions_list")), engine, options).many(report);
}

}  // namespace sourcing::render
