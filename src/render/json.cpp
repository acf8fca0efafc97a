// SPDX-License-Identifier: Apache-2.0
// json and ndjson: the same object, `sourcing.verdict/1`, laid out differently. The order of the
// keys is the order of the calls below; data/verdict.schema.json describes the shape.
#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "render/json_document.hpp"
#include "render/renderers.hpp"

namespace sourcing::render {

namespace {

constexpr std::string_view schema_name = "sourcing.verdict/1";

// Writes one object.
class Object {
 public:
  Object(json::Writer& json, const Engine& engine) : json_(json), engine_(engine) {}

  void decision(const Decision& decision) {
    json_.begin_object();
    write_head(json_, schema_name, engine_, {decision.id, decision.name, decision.row});
    verdict(decision);
    json_.text("disposition_status", name(decision.disposition_status));
    json_.flag("proven", decision.proven);
    engagement(decision);
    location(decision);
    if (decision.given_profile) {
      json_.begin_object("given_profile");
      json_.text("status", name(decision.given_profile->status));
      const Verdict& estimate = decision.given_profile->verdict;
      json_.begin_object("verdict");
      name_or_null("disposition", estimate.disposition);
      name_or_null("engagement", estimate.engagement);
      name_or_null("location", estimate.location);
      json_.end_object();
      json_.end_object();
    }
    json_.begin_array("reasons");
    for (const Reason& each : decision.reasons) reason(each);
    json_.end_array();
    possible(decision);
    next_questions(decision);
    json_.texts("unknown", decision.unknown);
    json_.texts("assumed", decision.assumed);
    json_.end_object();
  }

  void failure(const Failure& failure) {
    json_.begin_object();
    write_head(json_, schema_name, engine_, {failure.id, failure.name, failure.row});
    json_.begin_object("verdict");
    for (const std::string_view key : {"disposition", "engagement", "hybrid", "location"}) {
      json_.key(key);
      json_.null();
    }
    json_.text("status", name(Status::error));
    json_.end_object();
    json_.key("error");
    if (failure.problems.empty()) {
      json_.null();
    } else {
      problem(failure.problems.front());
    }
    json_.begin_array("errors");
    for (const Problem& each : failure.problems) problem(each);
    json_.end_array();
    json_.end_object();
  }

 private:
  template <class T>
  void name_or_null(std::string_view key, const std::optional<T>& value) {
    json_.text_or_null(key, value ? name(*value) : std::string_view{});
  }

  // A pair stays on one line, as a range does that was read.
  void bounds(std::string_view key, const Bounds& value) {
    number_ = "[";
    base::append_fixed2(number_, value.low);
    number_ += ',';
    base::append_fixed2(number_, value.high);
    number_ += ']';
    json_.json(key, number_);
  }

  void verdict(const Decision& decision) {
    json_.begin_object("verdict");
    name_or_null("disposition", decision.verdict.disposition);
    name_or_null("engagement", decision.verdict.engagement);
    if (decision.verdict.engagement) {
      json_.flag("hybrid", decision.hybrid);
    } else {
      json_.text_or_null("hybrid", {});
    }
    name_or_null("location", decision.verdict.location);
    json_.text("status", name(decision.status));
    json_.end_object();
  }

  void engagement(const Decision& decision) {
    json_.begin_object("engagement");
    json_.fixed2("score", decision.scores[0]);
    json_.fixed2("threshold", decision.threshold);
    json_.fixed2("margin", decision.margin);
    json_.fixed2("band", decision.hybrid_band);
    json_.text("status", name(decision.engagement_status));
    bounds("bounds", decision.bounds[0]);
    json_.end_object();
  }

  void location(const Decision& decision) {
    json_.begin_object("location");
    json_.begin_object("scores");
    for (std::size_t a = 1; a < axis_count; ++a) {
      json_.fixed2(name(static_cast<Axis>(a)), decision.scores[a]);
    }
    json_.end_object();
    json_.begin_object("bounds");
    for (std::size_t a = 1; a < axis_count; ++a) {
      bounds(name(static_cast<Axis>(a)), decision.bounds[a]);
    }
    json_.end_object();
    // Without a chosen location nothing was won or lost, whatever the scores of the estimate are.
    const bool compared = decision.verdict.location && decision.runner_up;
    if (compared) {
      json_.fixed2("margin", decision.location_margin);
    } else {
      json_.text_or_null("margin", {});
    }
    json_.text_or_null("runner_up", compared ? name(*decision.runner_up) : std::string_view{});
    locations("excluded", decision.excluded);
    locations("maybe_excluded", decision.maybe_excluded);
    json_.text("status", name(decision.location_status));
    json_.end_object();
  }

  void locations(std::string_view key, const std::array<bool, location_count>& marked) {
    json_.begin_array(key);
    for (std::size_t l = 0; l < location_count; ++l) {
      if (marked[l]) json_.string(name(static_cast<Location>(l)));
    }
    json_.end_array();
  }

  void reason(const Reason& reason) {
    json_.begin_object();
    json_.text("code", reason.code);
    json_.text("axis", reason.axis                       ? name(*reason.axis)
                       : reason.kind == ReasonKind::gate ? std::string_view("gate")
                                                         : std::string_view("disposition"));
    json_.text_or_null("criterion", reason.criterion);
    json_.text_or_null("rule", reason.rule);
    json_.json("value", reason.value);
    json_.text_or_null("origin",
                       reason.value.empty() ? std::string_view{} : origin_name(reason.origin));
    if (reason.points) json_.fixed2("points", *reason.points);
    json_.text("side", reason.side);
    json_.text("text", reason.text);
    if (reason.kind == ReasonKind::gate) json_.text("lifted_by", reason.lifted_by);
    if (!reason.evidence.empty()) json_.text("evidence", reason.evidence);
    json_.end_object();
  }

  void possible(const Decision& decision) {
    json_.begin_array("possible");
    for (const Possible& each : decision.possible) {
      json_.begin_object();
      name_or_null("disposition", each.verdict.disposition);
      name_or_null("engagement", each.verdict.engagement);
      name_or_null("location", each.verdict.location);
      json_.begin_object("witness");
      for (const WitnessValue& pair : each.witness) json_.json(pair.criterion, pair.value);
      json_.end_object();
      json_.end_object();
    }
    json_.end_array();
    json_.flag("possible_complete", decision.possible_complete);
  }

  void next_questions(const Decision& decision) {
    json_.begin_array("next_questions");
    for (const NextQuestion& each : decision.next_questions) {
      json_.begin_object();
      json_.text("criterion", each.criterion);
      json_.text("question", each.question);
      json_.count("remaining", each.remaining);
      json_.fixed2("spread", each.spread);
      json_.end_object();
    }
    json_.end_array();
  }

  void problem(const Problem& problem) {
    json_.begin_object();
    json_.text("code", problem.code);
    json_.text("message", problem.message);
    json_.text_or_null("hint", problem.hint);
    json_.count_or_null("line", problem.line);
    json_.count_or_null("column", problem.column);
    json_.text_or_null("pointer", problem.pointer);
    json_.end_object();
  }

  json::Writer& json_;
  const Engine& engine_;
  std::string number_;
};

class JsonRenderer : public Renderer {
 public:
  JsonRenderer(const Engine& engine, const RenderOptions& options)
      : engine_(engine), documents_(options) {}

  void begin(std::string& out) override { documents_.begin(out); }

  void decision(std::string& out, const Decision& decision) override {
    documents_.entry(out, [&](json::Writer& json) { Object(json, engine_).decision(decision); });
  }

  void failure(std::string& out, const Failure& failure) override {
    documents_.entry(out, [&](json::Writer& json) { Object(json, engine_).failure(failure); });
  }

  void end(std::string& out) override { documents_.end(out); }

 private:
  const Engine& engine_;
  JsonDocuments documents_;
};

}  // namespace

std::unique_ptr<Renderer> make_json(const Engine& engine, const RenderOptions& options) {
  return std::make_unique<JsonRenderer>(engine, options);
}

}  // namespace sourcing::render
