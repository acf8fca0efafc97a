// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sourcing/engine.hpp>
#include <sourcing/point.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compile.hpp"
#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing {

namespace {

// What a phrase says in a language: the model's own words, else those of the program, else what
// stands in for a translation: the first language of the model, and last that of the program.
std::string_view said(const engine::Phrase& shipped, const model::Phrase* own,
                      const std::vector<std::string>& languages, std::size_t language) {
  const engine::Program& program = engine::embedded_program;
  const auto in = [&](std::size_t index) -> std::string_view {
    if (own != nullptr && !own->text[index].empty()) return own->text[index];
    const auto known =
        std::find(program.languages.begin(), program.languages.end(), languages[index]);
    if (known == program.languages.end()) return {};
    return program.text(shipped.text, static_cast<std::size_t>(known - program.languages.begin()));
  };
  if (const std::string_view text = in(language); !text.empty()) return text;
  if (const std::string_view text = in(0); !text.empty()) return text;
  return program.text(shipped.text, 0);
}

// The fixed phrases in the model's languages.
std::vector<model::Phrase> merged_phrases(const model::Model& model, std::string_view source,
                                          std::vector<Problem>& problems) {
  const std::span<const engine::Phrase> shipped = engine::embedded_program.phrases;
  std::vector<model::Phrase> merged;
  for (const engine::Phrase& phrase : shipped) {
    const auto own = std::find_if(model.phrases.begin(), model.phrases.end(),
                                  [&](const auto& mine) { return mine.key == phrase.key; });
    model::Phrase& entry = merged.emplace_back();
    entry.key = phrase.key;
    for (std::size_t l = 0; l < model.languages.size(); ++l) {
      entry.text.emplace_back(
          said(phrase, own == model.phrases.end() ? nullptr : &*own, model.languages, l));
    }
  }
  for (const model::Phrase& own : model.phrases) {
    const bool known = std::any_of(shipped.begin(), shipped.end(),
                                   [&](const auto& phrase) { return phrase.key == own.key; });
    if (problems.size() >= model::most_problems) break;
    if (!known) {
      problems.push_back(Problem{"E0402", fmt::format("there is no phrase `{}`", own.key),
                                 "`sourcing model phrases` lists them all", std::string(source), 0,
                                 0, "/phrases"});
    }
  }
  return merged;
}

}  // namespace

Engine Engine::embedded() noexcept { return {&engine::embedded_program, nullptr}; }

Result<Engine> Engine::from_json(std::string_view json, std::string_view source) {
  Result<model::Model> model = model::read_model(json, source);
  if (!model) return model.problems();
  std::vector<Problem> problems;
  std::vector<model::Phrase> phrases = merged_phrases(*model, source, problems);
  if (!problems.empty()) return problems;
  std::shared_ptr<const engine::ProgramStorage> storage =
      engine::compile(std::move(model).value(), std::move(phrases));
  problems = engine::check_names(storage->program, storage->model, source);
  if (!problems.empty()) return problems;
  problems = engine::check_scores(storage->program, storage->model, source);
  if (!problems.empty()) return problems;
  const engine::Program* program = &storage->program;
  return Engine(program, std::move(storage));
}

std::size_t Engine::criteria() const noexcept { return program_->criteria.size(); }
std::string_view Engine::criterion_id(std::size_t criterion) const noexcept {
  return criterion < criteria() ? program_->criteria[criterion].id : std::string_view{};
}
std::uint16_t Engine::last_position(std::size_t criterion) const noexcept {
  return criterion < criteria() ? program_->criteria[criterion].last : std::uint16_t{0};
}

std::string_view Engine::model_id() const noexcept { return program_->id; }
std::string_view Engine::model_version() const noexcept { return program_->version; }
std::string_view Engine::model_sha256() const noexcept { return program_->sha256; }

PointOutcome decide_point(const Engine& engine, std::span<const std::uint16_t> positions) noexcept {
  const engine::Program& program = engine.program();
  engine::Point point{};
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    const engine::Criterion& criterion = program.criteria[c];
    point[c] = c < positions.size() ? std::min(positions[c], criterion.last) : criterion.neutral;
  }
  return engine::decide(program, point);
}

}  // namespace sourcing
