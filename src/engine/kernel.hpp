// SPDX-License-Identifier: Apache-2.0
// The decision at a point: look-ups and additions, then choosing. Written once; who wants to know
// which rules fired passes a listener, who does not passes one that does nothing.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <sourcing/verdict.hpp>

#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::engine {

/// A position for every criterion of the model; the entries past them are unused.
using Point = std::array<std::uint16_t, model::most_criteria>;

inline constexpr std::int8_t no_location = -1;
inline constexpr std::uint8_t all_locations = (1U << location_count) - 1;

/// What the kernel finds at a point. Trivially copyable.
struct Outcome {
  std::array<Centipoints, axis_count> scores;
  std::uint8_t excluded;  // bit per location
  std::int8_t location;   // or no_location
  Engagement engagement;
  Disposition disposition;

  [[nodiscard]] std::optional<Location> chosen() const noexcept {
    return location == no_location ? std::nullopt : std::optional(static_cast<Location>(location));
  }
};

/// Whether a condition holds at a point.
[[nodiscard]] inline bool holds(const Program& program, const Node& node,
                                const Point& point) noexcept {
  const auto children = program.nodes.subspan(node.kind == NodeKind::atom ? 0 : node.first,
                                              node.kind == NodeKind::atom ? 0 : node.count);
  switch (node.kind) {
    case NodeKind::atom: {
      const Atom& atom = program.atoms[node.first];
      const std::uint16_t at = point[atom.criterion];
      return atom.low <= at && at <= atom.high;
    }
    case NodeKind::all:
      for (const Node& child : children) {
        if (!holds(program, child, point)) return false;
      }
      return true;
    case NodeKind::any:
      for (const Node& child : children) {
        if (holds(program, child, point)) return true;
      }
      return false;
    case NodeKind::not_:
      return !holds(program, children.front(), point);
  }
  return false;
}

/// The best location that is not excluded; ties go to the earlier one. Without branches: which one
/// wins cannot be guessed.
template <class Score>
[[nodiscard]] std::int8_t choose_location_by(Score score, std::uint8_t excluded) noexcept {
  constexpr Centipoints none = std::numeric_limits<Centipoints>::min();
  std::int32_t best = no_location;
  Centipoints most = none;
  for (std::size_t l = 0; l < location_count; ++l) {
    const Centipoints here = ((excluded >> l) & 1U) != 0 ? none : score(l);
    best = here > most ? static_cast<std::int32_t>(l) : best;
    most = here > most ? here : most;
  }
  return static_cast<std::int8_t>(best);
}
[[nodiscard]] inline std::int8_t choose_location(const std::array<Centipoints, axis_count>& scores,
                                                 std::uint8_t excluded) noexcept {
  return choose_location_by([&](std::size_t l) { return scores[l + 1]; }, excluded);
}
[[nodiscard]] inline std::int8_t choose_location(Lanes scores, std::uint8_t excluded) noexcept {
  return choose_location_by([&](std::size_t l) { return lane(scores, l + 1); }, excluded);
}

/// The first disposition, in the order they are tried, that a rule has set. `set` has a bit for
/// each that fired. With every location excluded there is nowhere to outsource to: retain.
[[nodiscard]] inline Disposition choose_disposition(std::uint8_t set,
                                                    std::uint8_t excluded) noexcept {
  constexpr auto bit = [](Disposition disposition) {
    return 1U << static_cast<unsigned>(disposition);
  };
  if ((set & bit(Disposition::retain)) != 0 || excluded == all_locations) {
    return Disposition::retain;
  }
  if ((set & bit(Disposition::automate_first)) != 0) return Disposition::automate_first;
  return Disposition::outsource;
}

[[nodiscard]] inline Engagement choose_engagement(const Program& program,
                                                  Centipoints score) noexcept {
  return score >= program.threshold ? Engagement::kpo : Engagement::bpo;
}

/// `listener(rule_index)` is called for every gate and rule that fires, in model order.
template <class Listener>
[[nodiscard]] Outcome decide(const Program& program, const Point& point,
                             Listener&& listener) noexcept {
  Lanes sum = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    sum += program.contributions[program.criteria[c].table + point[c]];
  }
  Outcome outcome{};
  for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] = lane(sum, a);
  std::uint8_t dispositions = 0;
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    const Rule& rule = program.rules[r];
    if (!holds(program, program.nodes[rule.condition], point)) continue;
    listener(r);
    for (std::size_t a = 0; a < axis_count; ++a) outcome.scores[a] += rule.points[a];
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

[[nodiscard]] inline Outcome decide(const Program& program, const Point& point) noexcept {
  return decide(program, point, [](std::size_t) {});
}

}  // namespace sourcing::engine
