// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/stability.hpp>

#include "analysis/agreeing_share.hpp"
#include "analysis/estimate.hpp"
#include "analysis/fitted.hpp"
#include "analysis/moves.hpp"
#include "analysis/weight_intervals.hpp"
#include "input/value.hpp"

namespace sourcing {

namespace {

using namespace sourcing::analysis;

// Tries every criterion one level, word, band or whole number up and down.
class Steps {
 public:
  Steps(const engine::Program& program, const Task& task, const engine::Point& point,
        const engine::Outcome& outcome, std::size_t language)
      : program_(program),
        task_(task),
        moves_(
            make_moves(program, point, std::vector<bool>(program.criteria.size(), false), false)),
        outcome_(outcome),
        language_(language) {}

  void run(Stability& out) {
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const auto& positions = moves_.positions[c];
      const auto here = std::find(positions.begin(), positions.end(), moves_.start[c]);
      if (here != positions.begin()) step(c, *(here - 1), out);
      if (here + 1 != positions.end()) step(c, *(here + 1), out);
    }
  }

 private:
  void step(std::size_t c, std::uint16_t to, Stability& out) const {
    ++out.steps;
    engine::Point point = moves_.start;
    point[c] = to;
    const engine::Outcome outcome = engine::decide(program_, point);
    Flip flip;
    flip.engagement = outcome.engagement != outcome_.engagement;
    flip.location = outcome.location != outcome_.location;
    flip.disposition = outcome.disposition != outcome_.disposition;
    if (!flip.engagement && !flip.location && !flip.disposition) return;
    const engine::Criterion& criterion = program_.criteria[c];
    flip.criterion = criterion.id;
    flip.label = program_.text(criterion.label, language_);
    flip.origin = task_.answers[c].origin;
    flip.from = input::json_value(criterion, moves_.start[c]);
    flip.to = input::json_value(criterion, to);
    flip.immutable = criterion.immutable;
    flip.verdict = {outcome.disposition, outcome.engagement, outcome.chosen()};
    out.flips.push_back(std::move(flip));
  }

  const engine::Program& program_;
  const Task& task_;
  Moves moves_;
  const engine::Outcome& outcome_;
  std::size_t language_;
};

}  // namespace

Stability stability(const Engine& engine, const Task& given, const StabilityOptions& options) {
  const engine::Program& program = engine.program();
  const Fitted fitted(program, given);
  const Task& task = fitted.task();
  const std::size_t language = engine::find_language(program, options.language);
  const engine::Point point = estimate(program, task);
  const engine::Outcome outcome = engine::decide(program, point);
  const ExactVerdict exact = exact_verdict(program, point, outcome);

  Stability result;
  result.verdict = {outcome.disposition, outcome.engagement, outcome.chosen()};
  const Centipoints margin = outcome.scores[0] - program.threshold;
  result.hybrid = margin <= program.hybrid_band && -margin <= program.hybrid_band;
  result.engagement_within_rounding = exact.engagement_within_rounding;
  result.location_within_rounding = exact.location_within_rounding;
  result.weights = weight_intervals(program, exact, language);
  Steps(program, task, point, outcome, language).run(result);
  result.engagement = engagement_share(exact.axes[0], program.threshold, outcome.engagement);
  if (options.samples > 0) {
    result.location = location_share(exact.axes, outcome.excluded, outcome.location,
                                     options.samples, options.seed);
  }
  return result;
}

}  // namespace sourcing
