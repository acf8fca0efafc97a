// SPDX-License-Identifier: Apache-2.0
// Labels where ids are taken, and words of people's languages.
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "engine/program.hpp"
#include "tiny_model.hpp"

namespace sourcing::engine {
namespace {

const Criterion& criterion(std::string_view id) {
  return embedded_program.criteria[find_criterion(embedded_program, id)];
}

TEST_CASE("every id and label of the default model names its criterion, however it is written") {
  const Program& program = embedded_program;
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    CHECK(find_named(program, program.criteria[c].id) == c);
    for (std::size_t l = 0; l < program.languages.size(); ++l) {
      INFO(program.text(program.criteria[c].label, l));
      CHECK(find_named(program, program.text(program.criteria[c].label, l)) == c);
    }
  }
  CHECK(program.criteria[find_named(program, "DATA-SENSITIVITY")].id == "data_sensitivity");
  CHECK(program.criteria[find_named(program, "PRESION DE COSTES")].id == "cost_pressure");
  CHECK(find_named(program, "") == program.criteria.size());
  CHECK(find_named(program, "cost") == program.criteria.size());
}

TEST_CASE("the common words of three languages stand for the five levels") {
  const Criterion& judgment = criterion("judgment");
  for (const std::string_view word : {"high", "alto", "Alta", "ALT", "Elevada"}) {
    INFO(word);
    CHECK(place_word(judgment, word) == judgment.levels[3].at);
    CHECK(plain_word(judgment, word) == "high");
  }
  CHECK(place_word(judgment, "Muy bajo") == judgment.levels[0].at);
  CHECK(place_word(judgment, "molt-alta") == judgment.levels[4].at);
  CHECK(place_word(judgment, "mitja") == judgment.levels[2].at);
  CHECK(place_word(judgment, "Reglas fijas") == judgment.levels[0].at);
  CHECK(plain_word(judgment, "REGLES-FIXES") == "fixed_rules");
  CHECK_FALSE(place_word(criterion("language"), "alto"));
  CHECK_FALSE(place_word(judgment, ""));
}

TEST_CASE("truth values are read as spreadsheets of three languages write them") {
  const Criterion& regulated = criterion("regulated");
  for (const std::string_view yes :
       {"VERDADERO", "CERT", "TRUE", "S\xC3\x8D", "si", "Y", "1", "x"}) {
    INFO(yes);
    CHECK(place_word(regulated, yes) == std::uint16_t{1});
    CHECK(plain_word(regulated, yes) == "true");
  }
  for (const std::string_view no : {"FALSO", "FALS", "FALSE", "No", "n", "0", "f"}) {
    INFO(no);
    CHECK(place_word(regulated, no) == std::uint16_t{0});
  }
}

std::string refused(std::string text, std::string_view from, std::string_view to) {
  text.replace(text.find(from), from.size(), to);
  const auto engine = Engine::from_json(text, "m");
  return engine ? "" : engine.problems().front().code + ' ' + engine.problems().front().message;
}

TEST_CASE("what would name two things makes the model invalid") {
  const std::string model(test::tiny_model);
  CHECK(refused(model, R"("label": {"en": "J", "ca": "J"})",
                R"("label": {"en": "LANGUAGE", "ca": "J"})") ==
        "E0405 `judgment` and `language` are both called `language`");
  CHECK(refused(model, R"("label": {"en": "J", "ca": "J"})",
                R"("label": {"en": "Name", "ca": "J"})") ==
        "E0405 `judgment` is called like the column `name`");
  CHECK(refused(model, R"("word": "experts")", R"("word": "alt")") ==
        "E0405 the word `alt` names two levels of `judgment`");
}

}  // namespace
}  // namespace sourcing::engine
