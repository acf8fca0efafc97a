// SPDX-License-Identifier: Apache-2.0
#include "render/whatif_json.hpp"

#include <fmt/format.h>

#include <sourcing/version.hpp>

#include "base/decimal.hpp"

namespace sourcing::render {

namespace {

constexpr std::string_view schema_name = "sourcing.whatif/1";

std::string_view origin_name(Origin origin) {
  switch (origin) {
    case Origin::answered:
      return "answered";
    case Origin::option:
      return "assumed";
    case Origin::profile:
      return "profile";
    case Origin::unknown:
      break;
  }
  return "unknown";
}

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
  Object(std::string& out, json::Layout layout, const Engine& engine)
      : json_(out, layout), engine_(engine) {}

  void report(const WhatIfReport& report) {
    json_.begin_object();
    head(report.before);
    decision("before", report.before);
    if (report.after) {
      list("set", report.tried, [this](const TriedAnswer& each) {
        text("criterion", each.criterion);
        value("from", each.from);
        value("to", each.to);
      });
      decision("after", *report.after);
    }
    if (report.what_if) {
      list("targets", report.what_if->answers, [this](const auto& each) { answer(each); });
      texts("unknown", report.what_if->unknown);
    }
    list("contrasts", report.contrasts, [this](const auto& each) { contrast(each); });
    if (report.stability) stability(*report.stability);
    json_.end_object();
  }

 private:
  void text(std::string_view key, std::string_view value) {
    json_.key(key);
    json_.string(value);
  }
  void text_or_null(std::string_view key, std::string_view value) {
    json_.key(key);
    if (value.empty()) {
      json_.null();
    } else {
      json_.string(value);
    }
  }
  void flag(std::string_view key, bool value) {
    json_.key(key);
    json_.boolean(value);
  }
  void count(std::string_view key, std::uint64_t value) {
    json_.key(key);
    json_.raw_number(fmt::format_int(value).c_str());
  }
  void points(std::string_view key, std::int64_t value) {
    std::string number;
    base::append_fixed2(number, value);
    json_.key(key);
    json_.raw_number(number);
  }
  void number(std::string_view key, double value) {
    json_.key(key);
    json_.raw_number(fmt::format("{:.6f}", value));
  }
  void value(std::string_view key, std::string_view value) {  // JSON text already
    json_.key(key);
    json_.raw_number(value.empty() ? "null" : value);
  }
  void texts(std::string_view key, const std::vector<std::string>& values) {
    json_.key(key);
    json_.begin_array();
    for (const std::string& value : values) json_.string(value);
    json_.end_array();
  }
  template <class T, class Write>
  void list(std::string_view key, const std::vector<T>& items, Write write) {
    json_.key(key);
    json_.begin_array();
    for (const T& item : items) {
      json_.begin_object();
      write(item);
      json_.end_object();
    }
    json_.end_array();
  }

  void head(const Decision& decision) {
    text("schema", schema_name);
    text("tool", version());
    json_.key("model");
    json_.begin_object();
    text("id", engine_.model_id());
    text("version", engine_.model_version());
    text("sha256", engine_.model_sha256());
    json_.end_object();
    text_or_null("id", decision.id);
    if (decision.id.empty()) count("row", decision.row);
    text_or_null("name", decision.name);
  }

  // Only the parts that are given.
  void verdict(std::string_view key, const Verdict& verdict) {
    json_.key(key);
    json_.begin_object();
    if (verdict.disposition) text("disposition", name(*verdict.disposition));
    if (verdict.engagement) text("engagement", name(*verdict.engagement));
    if (verdict.location) text("location", name(*verdict.location));
    json_.end_object();
  }

  void whole_verdict(std::string_view key, const Verdict& verdict) {
    json_.key(key);
    json_.begin_object();
    text_or_null("disposition", verdict.disposition ? name(*verdict.disposition) : "");
    text_or_null("engagement", verdict.engagement ? name(*verdict.engagement) : "");
    text_or_null("location", verdict.location ? name(*verdict.location) : "");
    json_.end_object();
  }

  void scores(const std::array<Centipoints, axis_count>& values) {
    json_.key("scores");
    json_.begin_object();
    for (std::size_t a = 0; a < axis_count; ++a) points(name(static_cast<Axis>(a)), values[a]);
    json_.end_object();
  }

  void decision(std::string_view key, const Decision& decision) {
    json_.key(key);
    json_.begin_object();
    whole_verdict("verdict", decision.verdict);
    text("status", name(decision.status));
    scores(decision.scores);
    json_.end_object();
  }

  void answer(const WhatIfAnswer& answer) {
    verdict("target", answer.target);
    text("reach", name_of(answer.reach));
    flag("proven", answer.proven);
    list("changes", answer.changes, [this](const Change& each) {
      text("criterion", each.criterion);
      value("from", each.from);
      value("to", each.to);
      text("origin", origin_name(each.origin));
      points("cost", rounded(each.cost, 2));
    });
    if (answer.reach == Reach::change || answer.reach == Reach::already) {
      points("cost", rounded(answer.cost, 2));
      whole_verdict("verdict", answer.verdict);
      scores(answer.scores);
    }
    list("obstacles", answer.obstacles, [this](const auto& each) { obstacle(each); });
    count("nodes", answer.nodes);
  }

  void obstacle(const Obstacle& obstacle) {
    text("kind", name_of(obstacle.kind));
    text_or_null("code", obstacle.code);
    text_or_null("text", obstacle.text);
    text_or_null("lifted_by", obstacle.lifted_by);
    texts("fixed", obstacle.fixed);
    if (obstacle.kind != ObstacleKind::bound) return;
    text("axis", name(*obstacle.axis));
    text_or_null("over", obstacle.over ? name(*obstacle.over) : "");
    points("reach", obstacle.reach);
    points("need", obstacle.need);
  }

  void contrast(const Contrast& contrast) {
    verdict("target", contrast.target);
    if (contrast.lead) {
      points("lead", *contrast.lead);
    } else {
      text_or_null("lead", {});
    }
    list("entries", contrast.entries, [this](const ContrastEntry& each) {
      text("kind", name_of(each.kind));
      text("code", each.code);
      if (each.kind == ReasonKind::criterion) {
        value("value", each.value);
        text("origin", origin_name(each.origin));
      }
      points("points", each.points);
    });
    bars("excluded_by", contrast.excluded_by);
    bars("outranked_by", contrast.outranked_by);
    bars("not_fired", contrast.not_fired);
  }

  void bars(std::string_view key, const std::vector<ContrastBar>& bars) {
    list(key, bars, [this](const ContrastBar& each) {
      text("code", each.code);
      text("text", each.text);
      text_or_null("lifted_by", each.lifted_by);
      texts("unmet", each.unmet);
    });
  }

  // Both as an exact fraction and as a number that is easy to read.
  void fraction(std::string_view key, const Fraction& value) {
    constexpr int digits = 4;
    std::string percent;
    base::append_fixed2(percent, rounded(value, digits));
    json_.key(key);
    json_.begin_object();
    json_.key("percent");
    json_.raw_number(percent);
    text("exact", fmt::format("{}/{}", value.numerator, value.denominator));
    json_.end_object();
  }

  void share(std::string_view key, const AgreeingShare& share) {
    json_.key(key);
    json_.begin_object();
    number("share", share.share);
    flag("exact", share.exact);
    number("standard_error", share.standard_error);
    count("samples", share.samples);
    json_.end_object();
  }

  void stability(const Stability& stability) {
    json_.key("stability");
    json_.begin_object();
    flag("hybrid", stability.hybrid);
    flag("engagement_within_rounding", stability.engagement_within_rounding);
    flag("location_within_rounding", stability.location_within_rounding);
    if (stability.engagement) share("engagement", *stability.engagement);
    if (stability.location) share("location", *stability.location);
    list("weights", stability.weights, [this](const WeightInterval& each) {
      text("axis", name(each.axis));
      text("criterion", each.criterion);
      fraction("share", each.share);
      fraction("low", each.low);
      flag("low_included", each.low_included);
      text_or_null("below", each.below);
      fraction("high", each.high);
      flag("high_included", each.high_included);
      text_or_null("above", each.above);
    });
    count("steps", stability.steps);
    list("flips", stability.flips, [this](const Flip& each) {
      text("criterion", each.criterion);
      value("from", each.from);
      value("to", each.to);
      text("origin", origin_name(each.origin));
      flag("immutable", each.immutable);
      whole_verdict("verdict", each.verdict);
    });
    json_.end_object();
  }

  json::Writer json_;
  const Engine& engine_;
};

}  // namespace

void write_json(std::string& out, json::Layout layout, const Engine& engine,
                const WhatIfReport& report) {
  Object(out, layout, engine).report(report);
}

}  // namespace sourcing::render
