// SPDX-License-Identifier: Apache-2.0
#include "analysis/agreeing_share.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sourcing::analysis {

namespace {

// SplitMix64 (Steele, Lea and Flood 2014): small, good, and the same everywhere.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}
  std::uint32_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return static_cast<std::uint32_t>((z ^ (z >> 31U)) >> 32U);
  }

 private:
  std::uint64_t state_;
};

// Weights add up to 2^32 and fractions are in 2^-20, so a score is in 2^-52 of the full scale.
constexpr std::int64_t whole_weight = std::int64_t{1} << 32;
constexpr std::int64_t whole_fraction = std::int64_t{1} << 20;
constexpr std::int64_t full_scale = 10'000;

struct SampledAxis {
  std::vector<std::int64_t> fractions;
  std::int64_t rules = 0;
  std::vector<std::uint32_t> cuts;

  explicit SampledAxis(const ExactAxis& axis) {
    for (const ExactAxis::Part& part : axis.parts) {
      const Big scaled = part.fraction.numerator * whole_fraction;
      fractions.push_back(Big::divide(scaled, part.fraction.denominator).quotient.to_int64());
    }
    rules = axis.rules * (whole_weight * whole_fraction / full_scale);
    cuts.resize(fractions.size() - 1);
  }

  std::int64_t draw(Generator& generator) {
    for (std::uint32_t& cut : cuts) cut = generator.next();
    std::sort(cuts.begin(), cuts.end());
    std::int64_t score = rules, before = 0;
    for (std::size_t i = 0; i < fractions.size(); ++i) {
      const std::int64_t here = i < cuts.size() ? std::int64_t{cuts[i]} : whole_weight;
      score += (here - before) * fractions[i];
      before = here;
    }
    return score;
  }
};

}  // namespace

double share_at_most_zero(const std::vector<double>& values) {
  std::vector<double> above, below;
  for (const double value : values) (value > 0 ? above : below).push_back(value);
  // share[k]: the part of the simplex of the values above so far and the first k of those below.
  std::vector<double> share(below.size() + 1, 1.0);
  for (const double x : above) {
    share[0] = 0.0;  // values above alone
    for (std::size_t k = 1; k < share.size(); ++k) {
      const double y = below[k - 1];
      share[k] = (x * share[k - 1] - y * share[k]) / (x - y);
    }
  }
  return share.back();
}

AgreeingShare engagement_share(const ExactAxis& axis, Centipoints threshold,
                               Engagement engagement) {
  const Rational tie = Rational(threshold - axis.rules, full_scale);
  std::vector<double> values;
  bool all_tie = true;
  for (const ExactAxis::Part& part : axis.parts) {
    const Rational value = part.fraction - tie;
    all_tie = all_tie && value.sign() == 0;
    values.push_back(value.to_double());
  }
  // A tie is KPO; elsewhere ties have no volume.
  const double bpo = all_tie ? 0.0 : share_at_most_zero(values);
  AgreeingShare result;
  result.share = engagement == Engagement::bpo ? bpo : 1.0 - bpo;
  result.exact = true;
  return result;
}

AgreeingShare location_share(const std::array<ExactAxis, axis_count>& axes, std::uint8_t excluded,
                             std::int8_t location, std::uint32_t samples, std::uint64_t seed) {
  AgreeingShare result;
  const int left = static_cast<int>(location_count) - std::popcount(excluded);
  if (left <= 1) {  // nothing to weigh against
    result.share = 1.0;
    result.exact = true;
    return result;
  }
  std::vector<SampledAxis> sampled;
  for (std::size_t a = 1; a < axis_count; ++a) sampled.emplace_back(axes[a]);
  Generator generator(seed);
  std::uint32_t agree = 0;
  std::array<std::int64_t, location_count> scores{};
  for (std::uint32_t i = 0; i < samples; ++i) {
    std::int8_t best = engine::no_location;
    for (std::size_t l = 0; l < location_count; ++l) {
      scores[l] = sampled[l].draw(generator);
      if (((excluded >> l) & 1U) != 0) continue;
      if (best == engine::no_location || scores[l] > scores[static_cast<std::size_t>(best)]) {
        best = static_cast<std::int8_t>(l);
      }
    }
    if (best == location) ++agree;
  }
  result.samples = samples;
  result.share = static_cast<double>(agree) / samples;
  // Laplace's estimate keeps the error honest where every sample agrees.
  const double likely = (agree + 1.0) / (samples + 2.0);
  result.standard_error = std::sqrt(likely * (1.0 - likely) / samples);
  return result;
}

}  // namespace sourcing::analysis
