// SPDX-License-Identifier: Apache-2.0
#include "render/verdict_json.hpp"

#include "base/decimal.hpp"
#include "render/json_document.hpp"

namespace sourcing::render {

namespace {
constexpr std::string_view schema_name = "sourcing.verdict/1";
}  // namespace

void VerdictJson::decision(const Decision& decision) {
  shape([&](Place place) { value(place, decision); });
}

// Long, since it says of every place what stands there: the compiler tells when one is left out.
void VerdictJson::value(Place place, const Decision& decision) {
  const auto score_of = [&](Place first) {
    return decision.scores[1 + static_cast<std::size_t>(place) - static_cast<std::size_t>(first)];
  };
  // Without a chosen location nothing was won or lost, whatever the scores of the estimate are.
  const bool compared = decision.verdict.location && decision.runner_up;
  switch (place) {
    case Place::id:
      return text_or_null(decision.id);
    case Place::row:
      if (decision.id.empty()) json_.count("row", decision.row);
      return;
    case Place::name:
      text_or_null(decision.name);
      return fields(decision.fields);
    case Place::disposition:
      return name_or_null(decision.verdict.disposition);
    case Place::engagement:
      return name_or_null(decision.verdict.engagement);
    case Place::hybrid:
      if (!decision.verdict.engagement) return json_.null();
      return json_.boolean(decision.hybrid);
    case Place::location:
      return name_or_null(decision.verdict.location);
    case Place::status:
      return json_.string(name(decision.status));
    case Place::disposition_status:
      return json_.string(name(decision.disposition_status));
    case Place::proven:
      return json_.boolean(decision.proven);
    case Place::engagement_score:
      return fixed2(decision.scores[0]);
    case Place::engagement_margin:
      return fixed2(decision.margin);
    case Place::engagement_status:
      return json_.string(name(decision.engagement_status));
    case Place::engagement_bounds:
      return bounds(decision.bounds[0]);
    case Place::onshore_score:
    case Place::nearshore_score:
    case Place::offshore_score:
      return fixed2(score_of(Place::onshore_score));
    case Place::onshore_bounds:
      return bounds(decision.bounds[1]);
    case Place::nearshore_bounds:
      return bounds(decision.bounds[2]);
    case Place::offshore_bounds:
      return bounds(decision.bounds[3]);
    case Place::location_margin:
      if (!compared) return json_.null();
      return fixed2(decision.location_margin);
    case Place::runner_up:
      return text_or_null(compared ? name(*decision.runner_up) : std::string_view{});
    case Place::close:
      if (!decision.close) return json_.null();
      return json_.boolean(*decision.close);
    case Place::excluded:
      return locations(decision.excluded);
    case Place::maybe_excluded:
      return locations(decision.maybe_excluded);
    case Place::location_status:
      return json_.string(name(decision.location_status));
    case Place::robust:
      return json_.boolean(decision.robust);
    case Place::flip_step:
      return flip_step(decision);
    case Place::considered:
      return considered(decision);
    case Place::given_profile:
      if (!decision.given_profile) return;
      json_.begin_object("given_profile");
      json_.text("status", name(decision.given_profile->status));
      json_.begin_object("verdict");
      verdict_members(decision.given_profile->verdict);
      json_.end_object();
      json_.end_object();
      return;
    case Place::reasons:
      json_.begin_array();
      derived_ = derived_answers(decision.fields);
      for (const Reason& each : decision.reasons) reason(each);
      json_.end_array();
      return;
    case Place::possible:
      return possible(decision);
    case Place::possible_complete:
      return json_.boolean(decision.possible_complete);
    case Place::next_questions:
      return next_questions(decision);
    case Place::unknown:
      return texts(decision.unknown);
    case Place::assumed:
      return texts(decision.assumed);
  }
}

void VerdictJson::failure(const Failure& failure) {
  json_.begin_object();
  head();
  json_.text_or_null("id", failure.id);
  if (failure.id.empty()) json_.count("row", failure.row);
  json_.text_or_null("name", failure.name);
  fields(failure.fields);
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

void VerdictJson::head() { write_model(json_, schema_name, engine_); }

// A pair stays on one line, as a range does that was read.
void VerdictJson::bounds(const Bounds& value) {
  number_ = "[";
  base::append_fixed2(number_, value.low);
  number_ += ',';
  base::append_fixed2(number_, value.high);
  number_ += ']';
  json_.raw_number(number_);
}

void VerdictJson::fixed2(Centipoints value) {
  number_.clear();
  base::append_fixed2(number_, value);
  json_.raw_number(number_);
}

void VerdictJson::text_or_null(std::string_view text) {
  if (text.empty()) {
    json_.null();
  } else {
    json_.string(text);
  }
}

void VerdictJson::verdict_members(const Verdict& verdict) {
  json_.key("disposition");
  name_or_null(verdict.disposition);
  json_.key("engagement");
  name_or_null(verdict.engagement);
  json_.key("location");
  name_or_null(verdict.location);
}

void VerdictJson::locations(const std::array<bool, location_count>& marked) {
  json_.begin_array();
  for (std::size_t l = 0; l < location_count; ++l) {
    if (marked[l]) json_.string(name(static_cast<Location>(l)));
  }
  json_.end_array();
}

void VerdictJson::texts(const std::vector<std::string>& values) {
  json_.begin_array();
  for (const std::string& value : values) json_.string(value);
  json_.end_array();
}

void VerdictJson::fields(const std::vector<Field>& fields) {
  if (fields.empty()) return;
  json_.begin_object("fields");
  for (const Field& field : fields) json_.json(field.name, field.json);
  json_.end_object();
}

void VerdictJson::reason(const Reason& reason) {
  json_.begin_object();
  json_.text("code", reason.code);
  json_.text("axis", reason.axis                       ? name(*reason.axis)
                     : reason.kind == ReasonKind::gate ? std::string_view("gate")
                                                       : std::string_view("disposition"));
  json_.text_or_null("criterion", reason.criterion);
  json_.text_or_null("rule", reason.rule);
  json_.json("value", reason.value);
  const DerivedAnswer* derived =
      reason.value.empty() ? nullptr : find_derived(derived_, reason.criterion);
  json_.text_or_null("origin", reason.value.empty() ? std::string_view{}
                               : derived != nullptr ? std::string_view("derived")
                                                    : origin_name(reason.origin));
  if (derived != nullptr) json_.texts("from", derived->columns);
  if (reason.points) json_.fixed2("points", *reason.points);
  json_.text("side", reason.side);
  json_.text("text", reason.text);
  if (reason.kind == ReasonKind::gate) json_.text("lifted_by", reason.lifted_by);
  if (!reason.evidence.empty()) json_.text("evidence", reason.evidence);
  json_.end_object();
}

void VerdictJson::flip_step(const Decision& decision) {
  if (!decision.flip_step) return json_.null();
  json_.begin_object();
  json_.text("criterion", decision.flip_step->criterion);
  json_.json("from", decision.flip_step->from);
  json_.json("to", decision.flip_step->to);
  verdict_members(decision.flip_step->verdict);
  json_.end_object();
}

void VerdictJson::considered(const Decision& decision) {
  json_.begin_array();
  for (const Considered& each : decision.considered) {
    json_.begin_object();
    json_.text("code", each.code);
    json_.text("disposition", name(each.disposition));
    json_.text("fires", name(each.fires));
    json_.begin_array("lacking");
    for (const Lacking& one : each.lacking) {
      json_.begin_object();
      json_.text("criterion", one.criterion);
      json_.json("value", one.value);
      json_.json("wanted", one.wanted);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }
  json_.end_array();
}

void VerdictJson::possible(const Decision& decision) {
  json_.begin_array();
  for (const Possible& each : decision.possible) {
    json_.begin_object();
    verdict_members(each.verdict);
    json_.begin_object("witness");
    for (const WitnessValue& pair : each.witness) json_.json(pair.criterion, pair.value);
    json_.end_object();
    json_.end_object();
  }
  json_.end_array();
}

void VerdictJson::next_questions(const Decision& decision) {
  json_.begin_array();
  for (const NextQuestion& each : decision.next_questions) {
    json_.begin_object();
    json_.text("criterion", each.criterion);
    json_.text("question", each.question);
    json_.count("remaining", each.remaining);
    if (!each.exact) json_.flag("exact", false);
    json_.fixed2("spread", each.spread);
    json_.end_object();
  }
  json_.end_array();
}

void VerdictJson::problem(const Problem& problem) { write_problem(json_, problem); }

}  // namespace sourcing::render
