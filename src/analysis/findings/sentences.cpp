// SPDX-License-Identifier: Apache-2.0
// sentence_unused, sentence_missing: what is never said, and what is not written yet. (A text that
// is absent or empty is no finding: such a model is not read.)
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analysis/findings/context.hpp"
#include "base/text.hpp"
#include "model/untranslated.hpp"

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
  Missing(Context& context, std::string_view json)
      : context_(context), gaps_(model::untranslated_texts(json)) {}

  void run() {
    const model::Model& model = context_.model;
    untranslated();
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
  // A language that is not whole yet is one finding, however much of it is missing.
  void untranslated() {
    const model::Model& model = context_.model;
    for (std::size_t l = 0; l < model.languages.size(); ++l) {
      const model::Untranslated& places = gaps_[l];
      if (!places.empty()) {
        add(fmt::format("/languages/{}", l),
            fmt::format("`{}` lacks {} text{}, for which `{}` stands in; the first is {}",
                        model.languages[l], places.size(), places.size() == 1 ? "" : "s",
                        model.languages.front(), places.front().pointer));
      }
      const std::size_t phrases = missing_phrases(l);
      if (phrases > 0) {
        add(fmt::format("/languages/{}", l),
            fmt::format("`{}` lacks {} of the program's phrases: `sourcing model phrases` prints "
                        "them, and `phrases` takes their translation",
                        model.languages[l], phrases));
      }
    }
  }

  // Of the fixed phrases, those that neither the program nor the model has in a language.
  [[nodiscard]] std::size_t missing_phrases(std::size_t language) const {
    const engine::Program& shipped = engine::embedded_program;
    const model::Model& model = context_.model;
    const auto& known = shipped.languages;
    if (std::find(known.begin(), known.end(), model.languages[language]) != known.end()) return 0;
    const auto own =
        std::count_if(model.phrases.begin(), model.phrases.end(),
                      [&](const model::Phrase& phrase) { return !phrase.text[language].empty(); });
    return shipped.phrases.size() - static_cast<std::size_t>(own);
  }

  // Whether the first language's text is said at this place for want of one.
  [[nodiscard]] bool stands_in(std::size_t language, std::string_view pointer) const {
    const model::Untranslated& places = gaps_[language];
    return std::any_of(places.begin(), places.end(),
                       [&](const model::Where& where) { return where.pointer == pointer; });
  }

  void text(const model::Text& text, const std::string& pointer) {
    constexpr std::size_t sentence = 3;  // spaces; a label may well be the same in two languages
    for (std::size_t l = 0; l < text.size(); ++l) {
      const std::string& language = context_.model.languages[l];
      const std::string at = fmt::format("{}/{}", pointer, language);
      if (placeholder(text[l])) {
        add(at, fmt::format("`{}` is no sentence yet", base::printable(text[l])));
      } else if (l > 0 && text[l] == text[0] && spaces(text[l]) >= sentence &&
                 !stands_in(l, pointer)) {
        add(at, fmt::format("the `{}` sentence is the `{}` one: it is not translated", language,
                            context_.model.languages.front()));
      }
    }
  }

  void add(const std::string& pointer, std::string message) {
    context_.add("sentence_missing", pointer, std::move(message)).proof = "the text itself";
  }

  Context& context_;
  const std::vector<model::Untranslated> gaps_;
};

}  // namespace

void sentences(Context& context, std::string_view json) {
  unused(context);
  Missing(context, json).run();
}

}  // namespace sourcing::analysis::findings
