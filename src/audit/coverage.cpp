// SPDX-License-Identifier: Apache-2.0
#include "audit/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "analysis/estimate.hpp"
#include "base/decimal.hpp"
#include "engine/box.hpp"

namespace sourcing::audit {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

bool tests(const engine::Program& program, const engine::Node& node, std::size_t criterion) {
  if (node.kind == engine::NodeKind::atom) {
    return program.atoms[node.first].criterion == criterion;
  }
  const auto children = program.nodes.subspan(node.first, node.count);
  return std::any_of(children.begin(), children.end(),
                     [&](const engine::Node& child) { return tests(program, child, criterion); });
}

bool bears(const engine::Program& program, std::size_t criterion) {
  for (const engine::ScoreAxis& axis : program.axes) {
    for (const engine::Weight& weight : axis.weights) {
      if (weight.criterion == criterion && weight.centipoints > 0) return true;
    }
  }
  return std::any_of(program.rules.begin(), program.rules.end(), [&](const engine::Rule& rule) {
    return tests(program, program.nodes[rule.condition], criterion);
  });
}

std::string level_name(const engine::Criterion& criterion, const engine::Level& level) {
  if (!level.word.empty()) return fmt::format("{} = {}", criterion.id, level.word);
  return fmt::format("{} = {}", criterion.id, base::shortest2(number_at(criterion, level.at)));
}

bool sets(const engine::Program& program, Disposition disposition) {
  return std::any_of(program.rules.begin(), program.rules.end(), [&](const engine::Rule& rule) {
    return rule.disposition == static_cast<std::int8_t>(disposition);
  });
}

}  // namespace

std::string_view name(CoverageKind kind) noexcept {
  switch (kind) {
    case CoverageKind::gate:
      return "gates";
    case CoverageKind::rule:
      return "rules";
    case CoverageKind::level:
      return "levels";
    case CoverageKind::outcome:
      return "outcomes";
  }
  return {};
}

Coverage::Coverage(const engine::Program& program) : program_(program) {
  for (const engine::Rule& rule : program.rules) {
    const CoverageKind kind = rule.gate ? CoverageKind::gate : CoverageKind::rule;
    items_.push_back({kind, fmt::format("{} fires", rule.id)});
    items_.push_back({kind, fmt::format("{} does not fire", rule.id)});
  }
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    first_level_.push_back(bears(program, c) ? items_.size() : none);
    if (first_level_.back() == none) continue;
    for (const engine::Level& level : program.criteria[c].levels) {
      items_.push_back({CoverageKind::level, level_name(program.criteria[c], level)});
    }
  }
  first_outcome_ = items_.size();
  for (const Engagement engagement : {Engagement::bpo, Engagement::kpo}) {
    items_.push_back({CoverageKind::outcome, std::string(name(engagement))});
  }
  for (std::size_t l = 0; l < location_count; ++l) {
    items_.push_back({CoverageKind::outcome, std::string(name(static_cast<Location>(l)))});
  }
  for (const Disposition disposition :
       {Disposition::retain, Disposition::automate_first, Disposition::outsource}) {
    if (disposition != Disposition::outsource && !sets(program, disposition)) continue;
    items_.push_back({CoverageKind::outcome, std::string(name(disposition))});
  }
  items_.push_back({CoverageKind::outcome, "hybrid"});
  items_.push_back({CoverageKind::outcome, "not hybrid"});
}

void Coverage::outcome(std::string_view what) {
  for (std::size_t i = first_outcome_; i < items_.size(); ++i) {
    if (items_[i].what == what) mark(i);
  }
}

void Coverage::saw(const Task& task, const Decision& decision) {
  const engine::Point point = analysis::estimate(program_, task);
  for (std::size_t r = 0; r < program_.rules.size(); ++r) {
    const engine::Node& root = program_.nodes[program_.rules[r].condition];
    mark(2 * r + (engine::holds(program_, root, point) ? 0 : 1));
  }
  for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
    if (first_level_[c] == none || !analysis::is_answered(task.answers[c])) continue;
    // A value between two anchors exercises the nearer one, of equally near ones the lower.
    const auto& levels = program_.criteria[c].levels;
    const auto distance = [&](const engine::Level& level) {
      return std::abs(int{level.at} - int{point[c]});
    };
    const auto nearest =
        std::min_element(levels.begin(), levels.end(),
                         [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
    mark(first_level_[c] + static_cast<std::size_t>(nearest - levels.begin()));
  }
  if (decision.verdict.engagement) {
    outcome(name(*decision.verdict.engagement));
    outcome(decision.hybrid ? "hybrid" : "not hybrid");
  }
  if (decision.verdict.location) outcome(name(*decision.verdict.location));
  if (decision.verdict.disposition) outcome(name(*decision.verdict.disposition));
}

std::size_t Coverage::covered() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(items_.begin(), items_.end(), [](const auto& item) { return item.covered; }));
}

std::int32_t Coverage::percent() const noexcept {
  return static_cast<std::int32_t>(covered() * 10'000 / items_.size());
}

}  // namespace sourcing::audit
