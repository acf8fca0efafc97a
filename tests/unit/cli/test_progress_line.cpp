// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include "cli/arguments/progress_line.hpp"
#include "render/sentences.hpp"

using namespace sourcing::cli;

namespace {

std::string line_in(const char* language, const Progress& progress) {
  Messages messages;
  messages.translated = [language](std::string_view text) {
    return sourcing::render::Sentences(language).say(text);
  };
  return progress_line(messages, progress);
}

}  // namespace

TEST_CASE("The progress line says rows, speed, share and what is left") {
  const Progress half{1'200'000, 400'000'000, 0, 2, 0.5};
  CHECK(progress_line({}, half) == "1200000 rows, 200 MB/s,  50 % [##########..........] 2 s left");
  CHECK(line_in("ca", half) == "1200000 files, 200 MB/s,  50 % [##########..........] queden 2 s");
  CHECK(line_in("es", half) == "1200000 filas, 200 MB/s,  50 % [##########..........] quedan 2 s");
}

TEST_CASE("The progress line leaves out what is not known, and counts what is bad") {
  CHECK(progress_line({}, {30, 5'000'000, 1, 5, 0}) == "30 rows, 1 MB/s, 1 bad");
  CHECK(line_in("ca", {30, 5'000'000, 1, 5, 0}) == "30 files, 1 MB/s, 1 rebutjada");
  CHECK(line_in("es", {30, 5'000'000, 7, 5, 0}) == "30 filas, 1 MB/s, 7 rechazadas");
}
