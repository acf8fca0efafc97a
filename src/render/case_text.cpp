// SPDX-License-Identifier: Apache-2.0
// Cases for people: the options side by side, where they break even, what it hangs on.
#include <algorithm>

#include "base/escape.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "render/case_report.hpp"
#include "render/wording.hpp"

namespace sourcing::render {

namespace {

using money::Option;

constexpr std::size_t shown_drivers = 5;

class CaseText {
 public:
  CaseText(std::string& out, const Engine& engine, const RenderOptions& options)
      : out_(out),
        wording_(engine.program(), options.language),
        markdown_(options.format == Format::markdown),
        comma_(options.language != "en"),
        full_(options.full) {}

  void one(const CaseReport& report) {
    title(wording_.task(report.task.id, report.task.name, report.task.row));
    if (report.options == nullptr) {
      std::string fields;
      for (const std::string& field : report.money->missing) append_item(fields, field);
      paragraph(wording_.say("case.missing", {{"fields", fields}}));
      return;
    }
    paragraph(wording_.say("case.base", {{"amount", amount(report.money->work.base)},
                                         {"currency", report.money->currency},
                                         {"years", std::to_string(report.plan->horizon().years)},
                                         {"discount", percent(report.plan->horizon().discount)}}));
    options(report);
    advice(report);
    break_evens(report);
    tornado(report);
    warnings(report);
    assumptions(*report.plan);
  }

  void many(const CasesReport& report) {
    for (const auto* list : {&report.totals, &report.groups}) {
      for (const CaseGroup& each : *list) group(each, report.independent);
    }
    for (const auto& [field, count] : report.missing) {
      paragraph(
          wording_.say("case.rows_missing", {{"count", std::to_string(count)}, {"field", field}}));
    }
    paragraph(wording_.say(report.independent ? "case.independent" : "case.common"));
    assumptions(*report.plan);
  }

 private:
  void title(const std::string& text) {
    if (markdown_) {
      out_ += "## ";
      base::append_markdown(out_, text);
    } else {
      out_ += base::printable(text);
    }
    out_ += "\n\n";
  }

  void paragraph(const std::string& text) {
    if (markdown_) {
      base::append_markdown(out_, text);
    } else {
      out_ += base::printable(text);
    }
    out_ += "\n\n";
  }

  // Rows of cells, the first is the heading; numbers stand to the right.
  void table(const std::vector<std::vector<std::string>>& rows) {
    if (!markdown_) {
      std::vector<base::Column> columns(rows.front().size(), {base::Align::right, 0});
      columns.front().align = base::Align::left;
      base::Table table(columns);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        table.add_row(rows[i]);
        if (i == 0) table.add_rule();
      }
      out_ += table.render(0, 2);
      out_ += '\n';
      return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (const std::string& cell : rows[i]) {
        out_ += "| ";
        base::append_markdown(out_, cell);
        out_ += ' ';
      }
      out_ += "|\n";
      if (i > 0) continue;
      for (std::size_t c = 0; c < rows[i].size(); ++c) out_ += c == 0 ? "| --- " : "| ---: ";
      out_ += "|\n";
    }
    out_ += '\n';
  }

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
    table(rows);
  }

  void advice(const CaseReport& report) {
    const std::string best = option(report.advice.option);
    if (report.advice.verdict && *report.advice.verdict != report.advice.option) {
      paragraph(wording_.say("case.differs", {{"best", best},
                                              {"verdict", option(*report.advice.verdict)},
                                              {"amount", amount(report.advice.advantage)},
                                              {"currency", report.money->currency}}));
    } else {
      paragraph(wording_.say("case.best", {{"best", best}}));
    }
    if (!report.advice.firm) paragraph(wording_.say("case.not_firm"));
    if (report.hurdle > 0) {
      paragraph(wording_.say("case.hurdle", {{"amount", amount(report.hurdle)}}));
    }
  }

  // Of each option the price: what is asked about first.
  void break_evens(const CaseReport& report) {
    for (const money::BreakEven& each : report.break_evens) {
      const money::Assumption& at = report.plan->assumptions()[each.assumption];
      if (at.line != money::Line::wage_ratio && at.line != money::Line::rate) continue;
      const std::string who = option(each.option);
      if (!each.value) {
        paragraph(
            wording_.say(each.side == money::Side::always ? "case.even_always" : "case.even_never",
                         {{"option", who}, {"driver", at.id}}));
        continue;
      }
      paragraph(wording_.say("case.even", {{"option", who},
                                           {"driver", at.id},
                                           {"value", value(at.line, *each.value)},
                                           {"low", value(at.line, at.low)},
                                           {"high", value(at.line, at.high)}}));
    }
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
    paragraph(wording_.say("case.drivers", {{"option", option(about)}}));
    table(rows);
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
        break;
    }
    return wording_.say("case.warn_rates_home");
  }

  void warnings(const CaseReport& report) {
    for (const money::Warning each : report.warnings) out_ += "- " + warning(each) + "\n";
    if (!report.warnings.empty()) out_ += '\n';
  }

  void assumptions(const money::Plan& plan) {
    if (!full_) {
      std::size_t weak = 0;
      for (const money::Assumption& each : plan.assumptions()) weak += each.weak ? 1 : 0;
      paragraph(wording_.say(
          "case.assumptions",
          {{"count", std::to_string(plan.assumptions().size())}, {"weak", std::to_string(weak)}}));
      return;
    }
    std::vector<std::vector<std::string>> rows = {{wording_.say("case.column_driver"),
                                                   wording_.say("case.column_from_to"),
                                                   wording_.say("case.column_source")}};
    for (const money::Assumption& each : plan.assumptions()) {
      rows.push_back(
          {each.id + (each.weak ? " *" : ""),
           value(each.line, each.low) + " … " + value(each.line, each.high),
           each.source + (each.year != 0 ? " (" + std::to_string(each.year) + ")" : "")});
    }
    table(rows);
  }

  void group(const CaseGroup& group, bool independent) {
    std::string key;
    for (const auto& [column, value] : group.key) append_item(key, column + " " + value);
    title(key.empty() ? wording_.say("case.all") : key);
    paragraph(wording_.say("case.rows", {{"count", std::to_string(group.totals.rows())},
                                         {"amount", amount(group.totals.base())},
                                         {"currency", group.currency}}));
    std::vector<std::vector<std::string>> rows = {heading(false)};
    rows.front().back() = wording_.say("case.column_best");
    for (std::size_t i = 0; i < money::option_count; ++i) {
      const money::OptionTotal total = group.totals.total(static_cast<Option>(i), independent);
      rows.push_back({option(i), range(total.one_off), range(total.saving), range(total.npv),
                      std::to_string(group.totals.best(static_cast<Option>(i)))});
    }
    const money::OptionTotal total = group.totals.verdicts(independent);
    rows.push_back({wording_.say("case.verdicts"), range(total.one_off), range(total.saving),
                    range(total.npv), ""});
    table(rows);
  }

  std::string& out_;
  Wording wording_;
  bool markdown_, comma_;
  bool full_;
};

}  // namespace

void append_case(std::string& out, const Engine& engine, const CaseReport& report,
                 const RenderOptions& options) {
  CaseText(out, engine, options).one(report);
}

void append_cases(std::string& out, const Engine& engine, const CasesReport& report,
                  const RenderOptions& options) {
  CaseText(out, engine, options).many(report);
}

}  // namespace sourcing::render
