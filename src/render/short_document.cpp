// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "base/decimal.hpp"
#include "render/contributions.hpp"
#include "render/document.hpp"

namespace sourcing::render {

namespace {

// What is shown of each kind.
constexpr std::size_t most_reasons = 3;
constexpr std::size_t most_questions = 3;  // the first is asked, the others named
constexpr std::size_t most_possible = 3;
constexpr std::size_t most_named = 4;  // of the criteria that have no answer

// In the order in which a person asks.
class Short : DocumentBuilder {
 public:
  Short(const Wording& wording, const Decision& decision)
      : wording_(wording), decision_(decision) {}

  Document write() {
    title();
    if (!nothing()) {
      whether();
      engagement();
      location();
    }
    closing();
    return std::move(document_);
  }

 private:
  [[nodiscard]] bool nothing() const {
    return !decision_.verdict.engagement && !decision_.verdict.location &&
           decision_.location_status == Status::undetermined;
  }

  void title() {
    const std::string task = wording_.task(decision_.id, decision_.name, decision_.row);
    Block& block =
        add(Block::Kind::title, fmt::format("{}: {}", task, wording_.verdict(decision_)));
    block.items.push_back(wording_.status_line(decision_));
    // One line of completeness, one of firmness.
    std::string firm;
    for (const std::string& each : wording_.firm_lines(decision_, Wording::Step::unnamed)) {
      firm += fmt::format("{}{}", firm.empty() ? "" : " ", each);
    }
    if (!firm.empty()) block.items.push_back(std::move(firm));
    if (!decision_.verdict.engagement && !decision_.verdict.location) return;
    if (!asked_all()) counted(block.items, "open.unknown", decision_.unknown);
    counted(block.items, "open.assumed", decision_.assumed);
    if (decision_.given_profile) {
      block.items.push_back(wording_.say(
          "open.profile", {{"verdict", wording_.possible(decision_.given_profile->verdict)},
                           {"status", wording_.status(decision_.given_profile->status)}}));
    }
  }

  // What the verdict does not rest on an answer of the task for.
  void counted(std::vector<std::string>& lines, std::string_view key,
               const std::vector<std::string>& criteria) const {
    if (criteria.empty()) return;
    std::string list;
    // A few more are named rather than counted.
    const std::size_t named = criteria.size() > most_named + 1 ? most_named : criteria.size();
    for (std::size_t i = 0; i < named; ++i) append_item(list, wording_.criterion(criteria[i]));
    if (named < criteria.size()) append_item(list, more(criteria.size() - named));
    lines.push_back(
        wording_.say(key, {{"count", fmt::format_int(criteria.size()).c_str()}, {"list", list}}));
  }

  [[nodiscard]] std::string more(std::size_t count) const {
    return wording_.say("possible.more", {{"count", fmt::format_int(count).c_str()}});
  }

  void whether() {
    if (decision_.considered.empty()) return;
    Block& block = add(Block::Kind::lines, wording_.say("heading.whether"));
    for (const Considered& rule : decision_.considered) {
      block.items.push_back(wording_.considered(decision_, rule));
    }
  }

  void engagement() {
    if (!decision_.verdict.engagement) return;
    const engine::ScoreAxis& meta = wording_.program().axes[0];
    heading(wording_.say("heading.engagement", {{"label", wording_.text(meta.label)},
                                                {"score", fixed2(decision_.scores[0])},
                                                {"low", wording_.text(meta.low)},
                                                {"high", wording_.text(meta.high)}}));
    std::vector<PointsRow> rows = contributions(wording_, decision_, Axis::engagement);
    std::erase_if(rows, [](const PointsRow& row) {
      return row.kind != PointsRow::Kind::item || row.points == 0;
    });
    if (rows.empty()) return;
    Block& block = add(Block::Kind::points);
    block.text = sentence(Axis::engagement, *decision_.verdict.engagement == Engagement::bpo);
    if (rows.size() > most_reasons) rows.resize(most_reasons);
    block.rows = std::move(rows);
  }

  // The three side by side, each with what tells them apart, and what no score buys back.
  void location() {
    Block& block = add(Block::Kind::places);
    PlacesRow& head = block.places.emplace_back();
    head.label = wording_.say("heading.location");
    for (std::size_t l = 0; l < location_count; ++l) {
      head.cells[l] = name(static_cast<Location>(l));
    }
    if (const auto chosen = decision_.verdict.location) {
      std::vector<PlaceReason> reasons =
          place_reasons(wording_, decision_, *chosen, decision_.runner_up, most_reasons);
      const auto speaks = std::find_if(reasons.begin(), reasons.end(), [](const PlaceReason& each) {
        return each.lead > 0 && !each.why.empty();
      });
      if (speaks != reasons.end()) block.text = speaks->why;
      if (reasons.size() > most_reasons) reasons.resize(most_reasons);
      for (PlaceReason& reason : reasons) {
        PlacesRow& row = block.places.emplace_back();
        row.label = std::move(reason.label);
        row.value = std::move(reason.value);
        for (std::size_t l = 0; l < location_count; ++l) {
          std::string points;
          base::append_signed2(points, reason.points[l]);
          row.cells[l] = number(points);
        }
      }
    }
    PlacesRow score;
    score.label = wording_.say("row.score");
    for (std::size_t l = 0; l < location_count; ++l) {
      score.cells[l] = number(fixed2(decision_.scores[l + 1]));
    }
    block.places.push_back(std::move(score));
    marks(block.places);
    gates();
  }

  // What is shut out, or may be.
  void marks(std::vector<PlacesRow>& rows) const {
    PlacesRow row;
    bool any = false;
    for (std::size_t l = 0; l < location_count; ++l) {
      if (decision_.verdict.location == static_cast<Location>(l)) {
        row.cells[l] = wording_.say("location_mark.chosen");
      }
      if (!decision_.excluded[l] && !decision_.maybe_excluded[l]) continue;
      row.cells[l] = wording_.say(decision_.excluded[l] ? "mark.excluded" : "location_mark.maybe");
      any = true;
    }
    if (any) rows.push_back(std::move(row));
  }

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
    bullets(std::move(items));
  }

  void closing() {
    Block& block = add(Block::Kind::lines);
    std::string change;
    const auto say = [&](const std::string& sentence) {
      if (!change.empty()) change += ' ';
      change += sentence;
    };
    if (decision_.flip_step) say(wording_.would_give(decision_, *decision_.flip_step));
    if (const std::string list = others(); !list.empty()) {
      say(wording_.say("change.possible", {{"list", list}}));
    }
    if (!decision_.possible_complete) say(wording_.say("possible.incomplete"));
    if (change.empty() && !said_firm()) say(wording_.say("change.none"));
    if (!change.empty()) block.items.push_back(labelled("heading.change", change));
    block.items.push_back(labelled("heading.next", next_step()));
    paragraph(wording_.footer());
  }

  // The questions that are worth most; the first of them is asked.
  [[nodiscard]] std::span<const NextQuestion> asked() const {
    if (decision_.status == Status::decided) return {};
    const std::span<const NextQuestion> all = decision_.next_questions;
    return all.first(std::min(all.size(), most_questions));
  }

  [[nodiscard]] bool asked_all() const { return decision_.unknown.size() == asked().size(); }

  [[nodiscard]] std::string next_step() const {
    const std::span<const NextQuestion> questions = asked();
    if (questions.empty()) return wording_.say("next.whatif");
    std::string list;
    for (const NextQuestion& each : questions.subspan(1)) {
      append_item(list, wording_.criterion(each.criterion));
    }
    const NextQuestion& first = questions.front();
    return wording_.say(list.empty() ? "next.ask" : "next.then",
                        {{"question", asked_shortly(first.question)},
                         {"criterion", first.criterion},
                         {"list", list}});
  }

  // Whether the title says already that no step changes anything.
  [[nodiscard]] bool said_firm() const {
    return decision_.robust && !decision_.hybrid && !decision_.close.value_or(false) && !nothing();
  }

  // A question without what is said about answering it, which `explain` has.
  static std::string_view asked_shortly(std::string_view question) {
    return question.substr(0, std::min(question.find("? "), question.size() - 1) + 1);
  }

  // The other verdicts that remain possible.
  [[nodiscard]] std::string others() const {
    std::string list;
    std::size_t count = 0;
    for (const Possible& each : decision_.possible) {
      if (each.verdict == decision_.verdict || ++count > most_possible) continue;
      if (!list.empty()) list += "; ";
      list += wording_.possible(each.verdict);
    }
    if (count > most_possible) list += "; " + more(count - most_possible);
    return list;
  }

  [[nodiscard]] std::string labelled(std::string_view heading, const std::string& text) const {
    return fmt::format("{}: {}", wording_.say(heading), text);
  }

  [[nodiscard]] std::string number(const std::string& text) const {
    return wording_.say("value.number", {{"number", text}});
  }

  // Of what speaks loudest for the verdict.
  [[nodiscard]] std::string sentence(Axis axis, bool below) const {
    for (const Reason& reason : decision_.reasons) {
      if (reason.axis != axis || reason.kind == ReasonKind::base) continue;
      const Centipoints points = reason.points.value_or(0);
      if (points != 0 && (points < 0) == below && !reason.text.empty()) return reason.text;
    }
    return {};
  }

  const Wording& wording_;
  const Decision& decision_;
};

}  // namespace

Document in_short(const Wording& wording, const Decision& decision) {
  return Short(wording, decision).write();
}

}  // namespace sourcing::render
