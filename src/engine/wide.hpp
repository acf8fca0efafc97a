// SPDX-License-Identifier: Apache-2.0
// A decision of a model that nobody has checked: one without a rule, say. Its scores may lie
// anywhere, and the lanes of the kernel hold those of checked models only.
#pragma once

#include "engine/kernel.hpp"

namespace sourcing::engine {

/// As `decide`, with scores that cannot wrap.
[[nodiscard]] inline Outcome decide_wide(const Program& program,
                                         std::span<const std::uint16_t> point) noexcept {
  Outcome outcome{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const Lanes here = program.contribution(c, point[c]);
    for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] += lane(here, a);
  }
  std::uint8_t dispositions = 0;
  PointsOfRules points(program, point);
  for (const Rule& rule : program.rules) {
    if (!holds(program, program.nodes[rule.condition], point)) continue;
    const auto given = points.next(rule);
    for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] += given[a];
    outcome.excluded |= rule.excluded;
    if (rule.disposition != no_disposition) {
      dispositions |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(rule.disposition));
    }
  }
  outcome.location = choose_location(outcome.scores, outcome.excluded);
  outcome.engagement = choose_engagement(program, outcome.scores[0]);
  outcome.disposition = choose_disposition(dispositions, outcome.excluded);
  return outcome;
}

}  // namespace sourcing::engine
