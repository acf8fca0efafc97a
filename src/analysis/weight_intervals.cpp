// SPDX-License-Identifier: Apache-2.0
#include "analysis/weight_intervals.hpp"

namespace sourcing::analysis {

namespace {

constexpr std::int64_t full_scale = 10'000;

Rational magnitude(const Rational& value) { return value.sign() < 0 ? Rational(0) - value : value; }

// Whether the rounding of a difference could be what decides its sign: `wins` tells whether a
// difference is on the winner's side of the tie.
template <class Wins>
bool rounding_decides(const Rational& exact, std::int64_t rounded, Wins wins) {
  const Rational error = magnitude(exact - Rational(rounded));
  if (error.sign() == 0) return false;
  return wins(exact.sign()) != wins(rounded < 0   ? -1
                                    : rounded > 0 ? 1
                                                  : 0) ||
         magnitude(exact) <= error;
}

// The score of one axis as its weight's share s goes from 0 to 1: at zero, and its slope.
class Ray {
 public:
  Ray(const ExactAxis& axis, const ExactAxis::Part& moving) {
    Rational rest;
    for (const ExactAxis::Part& part : axis.parts) {
      if (&part != &moving) rest = rest + Rational(part.weight) * part.fraction;
    }
    const Big others = axis.weights - moving.weight;
    at_zero_ = Rational(full_scale) * rest / Rational(others);
    slope_ = Rational(full_scale) * moving.fraction - at_zero_;
    at_zero_ = at_zero_ + Rational(axis.rules);
  }

  [[nodiscard]] const Rational& slope() const noexcept { return slope_; }
  /// Share at which the score is this. REQUIRES: the slope is not zero.
  [[nodiscard]] Rational reaches(const Rational& score) const {
    return (score - at_zero_) / slope_;
  }

 private:
  Rational at_zero_, slope_;
};

struct Range {
  Rational low = 0, high = 1;
  bool low_included = true, high_included = true;
  std::string below, above;

  /// Demands that the ray stay above (or below) a score; `tie` tells whether it may touch it.
  void hold(const Ray& ray, bool above_it, const Rational& score, bool tie,
            std::string_view else_holds) {
    const int slope = ray.slope().sign();
    if (slope == 0) return;
    const Rational share = ray.reaches(score);
    if ((slope > 0) == above_it) {
      if (share < low || (share == low && (tie || !low_included))) return;
      low = share;
      low_included = tie;
      below = else_holds;
    } else {
      if (share > high || (share == high && (tie || !high_included))) return;
      high = share;
      high_included = tie;
      above = else_holds;
    }
  }
};

void hold_engagement(const engine::Program& program, const ExactVerdict& verdict, const Ray& ray,
                     Range& range) {
  const bool kpo = verdict.engagement == Engagement::kpo;
  range.hold(ray, kpo, Rational(program.threshold), kpo,
             name(kpo ? Engagement::bpo : Engagement::kpo));
}

void hold_location(const ExactVerdict& verdict, std::size_t moving, const Ray& ray, Range& range) {
  if (verdict.location == engine::no_location || ((verdict.excluded >> moving) & 1U) != 0) return;
  const auto winner = static_cast<std::size_t>(verdict.location);
  if (moving != winner) {
    range.hold(ray, false, verdict.scores[winner + 1], winner < moving,
               name(static_cast<Location>(moving)));
    return;
  }
  for (std::size_t other = 0; other < location_count; ++other) {
    if (other == winner || ((verdict.excluded >> other) & 1U) != 0) continue;
    range.hold(ray, true, verdict.scores[other + 1], winner < other,
               name(static_cast<Location>(other)));
  }
}

}  // namespace

Fraction to_fraction(const Rational& value, Rounding rounding, bool& exact) {
  const Rational lowest = value.reduced();
  exact = lowest.numerator.fits() && lowest.denominator.fits();
  if (exact) return {lowest.numerator.to_int64(), lowest.denominator.to_int64()};
  const Big scale = std::int64_t{1} << 61;
  Big scaled = Big::divide(lowest.numerator * scale, lowest.denominator).quotient;
  if (rounding == Rounding::up) scaled = scaled + 1;
  const Rational near = Rational(scaled, scale).reduced();
  return {near.numerator.to_int64(), near.denominator.to_int64()};
}

ExactVerdict exact_verdict(const engine::Program& program, const engine::Point& point,
                           const engine::Outcome& outcome) {
  ExactVerdict verdict;
  verdict.axes = exact_axes(program, point);
  for (std::size_t a = 0; a < axis_count; ++a) verdict.scores[a] = verdict.axes[a].score();
  verdict.excluded = outcome.excluded;
  verdict.engagement =
      verdict.scores[0] >= Rational(program.threshold) ? Engagement::kpo : Engagement::bpo;
  verdict.location = choose_location(verdict.scores, outcome.excluded);
  verdict.engagement_within_rounding =
      rounding_decides(verdict.scores[0] - Rational(program.threshold),
                       outcome.scores[0] - program.threshold, [](int sign) { return sign >= 0; });
  if (outcome.location == engine::no_location) return verdict;
  const auto winner = static_cast<std::size_t>(outcome.location);
  for (std::size_t other = 0; other < location_count; ++other) {
    if (other == winner || ((outcome.excluded >> other) & 1U) != 0) continue;
    const bool tie = winner < other;
    verdict.location_within_rounding =
        verdict.location_within_rounding ||
        rounding_decides(verdict.scores[winner + 1] - verdict.scores[other + 1],
                         outcome.scores[winner + 1] - outcome.scores[other + 1],
                         [tie](int sign) { return sign > 0 || (tie && sign == 0); });
  }
  return verdict;
}

std::vector<WeightInterval> weight_intervals(const engine::Program& program,
                                             const ExactVerdict& verdict, std::size_t language) {
  std::vector<WeightInterval> result;
  for (std::size_t a = 0; a < axis_count; ++a) {
    const ExactAxis& axis = verdict.axes[a];
    for (const ExactAxis::Part& part : axis.parts) {
      WeightInterval& interval = result.emplace_back();
      const engine::Criterion& criterion = program.criteria[part.criterion];
      interval.axis = static_cast<Axis>(a);
      interval.criterion = criterion.id;
      interval.label = program.text(criterion.label, language);
      bool exact = true;
      interval.share = to_fraction(Rational(part.weight, axis.weights), Rounding::down, exact);
      Range range;
      // An axis with one weight has no others to rescale: its share is 1 whatever it is.
      if (axis.parts.size() > 1) {
        const Ray ray(axis, part);
        if (a == 0) {
          hold_engagement(program, verdict, ray, range);
        } else {
          hold_location(verdict, a - 1, ray, range);
        }
      }
      // Where an end has to be rounded it moves inside, and there the verdict stands.
      interval.low = to_fraction(range.low, Rounding::up, exact);
      interval.low_included = range.low_included || !exact;
      interval.high = to_fraction(range.high, Rounding::down, exact);
      interval.high_included = range.high_included || !exact;
      interval.below = range.below;
      interval.above = range.above;
    }
  }
  return result;
}

}  // namespace sourcing::analysis
