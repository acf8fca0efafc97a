// SPDX-License-Identifier: Apache-2.0
#include "render/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/problem.hpp"
#include "render/contributions.hpp"
#include "render/sentences.hpp"

namespace sourcing::render {

Block& DocumentBuilder::add(Block::Kind kind, std::string text) {
  Block& block = document_.emplace_back();
  block.kind = kind;
  block.text = std::move(text);
  return block;
}

void DocumentBuilder::bullets(std::vector<std::string> items) {
  if (!items.empty()) add(Block::Kind::bullets).items = std::move(items);
}

namespace {

class Explanation : DocumentBuilder {
 public:
  Explanation(const Wording& wording, const Decision& decision)
      : wording_(wording), decision_(decision) {}

  Document write() {
    title();
    whether();
    rules();
    engagement();
    location();
    runner_up();
    for (std::size_t a = 1; a < axis_count; ++a) {
      const auto axis = static_cast<Axis>(a);
      if (!is_chosen(axis)) points_of(axis);
    }
    open();
    possible();
    evidence();
    paragraph(wording_.footer());
    return std::move(document_);
  }

 private:
  void whether() {
    std::vector<std::string> items;
    for (const Considered& rule : decision_.considered) {
      items.push_back(wording_.considered(decision_, rule));
    }
    if (items.empty()) return;
    heading(wording_.say("heading.whether"));
    bullets(std::move(items));
  }

  [[nodiscard]] bool is_chosen(Axis axis) const {
    return decision_.verdict.location && axis_of(*decision_.verdict.location) == axis;
  }

  void title() {
    const std::string task = wording_.task(decision_.id, decision_.name, decision_.row);
    Block& block =
        add(Block::Kind::title, fmt::format("{}: {}", task, wording_.verdict(decision_)));
    const bool nothing = !decision_.verdict.engagement && !decision_.verdict.location;
    block.items.push_back(wording_.status_line(decision_));
    for (std::string& line : wording_.firm_lines(decision_)) block.items.push_back(std::move(line));
    if (nothing && decision_.location_status == Status::undetermined) return;
    block.items.push_back(wording_.engagement_line(decision_));
    block.items.push_back(wording_.location_line(decision_));
  }

  // Gates, rules that set the disposition, and rules that give points, each once.
  void rules() {
    std::vector<std::string> items;
    std::set<std::string_view> said;
    for (const Reason& reason : decision_.reasons) {
      if (reason.kind == ReasonKind::criterion || reason.kind == ReasonKind::base) continue;
      if (!said.insert(reason.code).second) continue;
      std::string item = reason.rule.empty()
                             ? reason.text
                             : fmt::format("{}: {}", wording_.rule(reason.rule), reason.text);
      if (!reason.lifted_by.empty()) {
        item += ' ';
        item += wording_.say("rule.lifted_by", {{"text", reason.lifted_by}});
      }
      items.push_back(std::move(item));
    }
    if (items.empty()) return;
    heading(wording_.say("heading.rules"));
    add(Block::Kind::bullets).items = std::move(items);
  }

  void engagement() { points_of(Axis::engagement); }

  void location() {
    if (decision_.verdict.location) points_of(axis_of(*decision_.verdict.location));
    paragraph(wording_.other_locations(decision_));
  }

  void points_of(Axis axis) {
    const engine::ScoreAxis& meta = wording_.program().axes[static_cast<std::size_t>(axis)];
    const std::string score = fixed2(decision_.scores[static_cast<std::size_t>(axis)]);
    const std::string label = wording_.text(meta.label);
    if (axis == Axis::engagement) {
      const std::string low = wording_.text(meta.low);
      const std::string high = wording_.text(meta.high);
      heading(wording_.say("heading.engagement",
                           {{"label", label}, {"score", score}, {"low", low}, {"high", high}}));
    } else {
      heading(fmt::format("{} ({})", label, wording_.say("value.number", {{"number", score}})));
    }
    add(Block::Kind::points).rows = contributions(wording_, decision_, axis);
  }

  void runner_up() {
    if (!decision_.verdict.location || !decision_.runner_up) return;
    const std::string margin = fixed2(decision_.location_margin);
    heading(wording_.say(
        decision_.location_margin == 0 ? "heading.runner_up_tied" : "heading.runner_up",
        {{"location", name(*decision_.runner_up)}, {"margin", margin}}));
    add(Block::Kind::points).rows = differences(
        wording_, decision_, axis_of(*decision_.verdict.location), axis_of(*decision_.runner_up));
  }

  [[nodiscard]] std::string labels(const std::vector<std::string>& criteria) const {
    std::string list;
    for (const std::string& criterion : criteria) append_item(list, wording_.criterion(criterion));
    return list;
  }

  void open() {
    const auto counted = [&](std::string_view key, const std::vector<std::string>& criteria) {
      if (criteria.empty()) return;
      paragraph(wording_.say(
          key, {{"count", fmt::format_int(criteria.size()).c_str()}, {"list", labels(criteria)}}));
    };
    const bool asks = !decision_.next_questions.empty();
    if (decision_.unknown.empty() && decision_.assumed.empty() && !asks) return;
    heading(wording_.say("heading.open"));
    counted("open.unknown", decision_.unknown);
    counted("open.assumed", decision_.assumed);
    if (decision_.given_profile) {
      paragraph(wording_.say("open.profile",
                             {{"verdict", wording_.possible(decision_.given_profile->verdict)},
                              {"status", wording_.status(decision_.given_profile->status)}}));
    }
    if (!asks) return;
    paragraph(wording_.say("open.questions"));
    Block& block = add(Block::Kind::bullets);
    for (const NextQuestion& next : decision_.next_questions) {
      const std::string spread = fixed2(next.spread);
      // A criterion that only gates test moves no score.
      block.items.push_back(wording_.say(
          next.spread > 0 ? "open.question" : "open.question_only",
          {{"question", next.question}, {"criterion", next.criterion}, {"spread", spread}}));
    }
  }

  void possible() {
    std::vector<std::string> items;
    for (const Possible& each : decision_.possible) {
      const std::string verdict = wording_.possible(each.verdict);
      std::string values;
      for (const WitnessValue& pair : each.witness) {
        append_item(values, fmt::format("{} {}", wording_.criterion(pair.criterion),
                                        wording_.value(pair.value)));
      }
      items.push_back(!values.empty() ? wording_.say("possible.witness",
                                                     {{"verdict", verdict}, {"values", values}})
                                      : verdict);
    }
    if (decision_.possible.size() < 2 && decision_.possible_complete) return;
    heading(wording_.say("heading.possible"));
    if (!items.empty()) add(Block::Kind::bullets).items = std::move(items);
    if (!decision_.possible_complete) paragraph(wording_.say("possible.incomplete"));
  }

  // What the task gave as evidence, once for each criterion.
  void evidence() {
    std::vector<std::string> items;
    std::set<std::string_view> said;
    for (const Reason& reason : decision_.reasons) {
      if (reason.evidence.empty() || !said.insert(reason.criterion).second) continue;
      items.push_back(fmt::format("{}: {}", wording_.criterion(reason.criterion), reason.evidence));
    }
    if (items.empty()) return;
    heading(wording_.say("heading.evidence"));
    add(Block::Kind::bullets).items = std::move(items);
  }

  const Wording& wording_;
  const Decision& decision_;
};

}  // namespace

Document explain(const Wording& wording, const Decision& decision, bool full) {
  return full ? Explanation(wording, decision).write() : in_short(wording, decision);
}

Document explain(const Wording& wording, const Failure& failure) {
  const std::string task = wording.task(failure.id, failure.name, failure.row);
  Document document(2);
  document[0].kind = Block::Kind::title;
  document[0].text = wording.say("failure.line", {{"task", task}});
  document[1].kind = Block::Kind::bullets;
  const Sentences sentences(wording.language());
  for (const Problem& problem : failure.problems) {
    document[1].items.push_back(
        fmt::format("{} {}", problem.code, base::without_code(sentences.say(problem))));
  }
  return document;
}

}  // namespace sourcing::render
