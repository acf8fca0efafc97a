// SPDX-License-Identifier: Apache-2.0
#include "money/rates.hpp"

#include <algorithm>

namespace sourcing::money {

namespace {

std::int64_t get(const Values& values, Line line, std::int64_t otherwise = 0) {
  return values[static_cast<std::size_t>(line)].value_or(otherwise);
}

std::int64_t of(std::int64_t amount, std::int64_t share) { return part<million>(amount, share); }

class Maker {
 public:
  Maker(const Values& values, std::int64_t home_growth, int years)
      : values_(values), years_(years), per_fte_(value(Line::rate).has_value()) {
    price_ = per_fte_ ? *value(Line::rate) : *value(Line::wage_ratio);
    price_ = of(price_, get(values, Line::currency, million));
    price_ = of(price_, million + get(values, Line::optimism));
    price_ = static_cast<std::int64_t>(
        rounded(static_cast<Wide>(price_) * million, million - get(values, Line::captive_premium)));
    std::int64_t price = price_, growth = million;
    for (int year = 0; year < years; ++year) {
      running(price);
      made_.saved.push_back(of(growth, million - get(values, Line::retained)));
      price = of(price, million + get(values, Line::wage_growth));
      growth = of(growth, million + home_growth);
    }
    once();
  }

  [[nodiscard]] Rates made() { return std::move(made_); }

 private:
  [[nodiscard]] const std::optional<std::int64_t>& value(Line line) const {
    return values_[static_cast<std::size_t>(line)];
  }

  static void add(std::vector<Term>& terms, Line line, bool per_fte, std::int64_t rate) {
    if (rate != 0) terms.push_back({line, per_fte, rate});
  }

  // A year at this price.
  void running(std::int64_t price) {
    std::vector<Term>& terms = made_.running.emplace_back();
    add(terms, per_fte_ ? Line::rate : Line::wage_ratio, per_fte_, price);
    for (const Line line : {Line::governance, Line::travel}) {
      add(terms, line, per_fte_, of(price, get(values_, line)));
    }
    add(terms, Line::attrition, per_fte_,
        of(of(price, get(values_, Line::attrition)), get(values_, Line::replacement)));
    add(terms, Line::travel_cost, true, get(values_, Line::travel_cost));
    add(terms, Line::rent, true, of(get(values_, Line::rent), get(values_, Line::space)));
    // Managers are counted for each thousand people.
    add(terms, Line::managers, true,
        part<billion>(get(values_, Line::managers), get(values_, Line::manager_cost)));
    const std::int64_t loss = get(values_, Line::productivity_loss);
    made_.slow.push_back(
        {Line::productivity_loss, per_fte_,
         static_cast<std::int64_t>(rounded(static_cast<Wide>(price) * loss, million - loss))});
  }

  void once() {
    const std::int64_t contract = price_ * years_;
    for (const Line line : {Line::selection, Line::knowledge_transfer}) {
      add(made_.once, line, per_fte_, of(contract, get(values_, line)));
    }
    add(made_.once, Line::build, per_fte_, of(price_, get(values_, Line::build)));
    made_.severance = {Line::severance, per_fte_, of(contract, get(values_, Line::severance))};
    made_.team = {Line::transition_team, false, get(values_, Line::transition_team)};
    made_.wait = std::min<std::int64_t>(get(values_, Line::transition_months), 12 * years_);
    made_.recovery = get(values_, Line::recovery_months);
    made_.share = get(values_, Line::share_moved);
  }

  const Values& values_;
  int years_;
  bool per_fte_;
  std::int64_t price_ = 0;
  Rates made_;
};

}  // namespace

bool has_price(const Values& values) noexcept {
  return values[static_cast<std::size_t>(Line::rate)] ||
         values[static_cast<std::size_t>(Line::wage_ratio)];
}

Rates rates(const Values& values, std::int64_t home_growth, int years) {
  return Maker(values, home_growth, years).made();
}

}  // namespace sourcing::money
