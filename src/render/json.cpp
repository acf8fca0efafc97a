// SPDX-License-Identifier: Apache-2.0
// json and ndjson: the same object, `sourcing.verdict/1`, laid out differently. The order of the
// keys is the order of the calls below; data/verdict.schema.json describes the shape.
#include <fmt/format.h>

#include <sourcing/version.hpp>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "render/renderers.hpp"

namespace sourcing::render {

namespace {

constexpr std::string_view schema_name = "sourcing.verdict/1";

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

// Writes one object. Lives as long as one call, so that the writer always appends to its string.
class Object {
 public:
  Object(std::string& out, json::Layout layout, const Engine& engine)
      : json_(out, layout), engine_(engine) {}

  void decision(const Decision& decision) {
    json_.begin_object();
    head(decision.id, decision.name, decision.row);
    verdict(decision);
    text("disposition_status", name(decision.disposition_status));
    flag("proven", decision.proven);
    engagement(decision);
    location(decision);
    if (decision.given_profile) {
      json_.key("given_profile");
      json_.begin_object();
      text("status", name(*decision.given_profile));
      json_.end_object();
    }
    json_.key("reasons");
    json_.begin_array();
    for (const Reason& each : decision.reasons) reason(each);
    json_.end_array();
    possible(decision);
    next_questions(decision);
    texts("unknown", decision.unknown);
    texts("assumed", decision.assumed);
    json_.end_object();
  }

  void failure(const Failure& failure) {
    json_.begin_object();
    head(failure.id, failure.name, failure.row);
    json_.key("verdict");
    json_.begin_object();
    for (const std::string_view key : {"disposition", "engagement", "hybrid", "location"}) {
      json_.key(key);
      json_.null();
    }
    text("status", name(Status::error));
    json_.end_object();
    json_.key("error");
    if (failure.problems.empty()) {
      json_.null();
    } else {
      problem(failure.problems.front());
    }
    json_.key("errors");
    json_.begin_array();
    for (const Problem& each : failure.problems) problem(each);
    json_.end_array();
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

  template <class T>
  void name_or_null(std::string_view key, const std::optional<T>& value) {
    text_or_null(key, value ? name(*value) : std::string_view{});
  }

  void flag(std::string_view key, bool value) {
    json_.key(key);
    json_.boolean(value);
  }

  void count(std::string_view key, std::uint64_t value) {
    json_.key(key);
    json_.raw_number(fmt::format_int(value).c_str());
  }

  // Numbers of lines and columns start at 1; 0 means that there is none.
  void count_or_null(std::string_view key, std::uint64_t value) {
    if (value != 0) return count(key, value);
    json_.key(key);
    json_.null();
  }

  void points(std::string_view key, Centipoints value) {
    number_.clear();
    base::append_fixed2(number_, value);
    json_.key(key);
    json_.raw_number(number_);
  }

  // A pair stays on one line, as a range does that was read.
  void bounds(std::string_view key, const Bounds& value) {
    number_ = "[";
    base::append_fixed2(number_, value.low);
    number_ += ',';
    base::append_fixed2(number_, value.high);
    number_ += ']';
    json_.key(key);
    json_.raw_number(number_);
  }

  void texts(std::string_view key, const std::vector<std::string>& values) {
    json_.key(key);
    json_.begin_array();
    for (const std::string& value : values) json_.string(value);
    json_.end_array();
  }

  void head(std::string_view id, std::string_view task_name, std::uint64_t row) {
    text("schema", schema_name);
    text("tool", version());
    json_.key("model");
    json_.begin_object();
    text("id", engine_.model_id());
    text("version", engine_.model_version());
    text("sha256", engine_.model_sha256());
    json_.end_object();
    text_or_null("id", id);
    if (id.empty()) count("row", row);
    text_or_null("name", task_name);
  }

  void verdict(const Decision& decision) {
    json_.key("verdict");
    json_.begin_object();
    name_or_null("disposition", decision.verdict.disposition);
    name_or_null("engagement", decision.verdict.engagement);
    if (decision.verdict.engagement) {
      flag("hybrid", decision.hybrid);
    } else {
      text_or_null("hybrid", {});
    }
    name_or_null("location", decision.verdict.location);
    text("status", name(decision.status));
    json_.end_object();
  }

  void engagement(const Decision& decision) {
    json_.key("engagement");
    json_.begin_object();
    points("score", decision.scores[0]);
    points("threshold", decision.threshold);
    points("margin", decision.margin);
    points("band", decision.hybrid_band);
    text("status", name(decision.engagement_status));
    bounds("bounds", decision.bounds[0]);
    json_.end_object();
  }

  void location(const Decision& decision) {
    json_.key("location");
    json_.begin_object();
    json_.key("scores");
    json_.begin_object();
    for (std::size_t a = 1; a < axis_count; ++a) {
      points(name(static_cast<Axis>(a)), decision.scores[a]);
    }
    json_.end_object();
    json_.key("bounds");
    json_.begin_object();
    for (std::size_t a = 1; a < axis_count; ++a) {
      bounds(name(static_cast<Axis>(a)), decision.bounds[a]);
    }
    json_.end_object();
    // Without a chosen location nothing was won or lost, whatever the scores of the estimate are.
    const bool compared = decision.verdict.location && decision.runner_up;
    if (compared) {
      points("margin", decision.location_margin);
    } else {
      text_or_null("margin", {});
    }
    text_or_null("runner_up", compared ? name(*decision.runner_up) : std::string_view{});
    locations("excluded", decision.excluded);
    locations("maybe_excluded", decision.maybe_excluded);
    text("status", name(decision.location_status));
    json_.end_object();
  }

  void locations(std::string_view key, const std::array<bool, location_count>& marked) {
    json_.key(key);
    json_.begin_array();
    for (std::size_t l = 0; l < location_count; ++l) {
      if (marked[l]) json_.string(name(static_cast<Location>(l)));
    }
    json_.end_array();
  }

  // `value` is JSON text already; nothing was read for a base or for a rule of several criteria.
  void value(std::string_view key, std::string_view value) {
    json_.key(key);
    if (value.empty()) {
      json_.null();
    } else {
      json_.raw_number(value);
    }
  }

  void reason(const Reason& reason) {
    json_.begin_object();
    text("code", reason.code);
    text("axis", reason.axis                       ? name(*reason.axis)
                 : reason.kind == ReasonKind::gate ? std::string_view("gate")
                                                   : std::string_view("disposition"));
    text_or_null("criterion", reason.criterion);
    text_or_null("rule", reason.rule);
    value("value", reason.value);
    text_or_null("origin", reason.value.empty() ? std::string_view{} : origin_name(reason.origin));
    if (reason.points) points("points", *reason.points);
    text("side", reason.side);
    text("text", reason.text);
    if (reason.kind == ReasonKind::gate) text("lifted_by", reason.lifted_by);
    if (!reason.evidence.empty()) text("evidence", reason.evidence);
    json_.end_object();
  }

  void possible(const Decision& decision) {
    json_.key("possible");
    json_.begin_array();
    for (const Possible& each : decision.possible) {
      json_.begin_object();
      name_or_null("disposition", each.verdict.disposition);
      name_or_null("engagement", each.verdict.engagement);
      name_or_null("location", each.verdict.location);
      json_.key("witness");
      json_.begin_object();
      for (const WitnessValue& pair : each.witness) value(pair.criterion, pair.value);
      json_.end_object();
      json_.end_object();
    }
    json_.end_array();
    flag("possible_complete", decision.possible_complete);
  }

  void next_questions(const Decision& decision) {
    json_.key("next_questions");
    json_.begin_array();
    for (const NextQuestion& each : decision.next_questions) {
      json_.begin_object();
      text("criterion", each.criterion);
      text("question", each.question);
      count("remaining", each.remaining);
      points("spread", each.spread);
      json_.end_object();
    }
    json_.end_array();
  }

  void problem(const Problem& problem) {
    json_.begin_object();
    text("code", problem.code);
    text("message", problem.message);
    text_or_null("hint", problem.hint);
    count_or_null("line", problem.line);
    count_or_null("column", problem.column);
    text_or_null("pointer", problem.pointer);
    json_.end_object();
  }

  json::Writer json_;
  const Engine& engine_;
  std::string number_;
};

class JsonRenderer : public Renderer {
 public:
  JsonRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), pretty_(options.format == Format::json), array_(pretty_ && options.many) {}

  void begin(std::string& out) override {
    if (array_) out += '[';
  }

  void decision(std::string& out, const Decision& decision) override {
    entry(out, [&](Object& object) { object.decision(decision); });
  }

  void failure(std::string& out, const Failure& failure) override {
    entry(out, [&](Object& object) { object.failure(failure); });
  }

  void end(std::string& out) override {
    if (array_) out += any_ ? "\n]\n" : "]\n";
  }

 private:
  template <class Write>
  void entry(std::string& out, Write write) {
    if (!array_) {
      Object object(out, pretty_ ? json::Layout::pretty : json::Layout::compact, engine_);
      write(object);
      out += '\n';
      return;
    }
    out += any_ ? ",\n  " : "\n  ";
    any_ = true;
    std::string text;
    Object object(text, json::Layout::pretty, engine_);
    write(object);
    // No string holds a raw line feed, so that every one of them is layout.
    for (const char c : text) {
      out += c;
      if (c == '\n') out += "  ";
    }
  }

  const Engine& engine_;
  bool pretty_;
  bool array_;
  bool any_ = false;
};

}  // namespace

std::unique_ptr<Renderer> make_json(const Engine& engine, const RenderOptions& options) {
  return std::make_unique<JsonRenderer>(engine, options);
}

}  // namespace sourcing::render
