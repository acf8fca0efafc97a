// SPDX-License-Identifier: Apache-2.0
#include "render/whatif_json.hpp"

#include <fmt/format.h>

#include "render/json_document.hpp"

namespace sourcing::render {

namespace {

constexpr std::string_view schema_name = "sourcing.whatif/1";

std::string_view name_of(Reach reach) {
  switch (reach) {
    case Reach::already:
      return "already";
    case Reach::change:
      return "change";
    case Reach::unreachable:
      return "unreachable";
    case Reach::unknown:
      break;
  }
  return "unknown";
}

std::string_view name_of(ObstacleKind kind) {
  switch (kind) {
    case ObstacleKind::gate:
      return "gate";
    case ObstacleKind::rule:
      return "rule";
    case ObstacleKind::no_rule:
      return "no_rule";
    case ObstacleKind::bound:
      return "bound";
    case ObstacleKind::combination:
      break;
  }
  return "combination";
}

std::string_view name_of(ReasonKind kind) {
  return kind == ReasonKind::base ? "base" : kind == ReasonKind::rule ? "rule" : "criterion";
}

class Object {
 public:
  Object(json::Writer& json, const Engine& engine) : json_(json), engine_(engine) {}

  void report(const WhatIfReport& report) {
    json_.begin_object();
    write_head(json_, schema_name, engine_,
               {report.before.id, report.before.name, report.before.row});
    decision("before", report.before);
    if (report.after) {
      list("set", report.tried, [this](const TriedAnswer& each) {
        json_.text("criterion", each.criterion);
        json_.json("from", each.from);
        json_.json("to", each.to);
      });
      decision("after", *report.after);
    }
    if (report.what_if) {
      whole_verdict("estimate", report.what_if->verdict);
      list("targets", report.what_if->answers, [this](const auto& each) { answer(each); });
      json_.texts("unknown", report.what_if->unknown);
    }
    list("contrasts", report.contrasts, [this](const auto& each) { contrast(each); });
    if (report.stability) stability(*report.stability);
    json_.end_object();
  }

 private:
  void number(std::string_view key, double value) { json_.json(key, fmt::format("{:.6f}", value)); }
  template <class T, class Write>
  void list(std::string_view key, const std::vector<T>& items, Write write) {
    json_.begin_array(key);
    for (const T& item : items) {
      json_.begin_object();
      write(item);
      json_.end_object();
    }
    json_.end_array();
  }

  // Only the parts that are given.
  void verdict(std::string_view key, const Verdict& verdict) {
    json_.begin_object(key);
    if (verdict.disposition) json_.text("disposition", name(*verdict.disposition));
    if (verdict.engagement) json_.text("engagement", name(*verdict.engagement));
    if (verdict.location) json_.text("location", name(*verdict.location));
    json_.end_object();
  }

  void whole_verdict(std::string_view key, const Verdict& verdict) {
    json_.begin_object(key);
    json_.text_or_null("disposition", verdict.disposition ? name(*verdict.disposition) : "");
    json_.text_or_null("engagement", verdict.engagement ? name(*verdict.engagement) : "");
    json_.text_or_null("location", verdict.location ? name(*verdict.location) : "");
    json_.end_object();
  }

  void scores(const std::array<Centipoints, axis_count>& values) {
    json_.begin_object("scores");
    for (std::size_t a = 0; a < axis_count; ++a)
      json_.fixed2(name(static_cast<Axis>(a)), values[a]);
    json_.end_object();
  }

  void decision(std::string_view key, const Decision& decision) {
    json_.begin_object(key);
    whole_verdict("verdict", decision.verdict);
    json_.text("status", name(decision.status));
    scores(decision.scores);
    json_.end_object();
  }

  void answer(const WhatIfAnswer& answer) {
    verdict("target", answer.target);
    json_.text("reach", name_of(answer.reach));
    json_.flag("proven", answer.proven);
    list("changes", answer.changes, [this](const Change& each) {
      json_.text("criterion", each.criterion);
      json_.json("from", each.from);
      json_.json("to", each.to);
      json_.text("origin", origin_name(each.origin));
      json_.fixed2("cost", rounded(each.cost, 2));
    });
    if (answer.reach == Reach::change || answer.reach == Reach::already) {
      json_.fixed2("cost", rounded(answer.cost, 2));
      whole_verdict("verdict", answer.verdict);
      scores(answer.scores);
    }
    list("obstacles", answer.obstacles, [this](const auto& each) { obstacle(each); });
    json_.count("nodes", answer.nodes);
  }

  void obstacle(const Obstacle& obstacle) {
    json_.text("kind", name_of(obstacle.kind));
    json_.text_or_null("code", obstacle.code);
    json_.text_or_null("text", obstacle.text);
    json_.text_or_null("lifted_by", obstacle.lifted_by);
    json_.texts("fixed", obstacle.fixed);
    if (obstacle.kind != ObstacleKind::bound) return;
    json_.text("axis", name(*obstacle.axis));
    json_.text_or_null("over", obstacle.over ? name(*obstacle.over) : "");
    json_.fixed2("reach", obstacle.reach);
    json_.fixed2("need", obstacle.need);
  }

  void contrast(const Contrast& contrast) {
    verdict("target", contrast.target);
    if (contrast.lead) {
      json_.fixed2("lead", *contrast.lead);
    } else {
      json_.text_or_null("lead", {});
    }
    list("entries", contrast.entries, [this](const ContrastEntry& each) {
      json_.text("kind", name_of(each.kind));
      json_.text("code", each.code);
      if (each.kind == ReasonKind::criterion) {
        json_.json("value", each.value);
        json_.text("origin", origin_name(each.origin));
      }
      json_.fixed2("points", each.points);
    });
    bars("excluded_by", contrast.excluded_by);
    bars("outranked_by", contrast.outranked_by);
    bars("not_fired", contrast.not_fired);
  }

  void bars(std::string_view key, const std::vector<ContrastBar>& bars) {
    list(key, bars, [this](const ContrastBar& each) {
      json_.text("code", each.code);
      json_.text("text", each.text);
      json_.text_or_null("lifted_by", each.lifted_by);
      json_.texts("unmet", each.unmet);
    });
  }

  // Both as an exact fraction and as a number that is easy to read.
  void fraction(std::string_view key, const Fraction& value) {
    constexpr int digits = 4;
    json_.begin_object(key);
    json_.fixed2("percent", rounded(value, digits));
    json_.text("exact", fmt::format("{}/{}", value.numerator, value.denominator));
    json_.end_object();
  }

  void share(std::string_view key, const AgreeingShare& share) {
    json_.begin_object(key);
    number("share", share.share);
    json_.flag("exact", share.exact);
    number("standard_error", share.standard_error);
    json_.count("samples", share.samples);
    json_.end_object();
  }

  void stability(const Stability& stability) {
    json_.begin_object("stability");
    json_.flag("hybrid", stability.hybrid);
    json_.flag("engagement_within_rounding", stability.engagement_within_rounding);
    json_.flag("location_within_rounding", stability.location_within_rounding);
    if (stability.engagement) share("engagement", *stability.engagement);
    if (stability.location) share("location", *stability.location);
    list("weights", stability.weights, [this](const WeightInterval& each) {
      json_.text("axis", name(each.axis));
      json_.text("criterion", each.criterion);
      fraction("share", each.share);
      fraction("low", each.low);
      json_.flag("low_included", each.low_included);
      json_.text_or_null("below", each.below);
      fraction("high", each.high);
      json_.flag("high_included", each.high_included);
      json_.text_or_null("above", each.above);
    });
    json_.count("steps", stability.steps);
    list("flips", stability.flips, [this](const Flip& each) {
      json_.text("criterion", each.criterion);
      json_.json("from", each.from);
      json_.json("to", each.to);
      json_.text("origin", origin_name(each.origin));
      json_.flag("immutable", each.immutable);
      whole_verdict("verdict", each.verdict);
    });
    json_.end_object();
  }

  json::Writer& json_;
  const Engine& engine_;
};

}  // namespace

void write_json(json::Writer& json, const Engine& engine, const WhatIfReport& report) {
  Object(json, engine).report(report);
}

}  // namespace sourcing::render
