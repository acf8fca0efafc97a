// SPDX-License-Identifier: Apache-2.0
#include "unit/money/support.hpp"

namespace sourcing::test {
namespace {

using namespace money;

TEST_CASE("amounts are whole cents with two decimals, of any size", "[case]") {
  CHECK(shown(0) == "0.00");
  CHECK(shown(5) == "0.05");
  CHECK(shown(-5) == "-0.05");
  CHECK(shown(123456) == "1234.56");
  CHECK(shown(-99) == "-0.99");
  std::string text;
  append_amount(text, static_cast<Wide>(std::numeric_limits<Cents>::max()) * 100);
  CHECK(text == "9223372036854775807.00");
}

TEST_CASE("a half goes up, also below zero", "[case]") {
  CHECK(part<million>(5, 100'000) == 1);
  CHECK(part<million>(-5, 100'000) == 0);
  CHECK(part<million>(-6, 100'000) == -1);
  CHECK(part<million>(14, 100'000) == 1);
  CHECK(part<billion>(std::numeric_limits<std::int64_t>::max(), billion) ==
        std::numeric_limits<std::int64_t>::max());
  CHECK(rounded(-15, 10) == -1);
  CHECK(rounded(-16, 10) == -2);
}

// A provider with everything of Everest's textbook exercise, at the middle of each range, and
// nothing else.
constexpr const char* textbook = R"(
  {"id": "salary_provider", "line": "rate", "applies_to": ["offshore"], "low": 7770, "high": 8200},
  {"id": "salary_captive", "line": "rate", "applies_to": ["captive"], "low": 9500, "high": 10300},
  {"id": "rent_provider", "line": "rent", "applies_to": ["offshore"], "low": 11, "high": 13},
  {"id": "rent_captive", "line": "rent", "applies_to": ["captive"], "low": 14, "high": 16},
  {"id": "space", "line": "space", "applies_to": ["offshore", "captive"], "value": 10},
  {"id": "managers_provider", "line": "managers", "applies_to": ["offshore"], "low": 12, "high": 14},
  {"id": "managers_captive", "line": "managers", "applies_to": ["captive"], "low": 16, "high": 18},
  {"id": "pay_provider", "line": "manager_cost", "applies_to": ["offshore"], "low": 55000, "high": 65000},
  {"id": "pay_captive", "line": "manager_cost", "applies_to": ["captive"], "low": 70000, "high": 90000},
  {"id": "trips_provider", "line": "travel_cost", "applies_to": ["offshore"], "low": 280, "high": 320},
  {"id": "trips_captive", "line": "travel_cost", "applies_to": ["captive"], "low": 900, "high": 1060},
  {"id": "share_moved", "value": 1}, {"id": "currency", "value": 1}, {"id": "governance", "value": 0},
  {"id": "retained", "value": 0}, {"id": "travel", "value": 0}, {"id": "travel_captive", "value": 0},
  {"id": "attrition", "value": 0}, {"id": "captive_premium", "value": 0})";

TEST_CASE("the textbook case comes out: a provider 9,185,000, an own centre 12,390,000", "[case]") {
  Assumptions all = with(textbook);
  for (Assumption& each : all) each.low = each.high = middle(each);
  const Plan plan(all, {});
  Evaluator evaluator(plan);
  const auto& options = evaluator.run(work(1000, 40'000));
  CHECK(shown(options[3].running.low) == "9185000.00");
  CHECK(shown(options[3].running.high) == "9185000.00");
  CHECK(shown(options[4].running.low) == "12390000.00");
  CHECK(shown(options[4].running.high) == "12390000.00");
}

TEST_CASE("the ranges of the textbook case bound it", "[case]") {
  const Plan plan(with(textbook), {});
  Evaluator evaluator(plan);
  const auto& options = evaluator.run(work(1000, 40'000));
  // 110,000 + 7,770,000 + 12 × 55,000 + 280,000, and so on
  CHECK(shown(options[3].running.low) == "8820000.00");
  CHECK(shown(options[3].running.high) == "9560000.00");
}

TEST_CASE("keeping the work costs what it costs and saves nothing", "[case]") {
  const Plan plan(published_assumptions(), {});
  Evaluator evaluator(plan);
  const OptionCase& keep = evaluator.run(work(20, 55'000)).front();
  CHECK(keep.running == Interval{110'000'000, 110'000'000});
  CHECK(keep.one_off == Interval{});
  CHECK(keep.npv == Interval{});
  CHECK(pays(keep.npv) == Pays::never);
}

TEST_CASE("running and saving are together what the work costs today", "[case]") {
  const Plan plan(published_assumptions(), {});
  Evaluator evaluator(plan);
  for (const OptionCase& each : evaluator.run(work(7, 43'211))) {
    CHECK(each.running.low + each.saving.high == 30'247'700);
    CHECK(each.running.high + each.saving.low == 30'247'700);
  }
}

TEST_CASE("the months until it has paid back are counted from the first", "[case]") {
  // Half the cost from the second month on, after one that costs half a month's work to prepare.
  const Plan plan(with(R"(
    {"id": "wage_ratio_onshore", "value": 0.5}, {"id": "share_moved", "value": 1},
    {"id": "selection", "value": 0}, {"id": "knowledge_transfer", "value": 0},
    {"id": "severance", "value": 0}, {"id": "productivity_loss", "value": 0},
    {"id": "governance", "value": 0}, {"id": "wage_growth_home", "value": 0},
    {"id": "wage_growth_onshore", "value": 0}, {"id": "transition_months", "value": 1},
    {"id": "transition_team", "value": 0.5})"),
                  {3, 0});
  Evaluator evaluator(plan);
  const OptionCase& onshore = evaluator.run(work(12, 10'000))[1];
  CHECK(shown(onshore.one_off.low) == "5000.00");
  CHECK(shown(onshore.saving.low) == "60000.00");
  CHECK(onshore.payback_low == 2);
  CHECK(onshore.payback_high == 2);
  CHECK(shown(onshore.npv.low) == "170000.00");
}

TEST_CASE("what is not paid back within the years never is", "[case]") {
  const Plan plan(with(R"({"id": "wage_ratio_onshore", "value": 2})"), {});
  Evaluator evaluator(plan);
  const OptionCase& onshore = evaluator.run(work(12, 10'000))[1];
  CHECK(onshore.payback_low == std::nullopt);
  CHECK(onshore.payback_high == std::nullopt);
  CHECK(pays(onshore.npv) == Pays::never);
}

TEST_CASE("an option without a price is not known", "[case]") {
  Assumptions all = published_assumptions();
  std::erase_if(all, [](const Assumption& each) { return each.id == "wage_ratio_nearshore"; });
  const Plan plan(all, {});
  Evaluator evaluator(plan);
  const auto& options = evaluator.run(work(1, 10'000));
  CHECK_FALSE(options[2].known);
  CHECK(options[3].known);
}

}  // namespace
}  // namespace sourcing::test
