// SPDX-License-Identifier: Apache-2.0
// Answers as people type them, in the languages of the default model.
#include <sourcing/engine.hpp>
#include <string>

#include "catch.hpp"
#include "engine/program.hpp"
#include "interview/answer.hpp"

namespace sourcing::interview::test {
namespace {

std::string read(std::string_view criterion, std::string_view text) {
  static const Engine engine = Engine::embedded();
  const engine::Program& program = engine.program();
  const std::size_t c = engine::find_criterion(program, criterion);
  REQUIRE(c < program.criteria.size());
  const Reading reading = read_answer(program, program.criteria[c], text);
  switch (reading.kind) {
    case Reading::Kind::unknown:
      return "unknown";
    case Reading::Kind::nonsense:
      return "nonsense";
    case Reading::Kind::answer:
      break;
  }
  return reading.shown;
}

TEST_CASE("a level, its word and a range are taken as they are typed") {
  CHECK(read("judgment", "4") == "4");
  CHECK(read("judgment", "3,5") == "3.5");
  CHECK(read("judgment", "Fixed rules") == "1");
  CHECK(read("judgment", "high") == "4");
  for (const char* text : {"2-3", "2 - 3", "2..3", "2–3", "2 to 3", "2 a 3", "3-2"}) {
    INFO(text);
    CHECK(read("judgment", text) == "[2,3]");
  }
  CHECK(read("judgment", "7") == "nonsense");
  CHECK(read("judgment", "volver") == "nonsense");
}

TEST_CASE("choices have numbers, and yes and no are words of each language") {
  CHECK(read("data_residency", "1") == "\"none\"");
  CHECK(read("data_residency", "3") == "\"country\"");
  CHECK(read("data_residency", "4") == "nonsense");
  for (const char* text : {"sí", "SÍ", "si", "yes", "y", "s"}) {
    INFO(text);
    CHECK(read("regulated", text) == "true");
  }
  CHECK(read("regulated", "no") == "false");
}

TEST_CASE("quantities may have a unit and their thousands marked") {
  CHECK(read("volume", "12000") == "12000");
  CHECK(read("volume", "12.000 facturas") == "12000");
  CHECK(read("volume", "12,000 invoices") == "12000");
  CHECK(read("volume", "12 000") == "12000");
  CHECK(read("volume", "12.5") == "12.5");
}

TEST_CASE("not knowing has words in each language") {
  for (const char* text : {"don't know", "Don't know", "no sé", "no ho sé", "ns", "NS/NC"}) {
    INFO(text);
    CHECK(read("judgment", text) == "unknown");
  }
}

}  // namespace
}  // namespace sourcing::interview::test
