// SPDX-License-Identifier: Apache-2.0
#include "money/task_case.hpp"

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::money {

namespace {

constexpr std::array<std::string_view, 3> present_names = {"in_house", "provider", "captive"};

constexpr std::array<std::string_view, warning_count> warning_names = {
    "currency_missing", "transition_left_out", "all_moved",        "small_team",
    "savings_twice",    "ratio_of_a_price",    "contract_unread",  "present_unread",
    "exit_unread",      "rates_without_home",  "automation_unsure"};

std::optional<std::int64_t> number(std::string_view text, int decimals) {
  const auto read = base::parse_scaled(base::trim(text), decimals, true);
  if (read.error != base::DecimalError::none || read.value < 0) return std::nullopt;
  return read.value;
}

// Today's price is what an earlier `read_month` made of a text; digits only.
std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

void read_present(const Task& task, TaskMoney& money) {
  std::string text = base::ascii_lower(base::trim(field_text(task, "present")));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '-' || c == ' '; }, '_');
  if (text.empty()) return;
  const auto* const found = std::find(present_names.begin(), present_names.end(), text);
  if (found == present_names.end()) {
    money.warnings.push_back(Warning::present_unread);
    return;
  }
  money.present = static_cast<Present>(found - present_names.begin());
}

void read_contract(const Task& task, std::optional<std::int64_t> start, TaskMoney& money) {
  const std::string_view end = base::trim(field_text(task, "contract_end"));
  if (!end.empty()) {
    const auto month = read_month(end);
    if (!month) money.warnings.push_back(Warning::contract_unread);
    money.contract_over = month && start && *month <= *start;
  }
  const std::string_view cost = base::trim(field_text(task, "exit_cost"));
  if (cost.empty()) return;
  const auto cents = number(cost, 2);
  if (!cents) {
    money.warnings.push_back(Warning::exit_unread);
  } else if (!money.contract_over) {
    money.work.exit_cost = *cents;
  }
}

}  // namespace

std::string_view name(Present present) noexcept {
  return present_names[static_cast<std::size_t>(present)];
}

std::string_view name(Warning warning) noexcept {
  return warning_names[static_cast<std::size_t>(warning)];
}

std::string_view verb(Option option, Present present, bool contract_over) noexcept {
  if (option == Option::automate) return "automate";
  if (option == Option::keep) {
    return present == Present::provider && contract_over ? "renew" : "keep";
  }
  if (present != Present::provider) return "move";
  return option == Option::captive ? "bring_back" : "re_source";
}

std::optional<std::int64_t> read_month(std::string_view text) noexcept {
  constexpr std::size_t month_size = 7, day_size = 10;
  if (text.size() != month_size && text.size() != day_size) return std::nullopt;
  if (text[4] != '-' || (text.size() == day_size && text[month_size] != '-')) return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2));
  const auto day = text.size() == day_size ? digits(text.substr(8, 2)) : 1;
  if (!year || !month || !day || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
    return std::nullopt;
  }
  return *year * 12 + *month - 1;
}

TaskMoney read_money(const Task& task, std::optional<std::int64_t> start) {
  TaskMoney money;
  const auto fte = number(field_text(task, "fte"), 6);
  const auto cost = number(field_text(task, "cost_per_fte"), 2);
  if (!fte) money.missing.emplace_back("fte");
  if (!cost) money.missing.emplace_back("cost_per_fte");
  if (fte && cost) {
    const Wide base = rounded(static_cast<Wide>(*fte) * *cost, million);
    constexpr Wide most = std::numeric_limits<Cents>::max();
    money.work.fte = *fte;
    money.work.base = static_cast<Cents>(std::min(base, most));
    // Of 850 centres looked at, those for work that asks for judgment began at 25 people.
    constexpr std::int64_t smallest_centre = 25 * million;
    if (*fte < smallest_centre) money.warnings.push_back(Warning::small_team);
  }
  money.currency = base::trim(field_text(task, "currency"));
  if (money.currency.empty()) money.warnings.push_back(Warning::currency_missing);
  read_present(task, money);
  money.work.own_staff = money.present != Present::provider;
  if (money.present == Present::provider) money.warnings.push_back(Warning::ratio_of_a_price);
  read_contract(task, start, money);
  return money;
}

Cents amount(const Hurdle& hurdle, const Work& work, const Horizon& horizon) noexcept {
  if (hurdle.share == 0) return 0;
  return std::min<Cents>(hurdle.cap, part<million>(work.base * horizon.years, hurdle.share));
}

Advice advise(Evaluator& evaluator, const Work& work,
              const std::array<OptionCase, option_count>& cases, const Excluded& excluded,
              std::optional<Option> verdict, Cents hurdle) {
  std::array<Cents, option_count> middles{};
  Advice advice;
  advice.verdict = verdict;
  Cents best = hurdle;
  for (std::size_t i = 1; i < option_count; ++i) {
    if (!cases[i].known) continue;
    middles[i] = evaluator.middle_npv(static_cast<Option>(i), work);
    if (!excluded[i].empty() || middles[i] <= best) continue;
    best = middles[i];
    advice.option = static_cast<Option>(i);
  }
  const auto chosen = static_cast<std::size_t>(advice.option);
  advice.firm = true;
  for (std::size_t i = 0; i < option_count; ++i) {
    if (i == chosen || !excluded[i].empty() || !cases[i].known) continue;
    advice.firm = advice.firm && cases[chosen].npv.low > cases[i].npv.high;
  }
  if (verdict && cases[static_cast<std::size_t>(*verdict)].known) {
    advice.advantage = middles[chosen] - middles[static_cast<std::size_t>(*verdict)];
  }
  return advice;
}

}  // namespace sourcing::money
