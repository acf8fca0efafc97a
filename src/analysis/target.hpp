// SPDX-License-Identifier: Apache-2.0
// What a search asks of a verdict, and what that demands of the scores.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/box.hpp"
#include "engine/kernel.hpp"

namespace sourcing::analysis {

/// The parts of a verdict that are asked for; an empty part may come out as it will.
struct Target {
  std::optional<Disposition> disposition;
  std::optional<Engagement> engagement;
  std::optional<std::int8_t> location;  ///< or engine::no_location: excluded everywhere

  [[nodiscard]] bool met_by(const engine::Outcome& outcome) const noexcept {
    return (!disposition || outcome.disposition == *disposition) &&
           (!engagement || outcome.engagement == *engagement) &&
           (!location || outcome.location == *location);
  }
};

/// Points on the four axes: of a criterion at a position, of a rule, of a whole task.
using Scores = std::array<std::int64_t, axis_count>;

[[nodiscard]] inline Scores unpack(engine::Lanes lanes) noexcept {
  return {engine::lane(lanes, 0), engine::lane(lanes, 1), engine::lane(lanes, 2),
          engine::lane(lanes, 3)};
}
[[nodiscard]] inline std::int64_t dot(const Scores& weights, const Scores& scores) noexcept {
  return weights[0] * scores[0] + weights[1] * scores[1] + weights[2] * scores[2] +
         weights[3] * scores[3];
}
inline void add(Scores& sum, const Scores& scores) noexcept {
  for (std::size_t a = 0; a < axis_count; ++a) sum[a] += scores[a];
}
[[nodiscard]] inline Scores points_of(const engine::Rule& rule) noexcept {
  return {rule.points[0], rule.points[1], rule.points[2], rule.points[3]};
}

/// A linear condition on the scores: weights · scores + constant >= 0.
struct Constraint {
  Scores weights;
  std::int64_t constant;
};
[[nodiscard]] inline std::int64_t value_of(const Constraint& constraint,
                                           const Scores& scores) noexcept {
  return dot(constraint.weights, scores) + constraint.constant;
}

/// At most one for the engagement and two for the location.
inline constexpr std::size_t most_constraints = 3;

/// What is the same in the whole of a box: the criteria that do not move and the rules that do not
/// waver are folded together once, so that a search pays only for what is open.
struct Scene {
  const engine::Program& program;
  std::vector<std::uint16_t> active{};  ///< criteria with more than one position
  std::vector<bool> straight{};         ///< of `active`: any weighting of its axes peaks at an end
  std::vector<std::uint32_t> rules{};   ///< undecided in the box
  Scores base{};                        ///< scores of the folded criteria and rules
  std::uint8_t excluded = 0;            ///< by folded rules; a bit per location
  std::uint8_t dispositions = 0;        ///< set by folded rules; a bit each
  /// No active criterion and no open rule moves both the engagement and a location.
  bool separable = true;
};
/// What it costs to judge all conditions over a box, in looks at contributions. Those of a model
/// with thousands of rules fit no cache, so each of their parts costs several.
[[nodiscard]] inline std::uint64_t looks_at_conditions(const engine::Program& program) noexcept {
  constexpr std::uint64_t usual = 1'000, each = 4;
  const std::uint64_t parts = program.nodes.size();
  return parts <= usual ? parts : each * parts;
}

[[nodiscard]] Scene make_scene(const engine::Program& program, const engine::Box& box);
/// Makes a scene anew, of another box of its model.
void set_scene(const engine::Box& box, Scene& scene);
/// Makes `scene` that of the part of a box in which one criterion has one position; `whole` is the
/// scene of the box that `part` was before.
void narrow_scene(const Scene& whole, const engine::Box& part, std::size_t criterion, Scene& scene);
/// What the kernel decides at a point of the scene's box, for the price of what is open.
/// REQUIRES: a model whose scores were checked.
[[nodiscard]] engine::Outcome outcome_at(const Scene& scene, const engine::Point& point) noexcept;

/// What a target demands inside a box: sound everywhere, and exact once nothing is `undecided`.
struct Demand {
  bool impossible = false;
  std::array<Constraint, most_constraints> constraints{};
  std::size_t count = 0;
  Scores sure{};                         ///< points of the rules that surely fire
  std::vector<std::uint32_t> optional_;  ///< undecided rules with points that matter
  engine::CriterionSet neutralised;      ///< by the rules that surely fire
  /// The rule whose truth matters most, by index; program.rules.size() when all is settled.
  std::size_t undecided = 0;
};
/// What a criterion adds to the scores at a position, by what the demand knows of the rules.
[[nodiscard]] inline engine::Lanes worth(const engine::Program& program, const Demand& demand,
                                         std::size_t c, std::size_t at) noexcept {
  return program.contribution(c, demand.neutralised.has(c) ? program.criteria[c].neutral : at);
}
/// The most that an undecided rule can add to a weighting of the scores inside a box, as scores;
/// none of them where that is nothing.
[[nodiscard]] Scores best_of(const engine::Program& program, const Demand& demand,
                             const engine::Rule& rule, const Scores& weights,
                             const engine::Box& box) noexcept;
/// Fills `demand` anew (a search keeps one per depth, so that nothing is allocated on the way).
void make_demand(const Scene& scene, const Target& target, const engine::Box& box, Demand& demand);

}  // namespace sourcing::analysis
