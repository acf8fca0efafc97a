// SPDX-License-Identifier: Apache-2.0
// Build-time generator: reads the default model and the phrases, checks and compiles them, and
// writes the tables as C++ constants, so that the program starts without reading anything.
//
//   sourcing_embed model.json phrases.json OUTPUT.cpp
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "base/files.hpp"
#include "embed/write_program.hpp"
#include "engine/compile.hpp"
#include "model/model.hpp"
#include "model/untranslated.hpp"

namespace {

int refuse(const std::vector<sourcing::Problem>& problems) {
  for (const sourcing::Problem& problem : problems) {
    fmt::print(stderr, "{}\n", sourcing::to_string(problem));
  }
  return 1;
}

std::string read(const char* path) {
  auto result = sourcing::base::read_file(path, std::size_t{64} << 20);
  if (!result.error.empty()) fmt::print(stderr, "{}: {}\n", path, result.error);
  return std::move(result.bytes);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: sourcing_embed model.json phrases.json OUTPUT.cpp\n");
    return 2;
  }
  const std::string model_json = read(argv[1]);
  const std::string phrases_json = read(argv[2]);
  auto model = sourcing::model::read_model(model_json, argv[1]);
  if (!model) return refuse(model.problems());
  for (const sourcing::model::Untranslated& places :
       sourcing::model::untranslated_texts(model_json)) {
    if (places.empty()) continue;
    fmt::print(stderr, "{}:{}: {}: a translation is missing\n", argv[1], places.front().line,
               places.front().pointer);
    return 1;
  }
  auto phrases = sourcing::model::read_phrases(phrases_json, argv[2], model->languages);
  if (!phrases) return refuse(phrases.problems());
  const auto storage =
      sourcing::engine::compile(std::move(model).value(), std::move(phrases).value());
  auto problems = sourcing::engine::check_names(storage->program, storage->model, argv[1]);
  if (!problems.empty()) return refuse(problems);
  problems = sourcing::engine::check_scores(storage->program, storage->model, argv[1]);
  if (!problems.empty()) return refuse(problems);

  const std::string source =
      sourcing::embed::write_program(storage->program, model_json, phrases_json);
  std::FILE* file = std::fopen(argv[3], "wb");
  if (file == nullptr) {
    std::perror(argv[3]);
    return 5;
  }
  const bool written = std::fwrite(source.data(), 1, source.size(), file) == source.size();
  return std::fclose(file) == 0 && written ? 0 : 5;
}
