// SPDX-License-Identifier: Apache-2.0
// threshold_out_of_reach, hybrid_band_empty, hybrid_band_swallows: where the threshold and its band
// lie among the scores that tasks can have.
#include <fmt/format.h>

#include "analysis/findings/context.hpp"
#include "base/decimal.hpp"
#include "engine/settle.hpp"

namespace sourcing::analysis::findings {

namespace {

std::string points(Centipoints value) {
  std::string out;
  base::append_fixed2(out, value);
  return out;
}

}  // namespace

void engagement_scale(Context& context) {
  const engine::Program& program = context.program;
  constexpr std::uint64_t cells = 100'000;
  const auto bounds =
      engine::score_bounds(program, engine::whole(program), Axis::engagement, cells);
  const std::string threshold = "/axes/engagement/threshold", band = "/axes/engagement/hybrid_band";
  const std::string reach =
      fmt::format("engagement scores run from {} to {}", points(bounds.low), points(bounds.high));
  const Centipoints low = program.threshold - program.hybrid_band;
  const Centipoints high = program.threshold + program.hybrid_band;
  if (!bounds.exact) {
    context.unproven("threshold_out_of_reach", threshold);
    context.unproven("hybrid_band_swallows", band);
  } else if (program.threshold > bounds.high || program.threshold <= bounds.low) {
    context
        .add(
            "threshold_out_of_reach", threshold,
            fmt::format("every task is {}: the threshold is {}",
                        program.threshold > bounds.high ? "BPO" : "KPO", points(program.threshold)))
        .proof = reach;
  } else if (low <= bounds.low && high >= bounds.high) {
    context
        .add("hybrid_band_swallows", band,
             fmt::format("every task is hybrid: the band runs from {} to {}", points(low),
                         points(high)))
        .proof = reach;
  } else if (low <= bounds.low || high >= bounds.high) {
    context
        .add("hybrid_band_swallows", band,
             fmt::format("every {} task is hybrid: the band runs from {} to {}",
                         low <= bounds.low ? "BPO" : "KPO", points(low), points(high)))
        .proof = reach;
  }
  const std::uint64_t before = context.nodes();
  const Found inside = context.find(context.alone(), {{0, WishKind::hybrid, 0}});
  if (inside == Found::unknown) context.unproven("hybrid_band_empty", band);
  if (inside == Found::no) {
    context.add("hybrid_band_empty", band, "no task is hybrid: no score lies inside the band")
        .proof = context.nodes_text(before);
  } else if (program.hybrid_band == 0 && inside == Found::yes) {
    context
        .add("hybrid_band_empty", band,
             fmt::format("the band has no width: only a score of exactly {} is hybrid",
                         points(program.threshold)))
        .witness = context.witness(context.alone().point_of(0, context.alone().witness()));
  }
}

}  // namespace sourcing::analysis::findings
