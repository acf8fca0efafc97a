// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/engine.hpp>
#include <sourcing/findings.hpp>

#include "analysis/findings/context.hpp"

namespace sourcing {

std::string_view name(Severity severity) noexcept {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
  }
  return {};
}

const std::vector<FindingKind>& finding_kinds() {
  static const std::vector<FindingKind> kinds = {
      {"rule_never_fires", Severity::error, "No task meets the condition of a gate or rule."},
      {"rule_shadowed", Severity::error,
       "Whenever a gate or rule fires, others do already all that it would do."},
      {"rules_contradict", Severity::warning,
       "Two rules fire on the same task and pull against each other."},
      {"gates_exclude_all", Severity::warning,
       "For some task, gates and rules together exclude every location."},
      {"threshold_out_of_reach", Severity::error,
       "Every task has the same engagement, because no score lies on the other side of the "
       "threshold."},
      {"hybrid_band_empty", Severity::warning,
       "No task is hybrid, or only one whose score is the threshold exactly."},
      {"hybrid_band_swallows", Severity::warning,
       "Every task is hybrid, or every BPO or every KPO task is."},
      {"outcome_unreachable", Severity::error,
       "No task comes out with an engagement, a location or a disposition."},
      {"rule_never_matters", Severity::warning,
       "Without a gate or rule no task would get another verdict."},
      {"criterion_never_matters", Severity::warning,
       "No task gets another verdict by another answer to a criterion."},
      {"level_never_matters", Severity::note,
       "No task gets another verdict by a level instead of the one before it."},
      {"weight_against_poles", Severity::warning,
       "A weight's direction contradicts what the model says elsewhere of the ends of a scale."},
      {"sentence_unused", Severity::note, "A sentence is never said."},
      {"sentence_missing", Severity::warning,
       "A sentence is a placeholder, was not translated, or is missing in a language."},
      {"suppression_unused", Severity::warning, "An entry of `suppress` accepts no finding."},
  };
  return kinds;
}

Result<ModelFindings> check_model(std::string_view json, std::string_view source,
                                  const FindingOptions& options) {
  namespace checks = analysis::findings;
  // The engine's own copy of the model is compiled away; the checks need the places in it.
  const Result<Engine> engine = Engine::from_json(json, source);
  if (!engine) return engine.problems();
  const Result<model::Model> model = model::read_model(json, source);
  if (!model) return model.problems();
  const json::ParseResult document = json::parse(json, source);

  ModelFindings out;
  checks::Context context(*model, engine->program(), document.root, options, out);
  checks::rules_never_fire(context);
  checks::rules_shadowed(context);
  checks::rules_contradict(context);
  checks::gates_exclude_all(context);
  checks::engagement_scale(context);
  checks::outcomes_unreachable(context);
  checks::rules_never_matter(context);
  checks::criteria_never_matter(context);
  checks::weights_against_poles(context);
  checks::sentences(context, json);
  checks::apply_suppressions(*model, document.root, out);
  std::stable_sort(out.findings.begin(), out.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     return std::pair(a.line, a.column) < std::pair(b.line, b.column);
                   });
  return out;
}

}  // namespace sourcing
