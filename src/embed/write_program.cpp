// SPDX-License-Identifier: Apache-2.0
// Every table becomes a constexpr array and every span a view of one, in the order of program.hpp.
#include "embed/write_program.hpp"

#include <fmt/format.h>

#include <iterator>
#include <vector>

namespace sourcing::embed {

namespace {

using namespace sourcing::engine;

std::string literal(std::string_view text) {
  std::string out = "\"";
  std::size_t column = 0;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n\"\n\"";
      column = 0;
      continue;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\{:03o}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
    // Compilers dislike endless lines, and an escape must not run into a following digit.
    if (++column >= 4'000 && (static_cast<unsigned char>(c) & 0x80) == 0) {
      out += "\"\n\"";
      column = 0;
    }
  }
  return out + "\"";
}

// A view literal keeps its length, and so embedded NULs would survive.
std::string view(std::string_view text) { return literal(text) + "sv"; }

template <class Range, class Format>
void array(std::string& out, std::string_view type, std::string_view name, const Range& range,
           Format format) {
  if (range.empty()) {
    fmt::format_to(std::back_inserter(out), "constexpr std::span<const {}> {};\n", type, name);
    return;
  }
  fmt::format_to(std::back_inserter(out), "constexpr {} {}[] = {{\n", type, name);
  for (const auto& entry : range) out += "  " + format(entry) + ",\n";
  out += "};\n";
}

// Text that is written as one array of characters, which the linker can place by its name.
void characters(std::string& out, std::string_view name, std::string_view text) {
  fmt::format_to(std::back_inserter(out), "constexpr char {}[] =\n{};\n", name, literal(text));
}

// One language's texts lie side by side: a start reads few pages of one language.
void texts(std::string& out, const Program& program) {
  const std::size_t languages = program.languages.size();
  std::vector<std::string> views(program.texts.size());
  for (std::size_t language = 0; language < languages; ++language) {
    const std::string name = fmt::format("texts_{}", language);
    std::string all;
    for (std::size_t t = language; t < program.texts.size(); t += languages) {
      views[t] = fmt::format("{{{} + {}, {}}}", name, all.size(), program.texts[t].size());
      all += program.texts[t];
    }
    characters(out, name, all);
  }
  array(out, "std::string_view", "texts", views, [](const std::string& each) { return each; });
}

std::string scale_literal(Scale scale) { return fmt::format("sourcing::Scale::{}", name(scale)); }

}  // namespace

std::string write_program(const Program& program, std::string_view model_json,
                          std::string_view phrases_json) {
  std::string out =
      "// Generated from data/model.json and data/phrases.json; do not edit.\n"
      "#include \"engine/program.hpp\"\n\n"
      "namespace sourcing::engine {\nnamespace {\nusing namespace std::string_view_literals;\n\n";

  array(out, "std::string_view", "languages", program.languages, view);
  texts(out, program);
  array(out, "Lanes", "contributions", program.contributions,
        [](Lanes lanes) { return fmt::format("0x{:x}", lanes); });

  array(out, "Line", "lines", program.lines,
        [](const Line& line) { return fmt::format("{{0x{:x}, {}}}", line.step, line.criterion); });
  array(out, "Curve", "curves", program.curves, [](const Curve& curve) {
    return fmt::format("{{{}U, {}}}", curve.table, curve.criterion);
  });

  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    array(out, "Level", fmt::format("levels_{}", c), program.criteria[c].levels,
          [](const Level& level) {
            return fmt::format("{{{}, {}, {}U, {}, {}, {}U}}", level.at, view(level.word),
                               level.text, level.from, level.to, level.words);
          });
  }
  const auto words = [&](std::string_view name, std::span<const Word> list) {
    array(out, "Word", name, list,
          [](const Word& word) { return fmt::format("{{{}, {}}}", view(word.folded), word.at); });
  };
  for (std::size_t c = 0; c < program.criteria.size(); ++c) {
    words(fmt::format("words_{}", c), program.criteria[c].words);
  }
  // Criteria of one kind share their words.
  const auto common = [&](bool truth) {
    for (const Criterion& criterion : program.criteria) {
      if ((criterion.scale == Scale::boolean) == truth && !criterion.common_words.empty()) {
        return criterion.common_words;
      }
    }
    return std::span<const Word>{};
  };
  words("five_words", common(false));
  words("truth_words", common(true));
  std::size_t index = 0;
  array(out, "Criterion", "criteria", program.criteria, [&](const Criterion& criterion) {
    const std::size_t at = index++;
    return fmt::format(
        "{{{}, {}U, {}U, {}U, {}, {}, {}, {}, {}, {}, {}, levels_{}, {}U, {}, words_{}, {}}}",
        view(criterion.id), criterion.label, criterion.question, criterion.unit,
        scale_literal(criterion.scale), criterion.immutable, criterion.neutral, criterion.last,
        criterion.minimum, criterion.maximum, criterion.step, at, criterion.table, criterion.bends,
        at,
        criterion.common_words.empty()      ? "{}"
        : criterion.scale == Scale::boolean ? "truth_words"
                                            : "five_words");
  });
  for (std::size_t a = 0; a < axis_count; ++a) {
    const ScoreAxis& axis = program.axes[a];
    for (std::size_t i = 0; i < axis.weights.size(); ++i) {
      array(out, "std::uint32_t", fmt::format("steps_{}_{}", a, i), axis.weights[i].steps,
            [](std::uint32_t step) { return fmt::format("{}U", step); });
    }
    std::size_t i = 0;
    array(out, "Weight", fmt::format("weights_{}", a), axis.weights, [&](const Weight& weight) {
      return fmt::format("{{{}, {}, {}, {}, {}U, {}U, steps_{}_{}}}", weight.criterion,
                         weight.centipoints, weight.relative, static_cast<int>(weight.direction),
                         weight.for_text, weight.against_text, a, i++);
    });
  }
  array(out, "Atom", "atoms", program.atoms, [](const Atom& atom) {
    return fmt::format("{{{}, {}, {}}}", atom.criterion, atom.low, atom.high);
  });
  array(out, "Node", "nodes", program.nodes, [](const Node& node) {
    constexpr std::string_view kinds[] = {"atom", "all", "any", "not_"};
    return fmt::format("{{NodeKind::{}, {}U, {}U}}", kinds[static_cast<std::size_t>(node.kind)],
                       node.first, node.count);
  });
  array(out, "Test", "tests", program.tests, [](const Test& test) {
    return fmt::format("{{{}, {}, {}}}", test.criterion, test.low, test.span);
  });
  array(out, "Clause", "clauses", program.clauses, [](const Clause& clause) {
    return fmt::format("{{0x{:x}, 0x{:x}}}", clause.want, clause.mask);
  });
  for (std::size_t r = 0; r < program.rules.size(); ++r) {
    array(out, "Neutralised", fmt::format("neutralised_{}", r), program.rules[r].neutralised,
          [](const Neutralised& each) {
            return fmt::format("{{{}, {}}}", each.criterion, each.folded);
          });
  }
  std::size_t rule_index = 0;
  array(out, "Rule", "rules", program.rules, [&](const Rule& rule) {
    return fmt::format(
        "{{{}, {}, {}U, {}U, {}U, {}U, {{{}, {}, {}, {}}}, {}U, {}U, {}, {}, {}, {}, "
        "neutralised_{}, "
        "{{{}, {}, {}, {}}}, {}}}",
        view(rule.id), rule.gate, rule.label, rule.because, rule.lifted_by, rule.condition,
        rule.points[0], rule.points[1], rule.points[2], rule.points[3], rule.first_test,
        rule.first_clause, rule.tests, rule.clauses, rule.excluded,
        static_cast<int>(rule.disposition), rule_index++, rule.folded[0], rule.folded[1],
        rule.folded[2], rule.folded[3], rule.varies);
  });
  for (std::size_t i = 0; i < program.activities.size(); ++i) {
    array(out, "ProfileEntry", fmt::format("profile_{}", i), program.activities[i].profile,
          [](const ProfileEntry& entry) {
            return fmt::format("{{{}, {}, {}, {}}}", entry.criterion, entry.low, entry.high,
                               view(entry.shown));
          });
  }
  std::size_t activity_index = 0;
  array(out, "Activity", "activities", program.activities, [&](const Activity& activity) {
    return fmt::format("{{{}, {}U, {}, {}, profile_{}}}", view(activity.id), activity.names,
                       view(activity.label), view(activity.source), activity_index++);
  });
  array(out, "Phrase", "phrases", program.phrases, [](const Phrase& phrase) {
    return fmt::format("{{{}, {}U}}", view(phrase.key), phrase.text);
  });

  const auto names = [&](std::string_view name, std::span<const Name> list) {
    array(out, "Name", name, list, [](const Name& each) {
      return fmt::format("{{{}, {}}}", view(each.folded), each.index);
    });
  };
  names("criterion_names", program.criterion_names);
  names("activity_names", program.activity_names);

  characters(out, "model_json", model_json);
  characters(out, "phrases_json", phrases_json);
  out += "}  // namespace\n\nextern constexpr Program embedded_program = {\n";
  fmt::format_to(std::back_inserter(out), "  {}, {}, {}, {}U,\n", view(program.id),
                 view(program.version), view(program.sha256), program.title);
  fmt::format_to(std::back_inserter(out),
                 "  languages, texts, criteria, contributions, 0x{:x}, lines, curves,\n  {{{{\n",
                 program.start);
  for (std::size_t a = 0; a < axis_count; ++a) {
    const ScoreAxis& axis = program.axes[a];
    fmt::format_to(std::back_inserter(out), "    {{{}U, {}U, {}U, weights_{}, {}}},\n", axis.label,
                   axis.low, axis.high, a, axis.base);
  }
  fmt::format_to(std::back_inserter(out),
                 "  }}}},\n  {}, {}, {}, atoms, nodes, tests, clauses, rules, {}U, {}U, {}U, {}U, "
                 "activities, phrases, criterion_names, activity_names, "
                 "{}U, {}}};\n\n",
                 program.threshold, program.hybrid_band, program.location_band, program.retain,
                 program.automate_first, program.outsource, program.no_location, program.rounding,
                 program.varies);
  out +=
      "extern constexpr std::string_view embedded_model_json{model_json, sizeof model_json - 1};\n"
      "extern constexpr std::string_view embedded_phrases_json{phrases_json, sizeof phrases_json - "
      "1};\n";
  return out + "}  // namespace sourcing::engine\n";
}

}  // namespace sourcing::embed
