// SPDX-License-Identifier: Apache-2.0
#include "analysis/open_answers.hpp"

#include <algorithm>

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

// Of a score: a sum where no open rule moves it.
engine::AxisBounds bounds_of(const Scene& scene, const engine::Box& box, std::size_t axis,
                             std::uint64_t cells) {
  const engine::Program& program = scene.program;
  const bool moved = std::any_of(scene.rules.begin(), scene.rules.end(), [&](std::uint32_t r) {
    return program.rules[r].varies || program.rules[r].points[axis] != 0;
  });
  if (moved) return engine::score_bounds(program, box, static_cast<Axis>(axis), cells);
  engine::AxisBounds sum;
  sum.low = sum.high = static_cast<Centipoints>(scene.base[axis]);
  for (const std::uint16_t c : scene.active) {
    const auto one = engine::contribution_extremes(program, c, axis, box.low[c], box.high[c]);
    sum.low += one.low;
    sum.high += one.high;
  }
  return sum;
}

}  // namespace

OpenAnswers::Seen OpenAnswers::look(engine::Box& box, const DecideOptions& options) {
  Seen seen;
  set_scene(box, scene_);
  for (std::size_t a = 0; a < axis_count; ++a) {
    seen.bounds[a] = bounds_of(scene_, box, a, options.cells);
    seen.proven = seen.proven && seen.bounds[a].exact;
  }
  const engine::Exclusions exclusions = engine::exclusions(program_, box, options.cells);
  for (std::size_t l = 0; l < location_count; ++l) {
    seen.maybe_excluded[l] =
        ((exclusions.somewhere >> l) & 1U) != 0 && ((exclusions.everywhere >> l) & 1U) == 0;
  }
  if (!options.explore) return seen;
  find_possible(scene_, box, options.nodes, room_, possible_);
  seen.possible = &possible_;
  seen.questions = questions_.rank(scene_, box, possible_, room_);
  return seen;
}

void look_at_open_answers(const engine::Program& program, const engine::Box& box,
                          const DecideOptions& options, Decision& out) {
  engine::Box narrowed = box;
  OpenAnswers open(program);
  const OpenAnswers::Seen seen = open.look(narrowed, options);
  out.proven = out.proven && seen.proven;
  for (std::size_t a = 0; a < axis_count; ++a) {
    out.bounds[a] = {seen.bounds[a].low, seen.bounds[a].high};
  }
  out.maybe_excluded = seen.maybe_excluded;
  out.possible_complete = false;
  if (seen.possible == nullptr) return;
  possible(program, box, *seen.possible, out);
  const std::size_t language = engine::find_language(program, options.language);
  for (const Question& each : seen.questions) {
    out.next_questions.push_back(described(program, each, language));
  }
}

}  // namespace sourcing::analysis
