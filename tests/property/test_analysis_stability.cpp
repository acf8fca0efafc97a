// SPDX-License-Identifier: Apache-2.0
// Weight intervals, shares of weightings, single steps and contrasts, against slower ways to them.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <sourcing/contrast.hpp>
#include <sourcing/stability.hpp>

#include "analysis/agreeing_share.hpp"
#include "analysis/estimate.hpp"
#include "analysis/moves.hpp"
#include "analysis/weight_intervals.hpp"
#include "property/support.hpp"

namespace sourcing::test {
namespace {

using analysis::Big;
using analysis::Rational;

TEST_CASE("whole numbers of any size calculate like small ones") {
  Random random(seed_of(1));
  for (std::size_t trial = 0; trial < trials(5'000); ++trial) {
    const std::int64_t a = random.between(-1'000'000'000, 1'000'000'000);
    const std::int64_t b = random.between(-1'000'000'000, 1'000'000'000);
    const std::int64_t c = random.between(1, 1'000'000'000);
    REQUIRE(Big(a) + Big(b) == Big(a + b));
    REQUIRE(Big(a) - Big(b) == Big(a - b));
    REQUIRE(Big(a) * Big(b) == Big(a * b));
    REQUIRE((Big(a) <=> Big(b)) == (a <=> b));
    REQUIRE(gcd(Big(a), Big(c)) == Big(std::gcd(a, c)));
    // Beyond 64 bits: (a·c³ + b) divided by c³ and back.
    const Big cube = Big(c) * Big(c) * Big(c);
    const Big large = Big(a) * cube * cube + Big(b);
    const Big::Division division = Big::divide(large, cube);
    REQUIRE(division.quotient * cube + division.remainder == large);
    REQUIRE(gcd(Big(a) * cube, Big(b) * cube) == gcd(Big(a), Big(b)) * cube);
    REQUIRE((Rational(Big(a) * cube, cube * Big(c)) == Rational(Big(a), Big(c))));
    REQUIRE(std::abs(Rational(Big(a) * cube, cube * Big(c)).to_double() -
                     static_cast<double>(a) / static_cast<double>(c)) <=
            1e-12 * std::abs(static_cast<double>(a)));
  }
}

// The same recursion in exact fractions.
Rational exact_share(const std::vector<Rational>& values) {
  std::vector<Rational> above, below;
  for (const Rational& value : values) (value.sign() > 0 ? above : below).push_back(value);
  std::vector<Rational> share(below.size() + 1, Rational(1));
  for (const Rational& x : above) {
    share[0] = Rational(0);
    for (std::size_t k = 1; k < share.size(); ++k) {
      const Rational& y = below[k - 1];
      share[k] = ((x * share[k - 1] - y * share[k]) / (x - y)).reduced();
    }
  }
  return share.back();
}

// Another way to it, for values that all differ: 1 - sum over a > 0 of a^(n-1) / prod (a - b).
Rational by_divided_differences(const std::vector<Rational>& values) {
  Rational positive = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].sign() <= 0) continue;
    Rational term = 1;
    for (std::size_t j = 0; j < values.size(); ++j) {
      if (j != i) term = (term * values[i] / (values[i] - values[j])).reduced();
    }
    positive = (positive + term).reduced();
  }
  return Rational(1) - positive;
}

TEST_CASE("the closed form of a share is exact to 1e-9") {
  double worst = 0;
  for (std::size_t trial = 0; trial < trials(400); ++trial) {
    Random random(seed_of(trial));
    const auto count = static_cast<std::size_t>(random.between(1, 14));
    const bool repeat_values = random.chance(40);
    const bool near_ties = random.chance(30);
    std::vector<Rational> exact;
    std::vector<double> values;
    std::set<std::int64_t> seen;
    for (std::size_t i = 0; i < count; ++i) {
      std::int64_t value = repeat_values ? random.between(-3, 3) * 500
                           : near_ties   ? random.between(-40, 40)
                                         : random.between(-10'000, 10'000);
      while (!repeat_values && !seen.insert(value).second) ++value;
      exact.emplace_back(Big(value), Big(10'000));
      values.push_back(static_cast<double>(value) / 10'000.0);
    }
    const Rational share = exact_share(exact);
    if (!repeat_values) REQUIRE(share == by_divided_differences(exact));
    const double error = std::abs(analysis::share_at_most_zero(values) - share.to_double());
    worst = std::max(worst, error);
    REQUIRE(error < 1e-9);
  }
  CHECK(worst < 1e-12);
  // Known areas: half of a line; three quarters of a triangle.
  CHECK(analysis::share_at_most_zero({1, -1}) == 0.5);
  CHECK(analysis::share_at_most_zero({1, -1, -1}) == 0.75);
  CHECK(analysis::share_at_most_zero({1, 1}) == 0.0);
  CHECK(analysis::share_at_most_zero({-1, 0}) == 1.0);
}

struct Sample {
  Engine engine;
  Task task;
  engine::Point point;
  engine::Outcome outcome;
};

Sample sample(Random& random, const ModelSpec& spec) {
  const Engine engine = engine_of(to_json(spec));
  Task task = task_of(engine, to_json(random_task(random, spec)));
  const engine::Point point = analysis::estimate(engine.program(), task);
  const engine::Outcome outcome = engine::decide(engine.program(), point);
  return {engine, std::move(task), point, outcome};
}

// The unrounded verdict on an axis when one weight's share is `share`, straight from the
// definition.
bool same_part(const analysis::ExactVerdict& verdict, Centipoints threshold, std::size_t axis,
               std::size_t criterion, const Rational& share) {
  const analysis::ExactAxis& one = verdict.axes[axis];
  Rational score = 0;
  Big others = 0;
  for (const auto& part : one.parts) {
    if (part.criterion != criterion) others = others + part.weight;
  }
  for (const auto& part : one.parts) {
    const Rational weight =
        part.criterion == criterion ? share : (Rational(1) - share) * Rational(part.weight, others);
    score = (score + weight * part.fraction).reduced();
  }
  score = score * Rational(10'000) + Rational(one.rules);
  if (axis == 0) {
    return (score >= Rational(threshold)) == (verdict.engagement == Engagement::kpo);
  }
  auto scores = verdict.scores;
  scores[axis] = score;
  return analysis::choose_location(scores, verdict.excluded) == verdict.location;
}

TEST_CASE("a weight's interval is exactly where the verdict stands") {
  std::size_t bounded = 0, tried = 0;
  for (std::size_t trial = 0; trial < trials(250); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    INFO(repeat(trial, to_json(spec)));
    const Sample made = sample(random, spec);
    const engine::Program& program = made.engine.program();
    const auto verdict = analysis::exact_verdict(program, made.point, made.outcome);
    for (const WeightInterval& interval : analysis::weight_intervals(program, verdict, 0)) {
      const auto axis = static_cast<std::size_t>(interval.axis);
      if (verdict.axes[axis].parts.size() < 2) continue;
      const std::size_t c = engine::find_criterion(program, interval.criterion);
      const Rational low(interval.low.numerator, interval.low.denominator);
      const Rational high(interval.high.numerator, interval.high.denominator);
      const Rational share(interval.share.numerator, interval.share.denominator);
      INFO(name(interval.axis) << ' ' << interval.criterion);
      const auto stands = [&](const Rational& at) {
        return same_part(verdict, program.threshold, axis, c, at);
      };
      REQUIRE((low <= share && share <= high));
      REQUIRE(stands(share));
      REQUIRE(stands(low) == interval.low_included);
      REQUIRE(stands(high) == interval.high_included);
      // Just outside it does not stand, just inside and in the middle it does.
      const Rational hair(1, std::int64_t{1} << 60);
      if (!interval.below.empty()) {
        ++bounded;
        if (low > hair) REQUIRE_FALSE(stands(low - hair));
        if (low + hair < high) REQUIRE(stands(low + hair));
      } else {
        REQUIRE(low.sign() == 0);
      }
      if (!interval.above.empty()) {
        ++bounded;
        if (high + hair < Rational(1)) REQUIRE_FALSE(stands(high + hair));
        if (high - hair > low) REQUIRE(stands(high - hair));
      } else {
        REQUIRE(high == Rational(1));
      }
      for (int i = 0; i < 4; ++i) {
        const Rational at(random.between(0, 1000), 1000);
        const bool inside = (at > low || (at == low && interval.low_included)) &&
                            (at < high || (at == high && interval.high_included));
        REQUIRE(stands(at) == inside);
        ++tried;
      }
    }
  }
  CHECK(bounded > trials(250));
  CHECK(tried > 0);
}

TEST_CASE("unrounded scores are near the printed ones, and say when that is not near enough") {
  std::size_t close = 0;
  for (std::size_t trial = 0; trial < trials(400); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    INFO(repeat(trial, to_json(spec)));
    const Sample made = sample(random, spec);
    const auto verdict = analysis::exact_verdict(made.engine.program(), made.point, made.outcome);
    for (std::size_t a = 0; a < axis_count; ++a) {
      // A weight is normalised to within a centipoint, a contribution rounded to half of one.
      const double error = std::abs(verdict.scores[a].to_double() - made.outcome.scores[a]);
      REQUIRE(error <= 1.5 * static_cast<double>(verdict.axes[a].parts.size()));
    }
    if (verdict.engagement != made.outcome.engagement) REQUIRE(verdict.engagement_within_rounding);
    if (verdict.location != made.outcome.location) REQUIRE(verdict.location_within_rounding);
    close += verdict.engagement_within_rounding || verdict.location_within_rounding;
  }
  CHECK(close < trials(400) / 2);
}

TEST_CASE("sampled shares agree with exact ones within their error, and repeat") {
  std::size_t outside = 0, compared = 0;
  for (std::size_t trial = 0; trial < trials(60); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    INFO(repeat(trial, to_json(spec)));
    const Sample made = sample(random, spec);
    const Stability once = stability(made.engine, made.task);
    const Stability again = stability(made.engine, made.task);
    REQUIRE(once.location->share == again.location->share);
    REQUIRE(once.engagement->share >= 0);
    REQUIRE(once.engagement->share <= 1);
    // The same engagement question, asked of the sampler: an axis against one that never moves.
    const auto verdict = analysis::exact_verdict(made.engine.program(), made.point, made.outcome);
    const Centipoints threshold = made.engine.program().threshold;
    analysis::ExactAxis fixed;
    fixed.parts.push_back({0, Big(1), Rational(threshold, 10'000)});
    fixed.weights = 1;
    const std::array<analysis::ExactAxis, axis_count> axes = {fixed, verdict.axes[0], fixed, fixed};
    constexpr std::uint8_t without_offshore = 4;
    const auto sampled = analysis::location_share(axes, without_offshore, 0, 4'000, trial);
    const auto exact = analysis::engagement_share(verdict.axes[0], threshold, Engagement::kpo);
    REQUIRE_FALSE(sampled.exact);
    ++compared;
    if (std::abs(sampled.share - exact.share) > 3 * sampled.standard_error) ++outside;
  }
  // Three standard errors: about one in 370 by chance.
  CHECK(outside <= 1 + compared / 60);
}

TEST_CASE("single steps flip what the kernel says they flip") {
  std::size_t flips = 0;
  for (std::size_t trial = 0; trial < trials(300); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    INFO(repeat(trial, to_json(spec)));
    const Sample made = sample(random, spec);
    const engine::Program& program = made.engine.program();
    StabilityOptions options;
    options.samples = 0;
    const Stability found = stability(made.engine, made.task, options);
    REQUIRE_FALSE(found.location.has_value());
    std::size_t expected = 0;
    const auto moves = analysis::make_moves(
        program, made.point, std::vector<bool>(program.criteria.size(), false), false);
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      for (const int direction : {-1, 1}) {
        // The nearest permitted position on that side.
        std::optional<std::uint16_t> next;
        for (const std::uint16_t at : moves.positions[c]) {
          const int apart = (int{at} - int{made.point[c]}) * direction;
          if (apart <= 0) continue;
          if (!next || apart < (int{*next} - int{made.point[c]}) * direction) next = at;
        }
        if (!next) continue;
        engine::Point point = made.point;
        point[c] = *next;
        expected += verdict_of(engine::decide(program, point)) != verdict_of(made.outcome);
      }
    }
    REQUIRE(found.flips.size() == expected);
    flips += expected;
  }
  CHECK(flips > trials(100));
}

TEST_CASE("what separates two verdicts adds up to their difference") {
  std::size_t outranked = 0;
  for (std::size_t trial = 0; trial < trials(300); ++trial) {
    Random random(seed_of(trial));
    const ModelSpec spec = random_model(random);
    INFO(repeat(trial, to_json(spec)));
    const Sample made = sample(random, spec);
    const auto& scores = made.outcome.scores;
    std::size_t locations = 0;
    for (const Contrast& contrast : contrasts(made.engine, made.task)) {
      std::int64_t sum = 0;
      for (const ContrastEntry& entry : contrast.entries) sum += entry.points;
      REQUIRE(contrast.lead.has_value() == !contrast.entries.empty());
      if (contrast.lead) REQUIRE(sum == *contrast.lead);
      if (contrast.target.engagement) {
        REQUIRE(*contrast.lead == scores[0] - made.engine.program().threshold);
      }
      for (const ContrastBar& bar : contrast.outranked_by) {
        // What is tried before the disposition in question.
        REQUIRE(contrast.target.disposition.has_value());
        const auto& rules = made.engine.program().rules;
        const auto rule = std::find_if(rules.begin(), rules.end(),
                                       [&](const auto& each) { return each.id == bar.code; });
        REQUIRE(rule != rules.end());
        REQUIRE(rule->disposition < static_cast<int>(*contrast.target.disposition));
        ++outranked;
      }
      if (!contrast.target.location) continue;
      ++locations;
      const auto l = static_cast<std::size_t>(*contrast.target.location);
      REQUIRE(((made.outcome.excluded >> l) & 1U) == !contrast.excluded_by.empty());
      if (!contrast.winner.location) continue;
      const auto winner = static_cast<std::size_t>(*contrast.winner.location);
      REQUIRE(*contrast.lead == scores[winner + 1] - scores[l + 1]);
    }
    REQUIRE(locations == (made.outcome.location == engine::no_location ? 3 : 2));
  }
  CHECK(outranked > 0);
}

}  // namespace
}  // namespace sourcing::test
