// SPDX-License-Identifier: Apache-2.0
#include "analysis/open_answers.hpp"

#include "analysis/next_questions.hpp"
#include "analysis/possible.hpp"
#include "engine/settle.hpp"
#include "input/value.hpp"

namespace sourcing::analysis {

namespace {

void possible(const engine::Program& program, const engine::Box& box, const PossibleSet& set,
              Decision& out) {
  out.possible_complete = set.complete;
  for (const PossibleVerdict& verdict : set.verdicts) {
    Possible& entry = out.possible.emplace_back();
    entry.verdict.disposition = verdict.disposition;
    entry.verdict.engagement = verdict.engagement;
    if (verdict.location != engine::no_location) {
      entry.verdict.location = static_cast<Location>(verdict.location);
    }
    for (std::size_t c = 0; c < program.criteria.size(); ++c) {
      if (box.low[c] == box.high[c]) continue;
      entry.witness.push_back({std::string(program.criteria[c].id),
                               input::json_value(program.criteria[c], verdict.witness[c])});
    }
  }
}

}  // namespace

void look_at_open_answers(const engine::Program& program, const engine::Box& box,
                          const DecideOptions& options, Decision& out) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    const auto bounds = engine::score_bounds(program, box, static_cast<Axis>(a), options.cells);
    out.bounds[a] = {bounds.low, bounds.high};
    out.proven = out.proven && bounds.exact;
  }
  const engine::Exclusions exclusions = engine::exclusions(program, box, options.cells);
  for (std::size_t l = 0; l < location_count; ++l) {
    out.maybe_excluded[l] =
        ((exclusions.somewhere >> l) & 1U) != 0 && ((exclusions.everywhere >> l) & 1U) == 0;
  }
  out.possible_complete = false;
  if (!options.explore) return;
  const PossibleSet set = possible_verdicts(program, box, options.nodes);
  possible(program, box, set, out);
  out.next_questions =
      next_questions(program, box, set, engine::find_language(program, options.language));
}

}  // namespace sourcing::analysis
