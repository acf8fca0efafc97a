// SPDX-License-Identifier: Apache-2.0
// The ends of a business case against every corner of the ranges, and what must hold whatever the
// assumptions are.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>

#include "money/drivers.hpp"
#include "money/task_case.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using namespace money;

// A few lines of every kind, as ranges that may be points; the rest at zero or as it is usual.
Assumptions random_assumptions(Random& random, std::size_t wide) {
  Assumptions ranges;
  for (Assumption each : published_assumptions()) {
    const LineKind& of = kind(each.line);
    const std::int64_t most =
        of.unit == Unit::months ? 14 : std::min<std::int64_t>(of.most, 3 * each.high);
    const std::int64_t least = std::max<std::int64_t>(of.least, -most);
    each.low = random.between(least, most);
    each.high = each.low;
    ranges.push_back(each);
  }
  for (std::size_t i = 0; i < wide; ++i) {
    Assumption& each = ranges[random.below(ranges.size())];
    each.high = std::min<std::int64_t>(
        kind(each.line).most,
        each.low + random.between(0, std::max<std::int64_t>(4, each.low / 2)));
  }
  return ranges;
}

Work random_work(Random& random) {
  Work work;
  work.fte = random.between(1, 80 * million);
  work.base = random.between(0, 900'000'000);
  work.exit_cost = random.below(3) == 0 ? random.between(0, 50'000'000) : 0;
  work.own_staff = random.below(2) == 0;
  return work;
}

// Every choice of ends; of the months of transition every month.
void each_corner(Assumptions& ranges, std::size_t at, const std::function<void()>& visit) {
  if (at == ranges.size()) return visit();
  const std::int64_t low = ranges[at].low, high = ranges[at].high;
  const std::int64_t step =
      kind(ranges[at].line).effect == Effect::wait ? 1 : std::max<std::int64_t>(1, high - low);
  for (std::int64_t value = low; value <= high; value += step) {
    ranges[at].low = ranges[at].high = value;
    each_corner(ranges, at + 1, visit);
  }
  ranges[at].low = low;
  ranges[at].high = high;
}

void widen(Interval& interval, const Interval& by) {
  interval.low = std::min(interval.low, by.low);
  interval.high = std::max(interval.high, by.high);
}

struct Found {
  std::array<OptionCase, option_count> options;
  bool first = true;
  void add(const std::array<OptionCase, option_count>& point) {
    for (std::size_t i = 0; i < option_count; ++i) {
      OptionCase& into = options[i];
      const OptionCase& from = point[i];
      if (first) {
        into = from;
        continue;
      }
      widen(into.one_off, from.one_off);
      widen(into.running, from.running);
      widen(into.saving, from.saving);
      widen(into.npv, from.npv);
      if (from.payback_low && (!into.payback_low || *from.payback_low < *into.payback_low)) {
        into.payback_low = from.payback_low;
      }
      into.payback_high = into.payback_high && from.payback_high
                              ? std::max(into.payback_high, from.payback_high)
                              : std::nullopt;
    }
    first = false;
  }
};

bool same(const OptionCase& a, const OptionCase& b) {
  return a.one_off == b.one_off && a.running == b.running && a.saving == b.saving &&
         a.npv == b.npv && a.payback_low == b.payback_low && a.payback_high == b.payback_high;
}

TEST_CASE("the ends of a case are the least and greatest over every corner", "[property]") {
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 4);
    const Horizon horizon{static_cast<int>(random.between(1, 6)), random.between(0, 200'000)};
    const Work work = random_work(random);
    const Plan plan(ranges, horizon);
    const auto options = Evaluator(plan).run(work);
    Found found;
    each_corner(ranges, 0, [&] {
      const Plan point(ranges, horizon);
      found.add(Evaluator(point).run(work));
    });
    for (std::size_t i = 0; i < option_count; ++i) {
      INFO(repeat(trial) << " option " << option_names[i]);
      CHECK(same(options[i], found.options[i]));
    }
  }
}

TEST_CASE("nothing inside the ranges lies outside the ends", "[property]") {
  for (std::size_t trial = 0; trial < trials(400); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 12);
    const Horizon horizon{static_cast<int>(random.between(1, 8)), random.between(0, 200'000)};
    const Work work = random_work(random);
    const Plan plan(ranges, horizon);
    const auto options = Evaluator(plan).run(work);
    for (Assumption& each : ranges) each.low = each.high = random.between(each.low, each.high);
    const Plan point(ranges, horizon);
    const auto inside = Evaluator(point).run(work);
    for (std::size_t i = 0; i < option_count; ++i) {
      INFO(repeat(trial) << " option " << option_names[i]);
      CHECK(options[i].npv.low <= inside[i].npv.low);
      CHECK(inside[i].npv.high <= options[i].npv.high);
      CHECK(options[i].one_off.low <= inside[i].one_off.low);
      CHECK(inside[i].one_off.high <= options[i].one_off.high);
      CHECK(options[i].saving.low <= inside[i].saving.low);
      CHECK(inside[i].saving.high <= options[i].saving.high);
      if (inside[i].payback_low) {
        REQUIRE(options[i].payback_low);
        CHECK(*options[i].payback_low <= *inside[i].payback_low);
        CHECK((!options[i].payback_high || *inside[i].payback_high <= *options[i].payback_high));
      } else {
        CHECK_FALSE(options[i].payback_high);
      }
    }
  }
}

TEST_CASE("a wider range never narrows a result", "[property]") {
  for (std::size_t trial = 0; trial < trials(120); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 8);
    const Horizon horizon{5, 80'000};
    const Work work = random_work(random);
    const Plan plan(ranges, horizon);
    const auto before = Evaluator(plan).run(work);
    for (int i = 0; i < 3; ++i) {
      Assumption& wide = ranges[random.below(ranges.size())];
      const LineKind& of = kind(wide.line);
      wide.low = std::max(of.least, wide.low - random.between(0, std::abs(wide.low) / 2 + 1));
      wide.high = std::min(of.most, wide.high + random.between(0, std::abs(wide.high) / 2 + 1));
    }
    const Plan wider(ranges, horizon);
    const auto after = Evaluator(wider).run(work);
    for (std::size_t i = 0; i < option_count; ++i) {
      INFO(repeat(trial) << " option " << option_names[i]);
      CHECK(after[i].npv.low <= before[i].npv.low);
      CHECK(after[i].npv.high >= before[i].npv.high);
      CHECK(after[i].running.low <= before[i].running.low);
      CHECK(after[i].running.high >= before[i].running.high);
      if (pays(before[i].npv) != Pays::depends) {
        CHECK((pays(after[i].npv) == pays(before[i].npv) || pays(after[i].npv) == Pays::depends));
      }
    }
  }
}

// What moving costs once, beside the work itself: who does the work today is paid for leaving it.
constexpr std::array<std::string_view, 6> moving_lines = {"selection",         "knowledge_transfer",
                                                          "severance",         "transition_team",
                                                          "transition_months", "build"};

Advice advice_for(const Plan& plan, const Work& work) {
  Evaluator evaluator(plan);
  const auto options = evaluator.run(work);
  return advise(evaluator, work, options, {}, std::nullopt, 0);
}

TEST_CASE("with moving free the advice is the same whoever does the work today", "[property]") {
  int elsewhere = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 6);
    for (Assumption& each : ranges) {
      const auto* const moving =
          std::find(moving_lines.begin(), moving_lines.end(), kind(each.line).id);
      if (moving != moving_lines.end()) each.low = each.high = 0;
    }
    const Plan plan(ranges, {4, 60'000});
    Work work = random_work(random);
    work.exit_cost = 0;
    work.own_staff = true;
    const Advice own = advice_for(plan, work);
    work.own_staff = false;
    const Advice others = advice_for(plan, work);
    INFO(repeat(trial));
    CHECK(own.option == others.option);
    CHECK(own.firm == others.firm);
    elsewhere += own.option == Option::keep ? 0 : 1;
  }
  CHECK(elsewhere > 10);  // it is no comparison of nothing
}

TEST_CASE("the dearer moving is, the less it is favoured", "[property]") {
  int kept = 0;
  for (std::size_t trial = 0; trial < trials(150); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 6);
    Work work = random_work(random);
    work.own_staff = true;
    const Horizon horizon{4, 60'000};
    Option before = advice_for(Plan(ranges, horizon), work).option;
    for (int step = 0; step < 4; ++step) {
      if (step % 2 == 0) {
        work.exit_cost += random.between(0, 50'000'000);
      } else {
        for (Assumption& each : ranges) {
          const std::string_view line = kind(each.line).id;
          if (line != "severance" && line != "knowledge_transfer") continue;
          const std::int64_t more = random.between(0, 300'000);
          each.low = std::min(kind(each.line).most, each.low + more);
          each.high = std::min(kind(each.line).most, each.high + more);
        }
      }
      const Option after = advice_for(Plan(ranges, horizon), work).option;
      INFO(repeat(trial) << " step " << step);
      // Whoever stayed stays; a machine is no move, and may come in where moving went out.
      if (before == Option::keep) CHECK(after == Option::keep);
      if (before == Option::automate) CHECK((after == Option::automate || after == Option::keep));
      kept += before != after && after == Option::keep ? 1 : 0;
      before = after;
    }
  }
  CHECK(kept > 5);
}

TEST_CASE("an option breaks even at its value and not one step beyond", "[property]") {
  int found = 0;
  for (std::size_t trial = 0; trial < trials(20); ++trial) {
    Random random(seed_of(trial));
    Assumptions ranges = random_assumptions(random, 6);
    const Horizon horizon{4, 60'000};
    const Work work = random_work(random);
    const Plan plan(ranges, horizon);
    for (Assumption& each : ranges) each.low = each.high = middle(each);
    const auto npv = [&](const BreakEven& at, std::int64_t value) {
      Assumptions moved = ranges;
      moved[at.assumption].low = moved[at.assumption].high = value;
      const Plan point(moved, horizon);
      return Evaluator(point).run(work)[static_cast<std::size_t>(at.option)].npv.low;
    };
    for (const BreakEven& each : break_evens(plan, work)) {
      if (!each.value) continue;
      ++found;
      INFO(repeat(trial) << " " << ranges[each.assumption].id << " " << *each.value);
      CHECK(npv(each, *each.value) >= 0);
      CHECK(npv(each, *each.value + (each.side == Side::up_to ? 1 : -1)) < 0);
    }
  }
  CHECK(found > 20);
}

}  // namespace
}  // namespace sourcing::test
