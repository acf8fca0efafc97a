// SPDX-License-Identifier: Apache-2.0
#include "analysis/exact_scores.hpp"

#include <algorithm>

namespace sourcing::analysis {

namespace {

constexpr std::int64_t full_scale = 10'000;

Big lcm(const Big& a, const Big& b) { return Big::divide(a, gcd(a, b)).quotient * b; }

}  // namespace

StepFraction step_fraction(const engine::Program& program, const engine::Weight& weight,
                           std::uint16_t at) noexcept {
  const std::int64_t last = program.criteria[weight.criterion].last;
  if (weight.direction > 0) return {at, last};
  if (weight.direction < 0) return {last - at, last};
  return {weight.steps[at], *std::max_element(weight.steps.begin(), weight.steps.end())};
}

Rational ExactAxis::score() const {
  Rational sum;
  for (const Part& part : parts) sum = sum + Rational(part.weight) * part.fraction;
  return Rational(full_scale) * sum / Rational(weights) + Rational(rules);
}

std::array<ExactAxis, axis_count> exact_axes(const engine::Program& program,
                                             const engine::Point& point) {
  std::array<ExactAxis, axis_count> axes;
  // Whatever the weights are, what is neutralised counts as at its neutral: the folded ones too.
  engine::CriterionSet neutralised;
  std::array<std::int64_t, axis_count> rules{};
  for (const engine::Rule& rule : program.rules) {
    if (!engine::holds(program, program.nodes[rule.condition], point)) continue;
    for (std::size_t a = 0; a < axis_count; ++a) rules[a] += rule.points[a] - rule.folded[a];
    for (const engine::Neutralised& each : rule.neutralised) neutralised.insert(each.criterion);
  }
  const auto position = [&](std::size_t c) {
    return neutralised.has(c) ? program.criteria[c].neutral : point[c];
  };
  for (std::size_t a = 0; a < axis_count; ++a) {
    ExactAxis& axis = axes[a];
    // Small common factors and one denominator keep the numbers short.
    Big common = 0, denominator = 1;
    for (const engine::Weight& weight : program.axes[a].weights) {
      common = gcd(common, weight.relative);
      denominator =
          lcm(denominator, step_fraction(program, weight, position(weight.criterion)).denominator);
    }
    for (const engine::Weight& weight : program.axes[a].weights) {
      if (weight.relative == 0) continue;
      const StepFraction step = step_fraction(program, weight, position(weight.criterion));
      const Big times = Big::divide(denominator, step.denominator).quotient;
      ExactAxis::Part& part = axis.parts.emplace_back();
      part.criterion = weight.criterion;
      part.weight = Big::divide(weight.relative, common).quotient;
      part.fraction = Rational(Big(step.numerator) * times, denominator);
      axis.weights = axis.weights + part.weight;
    }
  }
  for (std::size_t a = 0; a < axis_count; ++a) axes[a].rules = rules[a];
  return axes;
}

std::int8_t choose_location(const std::array<Rational, axis_count>& scores, std::uint8_t excluded) {
  std::int8_t best = engine::no_location;
  for (std::size_t l = 0; l < location_count; ++l) {
    if (((excluded >> l) & 1U) != 0) continue;
    if (best == engine::no_location || scores[l + 1] > scores[static_cast<std::size_t>(best) + 1]) {
      best = static_cast<std::int8_t>(l);
    }
  }
  return best;
}

}  // namespace sourcing::analysis
