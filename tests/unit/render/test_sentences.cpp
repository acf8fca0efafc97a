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
