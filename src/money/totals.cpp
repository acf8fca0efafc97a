// SPDX-License-Identifier: Apache-2.0
#include "money/totals.hpp"

#include <algorithm>
#include <map>

namespace sourcing::money {

namespace {

void widen(WideInterval& sum, const Interval& by) {
  sum.low += by.low;
  sum.high += by.high;
}

void widen(WideInterval& sum, const WideInterval& by) {
  sum.low += by.low;
  sum.high += by.high;
}

// Index of the assumption that an option takes a line from; the number of all where it has none.
std::size_t place(const Plan& plan, Option option, Line line) {
  const Assumption* const found = find(plan.assumptions(), option, line);
  return found == nullptr ? plan.assumptions().size()
                          : static_cast<std::size_t>(found - plan.assumptions().data());
}

}  // namespace

Totals::Totals(const Plan& plan) : plan_(&plan) {
  for (std::size_t i = 1; i < option_count; ++i) {
    const Corners& corners = plan.corners(static_cast<Option>(i));
    if (!corners.priced) continue;
    const auto months = static_cast<std::size_t>(corners.wait_high - corners.wait_low + 1);
    all_[i].points.resize(2 * months);
    followed_[i].points.resize(2 * months);
  }
}

void Totals::add(const Work& work, const Evaluator& evaluator,
                 const std::array<OptionCase, option_count>& cases, const Excluded& excluded,
                 const Advice& advice) {
  ++rows_;
  base_ += work.base;
  ++best_[static_cast<std::size_t>(advice.option)];
  if (!advice.verdict) ++undecided_;
  const auto followed = static_cast<std::size_t>(advice.verdict.value_or(Option::keep));
  for (std::size_t i = 0; i < option_count; ++i) {
    if (!cases[i].known) continue;
    const auto option = static_cast<Option>(i);
    if (excluded[i].empty()) {
      add_case(all_[i], cases[i], work);
      add_points(all_[i], option, work, evaluator);
    } else {
      ++all_[i].excluded;
    }
    if (i != followed) continue;
    add_case(followed_[i], cases[i], work);
    add_points(followed_[i], option, work, evaluator);
  }
}

void Totals::add_case(Sums& sums, const OptionCase& one, const Work& work) {
  ++sums.rows;
  sums.base += work.base;
  widen(sums.apart.one_off, one.one_off);
  widen(sums.apart.running, one.running);
  widen(sums.apart.saving, one.saving);
  widen(sums.apart.npv, one.npv);
}

void Totals::add_points(Sums& sums, Option option, const Work& work,
                        const Evaluator& evaluator) const {
  if (option == Option::keep || sums.points.empty()) return;
  const Corners& corners = plan_->corners(option);
  const Flow &best = evaluator.flow(option, true), &worst = evaluator.flow(option, false);
  std::size_t at = 0;
  for (std::int64_t wait = corners.wait_low; wait <= corners.wait_high; ++wait) {
    const Cents low = worst.npv(wait);
    const Cents high = best.npv(wait);
    for (const std::int64_t share : {corners.share_low, corners.share_high}) {
      Point& point = sums.points[at++];
      point.npv_low += part<million>(low, share) - work.exit_cost;
      point.npv_high += part<million>(high, share) - work.exit_cost;
      point.one_off_low += part<million>(best.once() + best.team() * wait, share) + work.exit_cost;
      point.one_off_high +=
          part<million>(worst.once() + worst.team() * wait, share) + work.exit_cost;
      point.saving_low += part<million>(worst.saving(), share);
      point.saving_high += part<million>(best.saving(), share);
    }
  }
}

void Totals::merge(Sums& sums, const Sums& more) {
  sums.rows += more.rows;
  sums.excluded += more.excluded;
  sums.base += more.base;
  widen(sums.apart.one_off, more.apart.one_off);
  widen(sums.apart.running, more.apart.running);
  widen(sums.apart.saving, more.apart.saving);
  widen(sums.apart.npv, more.apart.npv);
  for (std::size_t i = 0; i < sums.points.size(); ++i) {
    Point& into = sums.points[i];
    const Point& from = more.points[i];
    into.npv_low += from.npv_low;
    into.npv_high += from.npv_high;
    into.one_off_low += from.one_off_low;
    into.one_off_high += from.one_off_high;
    into.saving_low += from.saving_low;
    into.saving_high += from.saving_high;
  }
}

void Totals::add(const Totals& more) {
  rows_ += more.rows_;
  undecided_ += more.undecided_;
  base_ += more.base_;
  for (std::size_t i = 0; i < option_count; ++i) {
    best_[i] += more.best_[i];
    merge(all_[i], more.all_[i]);
    merge(followed_[i], more.followed_[i]);
  }
}

// Options may share the months of transition and the share that is moved: each of those is tried
// together for all that share it. Everything else is at the same end for all of them.
OptionTotal Totals::joint(const std::vector<std::pair<Option, const Sums*>>& parts) const {
  OptionTotal total;
  Wide base = 0;
  std::vector<std::size_t> shares;
  std::map<std::size_t, std::vector<std::pair<std::size_t, const Sums*>>> by_wait;
  for (const auto& [option, sums] : parts) {
    total.rows += sums->rows;
    total.excluded += sums->excluded;
    base += sums->base;
    if (sums->points.empty()) continue;
    const std::size_t share = place(*plan_, option, Line::share_moved);
    auto found = std::find(shares.begin(), shares.end(), share);
    if (found == shares.end()) found = shares.insert(shares.end(), share);
    by_wait[place(*plan_, option, Line::transition_months)].emplace_back(
        static_cast<std::size_t>(found - shares.begin()), sums);
  }
  bool first = true;
  for (std::size_t ends = 0; ends < (std::size_t{1} << shares.size()); ++ends) {
    Point sum;
    for (const auto& [wait, together] : by_wait) {
      Point extreme;
      const std::size_t months = together.front().second->points.size() / 2;
      for (std::size_t month = 0; month < months; ++month) {
        Point here;
        for (const auto& [share, sums] : together) {
          const Point& point = sums->points[2 * month + (ends >> share & 1U)];
          here.npv_low += point.npv_low;
          here.npv_high += point.npv_high;
          here.one_off_low += point.one_off_low;
          here.one_off_high += point.one_off_high;
          here.saving_low += point.saving_low;
          here.saving_high += point.saving_high;
        }
        if (month == 0) {
          extreme = here;
          continue;
        }
        extreme.npv_low = std::min(extreme.npv_low, here.npv_low);
        extreme.npv_high = std::max(extreme.npv_high, here.npv_high);
        extreme.one_off_low = std::min(extreme.one_off_low, here.one_off_low);
        extreme.one_off_high = std::max(extreme.one_off_high, here.one_off_high);
      }
      sum.npv_low += extreme.npv_low;
      sum.npv_high += extreme.npv_high;
      sum.one_off_low += extreme.one_off_low;
      sum.one_off_high += extreme.one_off_high;
      sum.saving_low += extreme.saving_low;
      sum.saving_high += extreme.saving_high;
    }
    const auto take = [&](WideInterval& into, Wide low, Wide high) {
      into.low = first ? low : std::min(into.low, low);
      into.high = first ? high : std::max(into.high, high);
    };
    take(total.npv, sum.npv_low, sum.npv_high);
    take(total.one_off, sum.one_off_low, sum.one_off_high);
    take(total.saving, sum.saving_low, sum.saving_high);
    first = false;
  }
  total.running = {base - total.saving.high, base - total.saving.low};
  return total;
}

OptionTotal Totals::total(Option option, bool independent) const {
  const Sums& sums = all_[static_cast<std::size_t>(option)];
  if (!independent) return joint({{option, &sums}});
  OptionTotal total = sums.apart;
  total.rows = sums.rows;
  total.excluded = sums.excluded;
  return total;
}

OptionTotal Totals::verdicts(bool independent) const {
  std::vector<std::pair<Option, const Sums*>> parts;
  OptionTotal total;
  for (std::size_t i = 0; i < option_count; ++i) {
    const Sums& sums = followed_[i];
    parts.emplace_back(static_cast<Option>(i), &sums);
    total.rows += sums.rows;
    widen(total.one_off, sums.apart.one_off);
    widen(total.running, sums.apart.running);
    widen(total.saving, sums.apart.saving);
    widen(total.npv, sums.apart.npv);
  }
  return independent ? total : joint(parts);
}

}  // namespace sourcing::money
