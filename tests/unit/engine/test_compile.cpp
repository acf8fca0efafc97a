// SPDX-License-Identifier: Apache-2.0
// What a model becomes: weights in centipoints, contributions, conditions as intervals.
#include <sourcing/engine.hpp>
#include <string>
#include <vector>

#include "catch.hpp"
#include "engine/compile.hpp"
#include "engine/kernel.hpp"
#include "engine/settle.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

using engine::contribution;
using engine::normalise;
using Shares = std::vector<Centipoints>;

Engine engine_of(std::string_view json) {
  Result<Engine> engine = Engine::from_json(json);
  REQUIRE(engine.ok());
  return std::move(engine).value();
}

TEST_CASE("weights are normalised to 10,000 by largest remainder, ties to the earlier") {
  CHECK(normalise({1}) == Shares{10'000});
  CHECK(normalise({3, 1}) == Shares{7'500, 2'500});
  CHECK(normalise({1, 1, 1}) == Shares{3'334, 3'333, 3'333});
  CHECK(normalise({1, 1, 1, 1, 1, 1}) == Shares{1'667, 1'667, 1'667, 1'667, 1'666, 1'666});
  // 10,000 × 2/7 = 2857.14…, × 3/7 = 4285.71…: the first two remainders are less than the last.
  CHECK(normalise({2, 2, 3}) == Shares{2'857, 2'857, 4'286});
  CHECK(normalise({0, 5, 0}) == Shares{0, 10'000, 0});
  // A weight may be too small to be worth a centipoint.
  CHECK(normalise({10'000'000'000, 1}) == Shares{10'000, 0});
  CHECK(normalise(std::vector<std::int64_t>(256, 10'000'000'000)).front() == 40);
  CHECK(normalise(std::vector<std::int64_t>(256, 10'000'000'000)).back() == 39);
}

TEST_CASE("a step contributes its part of the weight, rounded half up") {
  CHECK(contribution(1'600, 0, 400) == 0);
  CHECK(contribution(1'600, 400, 400) == 1'600);
  CHECK(contribution(1'600, 200, 400) == 800);
  CHECK(contribution(1, 1, 2) == 1);  // 0.5 is rounded up
  CHECK(contribution(1, 1, 3) == 0);  // 0.33…
  CHECK(contribution(2, 1, 3) == 1);  // 0.66…
  CHECK(contribution(3'333, 1, 2) == 1'667);
  CHECK(contribution(10'000, 9'999, 10'000) == 9'999);
  CHECK(contribution(0, 3, 4) == 0);
  CHECK(contribution(10'000, 1'000, 1'000) == 10'000);
  static_assert(contribution(2'500, 1, 4) == 625);
}

TEST_CASE("every step of every weight is the exact part to within half a centipoint") {
  for (Centipoints weight = 0; weight <= 10'000; weight += 37) {
    for (const std::int64_t last : {1, 2, 3, 7, 16, 400, 10'000}) {
      Centipoints before = 0;
      for (std::int64_t k = 0; k <= last; ++k) {
        const Centipoints here = contribution(weight, k, last);
        const bool near = std::abs(2 * (here * last - weight * k)) <= last;
        if (!near || here < before) FAIL(weight << ' ' << k << ' ' << last);
        before = here;
      }
    }
  }
  SUCCEED();
}

TEST_CASE("contributions of the tiny model") {
  const Engine engine = engine_of(tiny_model);
  const engine::Program& program = engine.program();
  const auto points = [&](std::string_view id, std::size_t at, std::size_t axis) {
    return engine::lane(program.contribution(engine::find_criterion(program, id), at), axis);
  };
  REQUIRE(program.criteria.size() == 5);
  CHECK(program.criteria[0].last == 400);  // level
  CHECK(program.criteria[1].last == 16);   // 0..8 by 0.5
  CHECK(program.criteria[2].last == 2);
  CHECK(program.criteria[4].last == 1);
  CHECK(points("judgment", 0, 0) == 0);
  CHECK(points("judgment", 200, 0) == 3'750);
  CHECK(points("judgment", 400, 0) == 7'500);
  CHECK(points("volume", 0, 0) == 2'500);  // toward low
  CHECK(points("volume", 2, 0) == 0);
  CHECK(points("hours", 1, 1) == 625);
  CHECK(points("hours", 1, 3) == 9'375);
  CHECK(points("language", 0, 2) == 0);  // own steps: 0, 2, 1 of 2
  CHECK(points("language", 1, 2) == 10'000);
  CHECK(points("language", 2, 2) == 5'000);
  CHECK(program.axes[0].base == 3'750 + 1'250);
  CHECK(program.axes[1].base == 5'000);
  CHECK(program.axes[2].base == 0);
  CHECK(program.threshold == 5'000);
  CHECK(program.hybrid_band == 800);
  CHECK(program.rounding == 5'000);  // 7,500 in 400 steps: 18.75 each, so half a centipoint at most
}

TEST_CASE("a word is read as its language has it, else with blanks for underscores") {
  std::string model = replaced(tiny_model, R"("word": "some")",
                               R"("word": "quite_some", "words": {"ca": "força"})");
  model = replaced(model, R"("neutral": "some")", R"("neutral": "quite_some")");
  const Engine engine = engine_of(model);
  const engine::Program& program = engine.program();
  const engine::Level& level = program.criteria[2].levels[1];
  CHECK(level.word == "quite_some");
  CHECK(program.text(level.words, 0) == "quite some");
  CHECK(program.text(level.words, 1) == "força");
  CHECK(program.criteria[0].levels[1].words == engine::no_text);
}

TEST_CASE("a rounding is measured in ten-thousandths of a centipoint") {
  // 7,500 to 7,501 of 10,000 cannot be cut in 400 equal whole parts.
  const Engine engine = engine_of(replaced(tiny_model, R"("weight": 3)", R"("weight": 3.01)"));
  CHECK(engine.program().rounding > 0);
  CHECK(engine.program().rounding <= 5'000);  // never more than half a centipoint
}

// The positions at which a condition on one criterion holds.
std::string holds_at(const std::string& criterion, const std::string& comparison) {
  const std::string model =
      replaced(tiny_model, R"({"criterion": "language", "is": "local"})",
               R"({"criterion": ")" + criterion + R"(", )" + comparison + "}");
  const Engine engine = engine_of(model);
  const engine::Program& program = engine.program();
  const std::size_t c = engine::find_criterion(program, criterion);
  std::string out;
  engine::Point point{};
  for (std::uint16_t at = 0; at <= program.criteria[c].last; ++at) {
    point[c] = at;
    const auto& root = program.nodes[program.rules[0].condition];
    const bool holds = engine::holds(program, root, point);
    // At a point the box agrees with the kernel.
    const engine::Truth truth =
        engine::truth(program, program.rules[0].condition, engine::box_of(program, point));
    if ((truth == engine::Truth::yes) != holds || truth == engine::Truth::maybe) return "differs";
    out += holds ? '1' : '0';
  }
  return out;
}

TEST_CASE("each operator holds where it says") {
  CHECK(holds_at("language", R"("is": "regional")") == "010");
  CHECK(holds_at("language", R"("is_not": "regional")") == "101");
  CHECK(holds_at("language", R"("one_of": ["local", "global"])") == "101");
  CHECK(holds_at("language", R"("one_of": ["local", "regional", "local"])") == "011");
  CHECK(holds_at("language", R"("one_of": ["local", "regional", "global"])") == "111");
  CHECK(holds_at("language", R"("between": ["regional", "local"])") == "011");
  CHECK(holds_at("language", R"("at_least": "regional")") == "011");
  CHECK(holds_at("language", R"("at_most": "regional")") == "110");
  CHECK(holds_at("language", R"("above": "regional")") == "001");
  CHECK(holds_at("language", R"("below": "regional")") == "100");
  CHECK(holds_at("language", R"("above": "local")") == "000");
  CHECK(holds_at("language", R"("below": "global")") == "000");
  CHECK(holds_at("volume", R"("at_least": "some")") == "011");
  CHECK(holds_at("regulated", R"("is": true)") == "01");
  CHECK(holds_at("regulated", R"("is": "no")") == "10");
  CHECK(holds_at("hours", R"("between": [1, 2.5])") == "00111100000000000");
  CHECK(holds_at("hours", R"("above": 7.5)") == "00000000000000001");
  CHECK(holds_at("judgment", R"("above": "rules")").find('1') == 1);
  CHECK(holds_at("judgment", R"("at_least": "high")").find('1') == 300);
}

TEST_CASE("what can never hold is no, not maybe") {
  const Engine engine = engine_of(replaced(tiny_model, R"("is": "local")", R"("above": "local")"));
  CHECK(engine::truth(engine.program(), engine.program().rules[0].condition,
                      engine::whole(engine.program())) == engine::Truth::no);
}

TEST_CASE("ties go to onshore, then nearshore") {
  using Scores = std::array<Centipoints, axis_count>;
  const auto choose = [](const Scores& scores, std::uint8_t excluded) {
    return static_cast<int>(engine::choose_location(scores, excluded));
  };
  CHECK(choose({0, 5, 5, 5}, 0b000) == 0);
  CHECK(choose({0, 5, 5, 5}, 0b001) == 1);
  CHECK(choose({0, 5, 5, 5}, 0b011) == 2);
  CHECK(choose({0, 5, 5, 5}, 0b111) == engine::no_location);
  CHECK(choose({0, 4, 5, 5}, 0b000) == 1);
  CHECK(choose({0, 4, 5, 6}, 0b000) == 2);
  CHECK(choose({0, 0, 0, 0}, 0b101) == 1);
}

TEST_CASE("dispositions are tried in order, and nowhere to go is retain") {
  CHECK(engine::choose_disposition(0b00, 0) == Disposition::outsource);
  CHECK(engine::choose_disposition(0b01, 0) == Disposition::retain);
  CHECK(engine::choose_disposition(0b10, 0) == Disposition::automate_first);
  CHECK(engine::choose_disposition(0b11, 0) == Disposition::retain);
  CHECK(engine::choose_disposition(0b10, engine::all_locations) == Disposition::retain);
}

TEST_CASE("KPO begins at the threshold itself, and the hybrid band includes its ends") {
  const Engine engine = engine_of(tiny_model);
  CHECK(engine::choose_engagement(engine.program(), 5'000) == Engagement::kpo);
  CHECK(engine::choose_engagement(engine.program(), 4'999) == Engagement::bpo);
}

TEST_CASE("many rules on criteria of their own are no harder together") {
  // Each rule halves the box: searched together, 2^24 cells; apart, 48.
  std::string criteria, weights, rules;
  for (int i = 0; i < 24; ++i) {
    const std::string id = "c" + std::to_string(i);
    if (i > 0) criteria += ',', weights += ',', rules += ',';
    criteria += R"({"id": ")" + id + R"(", "label": {"en": ")" + id +
                R"("}, "question": {"en": "?"}, "scale": "level", "neutral": 3,
                 "levels": [{"at": 1, "text": {"en": "1"}}, {"at": 2, "text": {"en": "2"}},
                            {"at": 3, "text": {"en": "3"}}, {"at": 4, "text": {"en": "4"}},
                            {"at": 5, "text": {"en": "5"}}]})";
    weights += R"({"criterion": ")" + id +
               R"(", "weight": 1, "toward": "high", "for": {"en": "+"}, "against": {"en": "-"}})";
    rules += R"({"id": "r)" + std::to_string(i) +
             R"(", "label": {"en": "r"}, "because": {"en": "b"},
               "when": {"criterion": ")" +
             id + R"(", "at_least": 4},
               "then": {"points": {"engagement": -1.25, "offshore": -0.5}}})";
  }
  const auto axis = [&](const std::string& name, const std::string& more) {
    return '"' + name + R"(": {"label": {"en": "a"}, )" + more + R"("weights": [)" + weights + "]}";
  };
  const std::string model =
      R"({"schema": "sourcing.model/1", "id": "many", "version": "1", "title": {"en": "t"},
          "languages": ["en"], "criteria": [)" +
      criteria + R"(], "axes": {)" +
      axis("engagement",
           R"("threshold": 50, "hybrid_band": 5, "low": {"en": "B"}, "high": {"en": "K"}, )") +
      ',' + axis("onshore", "") + ',' + axis("nearshore", "") + ',' + axis("offshore", "") +
      R"(}, "rules": [)" + rules + R"(], "dispositions": {"retain": {"en": "r"},
          "automate_first": {"en": "a"}, "outsource": {"en": "o"}, "no_location": {"en": "n"}}})";
  const Engine engine = engine_of(model);
  const engine::Box box = engine::whole(engine.program());
  const engine::AxisBounds bounds = engine::score_bounds(engine.program(), box, Axis::engagement);
  CHECK(bounds.exact);
  CHECK(bounds.low == 0);
  // The best is just below the rule: 299 of 400 steps of 417 (sixteen of them) or 416.
  CHECK(bounds.high == 16 * 312 + 8 * 311);
  const auto engagement = engine::settle_engagement(engine.program(), box);
  CHECK(engagement.proven);
  CHECK_FALSE(engagement.unique);
  CHECK(engagement.cells < 200);
  // Onshore and nearshore score the same, and offshore never more: onshore, whatever the answers.
  const auto location = engine::settle_location(engine.program(), box);
  CHECK(location.unique);
  CHECK(location.value == Location::onshore);
}

TEST_CASE("rules that are too entangled to prove that a score stays in range are refused as such") {
  // Around a ring, each rule fires where two criteria differ that are one, seven or twelve apart:
  // there is no way to cut it.
  std::string criteria, rules;
  constexpr int count = 39;
  const auto is = [](int criterion, const char* value) {
    return R"({"criterion": "c)" + std::to_string(criterion % count) + R"(", "is": )" + value + "}";
  };
  for (int i = 0; i < count; ++i) {
    criteria += R"({"id": "c)" + std::to_string(i) + R"(", "label": {"en": "c)" +
                std::to_string(i) + R"(", "ca": "c)" + std::to_string(i) +
                R"("}, "question": {"en": "?", "ca": "?"}, "scale": "boolean", "neutral": false,
                 "levels": [{"word": "false", "text": {"en": "n", "ca": "n"}}, {"word": "true", "text": {"en": "y", "ca": "y"}}]},)";
    for (const int apart : {1, 7, 12}) {
      const int other = i + apart;
      rules +=
          R"({"id": "r)" + std::to_string(i) + "_" + std::to_string(apart) +
          R"(", "label": {"en": "r", "ca": "r"}, "because": {"en": "b", "ca": "b"}, "when": {"any": [{"all": [)" +
          is(i, "true") + "," + is(other, "false") + R"(]}, {"all": [)" + is(i, "false") + "," +
          is(other, "true") + R"(]}]}, "then": {"points": {"engagement": 0.5}}},)";
    }
  }
  const std::string model =
      replaced(replaced(tiny_model, R"("criteria": [)", R"("criteria": [)" + criteria),
               R"("rules": [)", R"("rules": [)" + rules);
  const Result<Engine> refused = Engine::from_json(model);
  REQUIRE_FALSE(refused.ok());
  REQUIRE(refused.problems().size() == 1);
  CHECK(refused.problems()[0].code == "E0414");
  CHECK(refused.problems()[0].pointer == "/axes/engagement");
  // The ring takes the whole budget: of what the other rule takes away nothing is proven either.
  CHECK(refused.problems()[0].message ==
        "the engagement score could reach -1.50, outside 0 to 100, and the rules are too entangled "
        "to prove that it does not");
}

TEST_CASE("of a thousand phrases that nobody knows no more are listed") {
  std::string phrases;
  for (int i = 0; i < 1'200; ++i) {
    phrases += (i > 0 ? "," : "") + std::string(R"("nobody.)") + std::to_string(i) +
               R"(": {"en": "p", "ca": "p"})";
  }
  const Result<Engine> refused = Engine::from_json(replaced(
      tiny_model, R"("activities":)", R"("phrases": {)" + phrases + R"(}, "activities":)"));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.problems().size() == model::most_problems);
  CHECK(refused.problems().front().message == "there is no phrase `nobody.0`");
}

TEST_CASE("a phrase that is not there is said by its key") {
  const Engine engine = engine_of(tiny_model);
  CHECK(engine::phrase(engine.program(), "zzz", 0) == "zzz");
  CHECK(engine::phrase(engine.program(), "column.nothing", 0) == "column.nothing");
  CHECK(engine::phrase(engine.program(), "column.why", 0) == "Why");
}

}  // namespace
}  // namespace sourcing::test
