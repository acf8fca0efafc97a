// SPDX-License-Identifier: Apache-2.0
#include "batch/moves/move_causes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.hpp"

namespace sourcing::batch {

namespace {

constexpr std::size_t no_axis = axis_count;
constexpr std::array<std::string_view, 3> verdict_axes = {"disposition", "engagement", "location"};

}  // namespace

std::string ShownVerdict::text() const {
  const auto shown = [](std::uint8_t value, auto as) {
    return value == undetermined ? std::string_view("-") : name(static_cast<decltype(as)>(value));
  };
  return fmt::format("{} {} {}", shown(disposition, Disposition{}), shown(engagement, Engagement{}),
                     location == nowhere ? "nowhere" : shown(location, Location{}));
}

Cause Cause::from_key(std::uint32_t key) noexcept {
  Cause cause;
  cause.kind = static_cast<Kind>((key >> 24U) - 1);
  cause.plus = static_cast<std::uint8_t>((key >> 20U) & 0xFU);
  cause.minus = static_cast<std::uint8_t>((key >> 16U) & 0xFU);
  cause.name = static_cast<std::uint16_t>(key);
  return cause;
}

MoveCauses::MoveCauses(const engine::Program& before, const engine::Program& after)
    : programs_{&before, &after} {
  const auto term = [&](std::string_view id) -> Term& {
    const auto at = std::lower_bound(terms_.begin(), terms_.end(), id,
                                     [](const Term& a, std::string_view b) { return a.id < b; });
    if (at != terms_.end() && at->id == id) return *at;
    Term& added = *terms_.insert(at, Term{});
    added.id = id;
    return added;
  };
  term("base").base = true;  // no model has a criterion or rule of this name: reasons use it
  for (std::size_t side = 0; side < 2; ++side) {
    const engine::Program& program = *programs_[side];
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      term(program.criteria[c].id).criterion[side] = static_cast<int>(c);
    }
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      term(program.rules[r].id).rule[side] = static_cast<int>(r);
    }
  }
  for (std::size_t side = 0; side < 2; ++side) {
    for (const engine::Rule& rule : programs_[side]->rules) {
      rules_[side].push_back(static_cast<std::uint16_t>(&term(rule.id) - terms_.data()));
    }
  }
}

void MoveCauses::find(const Side& before, const Side& after, std::vector<Cause>& causes) const {
  causes.clear();
  const std::array<const Side*, 2> sides = {&before, &after};
  one_side(sides, 0, Cause::Kind::fires_no_more, causes);
  one_side(sides, 1, Cause::Kind::fires, causes);
  const ShownVerdict &a = before.verdict, &b = after.verdict;
  const auto bears = [&](std::uint8_t here, std::uint8_t there, std::uint16_t axis) {
    if ((here == ShownVerdict::undetermined) == (there == ShownVerdict::undetermined)) return;
    causes.push_back(
        {here == ShownVerdict::undetermined ? Cause::Kind::bears : Cause::Kind::bears_no_more, 0, 0,
         axis, 0});
  };
  bears(a.disposition, b.disposition, 0);
  bears(a.engagement, b.engagement, 1);
  bears(a.location, b.location, 2);
  const auto both = [](std::uint8_t here, std::uint8_t there) {
    return here != there && here < ShownVerdict::nowhere && there < ShownVerdict::nowhere;
  };
  if (both(a.engagement, b.engagement)) {
    if (programs_[0]->threshold != programs_[1]->threshold) {
      causes.push_back({Cause::Kind::threshold, 0, 0, 0, 0});
    }
    shifts(sides, 0, no_axis, causes);
  }
  if (both(a.location, b.location)) {
    shifts(sides, std::size_t{b.location} + 1, std::size_t{a.location} + 1, causes);
  }
}

// The gates and disposition rules that fire on this side only, as far as they bear on what moved.
void MoveCauses::one_side(const std::array<const Side*, 2>& sides, std::size_t side,
                          Cause::Kind kind, std::vector<Cause>& causes) const {
  const Side &here = *sides[side], &there = *sides[1 - side];
  const bool disposition = here.verdict.disposition != there.verdict.disposition;
  const bool location = here.verdict.location != there.verdict.location;
  if (!disposition && !location) return;
  for (std::size_t r = 0; r < here.fired.size(); ++r) {
    const engine::Rule& rule = programs_[side]->rules[r];
    const bool gate = rule.excluded != 0;  // with no location left it decides the disposition too
    if (here.fired[r] == 0) continue;
    if (!gate && (!disposition || rule.disposition == engine::no_disposition)) continue;
    const std::uint16_t name = rules_[side][r];
    const int other = terms_[name].rule[1 - side];
    const bool both = other >= 0 && there.fired[static_cast<std::size_t>(other)] != 0;
    if (!both) {
      causes.push_back({kind, 0, 0, name, 0});
      continue;
    }
    const engine::Rule& counterpart = programs_[1 - side]->rules[static_cast<std::size_t>(other)];
    if (counterpart.excluded == rule.excluded && counterpart.disposition == rule.disposition) {
      continue;
    }
    // Said once, though both sides come here with it, if it bears on what moved for both.
    const Cause acts{Cause::Kind::acts_otherwise, 0, 0, name, 0};
    if (std::none_of(causes.begin(), causes.end(),
                     [&](const Cause& cause) { return cause.key() == acts.key(); })) {
      causes.push_back(acts);
    }
  }
}

namespace {

// The points of a rule that fires, by what others before it have neutralised.
std::array<Centipoints, axis_count> given_by(const engine::Program& program, std::size_t rule,
                                             const Side& side) noexcept {
  engine::PointsOfRules rules(program, side.point);
  for (std::size_t r = 0; program.varies && r < rule; ++r) {
    if (side.fired[r] != 0) (void)rules.next(program.rules[r]);
  }
  return rules.next(program.rules[rule]);
}

}  // namespace

Centipoints MoveCauses::points(const Term& term, const Side& side, std::size_t which,
                               std::size_t axis) const noexcept {
  if (axis == no_axis) return 0;
  const engine::Program& program = *programs_[which];
  Centipoints sum = 0;
  if (term.base) sum += program.axes[axis].base;
  if (term.criterion[which] >= 0) {
    const auto c = static_cast<std::size_t>(term.criterion[which]);
    sum += engine::lane(program.contribution(c, side.point[c]), axis) -
           engine::lane(program.contribution(c, program.criteria[c].neutral), axis);
  }
  if (term.rule[which] >= 0) {
    const auto r = static_cast<std::size_t>(term.rule[which]);
    if (side.fired[r] != 0) sum += given_by(program, r, side)[axis];
  }
  return sum;
}

// The three greatest, of those that are as great the first by name.
void MoveCauses::shifts(const std::array<const Side*, 2>& sides, std::size_t plus,
                        std::size_t minus, std::vector<Cause>& causes) const {
  constexpr std::size_t most = 3;
  const std::size_t first = causes.size();
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    const auto lead = [&](std::size_t side) {
      return points(terms_[t], *sides[side], side, plus) -
             points(terms_[t], *sides[side], side, minus);
    };
    const Centipoints change = lead(1) - lead(0);
    if (change == 0) continue;
    std::size_t at = causes.size();
    while (at > first && std::abs(causes[at - 1].points) < std::abs(change)) --at;
    if (at - first == most) continue;
    if (causes.size() - first == most) causes.pop_back();
    causes.insert(causes.begin() + static_cast<std::ptrdiff_t>(at),
                  {Cause::Kind::shift, static_cast<std::uint8_t>(plus),
                   static_cast<std::uint8_t>(minus), static_cast<std::uint16_t>(t), change});
  }
}

std::string MoveCauses::text(const Cause& cause, bool with_points) const {
  const std::string_view id = terms_[cause.name].id;
  switch (cause.kind) {
    case Cause::Kind::fires_no_more:
      return fmt::format("{} fires no more", id);
    case Cause::Kind::fires:
      return fmt::format("{} fires", id);
    case Cause::Kind::acts_otherwise:
      return fmt::format("{} acts otherwise", id);
    case Cause::Kind::bears_no_more:
      return fmt::format("no answer bears on the {} any more", verdict_axes[cause.name]);
    case Cause::Kind::bears:
      return fmt::format("an answer bears on the {}", verdict_axes[cause.name]);
    case Cause::Kind::threshold: {
      std::string text = "threshold ";
      base::append_fixed2(text, programs_[0]->threshold);
      text += " to ";
      base::append_fixed2(text, programs_[1]->threshold);
      return text;
    }
    case Cause::Kind::shift: {
      std::string text(id);
      if (with_points) {
        text += ' ';
        base::append_signed2(text, cause.points);
      }
      text += fmt::format(" on {}", name(static_cast<Axis>(cause.plus)));
      if (cause.minus != no_axis)
        text += fmt::format(" over {}", name(static_cast<Axis>(cause.minus)));
      return text;
    }
  }
  return {};
}

}  // namespace sourcing::batch
