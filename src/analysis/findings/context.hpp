// SPDX-License-Identifier: Apache-2.0
// What the checks of a model share. Each check is one function in one file.
#pragma once

#include <sourcing/findings.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/twin.hpp"
#include "base/json.hpp"
#include "engine/program.hpp"
#include "model/model.hpp"

namespace sourcing::analysis::findings {

class Context {
 public:
  Context(const model::Model& model, const engine::Program& program, const json::Value& document,
          const FindingOptions& options, ModelFindings& out);

  const model::Model& model;
  const engine::Program& program;
  /// Rules that are found to be dead already; what else could be said of them follows from it.
  std::vector<bool> dead;
  /// Some engagement, or some location, is found to be out of reach: what bears on it may well not
  /// matter, and says nothing new.
  bool engagement_fixed = false, location_fixed = false;

  /// Adds a finding at a place of the model.
  Finding& add(std::string_view id, const std::string& pointer, std::string message);
  /// Says that a question was not answered.
  void unproven(std::string_view id, const std::string& pointer);

  /// Counts work other than nodes, in decisions at a point. A stranger's model may be so large that
  /// looking at it often takes long.
  void worked(std::uint64_t decisions) noexcept;
  /// True when there is no budget left for anything; what is still open is not proven.
  [[nodiscard]] bool exhausted() const noexcept { return work_ >= most_work; }

  /// Searches with what is left of the budget, and counts.
  [[nodiscard]] Found find(Twin& twin, const Goal& goal);
  /// Whether a task meets one of the goals; `twin.witness()` then meets `goals[which]`.
  [[nodiscard]] Found find_any(Twin& twin, const std::vector<Goal>& goals);

  /// The model alone.
  [[nodiscard]] Twin& alone() { return alone_; }

  /// A task as the values of all its criteria.
  [[nodiscard]] std::vector<WitnessValue> witness(const engine::Point& point) const;
  [[nodiscard]] std::string nodes_text(std::uint64_t before) const;
  [[nodiscard]] std::uint64_t nodes() const noexcept { return out_.nodes; }

  [[nodiscard]] const std::string& rule_pointer(std::size_t rule) const {
    return model.rules[rule].where.pointer;
  }
  [[nodiscard]] std::string rule_name(std::size_t rule) const;

  /// Tasks of many kinds, many of them close to where a verdict turns.
  [[nodiscard]] const std::vector<engine::Point>& samples();

 private:
  const json::Value& document_;
  const FindingOptions& options_;
  ModelFindings& out_;
  // In rough operations: a couple of seconds, counted so that it is the same on every machine.
  static constexpr std::uint64_t most_work = 1'500'000'000;
  [[nodiscard]] std::uint64_t decision_work() const noexcept;
  std::uint64_t work_ = 0;
  Twin alone_;
  std::vector<engine::Point> samples_;
};

/// The goals under which two sides that read the same variables disagree on the verdict.
[[nodiscard]] std::vector<Goal> disagreements(bool with_hybrid);

/// True when the verdicts (not the scores) are the same.
[[nodiscard]] inline bool same_verdict(const engine::Outcome& a,
                                       const engine::Outcome& b) noexcept {
  return a.engagement == b.engagement && a.location == b.location && a.disposition == b.disposition;
}

/// Whether a condition tests the criterion.
[[nodiscard]] bool tests(const engine::Program& program, std::uint32_t node,
                         std::size_t criterion) noexcept;

/// The checks, in the order in which they run: later ones leave out what earlier ones explain.
void rules_never_fire(Context& context);
void rules_shadowed(Context& context);
void rules_contradict(Context& context);
void gates_exclude_all(Context& context);
void engagement_scale(Context& context);
void outcomes_unreachable(Context& context);
void rules_never_matter(Context& context);
void criteria_never_matter(Context& context);
void weights_against_poles(Context& context);
void sentences(Context& context, std::string_view json);
void apply_suppressions(const model::Model& model, const json::Value& document, ModelFindings& out);

/// Where a pointer leads; of a place that is not there, the nearest that is.
[[nodiscard]] json::Position locate(const json::Value& document, std::string_view pointer);

}  // namespace sourcing::analysis::findings
