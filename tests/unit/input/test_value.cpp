// SPDX-License-Identifier: Apache-2.0
// Values as CSV cells, --assume and --set write them.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "engine/program.hpp"
#include "input/value.hpp"
#include "tiny_model.hpp"

namespace sourcing::test {
namespace {

using input::ValueError;

const engine::Criterion& criterion(std::string_view id) {
  static const Engine engine = Engine::from_json(tiny_model).value();
  return engine.program().criteria[engine::find_criterion(engine.program(), id)];
}

// "low..high", "unknown" or the error's number.
std::string read(std::string_view id, std::string_view text, bool comma = false) {
  const input::Value value = input::read_value(criterion(id), text, {.comma = comma});
  switch (value.error) {
    case ValueError::none:
      break;
    case ValueError::unknown_word:
      return "unknown word";
    case ValueError::out_of_range:
      return "out of range";
    case ValueError::off_grid:
      return "off grid";
    case ValueError::backwards:
      return "backwards";
    case ValueError::half_a_range:
      return "half a range";
    case ValueError::thousands:
      return "thousands";
  }
  if (value.unknown) return "unknown";
  return std::to_string(value.low) + ".." + std::to_string(value.high);
}

struct Case {
  std::string_view id, text, expected;
};

TEST_CASE("cells are read or refused for the right reason") {
  const std::vector<Case> cases = {
      {"judgment", "4", "300..300"},
      {"judgment", " 4 ", "300..300"},
      {"judgment", "\t4\t", "300..300"},
      {"judgment", "4.00", "300..300"},
      {"judgment", "04", "300..300"},
      {"judgment", "3.25", "225..225"},
      {"judgment", "high", "300..300"},
      {"judgment", "HIGH", "300..300"},
      {"judgment", "Experts", "400..400"},
      {"judgment", "2..4", "100..300"},
      {"judgment", "2 .. 4", "100..300"},
      {"judgment", "low..very_high", "100..400"},
      {"judgment", "1.5..2.25", "50..125"},
      {"judgment", "3..3", "200..200"},
      {"judgment", "", "unknown"},
      {"judgment", "  ", "unknown"},
      {"judgment", "4..2", "backwards"},
      {"judgment", "high..low", "backwards"},
      {"judgment", "2..", "half a range"},
      {"judgment", "..2", "half a range"},
      {"judgment", "..", "half a range"},
      {"judgment", "2...4", "unknown word"},
      {"judgment", "2..3..4", "unknown word"},
      {"judgment", "0", "out of range"},
      {"judgment", "5.01", "out of range"},
      {"judgment", "-4", "out of range"},
      {"judgment", "99999999999999999999", "out of range"},
      {"judgment", "4.001", "off grid"},
      {"judgment", "hgih", "unknown word"},
      {"judgment", "5,5", "unknown word"},
      {"judgment", "1,000", "unknown word"},
      {"judgment", "NaN", "unknown word"},
      {"judgment", "inf", "unknown word"},
      {"judgment", "0x4", "unknown word"},
      {"judgment", "4e0", "unknown word"},
      {"judgment", "1_0", "unknown word"},
      {"judgment", "\xD9\xA3", "unknown word"},
      {"judgment", "--4", "unknown word"},
      {"judgment", "+4", "unknown word"},
      {"judgment", ".5", "unknown word"},
      {"judgment", "4.", "unknown word"},
      {"judgment", "4%", "unknown word"},
      {"judgment", "null", "unknown word"},
      {"hours", "2.5", "5..5"},
      {"hours", "none", "0..0"},
      {"hours", "none..8", "0..16"},
      {"hours", "2.25", "off grid"},
      {"hours", "8.5", "out of range"},
      {"hours", "high", "unknown word"},
      {"volume", "0", "0..0"},
      {"volume", "49.99", "0..0"},
      {"volume", "50", "1..1"},
      {"volume", "few..1000", "0..2"},
      {"volume", "1000000000000", "2..2"},
      {"volume", "1000000000000.01", "out of range"},
      {"volume", "-1", "out of range"},
      {"volume", "0.001", "off grid"},
      {"volume", "high", "unknown word"},  // three bands: the five common words do not apply
      {"language", "Regional", "1..1"},
      {"language", "global..local", "0..2"},
      {"language", "2", "unknown word"},
      {"regulated", "true", "1..1"},
      {"regulated", "FALSE", "0..0"},
      {"regulated", "yes", "1..1"},
      {"regulated", "no", "0..0"},
      {"regulated", "1", "1..1"},
      {"regulated", "x", "1..1"},
      {"regulated", "F", "0..0"},
      {"regulated", "2", "unknown word"},
      // As people and spreadsheets write them.
      {"judgment",
       "\xC2\xA0"
       "4\xE2\x80\xAF",
       "300..300"},
      {"judgment", "Very High", "400..400"},
      {"judgment", "very-high", "400..400"},
      {"judgment", "VERY\xE2\x80\x91LOW", "0..0"},
      {"judgment", "\xEF\xBC\xA8igh", "300..300"},
      {"judgment", "2-4", "100..300"},
      {"judgment", "2 \xE2\x80\x93 4", "100..300"},
      {"judgment", "2 to 4", "100..300"},
      {"judgment", "2 a 4", "100..300"},
      {"judgment", "low-high", "100..300"},
      {"judgment", "low - very-high", "100..400"},
      {"judgment", "4-2", "backwards"},
      {"judgment", "02-04", "unknown word"},
      {"judgment", "2-4-2026", "unknown word"},
      {"judgment", "2-Apr", "unknown word"},
      {"hours", "0.5-2.5", "1..5"},
      {"volume", "2-4", "unknown word"},  // or the second of April
      {"volume", "100-2000", "1..2"},
      {"volume", "6.500", "thousands"},
      {"volume", "0.50", "0..0"},
      {"regulated", "no..yes", "0..1"},
  };
  for (const Case& each : cases) {
    INFO(each.id << " `" << each.text << '`');
    CHECK(read(each.id, each.text) == each.expected);
  }
}

TEST_CASE("a decimal comma is read only where it is allowed") {
  CHECK(read("judgment", "3,5") == "unknown word");
  CHECK(read("judgment", "3,5", true) == "250..250");
  CHECK(read("judgment", "1,5..2,5", true) == "50..150");
  CHECK(read("judgment", "1,000", true) == "0..0");  // 1.000, not a thousand
  CHECK(read("judgment", "3.5", true) == "250..250");
  CHECK(read("judgment", "3,5,5", true) == "unknown word");
  CHECK(read("judgment", "3.5,5", true) == "unknown word");
  CHECK(read("judgment", ",5", true) == "unknown word");
  CHECK(read("judgment", "3," + std::string(40, '0'), true) == "unknown word");
}

TEST_CASE("signs that were said to be are read, and no others") {
  const auto read_with = [](std::string_view text, input::Signs signs) -> std::string {
    const input::Value value = input::read_value(criterion("volume"), text, signs);
    if (value.error == ValueError::thousands) return "thousands";
    if (value.error != ValueError::none) return "error";
    return input::json_shown(criterion("volume"), text, signs);
  };
  const input::Signs spanish{.decimal = ',', .thousands = '.'};
  CHECK(read_with("1.200", spanish) == "1200");
  CHECK(read_with("1.234.567", spanish) == "1234567");
  CHECK(read_with("1.234,5", spanish) == "1234.5");
  CHECK(read_with("3,5", spanish) == "3.5");
  CHECK(read_with("120", spanish) == "120");
  CHECK(read_with("1.2", spanish) == "error");
  CHECK(read_with("12.34.567", spanish) == "error");
  CHECK(read_with("1.200..2.400", spanish) == "[1200,2400]");
  const input::Signs blanks{.comma = true, .thousands = ' '};
  CHECK(read_with("1\xC2\xA0"
                  "200",
                  blanks) == "1200");
  CHECK(read_with("1 200,5", blanks) == "1200.5");
  CHECK(read_with("1\xE2\x80\x99"
                  "200",
                  {.thousands = '\''}) == "1200");
  CHECK(read_with("1.200", {.decimal = ','}) == "thousands");
  CHECK(read_with("1.200", {.decimal = '.'}) == "1.200");
  CHECK(read_with("1,200", {.decimal = '.'}) == "thousands");
  CHECK(read_with("1.200", {.exact = true}) == "1.200");
}

TEST_CASE("the shape of what is no value is told, never the value") {
  const auto hint = [](std::string_view id, std::string_view text, bool comma = false) {
    return input::describe(criterion(id),
                           input::read_value(criterion(id), text, {.comma = comma}).error, {}, text,
                           {.comma = comma})
        .hint;
  };
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"2-Apr", "date"},
      {"02/04/2026", "date"},
      {"abr-26", "date"},
      {"1 200", "thousands sign: say --thousands ' '"},
      {"1,200", "thousands sign: say --thousands ','"},
      {"1.200,50", "thousands sign: say --thousands '.'"},
      {"4,5", "decimal comma"},
      {"#N/A", "Excel"},
      {"#\xC2\xA1VALOR!", "Excel"},
      {"n/a", "--unknown"},
      {"None", "--unknown"},
      {"?", "--unknown"},
      {"80%", "percentage"},
      {"=\"4\"", "formula"},
      {"=A1+1", "formula"},
      {"1E+05", "scientific"},
      {"\xE2\x80\x9C"
       "4\xE2\x80\x9D",
       "curly quotes"},
      {"4\n", "line break"},
      {"1 - most critical", "--value"},
      {"Critical", "--value"},
      {"7", "scale of 1 to 10"},
      {"10", "scale of 1 to 10"},
  };
  for (const auto& [text, expected] : cases) {
    INFO(text);
    CHECK(hint("judgment", text).find(expected) != std::string::npos);
  }
  CHECK(hint("regulated", "VRAI").find("yes or no") != std::string::npos);
}

TEST_CASE("a value is shown as JSON text") {
  const auto shown = [](std::string_view id, std::string_view text) {
    return input::json_shown(criterion(id), text);
  };
  CHECK(shown("judgment", " 4 ") == "4");
  CHECK(shown("judgment", "2..4.5") == "[2,4.5]");
  CHECK(shown("judgment", "3,5") == "3.5");
  CHECK(shown("judgment", "High") == R"("high")");
  CHECK(shown("judgment", "low..4") == R"(["low",4])");
  CHECK(shown("regulated", "yes") == "true");
  CHECK(shown("regulated", "no..yes") == "[false,true]");
  CHECK(shown("language", "local") == R"("local")");
  CHECK(shown("judgment", "Very High") == R"("very_high")");
  CHECK(shown("judgment", "low-4") == R"(["low",4])");
  CHECK(input::json_value(criterion("judgment"), 225) == "3.25");
  CHECK(input::json_value(criterion("hours"), 5) == "2.5");
  CHECK(input::json_value(criterion("volume"), 1) == R"("some")");
  CHECK(input::json_value(criterion("language"), 2) == R"("local")");
  CHECK(input::json_value(criterion("regulated"), 1) == "true");
}

TEST_CASE("what is shown for a cell is itself JSON") {
  // A number with leading zeros is read, but is none in JSON.
  CHECK(input::json_shown(criterion("judgment"), "04") == "4");
  CHECK(input::json_shown(criterion("judgment"), "004.50..05") == "[4.50,5]");
  CHECK(input::json_shown(criterion("hours"), "00") == "0");
  CHECK(input::json_shown(criterion("hours"), "00.5") == "0.5");
}

TEST_CASE("errors are described whole, and without the value when it is confidential") {
  const auto say = [](std::string_view id, ValueError error, std::string_view shown) {
    const input::ValueMessage said = input::describe(criterion(id), error, shown);
    return said.code + ' ' + said.message + "; " + said.hint;
  };
  CHECK(say("judgment", ValueError::unknown_word, "hgih") ==
        "E0204 `hgih` is not a value of `judgment`; did you mean `high`?");
  CHECK(say("judgment", ValueError::unknown_word, "") ==
        "E0204 the value is not a value of `judgment`; it takes 1 to 5, or a level's word");
  CHECK(say("hours", ValueError::out_of_range, "9") ==
        "E0203 `9` is outside the range of `hours`; it takes 0 to 8");
  CHECK(say("hours", ValueError::off_grid, "") ==
        "E0205 the value is finer than the grid of `hours`; its step is 0.5");
  CHECK(
      say("language", ValueError::backwards, "local..global") ==
      "E0206 `local..global` runs backwards on the scale of `language`; write the lower end first");
  CHECK(say("language", ValueError::half_a_range, "local..") ==
        "E0207 `local..` is half a range of `language`; write both ends, as in `2..4`, or leave it "
        "empty for "
        "unknown");
  CHECK(say("volume", ValueError::unknown_word, "hihg") ==
        "E0204 `hihg` is not a value of `volume`; it takes a number from 0 to 1000000000000, or a "
        "band's word");
}

}  // namespace
}  // namespace sourcing::test
