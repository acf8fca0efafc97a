// SPDX-License-Identifier: Apache-2.0
#include "audit/diff_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.hpp"

namespace sourcing::audit {

namespace {

std::string points(Centipoints value) {
  std::string out;
  base::append_fixed2(out, value);
  return out;
}

}  // namespace

std::string DiffWords::number(std::string text) const {
  const std::size_t point = text.find('.');
  if (point != std::string::npos && text.find_first_not_of("+-.0123456789") == std::string::npos) {
    text.replace(point, 1, say("."));
  }
  return text;
}

// Sentences and conditions are the model's own; weights and thresholds are numbers of the report.
std::string DiffWords::value(const Change& change, const std::string& text) const {
  if (text.empty()) return say("nothing");
  const bool points = change.kind == ChangeKind::weight || change.kind == ChangeKind::threshold;
  return points ? number(text) : text;
}

std::string DiffWords::verdict_line() const {
  const Comparison& comparison = diff_.comparison;
  if (!comparison.unmatched.empty()) {
    return say("not compared: the same answers cannot be given to both models");
  }
  const bool differ =
      std::any_of(comparison.differs.begin(), comparison.differs.end(),
                  [](analysis::Found found) { return found == analysis::Found::yes; });
  const std::string_view outcome =
      comparison.proven_equal() ? "proven equal: no task is decided differently"
      : differ                  ? "they disagree on some tasks"
                                : "not proven equal within the budget, and no difference found";
  return say(fmt::format("{} ({} nodes)", outcome, comparison.nodes));
}

std::vector<std::string> DiffWords::reservations() const {
  std::vector<std::string> out;
  for (const std::string& id : diff_.comparison.unmatched) {
    out.push_back(say(fmt::format("the scales of `{}` cannot be matched", id)));
  }
  for (const std::string& id : diff_.comparison.assumed) {
    out.push_back(say(fmt::format("`{}`: only the values that are assumed are compared", id)));
  }
  for (const std::string& id : diff_.comparison.narrowed) {
    out.push_back(say(fmt::format("`{}`: only the values that both models have are compared", id)));
  }
  return out;
}

std::string DiffWords::without_example(Aspect aspect) const {
  const auto a = static_cast<std::size_t>(aspect);
  return say(diff_.comparison.differs[a] == analysis::Found::no ? "proven equal" : "not proven");
}

std::string DiffWords::said(const engine::Program& program, const engine::Outcome& outcome,
                            Aspect aspect) const {
  const Centipoints margin = outcome.scores[0] - program.threshold;
  switch (aspect) {
    case Aspect::engagement:
      return say(fmt::format("{} ({}, threshold {})", name(outcome.engagement),
                             points(outcome.scores[0]), points(program.threshold)));
    case Aspect::hybrid:
      return say(fmt::format("{} ({} from the threshold, band {})",
                             std::abs(margin) <= program.hybrid_band ? "hybrid" : "not hybrid",
                             points(std::abs(margin)), points(program.hybrid_band)));
    case Aspect::location:
      return fmt::format("{} ({} {} {})",
                         outcome.chosen() ? std::string(name(*outcome.chosen())) : say("nowhere"),
                         number(points(outcome.scores[1])), number(points(outcome.scores[2])),
                         number(points(outcome.scores[3])));
    case Aspect::disposition:
      return say(name(outcome.disposition));
  }
  return {};
}

std::string DiffWords::moved(const Counterexample& example) const {
  std::string out;
  for (const WitnessValue& value : example.task) {
    const bool shown = std::find(example.moved.begin(), example.moved.end(), value.criterion) !=
                       example.moved.end();
    if (!shown) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", value.criterion, number(value.value));
  }
  if (out.empty()) return say("everything neutral");
  return say(out + (example.fewest
                        ? ", the rest neutral; with fewer they agree"
                        : ", the rest neutral; fewer may do (not proven within the budget)"));
}

std::string DiffWords::in_whole(Aspect aspect) const {
  const auto a = static_cast<std::size_t>(aspect);
  if (const auto& example = diff_.comparison.whole_example[a]) {
    return fmt::format("{} -> {} {}", said(diff_.before, example->before, aspect),
                       said(diff_.after, example->after, aspect), say("where " + moved(*example)));
  }
  return diff_.comparison.differs_in_whole[a] == analysis::Found::no ? say("they agree") : "";
}

std::string DiffWords::rows() const {
  const MovesReport& moves = *diff_.moves;
  std::string out = fmt::format("{} of {} rows move", moves.moved, moves.batch.rows);
  if (moves.batch.rejects > 0) out += fmt::format(", {} rejected", moves.batch.rejects);
  if (moves.rejected_before + moves.rejected_after > 0) {
    out += fmt::format(" ({} by the first model only, {} by the second only)",
                       moves.rejected_before, moves.rejected_after);
  }
  return say(out);
}

std::string DiffWords::causes(const std::vector<std::string>& because) const {
  std::string out;
  for (const std::string& cause : because) {
    if (!out.empty()) out += comma();
    out += say(cause);
  }
  return out;
}

std::string_view DiffWords::comma() const { return say(".") == "," ? "; " : ", "; }

}  // namespace sourcing::audit
