// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdlib>
#include <sourcing/contrast.hpp>

#include "analysis/estimate.hpp"
#include "analysis/fitted.hpp"
#include "analysis/target.hpp"
#include "input/value.hpp"

namespace sourcing {

namespace {

using namespace sourcing::analysis;

class Contrasts {
 public:
  Contrasts(const engine::Program& program, const Task& task, std::size_t language)
      : program_(program), task_(task), language_(language), point_(estimate(program, task)) {
    outcome_ = engine::decide(program_, point_, [this](std::size_t r) { fired_.push_back(r); });
  }

  std::vector<Contrast> run() {
    engagement();
    for (std::size_t l = 0; l < location_count; ++l) {
      if (outcome_.location != static_cast<std::int8_t>(l)) location(l);
    }
    for (const Disposition each :
         {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
      if (outcome_.disposition != each) disposition(each);
    }
    return std::move(contrasts_);
  }

 private:
  void engagement() {
    Contrast& contrast = contrasts_.emplace_back();
    const bool kpo = outcome_.engagement == Engagement::kpo;
    contrast.target.engagement = kpo ? Engagement::bpo : Engagement::kpo;
    contrast.winner.engagement = outcome_.engagement;
    contrast.lead = outcome_.scores[0] - program_.threshold;
    const Scores sides = {1, 0, 0, 0};
    entries(contrast, sides, program_.threshold);
  }

  void location(std::size_t l) {
    Contrast& contrast = contrasts_.emplace_back();
    contrast.target.location = static_cast<Location>(l);
    contrast.winner.location = outcome_.chosen();
    for (const std::size_t r : fired_) {
      if (((program_.rules[r].excluded >> l) & 1U) != 0) contrast.excluded_by.push_back(bar(r));
    }
    if (outcome_.location == engine::no_location) return;
    const auto winner = static_cast<std::size_t>(outcome_.location);
    contrast.lead = outcome_.scores[winner + 1] - outcome_.scores[l + 1];
    Scores sides{};
    sides[winner + 1] = 1;
    sides[l + 1] = -1;
    entries(contrast, sides, 0);
  }

  void disposition(Disposition wanted) {
    Contrast& contrast = contrasts_.emplace_back();
    contrast.target.disposition = wanted;
    contrast.winner.disposition = outcome_.disposition;
    if (outcome_.excluded == engine::all_locations && outcome_.disposition == Disposition::retain) {
      for (const std::size_t r : fired_) {
        if (program_.rules[r].excluded != 0) contrast.excluded_by.push_back(bar(r));
      }
    }
    for (std::size_t r = 0; r < program_.rules.size(); ++r) {
      const engine::Rule& rule = program_.rules[r];
      if (rule.disposition == engine::no_disposition) continue;
      const auto sets = static_cast<Disposition>(rule.disposition);
      const bool fires = std::find(fired_.begin(), fired_.end(), r) != fired_.end();
      if (fires && sets < wanted) contrast.outranked_by.push_back(bar(r));
      if (fires || sets != wanted) continue;
      contrast.not_fired.push_back(bar(r));
      unmet(program_.nodes[rule.condition], true, contrast.not_fired.back().unmet);
    }
  }

  // What the weighted sides differ by, relative to neutral; `base` has the rest, less `against`.
  void entries(Contrast& contrast, const Scores& sides, Centipoints against) const {
    std::int64_t base = -std::int64_t{against};
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const engine::Criterion& criterion = program_.criteria[c];
      const std::int64_t neutral = dot(sides, unpack(program_.contribution(c, criterion.neutral)));
      const std::int64_t here = dot(sides, unpack(program_.contribution(c, point_[c])));
      base += neutral;
      if (here == neutral) continue;
      ContrastEntry& entry = contrast.entries.emplace_back();
      entry.kind = ReasonKind::criterion;
      entry.code = criterion.id;
      entry.label = program_.text(criterion.label, language_);
      entry.origin = task_.answers[c].origin;
      entry.value = entry.origin == Origin::unknown ? input::json_value(criterion, point_[c])
                                                    : task_.answers[c].shown;
      entry.points = static_cast<Centipoints>(here - neutral);
    }
    engine::PointsOfRules rules(program_, point_);
    for (const std::size_t r : fired_) {
      const engine::Rule& rule = program_.rules[r];
      const auto given = rules.next(rule);
      const std::int64_t points = dot(sides, {given[0], given[1], given[2], given[3]});
      if (points == 0) continue;
      ContrastEntry& entry = contrast.entries.emplace_back();
      entry.kind = ReasonKind::rule;
      entry.code = rule.id;
      entry.label = program_.text(rule.label, language_);
      entry.points = static_cast<Centipoints>(points);
    }
    std::stable_sort(contrast.entries.begin(), contrast.entries.end(),
                     [](const ContrastEntry& a, const ContrastEntry& b) {
                       return std::abs(a.points) > std::abs(b.points);
                     });
    ContrastEntry& rest = contrast.entries.emplace_back();
    rest.kind = ReasonKind::base;
    rest.code = "base";
    rest.points = static_cast<Centipoints>(base);
  }

  [[nodiscard]] ContrastBar bar(std::size_t r) const {
    const engine::Rule& rule = program_.rules[r];
    ContrastBar result;
    result.code = rule.id;
    result.text = program_.text(rule.because, language_);
    result.lifted_by = program_.text(rule.lifted_by, language_);
    return result;
  }

  // The criteria whose answers keep a condition from being what it should be.
  void unmet(const engine::Node& node, bool wanted, std::vector<std::string>& out) const {
    if (engine::holds(program_, node, point_) == wanted) return;
    if (node.kind == engine::NodeKind::atom) {
      std::string id(program_.criteria[program_.atoms[node.first].criterion].id);
      if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
      return;
    }
    const bool inner = node.kind == engine::NodeKind::not_ ? !wanted : wanted;
    for (const engine::Node& child : program_.nodes.subspan(node.first, node.count)) {
      unmet(child, inner, out);
    }
  }

  const engine::Program& program_;
  const Task& task_;
  std::size_t language_;
  engine::Point point_;
  engine::Outcome outcome_{};
  std::vector<std::size_t> fired_;
  std::vector<Contrast> contrasts_;
};

}  // namespace

std::vector<Contrast> contrasts(const Engine& engine, const Task& task, std::string_view language) {
  const engine::Program& program = engine.program();
  const Fitted fitted(program, task);
  return Contrasts(program, fitted.task(), engine::find_language(program, language)).run();
}

}  // namespace sourcing
