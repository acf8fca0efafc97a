// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "render/sentences.hpp"

using sourcing::render::Sentences;

TEST_CASE("A number in a sentence has the decimal sign of the language") {
  CHECK(Sentences("ca").say("threshold 50.00 to 60.5") == "llindar de 50,00 a 60,5");
  CHECK(Sentences("es").say("judgment -0.17 on engagement") == "judgment -0,17 en engagement");
  CHECK(Sentences("en").say("threshold 50.00 to 60.5") == "threshold 50.00 to 60.5");
  CHECK(Sentences("de").say("threshold 50.00 to 60.5") == "threshold 50.00 to 60.5");
  CHECK(Sentences("es").say(".") == ",");
}

TEST_CASE("What is no number, or more than one word, is not filled in as one") {
  const Sentences spanish("es");
  CHECK(spanish.say("threshold 50. to 60") == "threshold 50. to 60");
  CHECK(spanish.say("threshold 1.0.0 to 60") == "threshold 1.0.0 to 60");
  CHECK(spanish.say("threshold - to 60") == "threshold - to 60");
  CHECK(spanish.say("gate abroad") == "condición excluyente abroad");
  CHECK(spanish.say("gate abroad and elsewhere") == "gate abroad and elsewhere");
}

TEST_CASE("The problems of a row are said in the language, and their codes stay") {
  const std::string_view told =
      "E0203 the value is outside the range of `judgment`; it takes 1 to 5, or a level's word | "
      "E0204 `a | b` is not a value of `language`; it takes global, regional or local";
  CHECK(Sentences("es").say_errors(told) ==
        "E0203 el valor está fuera de la escala de `judgment`; admite de 1 a 5, o la palabra de un "
        "nivel | E0204 `a | b` no es un valor de `language`; admite global, regional o local");
  CHECK(Sentences("en").say_errors(told) == told);
  CHECK(Sentences("ca").say_errors("").empty());
}
