// SPDX-License-Identifier: Apache-2.0
// sentence_unused, sentence_missing: what is never said, and what is not written yet. (A text that
// is absent or empty is no finding: such a model is not read.)
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/findings/context.hpp"
#include "base/text.hpp"

namespace sourcing::analysis::findings {

namespace {

// The sentences of a weight that counts nothing, and the reason of a rule without effect, are
// never said.
void unused(Context& context) {
  for (std::size_t a = 0; a < axis_count; ++a) {
    const auto& weights = context.program.axes[a].weights;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (weights[i].centipoints > 0) continue;
      const engine::Criterion& criterion = context.program.criteria[weights[i].criterion];
      context
          .add("sentence_unused", context.model.axes[a].weights[i].where.pointer,
               fmt::format("`for` and `against` of `{}` on {} are never said: it counts nothing",
                           criterion.id, name(static_cast<Axis>(a))))
          .proof = "its normalised weight is 0.00";
    }
  }
  for (std::size_t r = 0; r < context.program.rules.size(); ++r) {
    const engine::Rule& rule = context.program.rules[r];
    bool effect = rule.excluded != 0 || rule.disposition != engine::no_disposition || rule.varies;
    for (const auto points : rule.points) effect = effect || points != 0;
    if (effect) continue;
    context
        .add("sentence_unused", context.rule_pointer(r) + "/because",
             fmt::format("the reason of the {} is never given: it has no effect",
                         context.rule_name(r)))
        .proof = "all its points are 0";
  }
}

bool placeholder(std::string_view text) {
  static constexpr std::array<std::string_view, 10> words = {"todo", "tbd", "fixme", "xxx", "tba",
                                                             "...",  "…",   "-",     "?",   "n/a"};
  const std::string bare = base::ascii_lower(base::trim(text));
  if (bare.empty()) return true;
  // In capitals only: `Todo: …` is a fine Spanish sentence.
  return std::find(words.begin(), words.end(), bare) != words.end() || text.starts_with("TODO") ||
         text.starts_with("FIXME");
}

std::size_t spaces(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
}

class Missing {
 public:
  explicit Missing(Context& context) : context_(context) {}

  void run() {
    const model::Model& model = context_.model;
    text(model.title, "/title");
    for (const model::Criterion& criterion : model.criteria) {
      text(criterion.label, criterion.where.pointer + "/label");
      text(criterion.question, criterion.where.pointer + "/question");
      const bool no_unit = std::all_of(criterion.unit.begin(), criterion.unit.end(),
                                       [](const std::string& each) { return each.empty(); });
      if (!no_unit) text(criterion.unit, criterion.where.pointer + "/unit");
      for (const model::Level& level : criterion.levels) {
        text(level.text, level.where.pointer + "/text");
      }
    }
    for (const model::ScoreAxis& axis : model.axes) {
      text(axis.label, axis.where.pointer + "/label");
      for (const model::Weight& weight : axis.weights) {
        text(weight.for_text, weight.where.pointer + "/for");
        text(weight.against_text, weight.where.pointer + "/against");
      }
    }
    for (const model::Rule& rule : model.rules) {
      text(rule.label, rule.where.pointer + "/label");
      text(rule.because, rule.where.pointer + "/because");
      if (rule.gate) text(rule.lifted_by, rule.where.pointer + "/lifted_by");
    }
    for (std::size_t a = 0; a < model.activities.size(); ++a) {
      text(model.activities[a].names, fmt::format("/activities/{}/names", a));
    }
    text(model.retain, "/dispositions/retain");
    text(model.automate_first, "/dispositions/automate_first");
    text(model.outsource, "/dispositions/outsource");
    text(model.no_location, "/dispositions/no_location");
  }

 private:
  void text(const model::Text& text, const std::string& pointer) {
    constexpr std::size_t sentence = 3;  // spaces; a label may well be the same in two languages
    for (std::size_t l = 0; l < text.size(); ++l) {
      const std::string& language = context_.model.languages[l];
      const std::string at = fmt::format("{}/{}", pointer, language);
      if (placeholder(text[l])) {
        add(at, fmt::format("`{}` is no sentence yet", base::printable(text[l])));
      } else if (l > 0 && text[l] == text[0] && spaces(text[l]) >= sentence) {
        add(at, fmt::format("the `{}` sentence is the `{}` one: it is not translated", language,
                            context_.model.languages.front()));
      }
    }
  }

  void add(const std::string& pointer, std::string message) {
    context_.add("sentence_missing", pointer, std::move(message)).proof = "the text itself";
  }

  Context& context_;
};

}  // namespace

void sentences(Context& context) {
  unused(context);
  Missing(context).run();
}

}  // namespace sourcing::analysis::findings
