// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/decimal.hpp"
#include "places/report.hpp"
#include "render/json_document.hpp"

namespace sourcing::places {

namespace {

class ReportJson {
 public:
  ReportJson(json::Writer& json, const Report& report, std::string_view language)
      : json_(json), report_(report), sayings_(report, language) {}

  void write(std::size_t top) {
    const Ranking& ranking = report_.ranking;
    json_.begin_object();
    render::write_head(json_, "sourcing.places/1", report_.engine,
                       {report_.decision.id, report_.decision.name, report_.decision.row});
    json_.text("data", report_.atlas.version);
    json_.text("home", ranking.home->iso2);
    json_.texts("work_languages", report_.request.languages);
    verdict();
    derived();
    weights();
    json_.flag("ranks_exact", ranking.exact);
    json_.begin_array("places");
    for (const Ranked& place : ranking.places) {
      if (top != 0 && place.rank > top) break;
      listed(place);
    }
    json_.end_array();
    json_.count("listed", ranking.places.size());
    json_.begin_array("excluded");
    for (const ShutOut& place : ranking.excluded) excluded(place);
    json_.end_array();
    json_.texts("left_out", ranking.left_out);
    json_.texts("near_ties", near_ties(report_));
    json_.texts("open", ranking.open);
    if (report_.to != nullptr) toward(*report_.to);
    json_.texts("notes", sayings_.notes());
    json_.end_object();
  }

 private:
  void verdict() {
    const Verdict& verdict = report_.decision.verdict;
    json_.begin_object("verdict");
    json_.text_or_null("disposition",
                       verdict.disposition ? sourcing::name(*verdict.disposition) : "");
    json_.text_or_null("engagement", verdict.engagement ? sourcing::name(*verdict.engagement) : "");
    json_.text_or_null("location", verdict.location ? sourcing::name(*verdict.location) : "");
    json_.text("status", sourcing::name(report_.decision.status));
    json_.end_object();
  }

  void derived() {
    const auto& derived = report_.ranking.derived;
    json_.key("language");
    if (!derived) return json_.null();
    const engine::Program& program = report_.engine.program();
    const auto& levels =
        program.criteria[engine::find_criterion(program, report_.atlas.gates.language)].levels;
    json_.begin_object();
    json_.begin_array("derived");
    json_.string(levels[derived->low].word);
    json_.string(levels[derived->high].word);
    json_.end_array();
    json_.flag("used", derived->used);
    json_.flag("contradicts", derived->contradicts);
    json_.end_object();
  }

  void weights() {
    json_.begin_array("weights");
    for (std::size_t c = 0; c < report_.atlas.components.size(); ++c) {
      json_.begin_object();
      json_.text("component", report_.atlas.components[c].id);
      json_.text("label", sayings_.label(c));
      json_.fixed2("weight", report_.ranking.weights[c]);
      json_.end_object();
    }
    json_.end_array();
  }

  void hours(const Seen& seen) {
    json_.begin_object("overlap_hours");
    json_.key("january");
    json_.raw_number(base::shortest2(std::int64_t{seen.january} * 100 / 60));
    json_.key("july");
    json_.raw_number(base::shortest2(std::int64_t{seen.july} * 100 / 60));
    json_.end_object();
  }

  void position(const Seen& seen) {
    json_.text("iso2", seen.place->iso2);
    json_.text("name", sayings_.name(*seen.place));
    json_.text("class", sourcing::name(seen.kind));
    json_.flag("borderline", seen.borderline);
  }

  void fact(const Fact& fact) {
    json_.json("value", fact.json);
    json_.text("source", fact.source);
    json_.json("year", fact.year ? fmt::format("{}", *fact.year) : "");
    if (fact.verify) json_.text("status", "verify");
    if (!fact.note.empty()) json_.text("note", fact.note);
  }

  void listed(const Ranked& place) {
    const Seen& seen = place.seen;
    json_.begin_object();
    position(seen);
    json_.fixed2("score", place.score);
    json_.fixed2("score_best", place.most);
    json_.count("rank", place.rank);
    json_.count("rank_best", place.best);
    json_.count("rank_worst", place.worst);
    json_.flag("near_tie", place.near_tie);
    hours(seen);
    json_.count("distance_km", static_cast<std::uint64_t>(seen.kilometres));
    json_.key("lat");
    json_.raw_number(degrees(seen.place->at.latitude));
    json_.key("lon");
    json_.raw_number(degrees(seen.place->at.longitude));
    json_.begin_object("facts");
    for (const auto& [id, known] : seen.place->facts) {
      json_.begin_object(id);
      fact(known);
      json_.end_object();
    }
    json_.end_object();
    json_.begin_array("reasons");
    for (std::size_t c = 0; c < place.parts.size(); ++c) reason(place, c);
    json_.end_array();
    json_.texts("unknown", place.unknown);
    json_.text_or_null("note", seen.place->note);
    json_.end_object();
  }

  // Millionths with as few decimals as are needed.
  static std::string degrees(std::int64_t micro) {
    std::string text = fmt::format("{}{}.{:06}", micro < 0 ? "-" : "", std::abs(micro) / 1'000'000,
                                   std::abs(micro) % 1'000'000);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
  }

  void reason(const Ranked& place, std::size_t c) {
    const Part& part = place.parts[c];
    const int side = sayings_.side(place, c);
    json_.begin_object();
    json_.text("component", report_.atlas.components[c].id);
    json_.fixed2("points", part.points);
    json_.fixed2("points_best", part.most);
    json_.begin_array("worth");
    json_.raw_number(fmt::format("{}", part.worth.low));
    json_.raw_number(fmt::format("{}", part.worth.high));
    json_.end_array();
    json_.text("side", side > 0 ? "for" : side < 0 ? "against" : "neutral");
    json_.text("text", sayings_.part(place, c));
    const Fact* known = sayings_.fact(place, c);
    if (known != nullptr) fact(*known);
    json_.end_object();
  }

  void excluded(const ShutOut& place) {
    json_.begin_object();
    position(place.seen);
    json_.text("code", places::name(place.bars.front().bar));
    json_.text("text", sayings_.bar(place));
    json_.text("lifted_by", sayings_.lifted_by(place.bars.front().bar));
    json_.begin_array("codes");
    for (const Barred& bar : place.bars) json_.string(places::name(bar.bar));
    json_.end_array();
    hours(place.seen);
    json_.count("distance_km", static_cast<std::uint64_t>(place.seen.kilometres));
    json_.end_object();
  }

  void step(const Step& step) {
    json_.begin_object();
    json_.text("criterion", step.criterion);
    json_.json("from", step.from);
    json_.json("to", step.to);
    json_.count("rank", step.rank);
    json_.end_object();
  }

  void toward(const Toward& to) {
    json_.begin_object("to");
    json_.text("iso2", to.place->iso2);
    json_.json("rank", to.rank == 0 ? "" : fmt::format("{}", to.rank));
    json_.begin_array("steps");
    for (const Step& each : to.steps) step(each);
    json_.end_array();
    json_.begin_array("sets");
    for (const std::vector<Step>& set : to.sets) {
      json_.begin_array();
      for (const Step& each : set) step(each);
      json_.end_array();
    }
    json_.end_array();
    json_.key("best");
    if (to.best) {
      step(*to.best);
    } else {
      json_.null();
    }
    json_.end_object();
  }

  json::Writer& json_;
  const Report& report_;
  Sayings sayings_;
};

}  // namespace

void write_json(json::Writer& writer, const Report& report, std::string_view language,
                std::size_t top) {
  ReportJson(writer, report, language).write(top);
}

}  // namespace sourcing::places
