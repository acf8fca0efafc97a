// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/analyst.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sourcing/decide.hpp>
#include <sourcing/stability.hpp>

#include "analysis/agreeing_share.hpp"
#include "analysis/estimate.hpp"
#include "analysis/exact_scores.hpp"
#include "analysis/moves.hpp"
#include "analysis/possible.hpp"
#include "base/decimal.hpp"
#include "engine/kernel.hpp"
#include "input/value.hpp"
#include "render/why.hpp"

namespace sourcing::batch {

namespace {

std::string_view location_name(std::int8_t location) noexcept {
  return location == engine::no_location ? "none" : name(static_cast<Location>(location));
}

// `4`, `high`: as a cell of the input would say it.
std::string_view without_quotes(std::string_view json) noexcept {
  return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

// The parts of a verdict that were given and that `outcome` changes, as in `KPO/offshore`.
std::string changed_parts(const Verdict& verdict, const engine::Outcome& from,
                          const engine::Outcome& to) {
  std::string out;
  const auto part = [&](bool changed, std::string_view text) {
    if (!changed) return;
    if (!out.empty()) out += '/';
    out += text;
  };
  part(verdict.disposition && to.disposition != from.disposition, name(to.disposition));
  part(verdict.engagement && to.engagement != from.engagement, name(to.engagement));
  part(verdict.location && to.location != from.location, location_name(to.location));
  return out;
}

}  // namespace

Analyst::Analyst(const Plan& plan, const Layout& layout)
    : plan_(plan),
      possible_(layout.has(Layout::possible)),
      flip_(layout.has(Layout::flip)),
      stability_(layout.has(Layout::stability)),
      robust_(layout.has(Layout::robust)),
      why_(layout.has(Layout::why)),
      rule_(layout.has(Layout::rule)),
      place_scores_(layout.has(column_place_scores)) {
  if (why_) wording_.emplace(plan.program, plan.options.language);
  if (robust_) steps_.emplace(plan.program);
  if (layout.wants_places() && plan.options.places) {
    // The list of them costs more than the first.
    const bool list = place_scores_ || layout.has(column_places);
    bulk_.emplace(plan.options.places, list ? places::Best::most : 1);
  }
}

const render::RowAnalysis& Analyst::analyse(const Task& task, const Verdict& verdict) {
  possible_text_.clear();
  flip_text_.clear();
  stability_text_.clear();
  if (possible_) possible(task);
  if (flip_) flip(task, verdict);
  if (stability_) stability(task, verdict);
  if (robust_) robust(task);
  if (why_) why(task);
  if (rule_) rule(task, verdict);
  if (bulk_) places(task, {field_text(task, "home"), field_text(task, "work_languages")});
  return cells();
}

const render::RowAnalysis& Analyst::locate(const Task& task, places::RowFields fields) {
  places(task, fields);
  return cells();
}

const render::RowAnalysis& Analyst::cells() {
  cells_ = {possible_text_,    flip_text_,   stability_text_, robust_text_, place_text_,
            place_score_text_, places_text_, why_text_,       rule_text_,   place_scores_text_};
  return cells_;
}

void Analyst::places(const Task& task, places::RowFields fields) {
  place_text_.clear();
  place_score_text_.clear();
  places_text_.clear();
  place_scores_text_.clear();
  const places::Best best = bulk_->best(task, fields);
  if (best.count == 0) return;
  place_text_ = best.places.front()->iso2;
  base::append_fixed2(place_score_text_, best.scores.front());
  for (std::size_t i = 0; i < best.count; ++i) {
    if (i > 0) places_text_ += ';';
    places_text_ += best.places[i]->iso2;
  }
  for (std::size_t i = 0; place_scores_ && i < best.count; ++i) {
    if (i > 0) place_scores_text_ += ';';
    base::append_fixed2(place_scores_text_, best.scores[i]);
  }
}

// What `classify` would decide, without its search for what else is possible.
void Analyst::why(const Task& task) {
  DecideOptions options = plan_.options.decide;
  options.language = plan_.options.language;
  options.explore = false;
  why_text_ = render::why(*wording_, decide(plan_.engine, task, options));
}

void Analyst::possible(const Task& task) {
  const auto set = analysis::possible_verdicts(
      plan_.program, analysis::completions(plan_.program, task), plan_.options.decide.nodes);
  for (const analysis::PossibleVerdict& each : set.verdicts) {
    if (!possible_text_.empty()) possible_text_ += ';';
    possible_text_ += fmt::format("{}/{}/{}", name(each.disposition), name(each.engagement),
                                  location_name(each.location));
  }
  if (!set.complete) possible_text_ += ";?";
}

// One criterion alone has few places to go, so all of them are tried.
void Analyst::flip(const Task& task, const Verdict& verdict) {
  const engine::Program& program = plan_.program;
  std::vector<bool> fixed;
  for (const engine::Criterion& criterion : program.criteria) fixed.push_back(criterion.immutable);
  engine::Point point = analysis::estimate(program, task);
  const analysis::Moves moves = analysis::make_moves(program, point, fixed, false);
  const engine::Outcome from = engine::decide(program, point);
  std::int64_t least = 0;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    for (const std::uint16_t at : moves.positions[c]) {
      const std::int64_t cost = moves.cost(c, at);
      if (at == moves.start[c] || (!flip_text_.empty() && cost >= least)) continue;
      point[c] = at;
      const std::string parts = changed_parts(verdict, from, engine::decide(program, point));
      if (parts.empty()) continue;
      least = cost;
      const engine::Criterion& criterion = program.criteria[c];
      flip_text_ = fmt::format("{}={}:{}", criterion.id,
                               without_quotes(input::json_value(criterion, at)), parts);
    }
    point[c] = moves.start[c];
  }
}

void Analyst::robust(const Task& task) {
  const engine::Point point = analysis::estimate(plan_.program, task);
  const auto step = steps_->first({point, engine::decide(plan_.program, point),
                                   analysis::completions(plan_.program, task),
                                   analysis::answered(task), plan_.options.decide.cells});
  robust_text_ = step ? "false" : "true";
}

// The first of the rules that set the disposition; where none did and it is retained, there is
// nowhere to outsource to.
void Analyst::rule(const Task& task, const Verdict& verdict) {
  rule_text_ = {};
  if (!verdict.disposition || *verdict.disposition == Disposition::outsource) return;
  const engine::Program& program = plan_.program;
  const auto wanted = static_cast<std::int8_t>(*verdict.disposition);
  const auto hear = [&](std::size_t r) {
    if (rule_text_.empty() && program.rules[r].disposition == wanted) {
      rule_text_ = program.rules[r].id;
    }
  };
  const engine::Outcome outcome = engine::decide(program, analysis::estimate(program, task), hear);
  if (rule_text_.empty() && outcome.excluded == engine::all_locations) rule_text_ = "no_location";
}

// The axes are weighted independently of each other, so the share of weightings under which both
// parts stand is the product.
void Analyst::stability(const Task& task, const Verdict& verdict) {
  if (!verdict.engagement && !verdict.location) return;
  const engine::Program& program = plan_.program;
  const engine::Point point = analysis::estimate(program, task);
  const engine::Outcome outcome = engine::decide(program, point);
  const auto axes = analysis::exact_axes(program, point);
  const StabilityOptions sampling;
  double share = 1;
  if (verdict.engagement) {
    share *= analysis::engagement_share(axes[0], program.threshold, outcome.engagement).share;
  }
  if (verdict.location) {
    share *= analysis::location_share(axes, outcome.excluded, outcome.location, sampling.samples,
                                      sampling.seed)
                 .share;
  }
  constexpr double percent = 100;
  stability_text_ = fmt::format("{:.2f}", percent * share);
}

}  // namespace sourcing::batch
