// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <sourcing/engine.hpp>
#include <sourcing/point.hpp>

#include "engine/compile.hpp"
#include "engine/kernel.hpp"
#include "engine/program.hpp"

namespace sourcing {

namespace {

// The fixed phrases in the model's languages: its own where it has them, else the embedded ones.
std::vector<model::Phrase> merged_phrases(const model::Model& model, std::string_view source,
                                          std::vector<Problem>& problems) {
  const engine::Program& fallback = engine::embedded_program;
  std::vector<model::Phrase> merged;
  for (const engine::Phrase& phrase : fallback.phrases) {
    const auto own = std::find_if(model.phrases.begin(), model.phrases.end(),
                                  [&](const auto& mine) { return mine.key == phrase.key; });
    merged.push_back(model::Phrase{std::string(phrase.key), {}});
    model::Phrase& entry = merged.back();
    if (own != model.phrases.end()) {
      entry.text = own->text;
      continue;
    }
    for (const std::string& language : model.languages) {
      const auto known = std::find(fallback.languages.begin(), fallback.languages.end(), language);
      if (known == fallback.languages.end()) {
        problems.push_back(Problem{
            "E0407", fmt::format("the phrase `{}` has no `{}` translation", phrase.key, language),
            "give it under `phrases`; data/phrases.json lists them all", std::string(source), 0, 0,
            "/phrases"});
        continue;
      }
      const auto index = static_cast<std::size_t>(known - fallback.languages.begin());
      entry.text.emplace_back(fallback.text(phrase.text, index));
    }
  }
  for (const model::Phrase& own : model.phrases) {
    const bool known = std::any_of(fallback.phrases.begin(), fallback.phrases.end(),
                                   [&](const auto& phrase) { return phrase.key == own.key; });
    if (problems.size() >= model::most_problems) break;
    if (!known) {
      problems.push_back(Problem{"E0402", fmt::format("there is no phrase `{}`", own.key), "",
                                 std::string(source), 0, 0, "/phrases"});
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
  return program_->criteria[criterion].id;
}
std::uint16_t Engine::last_position(std::size_t criterion) const noexcept {
  return program_->criteria[criterion].last;
}

std::string_view Engine::model_id() const noexcept { return program_->id; }
std::string_view Engine::model_version() const noexcept { return program_->version; }
std::string_view Engine::model_sha256() const noexcept { return program_->sha256; }

PointOutcome decide_point(const Engine& engine, std::span<const std::uint16_t> positions) noexcept {
  return engine::decide(engine.program(), positions);
}

}  // namespace sourcing
