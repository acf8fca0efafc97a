// SPDX-License-Identifier: Apache-2.0
#include "audit/override.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/program.hpp"

namespace sourcing::audit {

namespace {

std::string_view computed(const Verdict& verdict, std::string_view axis) {
  if (axis == "disposition") return verdict.disposition ? name(*verdict.disposition) : "";
  if (axis == "engagement") return verdict.engagement ? name(*verdict.engagement) : "";
  return verdict.location ? name(*verdict.location) : "";
}

Problem wrong(std::string message, std::string hint = {}) {
  return Problem{"E0605", std::move(message), std::move(hint), "", 0, 0, ""};
}

// The gates and rules that fired and exclude this location.
std::vector<std::string> against(const engine::Program& program, const Decision& decision,
                                 Location location) {
  std::vector<std::string> ids;
  for (const engine::Rule& rule : program.rules) {
    if (((rule.excluded >> static_cast<unsigned>(location)) & 1U) == 0) continue;
    const bool fired =
        std::any_of(decision.reasons.begin(), decision.reasons.end(), [&](const Reason& reason) {
          return reason.kind == (rule.gate ? ReasonKind::gate : ReasonKind::rule) &&
                 reason.rule == rule.id;
        });
    if (fired) ids.emplace_back(rule.id);
  }
  return ids;
}

}  // namespace

std::vector<std::string_view> override_values(std::string_view axis) {
  if (axis == "disposition") return {"retain", "automate_first", "outsource"};
  if (axis == "engagement") return {"BPO", "KPO"};
  if (axis == "location") return {"onshore", "nearshore", "offshore"};
  return {};
}

std::optional<Problem> judge_override(const Engine& engine, const Decision& decision,
                                      bool against_gate, Override& override) {
  override.gates.clear();
  for (const auto& [axis, value] : override.values) {
    if (value == computed(decision.verdict, axis)) {
      return wrong(fmt::format("--override {}={}: that is what was computed", axis, value));
    }
    const auto location = from_name<Location>(value);
    if (axis != "location" || !location ||
        !decision.excluded[static_cast<std::size_t>(*location)]) {
      continue;
    }
    override.gates = against(engine.program(), decision, *location);
    if (against_gate) continue;
    return wrong(
        fmt::format("--override location={}: a gate excludes it ({})", value,
                    fmt::join(override.gates, ", ")),
        "what would lift the gate is in the verdict; --against-gate overrides it all the same, and "
        "the record says so");
  }
  if (against_gate && override.gates.empty()) {
    return wrong("--against-gate has no effect: no gate is against the override", "leave it out");
  }
  return std::nullopt;
}

}  // namespace sourcing::audit
