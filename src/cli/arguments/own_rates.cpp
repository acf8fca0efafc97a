// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/own_rates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/text.hpp"
#include "places/said.hpp"
#include "places/seen.hpp"

namespace sourcing::cli {

namespace {

constexpr std::array<std::string_view, 8> known_columns = {"place", "role", "activity", "rate",
                                                           "low",   "high", "currency", "source"};
constexpr std::size_t most_plans = 256;

// The cells of the row at the front of `bytes`, trimmed; `bytes` then begins with the next row.
std::vector<std::string> next_row(std::string_view& bytes, char delimiter) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (c == '"') {
      const bool twice = quoted && at + 1 < bytes.size() && bytes[at + 1] == '"';
      if (twice) cells.back() += bytes[at++];
      if (!twice) quoted = !quoted;
    } else if (!quoted && c == '\n') {
      break;
    } else if (!quoted && c == delimiter) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  bytes.remove_prefix(std::min(at + 1, bytes.size()));
  for (std::string& cell : cells) cell = std::string(base::trim(cell));
  return cells;
}

std::uint8_t bit(money::Option option) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(option));
}

money::Option option_of(Location kind) {
  return static_cast<money::Option>(1 + static_cast<int>(kind));
}

}  // namespace

OwnRates::OwnRates(std::string_view bytes, std::string_view source, const places::Atlas& atlas,
                   const places::Place* home, const places::Place* otherwise)
    : atlas_(atlas), home_(home), otherwise_(otherwise), source_(source) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  header(bytes.substr(0, bytes.find('\n')));
  while (!bytes.empty() && (line_ == 0 || problems_.empty() || problems_.front().line > 1)) {
    const std::vector<std::string> cells = next_row(bytes, delimiter_);
    ++line_;
    const bool blank = std::all_of(cells.begin(), cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (line_ > 1 && !blank) row(cells);
  }
}

void OwnRates::header(std::string_view line) {
  for (const char delimiter : {';', '\t'}) {
    if (line.find(delimiter) != std::string_view::npos) delimiter_ = delimiter;
  }
  std::string_view rest = line;
  line_ = 1;
  for (const std::string& cell : next_row(rest, delimiter_)) {
    const std::string name = base::ascii_lower(cell);
    if (std::find(known_columns.begin(), known_columns.end(), name) == known_columns.end()) {
      const std::string near = base::nearest(name, known_columns);
      fail(fmt::format("there is no column `{}` in rates", base::excerpt(name)),
           near.empty() ? fmt::format("the columns are {}", fmt::join(known_columns, ", "))
                        : fmt::format("did you mean `{}`?", near));
    }
    columns_.push_back(name);
  }
  const auto has = [&](std::string_view name) {
    return std::find(columns_.begin(), columns_.end(), name) != columns_.end();
  };
  if (!has("place")) fail("rates need a column `place`");
  if (!has("rate") && !(has("low") && has("high"))) {
    fail("rates need a column `rate`, or `low` and `high`");
  }
  line_ = 0;
}

void OwnRates::fail(std::string message, std::string hint) {
  problems_.push_back(Problem{"E0903", std::move(message), std::move(hint), source_, line_, 0, ""});
}

std::optional<money::Cents> OwnRates::amount(const std::string& text, std::string_view what) {
  std::string plain = text;
  // Where fields are not separated by commas, a comma is the decimal sign.
  if (delimiter_ != ',') std::replace(plain.begin(), plain.end(), ',', '.');
  const auto read = base::parse_scaled(plain, 2, false);
  const money::LineKind& line = money::kind(money::Line::rate);
  if (read.error == base::DecimalError::none && read.value >= line.least &&
      read.value <= line.most) {
    return read.value;
  }
  fail(fmt::format("`{}` takes what a person's year costs, found `{}`", what, base::excerpt(text)),
       "digits, with a decimal sign and none between thousands");
  return std::nullopt;
}

void OwnRates::row(const std::vector<std::string>& cells) {
  const auto cell = [&](std::string_view name) -> std::string {
    for (std::size_t i = 0; i < columns_.size() && i < cells.size(); ++i) {
      if (columns_[i] == name) return cells[i];
    }
    return {};
  };
  OwnRate rate;
  rate.place = cell("place");
  rate.option = money::option_named(base::ascii_lower(rate.place));
  if (!rate.option) rate.at = places::named(atlas_, rate.place);
  if (rate.option == money::Option::keep || (!rate.option && rate.at == nullptr)) {
    fail(fmt::format("there is no place `{}`", base::excerpt(rate.place)),
         "two letters as in ISO 3166, a name, or onshore, nearshore, offshore, captive, automate");
    return;
  }
  rate.role = base::fold_close(cell(cell("role").empty() ? "activity" : "role"));
  rate.currency = cell("currency");
  rate.source = cell("source");
  const std::string one = cell("rate");
  const auto low = amount(one.empty() ? cell("low") : one, one.empty() ? "low" : "rate");
  const auto high = one.empty() ? amount(cell("high"), "high") : low;
  if (!low || !high) return;
  if (*low > *high) return fail("`low` is above `high`");
  rate.low = *low;
  rate.high = *high;
  rates_.push_back(std::move(rate));
}

const places::Place* OwnRates::home_of(const Task& task) const {
  const std::string_view said = base::trim(field_text(task, "home"));
  if (home_ != nullptr) return home_;
  return said.empty() ? otherwise_ : places::named(atlas_, said);
}

bool OwnRates::is_for(const OwnRate& rate, const Task& task) const {
  if (!rate.currency.empty() && rate.currency != base::trim(field_text(task, "currency"))) {
    return false;
  }
  if (rate.role.empty()) return true;
  for (const std::string_view said : {std::string_view(task.activity), field_text(task, "function"),
                                      field_text(task, "x_role")}) {
    if (!said.empty() && base::fold_close(said) == rate.role) return true;
  }
  return false;
}

bool OwnRates::lacks_home(const Task& task) const {
  return home_of(task) == nullptr &&
         std::any_of(rates_.begin(), rates_.end(),
                     [&](const auto& rate) { return rate.at != nullptr && is_for(rate, task); });
}

// Rates for this work by the option that they are about; those for any work where there are none.
std::vector<std::vector<const OwnRate*>> OwnRates::by_option(const Task& task) const {
  std::vector<std::vector<const OwnRate*>> found(money::option_count);
  const places::Place* const home = home_of(task);
  const auto add = [&](money::Option option, const OwnRate& rate) {
    auto& list = found[static_cast<std::size_t>(option)];
    const bool closer = !list.empty() && list.front()->role.empty() && !rate.role.empty();
    if (closer) list.clear();
    if (list.empty() || list.front()->role.empty() == rate.role.empty()) list.push_back(&rate);
  };
  for (const OwnRate& rate : rates_) {
    if (!is_for(rate, task)) continue;
    if (rate.option) {
      add(*rate.option, rate);
    } else if (home != nullptr) {
      const places::Seen seen = places::see(atlas_, *home, *rate.at, {});
      const money::Option option = option_of(seen.kind);
      add(option, rate);
      // An own centre abroad is costed where a provider is farthest.
      if (option == money::Option::offshore) add(money::Option::captive, rate);
    }
  }
  return found;
}

std::string OwnRates::key(const Task& task) const {
  std::string key;
  for (const auto& list : by_option(task)) {
    for (const OwnRate* rate : list) key += fmt::format("{},", rate - rates_.data());
    key += ';';
  }
  return key;
}

money::Assumptions OwnRates::over(money::Assumptions published, const Task& task) const {
  const auto found = by_option(task);
  for (std::size_t i = 1; i < money::option_count; ++i) {
    const auto& list = found[i];
    if (list.empty()) continue;
    const auto option = static_cast<money::Option>(i);
    for (money::Assumption& each : published) {
      const bool price = each.line == money::Line::wage_ratio || each.line == money::Line::rate;
      if (price) each.applies_to = static_cast<std::uint8_t>(each.applies_to & ~bit(option));
    }
    std::erase_if(published, [](const money::Assumption& each) { return each.applies_to == 0; });
    money::Assumption rate;
    rate.id = fmt::format("rates_{}", money::option_names[i]);
    rate.line = money::Line::rate;
    rate.applies_to = bit(option);
    rate.own = true;
    rate.low = list.front()->low;
    rate.high = list.front()->high;
    std::string places, sources;
    for (const OwnRate* each : list) {
      rate.low = std::min(rate.low, each->low);
      rate.high = std::max(rate.high, each->high);
      if (!places.empty()) places += ", ";
      places += each->at != nullptr ? each->at->iso2 : std::string_view(each->place);
      if (!each->source.empty() && sources.find(each->source) == std::string::npos) {
        sources += sources.empty() ? each->source : "; " + each->source;
      }
    }
    rate.source =
        fmt::format("{}: {}{}", source_, places, sources.empty() ? "" : " (" + sources + ")");
    published.push_back(std::move(rate));
  }
  return published;
}

RatedPlans::Rated& RatedPlans::of(const Task& task) {
  // Whatever stands in the cells, memory is bounded.
  if (made_.size() >= most_plans) made_.clear();
  auto& rated = made_[rates_.key(task)];
  if (!rated) {
    rated = std::make_unique<Rated>(
        money::Plan(rates_.over(plan_.assumptions(), task), plan_.horizon()));
  }
  return *rated;
}

}  // namespace sourcing::cli
