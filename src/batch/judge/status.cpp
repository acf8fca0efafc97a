// SPDX-License-Identifier: Apache-2.0
#include "batch/judge/status.hpp"

#include "analysis/estimate.hpp"
#include "engine/settle.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

namespace {

constexpr std::uint8_t bit(Disposition disposition) noexcept {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(disposition));
}

template <class T>
Status sure(const engine::Settled<T>& settled) noexcept {
  return settled.unique ? Status::decided : Status::tentative;
}

Status together(const RowStatus& status) noexcept {
  if (status.engagement == Status::undetermined) return Status::undetermined;
  return status.engagement == Status::decided && status.location == Status::decided &&
                 status.disposition == Status::decided
             ? Status::decided
             : Status::tentative;
}

}  // namespace

StatusFinder::StatusFinder(const Plan& plan, const Tables& tables)
    : plan_(plan), tables_(tables), task_(input::empty_task(plan.program)) {}

RowStatus StatusFinder::partial(const Group& group, std::size_t row) {
  loaded_ = nullptr;
  if ((group.facts[row] & maybe_inexact) != 0) return exactly(group, row);
  const std::uint8_t facts = group.facts[row];
  const auto answered = [&](std::size_t axis) {
    return engine::lane(group.unanswered[row], axis) < engine::lane(tables_.all, axis);
  };
  RowStatus status;
  bool forced = false;
  status.disposition = disposition(group, row, forced);
  const bool known = answered(bears_disposition) || (facts & yes_disposition) != 0 || forced;
  if (!known) status.disposition = Status::undetermined;
  status.engagement = answered(bears_engagement) || (facts & yes_engagement) != 0
                          ? engagement(group, row)
                          : Status::undetermined;
  status.location = answered(bears_location) || (facts & yes_location) != 0 ? location(group, row)
                                                                            : Status::undetermined;
  status.overall = together(status);
  return status;
}

Status StatusFinder::engagement(const Group& group, std::size_t row) {
  if (group.sure_engagement[row] == Sure::decided) return Status::decided;
  if (group.sure_engagement[row] == Sure::tentative) return Status::tentative;
  const auto seen = static_cast<Engagement>(group.engagement[row]);
  load_box(group, row);
  if (extreme(0, axis_count, seen == Engagement::kpo).engagement != seen) return Status::tentative;
  ++searched_;
  return sure(engine::settle_engagement(plan_.program, box_, plan_.options.decide.cells));
}

Status StatusFinder::location(const Group& group, std::size_t row) {
  if (group.sure_location[row] == Sure::decided) return Status::decided;
  if (group.sure_location[row] == Sure::tentative) return Status::tentative;
  const auto seen = static_cast<std::int8_t>(group.location[row]);
  load_box(group, row);
  // Where another may overtake its winner, the completion in which that leads by most is likely to
  // be another answer.
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((group.surely[row] >> l) & 1U) != 0 || seen == static_cast<std::int8_t>(l)) continue;
    const std::size_t w =
        seen == engine::no_location ? (l + 1) % location_count : static_cast<std::size_t>(seen);
    if (extreme(w + 1, l + 1, true).location != seen) return Status::tentative;
  }
  ++searched_;
  return sure(engine::settle_location(plan_.program, box_, plan_.options.decide.cells));
}

// `forced`: it is retain in every completion, which bears on itself.
Status StatusFinder::disposition(const Group& group, std::size_t row, bool& forced) {
  const std::uint8_t surely = group.surely[row], perhaps = group.perhaps[row];
  const std::uint8_t set = group.set[row], perhaps_set = group.perhaps_set[row];
  const Disposition least = engine::choose_disposition(set, surely);
  if (engine::choose_disposition(perhaps_set, perhaps) == least) {
    forced = least == Disposition::retain;
    return Status::decided;
  }
  // It is not retain surely. Where exclusions cannot add up to all locations, one rule that may or
  // may not fire settles it: there is a completion with it and one without it.
  if (perhaps != engine::all_locations) {
    if (group.maybe_retain[row] == 1) return Status::tentative;
    if (group.maybe_retain[row] == 0 && (set & bit(Disposition::automate_first)) == 0 &&
        group.maybe_automate[row] >= 1) {
      if (group.maybe_automate[row] == 1) return Status::tentative;
    }
  }
  load_box(group, row);
  ++searched_;
  const auto settled = engine::settle_disposition(plan_.program, box_, plan_.options.decide.cells);
  forced = settled.unique && settled.value == Disposition::retain;
  return sure(settled);
}

RowStatus StatusFinder::exactly(const Group& group, std::size_t row) {
  ++searched_;
  load_box(group, row);
  for (Answer& answer : task_.answers) answer.origin = Origin::answered;
  for (const std::uint16_t c : plan_.absent) {
    if (plan_.assumed(c) == nullptr) task_.answers[c].origin = Origin::unknown;
  }
  for (std::size_t i = 0; i < group.unknowns; ++i) {
    const UnknownCell& cell = group.unknown[i];
    if (cell.row == row) task_.answers[cell.criterion].origin = Origin::unknown;
  }
  const std::uint64_t cells = plan_.options.decide.cells;
  const auto bears = analysis::bearing(plan_.program, task_, box_, cells);
  const auto found = analysis::statuses(plan_.program, box_, bears, cells);
  return {found.engagement, found.location, found.disposition, found.overall};
}

void StatusFinder::load_box(const Group& group, std::size_t row) {
  if (loaded_ == &group && loaded_row_ == row) return;
  loaded_ = &group;
  loaded_row_ = row;
  group.load_box(row, box_);
}

// The outcome where the difference of two scores (or one score, when `minus` is no axis) is least
// or greatest, as far as the ends of the intervals tell. Any completion is a fair witness.
engine::Outcome StatusFinder::extreme(std::size_t plus, std::size_t minus, bool least) {
  engine::Point point;
  for (std::size_t c = 0; c < tables_.criteria.size(); ++c) {
    const std::uint16_t low = box_.low[c], high = box_.high[c];
    point[c] = low;
    if (low == high) continue;
    const auto value = [&](std::uint16_t at) {
      const engine::Lanes lanes = tables_.criteria[c].contributions[at];
      return engine::lane(lanes, plus) - (minus < axis_count ? engine::lane(lanes, minus) : 0);
    };
    if ((value(high) < value(low)) == least) point[c] = high;
  }
  return engine::decide(plan_.program, point);
}

}  // namespace sourcing::batch
