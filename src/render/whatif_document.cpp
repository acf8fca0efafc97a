// SPDX-License-Identifier: Apache-2.0
#include "render/whatif_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "render/contributions.hpp"

namespace sourcing::render {

namespace {

// What the short form shows of each kind.
constexpr std::size_t most_flips = 5;
constexpr std::size_t most_intervals = 3;
constexpr std::size_t most_entries = 3;

// As few decimals as say it: `3`, `1.25`.
std::string plain_number(std::int64_t hundredths) {
  std::string out = fixed2(hundredths);
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out;
}

class Explanation : DocumentBuilder {
 public:
  Explanation(const Wording& wording, const WhatIfReport& report, bool full)
      : wording_(wording), report_(report), full_(full) {}

  Document write() {
    title();
    if (report_.after) side_by_side();
    if (report_.what_if) changes();
    // Who asked for some targets wants the answer to those.
    const bool asked = report_.asked && !full_;
    if (report_.stability && !asked) {
      flips(*report_.stability);
      sureness(*report_.stability);
    }
    if (!asked) {
      for (const Contrast& contrast : report_.contrasts) why_not(contrast);
    }
    paragraph(wording_.footer());
    return std::move(document_);
  }

 private:
  void title() {
    const Decision& before = report_.before;
    Block& block = add(Block::Kind::title,
                       fmt::format("{}: {}", wording_.task(before.id, before.name, before.row),
                                   wording_.verdict(before)));
    block.items.push_back(wording_.status_line(before));
    for (std::string& line : wording_.firm_lines(before)) block.items.push_back(std::move(line));
  }

  // How many weightings of ten; figures are for the full text.
  [[nodiscard]] std::string share_in_words(const std::string& verdict,
                                           const AgreeingShare& stands) const {
    if (stands.exact && stands.share >= 1)
      return wording_.say("whatif.share_all", {{"verdict", verdict}});
    const int of_ten = std::min(9, static_cast<int>(10 * stands.share));
    if (of_ten == 0) return wording_.say("whatif.share_few", {{"verdict", verdict}});
    return wording_.say("whatif.share_words",
                        {{"verdict", verdict}, {"count", fmt::format_int(of_ten).c_str()}});
  }

  // A share that is nearly all or nearly nothing must not look as if it were.
  [[nodiscard]] std::string percent(double share) const {
    constexpr double hair = 0.00005;
    std::string number = fmt::format("{:.2f}", 100 * share);
    if (share < 1 && share >= 1 - hair) number = "> 99.99";
    if (share > 0 && share < hair) number = "< 0.01";
    return wording_.say("value.percent", {{"number", number}});
  }
  [[nodiscard]] std::string percent(const Fraction& share) const {
    constexpr int digits = 4;  // two of a percentage
    return wording_.say("value.percent", {{"number", fixed2(rounded(share, digits))}});
  }

  // What a change costs: one level of a 1..5 scale is 1.
  [[nodiscard]] std::string distance(const Fraction& cost) const {
    const std::int64_t hundredths = rounded(cost, 2);
    return hundredths == 100 ? wording_.say("whatif.level")
                             : wording_.say("whatif.levels", {{"count", plain_number(hundredths)}});
  }

  // The one part that a target names.
  [[nodiscard]] std::string part(const Verdict& verdict) const {
    std::string out;
    if (verdict.disposition) append_item(out, wording_.disposition(*verdict.disposition));
    if (verdict.engagement) append_item(out, wording_.engagement(*verdict.engagement));
    if (verdict.location) append_item(out, name(*verdict.location));
    return out;
  }

  [[nodiscard]] std::string move(std::string_view criterion, std::string_view from,
                                 std::string_view to) const {
    return wording_.say("whatif.move", {{"criterion", wording_.criterion(criterion)},
                                        {"from", wording_.value(from)},
                                        {"to", wording_.value(to)}});
  }

  void side_by_side() {
    heading(wording_.say("whatif.heading_set"));
    const Decision& before = report_.before;
    const Decision& after = *report_.after;
    std::vector<std::string> items;
    for (const TriedAnswer& tried : report_.tried) {
      items.push_back(move(tried.criterion, tried.from, tried.to));
    }
    const auto pair = [&](std::string label, std::string was, std::string is) {
      items.push_back(was == is ? wording_.say("whatif.same", {{"label", label}, {"value", is}})
                                : wording_.say("whatif.differs",
                                               {{"label", label}, {"before", was}, {"after", is}}));
    };
    if (const std::string now = wording_.verdict(before), then = wording_.verdict(after);
        now == then) {
      pair(wording_.say("whatif.verdict"), now, then);
    } else {
      items.push_back(wording_.say("whatif.now", {{"verdict", now}}));
      items.push_back(wording_.say("whatif.then", {{"verdict", then}}));
    }
    pair(wording_.say("whatif.status"), wording_.status(before.status),
         wording_.status(after.status));
    for (std::size_t a = 0; a < axis_count; ++a) {
      // A location's label explains it after a colon; its name is enough here.
      const auto axis = static_cast<Axis>(a);
      pair(axis == Axis::engagement ? wording_.text(wording_.program().axes[a].label)
                                    : std::string(name(axis)),
           fixed2(before.scores[a]), fixed2(after.scores[a]));
    }
    bullets(std::move(items));
  }

  void changes() {
    heading(wording_.say("whatif.heading_changes"));
    std::vector<std::string> items;
    for (const WhatIfAnswer& answer : report_.what_if->answers) items.push_back(change(answer));
    bullets(std::move(items));
    std::string from;
    const Verdict& shown = report_.before.verdict;
    const Verdict& estimate = report_.what_if->verdict;
    if (shown != estimate) {
      from = wording_.say("whatif.estimate", {{"verdict", wording_.possible(estimate)}});
    }
    if (!report_.what_if->unknown.empty()) {
      if (!from.empty()) from += ' ';
      from += wording_.say("whatif.from_neutral");
    }
    if (!from.empty()) paragraph(std::move(from));
  }

  [[nodiscard]] std::string change(const WhatIfAnswer& answer) const {
    const std::string target = part(answer.target);
    switch (answer.reach) {
      case Reach::already:
        return wording_.say("whatif.already", {{"target", target}});
      case Reach::unknown:
        return wording_.say("whatif.unknown", {{"target", target}});
      case Reach::unreachable: {
        std::string reasons;
        for (const Obstacle& each : answer.obstacles) {
          if (!reasons.empty()) reasons += ' ';
          reasons += obstacle(each);
        }
        return wording_.say("whatif.unreachable", {{"target", target}, {"reasons", reasons}});
      }
      case Reach::change:
        break;
    }
    std::string moves;
    for (const Change& each : answer.changes) {
      append_item(moves, move(each.criterion, each.from, each.to));
      if (each.origin == Origin::unknown) {
        moves += fmt::format(" ({})", wording_.say("mark.unknown"));
      }
    }
    std::string out =
        wording_.say(answer.changes.size() == 1 ? "whatif.change_one" : "whatif.change",
                     {{"target", target},
                      {"moves", moves},
                      {"count", fmt::format_int(answer.changes.size()).c_str()},
                      {"distance", distance(answer.cost)}});
    if (!answer.proven) out += ' ' + wording_.say("whatif.not_proven");
    return out;
  }

  [[nodiscard]] std::string obstacle(const Obstacle& obstacle) const {
    switch (obstacle.kind) {
      case ObstacleKind::gate:
      case ObstacleKind::rule: {
        std::string out =
            wording_.say("whatif.obstacle_rule",
                         {{"rule", wording_.rule(obstacle.code)}, {"text", obstacle.text}});
        if (!obstacle.lifted_by.empty()) {
          out += ' ' + wording_.say("rule.lifted_by", {{"text", obstacle.lifted_by}});
        }
        return out;
      }
      case ObstacleKind::no_rule:
        return obstacle.code.empty() ? wording_.say("whatif.obstacle_no_rule")
                                     : wording_.say("whatif.obstacle_rule_silent",
                                                    {{"rule", wording_.rule(obstacle.code)}});
      case ObstacleKind::bound:
        if (obstacle.over) {
          return wording_.say("whatif.obstacle_lead",
                              {{"location", name(*obstacle.axis)},
                               {"over", name(*obstacle.over)},
                               {"behind", fixed2(obstacle.need - obstacle.reach)}});
        }
        return wording_.say("whatif.obstacle_bound",
                            {{"reach", fixed2(obstacle.reach)}, {"need", fixed2(obstacle.need)}});
      case ObstacleKind::combination:
        break;
    }
    return wording_.say("whatif.obstacle_combination");
  }

  void flips(const Stability& stability) {
    heading(wording_.say("whatif.heading_flips"));
    if (stability.flips.empty()) {
      paragraph(
          wording_.say("whatif.no_flips", {{"count", fmt::format_int(stability.steps).c_str()}}));
      return;
    }
    std::vector<std::string> items;
    for (const Flip& flip : stability.flips) {
      if (!full_ && items.size() == most_flips) {
        items.push_back(wording_.say(
            "possible.more",
            {{"count", fmt::format_int(stability.flips.size() - most_flips).c_str()}}));
        break;
      }
      Verdict changed;
      if (flip.engagement) changed.engagement = flip.verdict.engagement;
      if (flip.location) changed.location = flip.verdict.location;
      if (flip.disposition) changed.disposition = flip.verdict.disposition;
      std::string becomes = part(changed);
      if (flip.location && !flip.verdict.location) {
        append_item(becomes, wording_.say("target.no_location"));
      }
      items.push_back(
          wording_.say("whatif.flip",
                       {{"move", move(flip.criterion, flip.from, flip.to)}, {"verdict", becomes}}));
    }
    bullets(std::move(items));
  }

  void sureness(const Stability& stability) {
    heading(wording_.say("whatif.heading_sure"));
    std::vector<std::string> items;
    if (stability.hybrid) items.push_back(wording_.say("whatif.too_close"));
    if (stability.engagement_within_rounding || stability.location_within_rounding) {
      items.push_back(wording_.say("whatif.within_rounding"));
    }
    if (stability.engagement && !full_) {
      items.push_back(share_in_words(wording_.engagement(*stability.verdict.engagement),
                                     *stability.engagement));
    } else if (stability.engagement) {
      items.push_back(wording_.say("whatif.share",
                                   {{"verdict", wording_.engagement(*stability.verdict.engagement)},
                                    {"share", percent(stability.engagement->share)}}));
    }
    if (stability.location && stability.verdict.location && !full_) {
      items.push_back(
          share_in_words(std::string(name(*stability.verdict.location)), *stability.location));
    } else if (stability.location && stability.verdict.location) {
      const AgreeingShare& share = *stability.location;
      items.push_back(
          share.exact
              ? wording_.say("whatif.share", {{"verdict", name(*stability.verdict.location)},
                                              {"share", percent(share.share)}})
              : wording_.say("whatif.share_sampled",
                             {{"verdict", name(*stability.verdict.location)},
                              {"share", percent(share.share)},
                              {"error", percent(share.standard_error)},
                              {"samples", fmt::format_int(share.samples).c_str()}}));
    }
    weights(stability, items);
    bullets(std::move(items));
  }

  // The room that a weight has until the verdict changes; what has no bound is left out.
  void weights(const Stability& stability, std::vector<std::string>& items) const {
    struct Room {
      double room;
      const WeightInterval* interval;
    };
    std::vector<Room> rooms;
    const auto value = [](const Fraction& f) {
      return static_cast<double>(f.numerator) / static_cast<double>(f.denominator);
    };
    for (const WeightInterval& each : stability.weights) {
      double room = 2;
      if (!each.below.empty()) room = value(each.share) - value(each.low);
      if (!each.above.empty()) room = std::min(room, value(each.high) - value(each.share));
      if (room < 2) rooms.push_back({room, &each});
    }
    std::stable_sort(rooms.begin(), rooms.end(),
                     [](const Room& a, const Room& b) { return a.room < b.room; });
    if (rooms.empty()) items.push_back(wording_.say("whatif.weights_free"));
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      if (!full_ && i == most_intervals) break;
      items.push_back(weight(*rooms[i].interval));
    }
  }

  [[nodiscard]] std::string weight(const WeightInterval& each) const {
    std::string limits;
    const auto limit = [&](std::string_view key, const Fraction& at, const std::string& verdict) {
      if (verdict.empty()) return;
      append_item(limits, wording_.say(key, {{"verdict", verdict}, {"share", percent(at)}}));
    };
    limit("whatif.weight_below", each.low, each.below);
    limit("whatif.weight_above", each.high, each.above);
    const auto axis = static_cast<std::size_t>(each.axis);
    return wording_.say("whatif.weight",
                        {{"criterion", wording_.criterion(each.criterion)},
                         {"axis", wording_.text(wording_.program().axes[axis].label)},
                         {"share", percent(each.share)},
                         {"limits", limits}});
  }

  void why_not(const Contrast& contrast) {
    const bool points = contrast.lead.has_value();
    const bool barred = !contrast.excluded_by.empty() || !contrast.outranked_by.empty() ||
                        !contrast.not_fired.empty();
    if (!full_ && !contrast.target.location) return;
    heading(wording_.say(
        contrast.target.disposition ? "whatif.heading_why_not_to" : "whatif.heading_why_not",
        {{"target", part(contrast.target)}}));
    std::vector<std::string> items;
    for (const auto* bars : {&contrast.excluded_by, &contrast.outranked_by}) {
      for (const ContrastBar& bar : *bars) {
        std::string item = wording_.say("whatif.obstacle_rule",
                                        {{"rule", wording_.rule(bar.code)}, {"text", bar.text}});
        if (!bar.lifted_by.empty()) {
          item += ' ' + wording_.say("rule.lifted_by", {{"text", bar.lifted_by}});
        }
        items.push_back(std::move(item));
      }
    }
    for (const ContrastBar& bar : contrast.not_fired) {
      std::string criteria;
      for (const std::string& id : bar.unmet) append_item(criteria, wording_.criterion(id));
      items.push_back(wording_.say("whatif.rule_unmet",
                                   {{"rule", wording_.rule(bar.code)}, {"criteria", criteria}}));
    }
    bullets(std::move(items));
    if (points) table(contrast);
    if (!points && !barred) paragraph(wording_.say("whatif.obstacle_no_rule"));
  }

  void table(const Contrast& contrast) {
    std::vector<PointsRow> rows;
    for (const ContrastEntry& entry : contrast.entries) {
      PointsRow row;
      switch (entry.kind) {
        case ReasonKind::base:
          row.label = wording_.say("row.start");
          break;
        case ReasonKind::rule:
          row.label = wording_.rule(entry.code);
          break;
        default:
          row.label = wording_.criterion(entry.code);
          row.value = wording_.value(entry.value);
          break;
      }
      row.points = entry.points;
      rows.push_back(std::move(row));
    }
    PointsRow sum;
    sum.kind = PointsRow::Kind::sum;
    sum.label = wording_.say("row.difference");
    sum.points = *contrast.lead;
    rows.push_back(std::move(sum));
    set_decimal_sign(wording_, rows);
    if (!full_) shorten(wording_, rows, most_entries);
    add(Block::Kind::points).rows = std::move(rows);
  }

  const Wording& wording_;
  const WhatIfReport& report_;
  bool full_;
};

}  // namespace

Document explain(const Wording& wording, const WhatIfReport& report, bool full) {
  return Explanation(wording, report, full).write();
}

}  // namespace sourcing::render
