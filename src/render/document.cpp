// SPDX-License-Identifier: Apache-2.0
#include "render/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/problem.hpp"
#include "render/contributions.hpp"

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

// What the short form shows of each kind.
constexpr std::size_t most_questions = 3;
constexpr std::size_t most_possible = 4;
constexpr std::size_t most_reasons = 3;
constexpr std::size_t most_differences = 3;
constexpr std::size_t most_sentences = 2;

class Explanation : DocumentBuilder {
 public:
  Explanation(const Wording& wording, const Decision& decision, bool full)
      : wording_(wording), decision_(decision), full_(full) {}

  Document write() { return full_ ? everything() : in_short(); }

 private:
  // What a person asks first: what to do, how firm that is, why at all, why so, what would change
  // it, and what to do next.
  Document in_short() {
    title();
    const bool nothing = !decision_.verdict.engagement && !decision_.verdict.location &&
                         decision_.location_status == Status::undetermined;
    if (!nothing) {
      whether();
      gates();
      engagement();
      places();
    }
    change();
    next();
    paragraph(wording_.footer());
    return std::move(document_);
  }

  Document everything() {
    title();
    whether();
    rules();
    engagement();
    location();
    runner_up();
    if (full_) {
      for (std::size_t a = 1; a < axis_count; ++a) {
        const auto axis = static_cast<Axis>(a);
        if (!is_chosen(axis)) points_of(axis);
      }
    }
    open();
    possible();
    evidence();
    paragraph(wording_.footer());
    return std::move(document_);
  }

  void whether() {
    std::vector<std::string> items;
    for (const Considered& rule : decision_.considered) {
      items.push_back(wording_.considered(decision_, rule));
    }
    if (items.empty()) return;
    heading(wording_.say("heading.whether"));
    bullets(std::move(items));
  }

  // What no score buys back.
  void gates() {
    std::vector<std::string> items;
    for (const Reason& reason : decision_.reasons) {
      const bool nowhere = reason.kind == ReasonKind::disposition && reason.rule.empty();
      if (reason.kind != ReasonKind::gate && !nowhere) continue;
      std::string item = reason.text;
      if (!reason.lifted_by.empty()) {
        item += ' ';
        item += wording_.say("rule.lifted_by", {{"text", reason.lifted_by}});
      }
      items.push_back(std::move(item));
    }
    if (items.empty()) return;
    heading(wording_.say("heading.rules"));
    bullets(std::move(items));
  }

  // The three side by side, then what speaks for the chosen one and against it.
  void places() {
    heading(wording_.say("heading.location"));
    Block& block = add(Block::Kind::points);
    std::vector<std::size_t> order = {0, 1, 2};
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return decision_.scores[a + 1] > decision_.scores[b + 1];
    });
    for (const std::size_t l : order) {
      PointsRow& row = block.rows.emplace_back();
      row.kind = PointsRow::Kind::start;
      row.label = name(static_cast<Location>(l));
      row.points = decision_.scores[l + 1];
      row.value = wording_.place_mark(decision_, l);
      row.decimal_comma = wording_.say("value.decimal") == ",";
    }
    if (!decision_.verdict.location) return;
    std::vector<PointsRow> rows =
        contributions(wording_, decision_, axis_of(*decision_.verdict.location));
    std::erase_if(rows, [](const PointsRow& row) {
      return row.kind != PointsRow::Kind::item || row.points == 0;
    });
    if (rows.size() > most_reasons) rows.resize(most_reasons);
    if (!rows.empty()) add(Block::Kind::points).rows = std::move(rows);
  }

  void change() {
    std::vector<std::string> items;
    if (decision_.flip_step) items.push_back(wording_.step(decision_, *decision_.flip_step));
    std::string list;
    std::size_t others = 0;
    for (const Possible& each : decision_.possible) {
      if (each.verdict == decision_.verdict) continue;
      if (++others > most_possible) continue;
      if (!list.empty()) list += "; ";
      list += wording_.possible(each.verdict);
    }
    if (others > most_possible) {
      list += "; " + wording_.say("possible.more",
                                  {{"count", fmt::format_int(others - most_possible).c_str()}});
    }
    if (!list.empty()) items.push_back(wording_.say("change.possible", {{"list", list}}));
    if (!decision_.possible_complete) items.push_back(wording_.say("possible.incomplete"));
    if (items.empty()) items.push_back(wording_.say("change.none"));
    heading(wording_.say("heading.change"));
    bullets(std::move(items));
  }

  void next() {
    std::vector<std::string> items;
    if (decision_.status != Status::decided) {
      for (const NextQuestion& each : decision_.next_questions) {
        if (items.size() == most_questions) break;
        items.push_back(
            wording_.say("next.ask", {{"question", each.question}, {"criterion", each.criterion}}));
      }
    }
    if (items.empty()) items.push_back(wording_.say("next.whatif"));
    heading(wording_.say("heading.next"));
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
    if (!full_) {
      if (!nothing) told(block.items);
      return;
    }
    if (nothing && decision_.location_status == Status::undetermined) return;
    block.items.push_back(wording_.engagement_line(decision_));
    block.items.push_back(wording_.location_line(decision_));
  }

  // What the verdict does not rest on an answer of the task for.
  void told(std::vector<std::string>& lines) const {
    const auto counted = [&](std::string_view key, const std::vector<std::string>& criteria) {
      if (criteria.empty()) return;
      lines.push_back(wording_.say(
          key, {{"count", fmt::format_int(criteria.size()).c_str()}, {"list", labels(criteria)}}));
    };
    counted("open.unknown", decision_.unknown);
    counted("open.assumed", decision_.assumed);
    if (decision_.given_profile) {
      lines.push_back(wording_.say(
          "open.profile", {{"verdict", wording_.possible(decision_.given_profile->verdict)},
                           {"status", wording_.status(decision_.given_profile->status)}}));
    }
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

  void engagement() {
    if (decision_.verdict.engagement || full_) points_of(Axis::engagement);
  }

  void location() {
    if (decision_.verdict.location) points_of(axis_of(*decision_.verdict.location));
    const bool nothing = !decision_.verdict.engagement && !decision_.verdict.location &&
                         decision_.location_status == Status::undetermined;
    if (!nothing || full_) paragraph(wording_.other_locations(decision_));
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
    std::vector<PointsRow> rows = contributions(wording_, decision_, axis);
    Block& block = add(Block::Kind::points);
    if (!full_) {
      block.text = lead(rows);
      shorten(wording_, rows, most_reasons);
    }
    block.rows = std::move(rows);
  }

  // The sentences of what weighs most.
  static std::string lead(const std::vector<PointsRow>& rows) {
    std::string out;
    std::size_t said = 0;
    for (const PointsRow& row : rows) {
      if (row.why.empty()) continue;
      if (said++ == most_sentences) break;
      if (!out.empty()) out += ' ';
      out += row.why;
    }
    return out;
  }

  void runner_up() {
    if (!decision_.verdict.location || !decision_.runner_up) return;
    const std::string margin = fixed2(decision_.location_margin);
    heading(wording_.say(
        decision_.location_margin == 0 ? "heading.runner_up_tied" : "heading.runner_up",
        {{"location", name(*decision_.runner_up)}, {"margin", margin}}));
    std::vector<PointsRow> rows = differences(
        wording_, decision_, axis_of(*decision_.verdict.location), axis_of(*decision_.runner_up));
    if (!full_) shorten(wording_, rows, most_differences);
    add(Block::Kind::points).rows = std::move(rows);
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
    const bool asks =
        !decision_.next_questions.empty() && (decision_.status != Status::decided || full_);
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
      if (!full_ && block.items.size() == most_questions) break;
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
      if (each.verdict == decision_.verdict && !full_) continue;
      const std::string verdict = wording_.possible(each.verdict);
      std::string values;
      for (const WitnessValue& pair : each.witness) {
        append_item(values, fmt::format("{} {}", wording_.criterion(pair.criterion),
                                        wording_.value(pair.value)));
      }
      items.push_back(
          full_ && !values.empty()
              ? wording_.say("possible.witness", {{"verdict", verdict}, {"values", values}})
              : verdict);
    }
    if (decision_.possible.size() < 2 && decision_.possible_complete) return;
    if (!full_ && items.size() > most_possible + 1) {
      const std::size_t more = items.size() - most_possible;
      items.resize(most_possible);
      items.push_back(wording_.say("possible.more", {{"count", fmt::format_int(more).c_str()}}));
    }
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
  bool full_;
};

}  // namespace

Document explain(const Wording& wording, const Decision& decision, bool full) {
  return Explanation(wording, decision, full).write();
}

Document explain(const Wording& wording, const Failure& failure) {
  const std::string task = wording.task(failure.id, failure.name, failure.row);
  Document document(2);
  document[0].kind = Block::Kind::title;
  document[0].text = wording.say("failure.line", {{"task", task}});
  document[1].kind = Block::Kind::bullets;
  for (const Problem& problem : failure.problems) {
    document[1].items.push_back(fmt::format("{} {}", problem.code, base::without_code(problem)));
  }
  return document;
}

}  // namespace sourcing::render
