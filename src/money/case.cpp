// SPDX-License-Identifier: Apache-2.0
#include "money/case.hpp"

#include <algorithm>

namespace sourcing::money {

namespace {

// What is moved of an amount, at the share that makes it least and greatest.
Interval moved(Cents least, Cents greatest, const Corners& corners) {
  return {
      std::min(part<million>(least, corners.share_low), part<million>(least, corners.share_high)),
      std::max(part<million>(greatest, corners.share_low),
               part<million>(greatest, corners.share_high))};
}

Interval net_present_value(const Corners& corners, const Flow& best, const Flow& worst) {
  Cents least = worst.npv(corners.wait_low);
  Cents greatest = best.npv(corners.wait_low);
  for (std::int64_t wait = corners.wait_low + 1; wait <= corners.wait_high; ++wait) {
    least = std::min(least, worst.npv(wait));
    greatest = std::max(greatest, best.npv(wait));
  }
  return moved(least, greatest, corners);
}

void paybacks(const Corners& corners, const Flow& best, const Flow& worst, Cents exit_cost,
              OptionCase& into) {
  into.payback_low = into.payback_high = std::nullopt;
  const Cash good(best), bad(worst);
  bool ever = true;
  for (std::int64_t wait = corners.wait_low; wait <= corners.wait_high; ++wait) {
    const auto first = good.payback(wait, corners.share_high, exit_cost);
    if (first && (!into.payback_low || *first < *into.payback_low)) into.payback_low = first;
    if (!ever) continue;
    const auto last = bad.payback(wait, corners.share_low, exit_cost);
    ever = last.has_value();
    into.payback_high = ever ? std::max(into.payback_high, last) : std::nullopt;
  }
}

}  // namespace

std::string_view name(Pays pays) noexcept {
  switch (pays) {
    case Pays::always:
      return "always";
    case Pays::never:
      return "never";
    case Pays::depends:
      break;
  }
  return "depends";
}

Pays pays(const Interval& npv, Cents hurdle) noexcept {
  if (npv.low > hurdle) return Pays::always;
  return npv.high <= hurdle ? Pays::never : Pays::depends;
}

const std::array<OptionCase, option_count>& Evaluator::run(const Work& work) {
  keep(work);
  for (std::size_t i = 1; i < option_count; ++i) one(static_cast<Option>(i), work);
  return cases_;
}

Cents Evaluator::middle_npv(Option option, const Work& work) {
  const Rates& rates = plan_.corners(option).middle;
  middle_.run(rates, work, plan_.factors(), {rates.wait, rates.wait});
  return part<million>(middle_.npv(rates.wait), rates.share) - work.exit_cost;
}

void Evaluator::keep(const Work& work) {
  OptionCase& kept = cases_.front();
  kept = {};
  kept.known = true;
  kept.running = {work.base, work.base};
  kept.payback_low = kept.payback_high = 0;
}

void Evaluator::one(Option option, const Work& work) {
  const Corners& corners = plan_.corners(option);
  OptionCase& into = cases_[static_cast<std::size_t>(option)];
  into.known = corners.priced;
  if (!into.known) return;
  auto& [worst, best] = flows_[static_cast<std::size_t>(option)];
  const Waits waits{corners.wait_low, corners.wait_high};
  worst.run(corners.worst, work, plan_.factors(), waits);
  best.run(corners.best, work, plan_.factors(), waits);
  into.one_off = moved(best.once() + best.team() * corners.wait_low,
                       worst.once() + worst.team() * corners.wait_high, corners);
  into.one_off.low += work.exit_cost;
  into.one_off.high += work.exit_cost;
  into.saving = moved(worst.saving(), best.saving(), corners);
  into.running = {work.base - into.saving.high, work.base - into.saving.low};
  into.npv = net_present_value(corners, best, worst);
  into.npv.low -= work.exit_cost;
  into.npv.high -= work.exit_cost;
  paybacks(corners, best, worst, work.exit_cost, into);
}

}  // namespace sourcing::money
