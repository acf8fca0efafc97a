// SPDX-License-Identifier: Apache-2.0
// The model as a form shows it.
#include <charconv>
#include <sourcing/description.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>

#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing {

namespace {

class Describer {
 public:
  Describer(const engine::Program& program, std::string_view language)
      : program_(program), language_(engine::find_language(program, language)) {}

  Description run() {
    Description out;
    out.language = program_.languages[language_];
    out.title = say(program_.title);
    out.languages.assign(program_.languages.begin(), program_.languages.end());
    for (const engine::Criterion& each : program_.criteria) out.criteria.push_back(criterion(each));
    for (std::size_t a = 0; a < axis_count; ++a) {
      const engine::ScoreAxis& axis = program_.axes[a];
      out.axes[a] = {static_cast<Axis>(a), say(axis.label), say(axis.low), say(axis.high)};
      for (const engine::Weight& weight : axis.weights) {
        out.criteria[weight.criterion].weights[a] = weight.centipoints;
      }
    }
    out.threshold = program_.threshold;
    out.hybrid_band = program_.hybrid_band;
    for (const engine::Rule& each : program_.rules) out.rules.push_back(rule(each));
    for (const engine::Activity& each : program_.activities) {
      out.activities.push_back({std::string(each.id), say(each.names)});
    }
    return out;
  }

 private:
  [[nodiscard]] std::string say(engine::TextId text) const {
    return std::string(program_.text(text, language_));
  }

  [[nodiscard]] CriterionDescription criterion(const engine::Criterion& from) const {
    CriterionDescription out;
    out.id = from.id;
    out.label = say(from.label);
    out.question = say(from.question);
    out.unit = say(from.unit);
    out.scale = static_cast<ScaleKind>(from.scale);
    out.neutral = from.neutral;
    out.neutral_value = input::json_value(from, from.neutral);
    out.last = from.last;
    for (const engine::Level& level : from.levels) {
      out.levels.push_back({level.at, input::json_value(from, level.at), std::string(level.word),
                            say(level.words), say(level.text)});
    }
    return out;
  }

  [[nodiscard]] RuleDescription rule(const engine::Rule& from) const {
    RuleDescription out;
    out.id = from.id;
    out.gate = from.gate;
    out.label = say(from.label);
    out.because = say(from.because);
    out.lifted_by = say(from.lifted_by);
    if (from.disposition != engine::no_disposition) {
      out.disposition = static_cast<Disposition>(from.disposition);
    }
    for (std::size_t l = 0; l < location_count; ++l) {
      if (((from.excluded >> l) & 1U) != 0) out.excludes.push_back(static_cast<Location>(l));
    }
    for (std::size_t a = 0; a < axis_count; ++a) out.points[a] = from.points[a];
    return out;
  }

  const engine::Program& program_;
  std::size_t language_;
};

}  // namespace

std::string_view name(ScaleKind kind) noexcept { return name(static_cast<Scale>(kind)); }

Description Engine::describe(std::string_view language) const {
  return Describer(*program_, language).run();
}

std::optional<std::size_t> Engine::find(std::string_view id) const noexcept {
  const std::size_t at = engine::find_criterion(*program_, id);
  if (at == program_->criteria.size()) return std::nullopt;
  return at;
}

std::vector<Problem> set_answer(const Engine& engine, Task& task, std::string_view criterion,
                                double value, Origin origin) {
  // The shortest decimal that is this number: 3.3 is meant where 3.3 is written.
  std::array<char, 64> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  const bool fits = end.ec == std::errc{};
  return set_answer(
      engine, task, criterion,
      std::string_view(text.data(), fits ? static_cast<std::size_t>(end.ptr - text.data()) : 0),
      origin);
}

}  // namespace sourcing
