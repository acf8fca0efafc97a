// SPDX-License-Identifier: Apache-2.0
#include "render/why.hpp"

#include <algorithm>
#include <vector>

#include "render/contributions.hpp"

namespace sourcing::render {

namespace {

constexpr std::size_t most_answers = 2;

// The answers among the rows that weigh most in the direction of `sign`: `Judgment 1 and Volume
// high`. Rules and the start have no answer to show.
std::string loudest(const Wording& wording, std::vector<PointsRow> rows, int sign) {
  std::vector<std::string> found;
  for (const PointsRow& row : rows) {
    if (row.kind != PointsRow::Kind::item || row.value.empty() || sign * row.points <= 0) continue;
    found.push_back(wording.say("why.answer", {{"criterion", row.label}, {"value", row.value}}));
    if (found.size() == most_answers) break;
  }
  if (found.size() < most_answers) return found.empty() ? std::string{} : found.front();
  return wording.say("why.and", {{"first", found[0]}, {"second", found[1]}});
}

// Gates that fired, and the rule that gave a disposition other than the usual one.
std::vector<std::string> applying(const Wording& wording, const Decision& decision) {
  std::vector<std::string> labels;
  for (const Considered& rule : decision.considered) {
    if (rule.fires == Fires::yes && rule.disposition == decision.verdict.disposition) {
      labels.push_back(wording.rule(rule.code));
    }
  }
  for (const Reason& reason : decision.reasons) {
    if (reason.kind != ReasonKind::gate) continue;
    std::string label = wording.rule(reason.rule);
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) {
      labels.push_back(std::move(label));
    }
  }
  return labels;
}

}  // namespace

std::string why(const Wording& wording, const Decision& decision) {
  std::string sentence = wording.verdict(decision);
  if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z') {
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  }
  std::vector<std::string> parts;
  for (const std::string& label : applying(wording, decision)) {
    parts.push_back(wording.say("why.applies", {{"rule", label}}));
  }
  const auto speaks = [&](const std::string& target, const std::string& list) {
    if (!list.empty()) {
      parts.push_back(wording.say("why.for", {{"target", target}, {"list", list}}));
    }
  };
  if (decision.verdict.engagement) {
    if (decision.hybrid) {
      parts.push_back(wording.say("why.close", {{"first", wording.engagement(Engagement::bpo)},
                                                {"second", wording.engagement(Engagement::kpo)}}));
    }
    const bool low = *decision.verdict.engagement == Engagement::bpo;
    speaks(wording.engagement(*decision.verdict.engagement),
           loudest(wording, contributions(wording, decision, Axis::engagement), low ? -1 : 1));
  }
  if (decision.verdict.location) {
    const Location chosen = *decision.verdict.location;
    const std::vector<PointsRow> rows =
        decision.runner_up
            ? differences(wording, decision, axis_of(chosen), axis_of(*decision.runner_up))
            : contributions(wording, decision, axis_of(chosen));
    if (decision.runner_up && decision.close.value_or(false)) {
      parts.push_back(wording.say(
          "why.close", {{"first", name(chosen)}, {"second", name(*decision.runner_up)}}));
    }
    speaks(std::string(name(chosen)), loudest(wording, rows, 1));
  }
  for (std::size_t i = 0; i < parts.size(); ++i) sentence += (i == 0 ? ": " : "; ") + parts[i];
  sentence += '.';
  return sentence;
}

}  // namespace sourcing::render
