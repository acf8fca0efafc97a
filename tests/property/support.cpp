// SPDX-License-Identifier: Apache-2.0
#include "property/support.hpp"

#include <algorithm>

namespace sourcing::test {

std::string summary(const Decision& decision) {
  std::string out;
  const auto add = [&](std::string_view text) {
    out += text;
    out += ' ';
  };
  const auto number = [&](std::int64_t value) { add(std::to_string(value)); };
  const auto verdict = [&](const Verdict& value) {
    add(value.disposition ? name(*value.disposition) : "-");
    add(value.engagement ? name(*value.engagement) : "-");
    add(value.location ? name(*value.location) : "-");
  };
  verdict(decision.verdict);
  add(decision.hybrid ? "hybrid" : "clear");
  for (const Status status : {decision.status, decision.engagement_status, decision.location_status,
                              decision.disposition_status}) {
    add(name(status));
  }
  add(decision.proven ? "proven" : "not proven");
  for (std::size_t a = 0; a < axis_count; ++a) {
    number(decision.scores[a]);
    number(decision.bounds[a].low);
    number(decision.bounds[a].high);
  }
  number(decision.threshold);
  number(decision.hybrid_band);
  number(decision.margin);
  for (std::size_t l = 0; l < location_count; ++l) {
    add(decision.excluded[l] ? "out" : decision.maybe_excluded[l] ? "maybe" : "in");
  }
  add(decision.runner_up ? name(*decision.runner_up) : "-");
  number(decision.location_margin);
  add(decision.given_profile ? name(decision.given_profile->status) : "-");
  // Reasons and questions of equal rank stand in model order, so they are compared as sets.
  std::vector<std::string> lines;
  for (const Reason& reason : decision.reasons) {
    lines.push_back(reason.code + ' ' + (reason.axis ? std::string(name(*reason.axis)) : "-") +
                    ' ' + (reason.points ? std::to_string(*reason.points) : "-") + ' ' +
                    reason.side + ' ' + reason.value + ' ' + reason.text);
  }
  for (const std::string& each : decision.unknown) lines.push_back("unknown " + each);
  for (const std::string& each : decision.assumed) lines.push_back("assumed " + each);
  for (const Possible& each : decision.possible) {
    lines.push_back("possible " +
                    verdict_of(each.verdict.disposition.value(), each.verdict.engagement.value(),
                               each.verdict.location)
                        .disposition +
                    ' ' + std::string(name(*each.verdict.engagement)) + ' ' +
                    (each.verdict.location ? std::string(name(*each.verdict.location)) : "none"));
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) out += '\n' + line;
  return out;
}

}  // namespace sourcing::test
