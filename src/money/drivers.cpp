// SPDX-License-Identifier: Apache-2.0
#include "money/drivers.hpp"

#include <algorithm>
#include <functional>
#include <limits>

namespace sourcing::money {

namespace {

// One option with all assumptions in the middle, but for the one that is looked at.
class Point {
 public:
  Point(const Plan& plan, Option option, const Work& work)
      : plan_(plan), work_(work), values_(values_of(plan.assumptions(), option, middle)) {
    const Assumption* const home = find(plan.assumptions(), Option::keep, Line::wage_growth);
    if (home != nullptr) home_growth_ = middle(*home);
  }

  [[nodiscard]] Cents npv(const Assumption& at, std::int64_t value) {
    if (at.applies(Option::keep)) return npv(values_, value);
    Values values = values_;
    values[static_cast<std::size_t>(at.line)] = value;
    return npv(values, home_growth_);
  }

 private:
  Cents npv(const Values& values, std::int64_t home_growth) {
    const Rates made = rates(values, home_growth, plan_.horizon().years);
    // Dearer than all that today's cost may be, so that it cannot pay; and too much to add up.
    if (!fits_people(work_, dearest(made))) return std::numeric_limits<Cents>::min();
    flow_.run(made, work_, plan_.factors(), {made.wait, made.wait});
    return part<million>(flow_.npv(made.wait), made.share) - work_.exit_cost;
  }

  const Plan& plan_;
  const Work& work_;
  Values values_;
  std::int64_t home_growth_ = 0;
  Flow flow_;
};

// The options that have a price, with a point each.
template <class Take>
void each_option(const Plan& plan, const Work& work, Take take) {
  for (std::size_t i = 1; i < option_count; ++i) {
    const auto option = static_cast<Option>(i);
    if (!plan.corners(option).priced) continue;
    Point point(plan, option, work);
    take(option, point);
  }
}

// How keeping the work grows dearer bears on every option.
bool bears(const Assumption& assumption, Option option) {
  return assumption.applies(option) || assumption.applies(Option::keep);
}

// The values from `low` on for which `holds`, when it holds for `low` and, once it does not, never
// again: the last of them. REQUIRES: !holds(high).
template <class Holds>
std::int64_t last_that(std::int64_t low, std::int64_t high, Holds holds) {
  while (high - low > 1) {
    const std::int64_t between = low + (high - low) / 2;
    (holds(between) ? low : high) = between;
  }
  return low;
}

// The transition works either way: the run of months from none on that pay.
BreakEven wait_break_even(BreakEven found, std::int64_t months,
                          const std::function<bool(std::int64_t)>& pays) {
  std::int64_t wait = 0;
  while (wait <= months && pays(wait)) ++wait;
  if (wait == 0) return found;
  found.side = wait > months ? Side::always : Side::up_to;
  if (wait <= months) found.value = wait - 1;
  return found;
}

}  // namespace

std::string_view name(Side side) noexcept {
  switch (side) {
    case Side::up_to:
      return "up_to";
    case Side::from:
      return "from";
    case Side::always:
      return "always";
    case Side::never:
      break;
  }
  return "never";
}

std::vector<Driver> drivers(const Plan& plan, const Work& work) {
  std::vector<Driver> found;
  each_option(plan, work, [&](Option option, Point& point) {
    const auto first = static_cast<std::ptrdiff_t>(found.size());
    for (std::size_t i = 0; i < plan.assumptions().size(); ++i) {
      const Assumption& each = plan.assumptions()[i];
      if (!bears(each, option) || each.low == each.high) continue;
      found.push_back(
          {option, i, each.low, each.high, point.npv(each, each.low), point.npv(each, each.high)});
    }
    const auto spread = [](const Driver& driver) {
      return driver.npv_from < driver.npv_to ? driver.npv_to - driver.npv_from
                                             : driver.npv_from - driver.npv_to;
    };
    std::stable_sort(found.begin() + first, found.end(),
                     [&](const Driver& a, const Driver& b) { return spread(a) > spread(b); });
  });
  return found;
}

std::vector<BreakEven> break_evens(const Plan& plan, const Work& work) {
  std::vector<BreakEven> found;
  each_option(plan, work, [&](Option option, Point& point) {
    for (std::size_t i = 0; i < plan.assumptions().size(); ++i) {
      const Assumption& each = plan.assumptions()[i];
      if (!bears(each, option)) continue;
      const LineKind& of = kind(each.line);
      const auto pays = [&](std::int64_t value) { return point.npv(each, value) >= 0; };
      BreakEven next{option, i, Side::never, std::nullopt};
      if (of.effect == Effect::wait) {
        found.push_back(wait_break_even(next, plan.horizon().months(), pays));
        continue;
      }
      // More of the work moved is better where it has anything to be better for.
      const bool more_is_better = of.effect == Effect::scale || each.applies(Option::keep);
      const bool at_least = pays(of.least), at_most = pays(of.most);
      if (at_least && at_most) {
        next.side = Side::always;
      } else if (more_is_better && at_most) {
        next.side = Side::from;
        next.value = last_that(of.least, of.most, [&](std::int64_t v) { return !pays(v); }) + 1;
      } else if (!more_is_better && at_least) {
        next.side = Side::up_to;
        next.value = last_that(of.least, of.most, pays);
      }
      found.push_back(next);
    }
  });
  return found;
}

}  // namespace sourcing::money
