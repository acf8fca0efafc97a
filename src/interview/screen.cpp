// SPDX-License-Identifier: Apache-2.0
#include "interview/screen.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "render/wording.hpp"

namespace sourcing::interview {

namespace {

using engine::Program;
using render::fill;

bool tests(const Program& program, const engine::Node& node, std::size_t criterion) {
  if (node.kind == engine::NodeKind::atom) return program.atoms[node.first].criterion == criterion;
  const auto children = program.nodes.subspan(node.first, node.count);
  return std::any_of(children.begin(), children.end(),
                     [&](const engine::Node& child) { return tests(program, child, criterion); });
}

// A level's word as people read it, empty when it has none.
std::string_view word_of(const Program& program, const engine::Level& level, std::size_t language) {
  const std::string_view word = program.text(level.words, language);
  return word.empty() ? level.word : word;
}

// What to type for a level: its number, or the number of the choice.
std::string key_of(const engine::Criterion& criterion, std::size_t level) {
  const engine::Level& info = criterion.levels[level];
  switch (criterion.scale) {
    case Scale::level:
    case Scale::number:
      return base::shortest2(number_at(criterion, info.at));
    case Scale::bands:
      return level + 1 == criterion.levels.size()
                 ? fmt::format("≥ {}", base::shortest2(info.from))
                 : fmt::format("{}..<{}", base::shortest2(info.from), base::shortest2(info.to));
    case Scale::choice:
    case Scale::boolean:
      break;
  }
  return std::to_string(level + 1);
}

}  // namespace

std::vector<Line> question_lines(const Program& program, std::size_t c, std::size_t language) {
  const engine::Criterion& criterion = program.criteria[c];
  std::vector<Line> lines;
  std::string question(program.text(criterion.question, language));
  if (const auto unit = program.text(criterion.unit, language); !unit.empty()) {
    question += fmt::format(" ({})", unit);
  }
  lines.push_back({{}, std::move(question)});
  std::size_t widest = 0;
  for (std::size_t l = 0; l < criterion.levels.size(); ++l) {
    widest = std::max(widest, base::display_width(key_of(criterion, l)));
  }
  for (std::size_t l = 0; l < criterion.levels.size(); ++l) {
    const engine::Level& level = criterion.levels[l];
    const std::string_view word = word_of(program, level, language);
    const std::string_view text = program.text(level.text, language);
    lines.push_back({fmt::format("  {}  ", base::pad_right(key_of(criterion, l), widest)),
                     fmt::format("{}{}{}", word, word.empty() || text.empty() ? "" : ": ", text)});
  }
  return lines;
}

std::string accepted(const Program& program, std::size_t c, std::size_t language) {
  const engine::Criterion& criterion = program.criteria[c];
  const auto say = [&](std::string_view key) { return engine::phrase(program, key, language); };
  if (!is_numeric(criterion.scale)) {
    return fill(say("new.takes_choice"), {{"count", std::to_string(criterion.levels.size())}});
  }
  if (criterion.scale == Scale::bands) return std::string(say("new.takes_quantity"));
  return fill(say("new.takes_number"), {{"low", base::shortest2(criterion.minimum)},
                                        {"high", base::shortest2(criterion.maximum)}});
}

std::vector<Line> explanation_lines(const Program& program, std::size_t c, std::size_t language) {
  const auto say = [&](std::string_view key) { return engine::phrase(program, key, language); };
  std::string axes, rules;
  for (const engine::ScoreAxis& axis : program.axes) {
    const bool moved =
        std::any_of(axis.weights.begin(), axis.weights.end(), [&](const engine::Weight& weight) {
          return weight.criterion == c && weight.centipoints > 0;
        });
    if (moved) render::append_item(axes, program.text(axis.label, language));
  }
  for (const engine::Rule& rule : program.rules) {
    if (tests(program, program.nodes[rule.condition], c)) {
      render::append_item(rules, program.text(rule.label, language));
    }
  }
  const std::string indent = "  ";
  std::vector<Line> lines;
  if (!axes.empty()) lines.push_back({indent, fill(say("new.moves"), {{"list", axes}})});
  if (!rules.empty()) lines.push_back({indent, fill(say("new.rules"), {{"list", rules}})});
  lines.push_back({indent, fill(say("new.type"), {{"accepted", accepted(program, c, language)}})});
  lines.push_back({indent, std::string(say("new.keys"))});
  return lines;
}

std::string shown_answer(const Program& program, std::size_t c, const Answer& answer,
                         std::size_t language) {
  if (answer.origin == Origin::unknown) return {};
  const engine::Criterion& criterion = program.criteria[c];
  // A quantity as it was given says more than its band.
  const auto one = [&](std::uint16_t at) -> std::string {
    if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
      return base::shortest2(number_at(criterion, at));
    }
    for (const engine::Level& level : criterion.levels) {
      if (level.at != at) continue;
      const std::string_view word = word_of(program, level, language);
      if (!word.empty()) return std::string(word);
    }
    return render::Wording(program, program.languages[language]).value(answer.shown);
  };
  if (criterion.scale == Scale::bands && answer.low == answer.high &&
      answer.shown.find_first_not_of("0123456789.") == std::string::npos) {
    return answer.shown;
  }
  std::string text = one(answer.low);
  if (answer.low != answer.high) text += ".." + one(answer.high);
  return text;
}

}  // namespace sourcing::interview
