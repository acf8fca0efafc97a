// SPDX-License-Identifier: Apache-2.0
// What the property tests share: a random model in both evaluators, and their answers side by side.
#pragma once

#include <map>
#include <sourcing/sourcing.hpp>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "catch.hpp"
#include "engine/kernel.hpp"
#include "engine/program.hpp"
#include "property/random_model.hpp"
#include "reference/reference.hpp"

namespace sourcing::test {

inline std::string all(const std::vector<Problem>& problems) {
  std::string out;
  for (const Problem& problem : problems) out += to_string(problem) + '\n';
  return out;
}

inline json::Value document(std::string_view text) {
  json::ParseResult parsed = json::parse(text, "");
  if (!parsed.ok()) throw std::logic_error(all(parsed.problems));
  return std::move(parsed.root);
}

inline Engine engine_of(std::string_view json) {
  Result<Engine> engine = Engine::from_json(json);
  if (!engine.ok()) throw std::logic_error(all(engine.problems()));
  return std::move(engine).value();
}

inline Task task_of(const Engine& engine, std::string_view json) {
  Result<Task> task = parse_task(engine, json);
  if (!task.ok()) throw std::logic_error(all(task.problems()));
  return std::move(task).value();
}

/// Everything that a failure needs to be repeated.
inline std::string repeat(std::size_t trial, std::string_view model = {},
                          std::string_view task = {}) {
  std::string out =
      "SOURCING_TEST_SEED=" + std::to_string(seed_of_run()) + ", trial " + std::to_string(trial);
  if (!model.empty()) out += "\nmodel " + std::string(model);
  if (!task.empty()) out += "\ntask " + std::string(task);
  return out;
}

inline reference::Verdict verdict_of(Disposition disposition, Engagement engagement,
                                     std::optional<Location> location) {
  return {std::string(name(disposition)), std::string(name(engagement)),
          location ? std::string(name(*location)) : "none"};
}

inline reference::Verdict verdict_of(const engine::Outcome& outcome) {
  return verdict_of(outcome.disposition, outcome.engagement, outcome.chosen());
}

using PointsByCode = std::map<std::string, std::int64_t, std::less<>>;

/// The points of a decision's reasons on an axis, without those that are zero.
inline PointsByCode points_of(const Decision& decision, std::size_t axis) {
  PointsByCode result;
  for (const Reason& reason : decision.reasons) {
    if (reason.axis != static_cast<Axis>(axis)) continue;
    result[reason.code] += reason.points.value();
  }
  std::erase_if(result, [](const auto& entry) { return entry.second == 0; });
  return result;
}

/// The interface's text of everything that was decided, to compare two decisions whole.
std::string summary(const Decision& decision);

}  // namespace sourcing::test
