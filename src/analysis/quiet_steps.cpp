// SPDX-License-Identifier: Apache-2.0
#include "analysis/quiet_steps.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>

namespace sourcing::analysis {

namespace {

using engine::Program;

std::uint16_t step_of(const engine::Criterion& criterion) noexcept {
  constexpr std::int64_t whole = 100;  // hundredths
  const bool numeric = criterion.scale == Scale::level || criterion.scale == Scale::number;
  return static_cast<std::uint16_t>(
      numeric ? std::clamp<std::int64_t>(whole / criterion.step, 1, criterion.last) : 1);
}

// How far a step moves the engagement's score, and a location's against another's.
Slack taken(engine::Lanes from, engine::Lanes to) noexcept {
  const auto moved = [&](std::size_t axis) {
    return engine::lane(to, axis) - engine::lane(from, axis);
  };
  const auto [least, most] = std::minmax({moved(1), moved(2), moved(3)});
  return {std::abs(moved(0)), most - least};
}

}  // namespace

Slack slack_of(const Program& program, const engine::Outcome& outcome) noexcept {
  const Centipoints margin = outcome.scores[0] - program.threshold;
  Slack slack{margin >= 0 ? margin : -margin - 1, std::numeric_limits<Centipoints>::max()};
  if (outcome.location == engine::no_location) return slack;
  const auto chosen = static_cast<std::size_t>(outcome.location);
  for (std::size_t l = 0; l < location_count; ++l) {
    if (l == chosen || ((outcome.excluded >> l) & 1U) != 0) continue;
    const Centipoints lead = outcome.scores[chosen + 1] - outcome.scores[l + 1];
    slack.location = std::min(slack.location, chosen < l ? lead : lead - 1);  // ties: the earlier
  }
  return slack;
}

std::array<std::uint16_t, 2> neighbours(const engine::Criterion& criterion,
                                        std::uint16_t at) noexcept {
  const std::uint16_t step = step_of(criterion);
  return {static_cast<std::uint16_t>(at < step ? 0 : at - step),
          static_cast<std::uint16_t>(std::min<int>(at + step, criterion.last))};
}

QuietSteps::QuietSteps(const Program& program)
    : program_(program),
      most_(program.criteria.size()),
      seen_(program.contributions.size(), false) {
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    const auto taken_between = [&](std::size_t low, std::size_t high) {
      const Slack here = taken(program.contribution(c, low), program.contribution(c, high));
      most_[c].engagement = std::max(most_[c].engagement, here.engagement);
      most_[c].location = std::max(most_[c].location, here.location);
    };
    for (std::size_t at = 0; at <= criterion.last; ++at) {
      taken_between(at, neighbours(criterion, static_cast<std::uint16_t>(at))[1]);
    }
    // Every step down is one of these up, but for those that the end of the scale cuts short.
    for (std::size_t at = 0; at < step_of(criterion); ++at) taken_between(0, at);
  }
  for (const engine::Atom& atom : program.atoms) {
    mark(atom.criterion, atom.low);
    mark(atom.criterion, atom.high + std::size_t{1});
  }
}

// Between `boundary` and what is below it a rule sees a difference.
void QuietSteps::mark(std::size_t c, std::size_t boundary) {
  const engine::Criterion& criterion = program_.criteria[c];
  const std::size_t step = step_of(criterion);
  const std::size_t first = boundary < step ? 0 : boundary - step;
  const std::size_t last = std::min<std::size_t>(boundary + step - 1, criterion.last);
  for (std::size_t at = first; at <= last; ++at) seen_[criterion.table + at] = true;
}

}  // namespace sourcing::analysis
