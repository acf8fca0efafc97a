// SPDX-License-Identifier: Apache-2.0
// What the model accepts, with its reason; and suppress entries that accept nothing.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/findings/context.hpp"
#include "base/text.hpp"

namespace sourcing::analysis::findings {

namespace {

// An entry may name the finding's place, or what it is part of.
bool within(std::string_view place, std::string_view at) {
  return place.starts_with(at) && (place.size() == at.size() || place[at.size()] == '/');
}

}  // namespace

void apply_suppressions(const model::Model& model, const json::Value& document,
                        ModelFindings& out) {
  const std::size_t count = out.findings.size();
  for (std::size_t s = 0; s < model.suppressions.size(); ++s) {
    const model::Suppression& entry = model.suppressions[s];
    bool used = false;
    for (std::size_t i = 0; i < count; ++i) {
      Finding& finding = out.findings[i];
      if (finding.id != entry.finding || !within(finding.pointer, entry.at)) continue;
      finding.suppressed = used = true;
      finding.because = entry.because;
    }
    if (used) continue;
    const bool open = std::any_of(out.unproven.begin(), out.unproven.end(), [&](const auto& one) {
      return one.id == entry.finding && within(one.pointer, entry.at);
    });
    if (open) continue;
    std::vector<std::string_view> ids;
    for (const FindingKind& kind : finding_kinds()) ids.push_back(kind.id);
    const bool known = std::find(ids.begin(), ids.end(), entry.finding) != ids.end();
    const std::string near = base::nearest(entry.finding, ids);
    Finding& finding = out.findings.emplace_back();
    finding.id = "suppression_unused";
    finding.pointer = fmt::format("/suppress/{}", s);
    const json::Position at = locate(document, finding.pointer);
    finding.line = at.line;
    finding.column = at.column;
    finding.message =
        known ? fmt::format("there is no finding `{}` at {}", entry.finding,
                            base::printable(entry.at))
              : fmt::format("there is no kind of finding `{}`{}", base::printable(entry.finding),
                            near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
    finding.proof = "every finding was compared with it";
  }
}

}  // namespace sourcing::analysis::findings
