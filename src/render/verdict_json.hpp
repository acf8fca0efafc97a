// SPDX-License-Identifier: Apache-2.0
/// \file
/// The object `sourcing.verdict/1`: its keys in their order, and what stands under each.
/// data/verdict.schema.json describes the shape.
#pragma once

#include <cstdint>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.hpp"
#include "engine/program.hpp"
#include "render/derived.hpp"

namespace sourcing::render {

/// What the object has a place for, because it is not the same for every task of a model.
enum class Place : std::uint8_t {
  id,
  row,  ///< the whole member, and only where there is no id
  name,
  disposition,
  engagement,
  hybrid,
  location,
  status,
  disposition_status,
  proven,
  engagement_score,
  engagement_margin,
  engagement_status,
  engagement_bounds,
  onshore_score,
  nearshore_score,
  offshore_score,
  onshore_bounds,
  nearshore_bounds,
  offshore_bounds,
  location_margin,
  runner_up,
  close,
  excluded,
  maybe_excluded,
  location_status,
  robust,
  flip_step,
  considered,
  given_profile,  ///< the whole member, and only with an activity
  reasons,
  possible,
  possible_complete,
  next_questions,
  unknown,
  assumed,
};

/// Writes such objects with one writer, as its values.
class VerdictJson {
 public:
  /// Both must outlive it.
  VerdictJson(json::Writer& json, const Engine& engine) : json_(json), engine_(engine) {}

  /// A decision's object.
  void decision(const Decision& decision);
  /// The object of an input without a verdict: `sourcing.verdict/1` too, with an error in it.
  void failure(const Failure& failure);

  /// What all decisions' objects have in common. `at(place)` has to write what stands in each
  /// place: a value, its key is written already; or a member, where the place is one.
  template <class At>
  void shape(At at);
  /// What stands in a place, as `shape` asks for it.
  void value(Place place, const Decision& decision);
  /// An entry of the reasons, as a value.
  void reason(const Reason& reason);

 private:
  void head();
  void bounds(const Bounds& value);
  void fixed2(Centipoints value);
  void text_or_null(std::string_view text);
  template <class T>
  void name_or_null(const std::optional<T>& value) {
    text_or_null(value ? name(*value) : std::string_view{});
  }
  void verdict_members(const Verdict& verdict);
  void locations(const std::array<bool, location_count>& marked);
  void texts(const std::vector<std::string>& values);
  void flip_step(const Decision& decision);
  void considered(const Decision& decision);
  void fields(const std::vector<Field>& fields);
  void possible(const Decision& decision);
  void next_questions(const Decision& decision);
  void problem(const Problem& problem);

  json::Writer& json_;
  const Engine& engine_;
  std::vector<DerivedAnswer> derived_;  ///< of the decision whose reasons are written
  std::string number_;
};

template <class At>
void VerdictJson::shape(At at) {
  const auto member = [&](std::string_view key, Place place) {
    json_.key(key);
    at(place);
  };
  json_.begin_object();
  head();
  member("id", Place::id);
  at(Place::row);
  member("name", Place::name);
  json_.begin_object("verdict");
  member("disposition", Place::disposition);
  member("engagement", Place::engagement);
  member("hybrid", Place::hybrid);
  member("location", Place::location);
  member("status", Place::status);
  json_.end_object();
  member("disposition_status", Place::disposition_status);
  member("proven", Place::proven);
  json_.begin_object("engagement");
  member("score", Place::engagement_score);
  json_.fixed2("threshold", engine_.program().threshold);
  member("margin", Place::engagement_margin);
  json_.fixed2("band", engine_.program().hybrid_band);
  member("status", Place::engagement_status);
  member("bounds", Place::engagement_bounds);
  json_.end_object();
  json_.begin_object("location");
  const auto each_location = [&](std::string_view key, Place first) {
    json_.begin_object(key);
    for (std::size_t l = 0; l < location_count; ++l) {
      member(name(static_cast<Location>(l)),
             static_cast<Place>(static_cast<std::size_t>(first) + l));
    }
    json_.end_object();
  };
  each_location("scores", Place::onshore_score);
  each_location("bounds", Place::onshore_bounds);
  member("margin", Place::location_margin);
  member("runner_up", Place::runner_up);
  json_.fixed2("band", engine_.program().location_band);
  member("close", Place::close);
  member("excluded", Place::excluded);
  member("maybe_excluded", Place::maybe_excluded);
  member("status", Place::location_status);
  json_.end_object();
  member("robust", Place::robust);
  member("flip_step", Place::flip_step);
  member("considered", Place::considered);
  at(Place::given_profile);
  member("reasons", Place::reasons);
  member("possible", Place::possible);
  member("possible_complete", Place::possible_complete);
  member("next_questions", Place::next_questions);
  member("unknown", Place::unknown);
  member("assumed", Place::assumed);
  json_.end_object();
}

}  // namespace sourcing::render
