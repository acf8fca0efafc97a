// SPDX-License-Identifier: Apache-2.0
// The compiled model: flat, immutable tables behind spans.
//
// A Program owns nothing. The default model's tables are generated at build time as constants, so
// that starting up costs nothing (src/embed); those of a model read at run time belong to a
// ProgramStorage (compile.hpp). Everything after the model layer reads this form only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <sourcing/verdict.hpp>
#include <span>
#include <string_view>

#include "model/scale.hpp"

namespace sourcing::engine {

/// Index of a text; `Program::text(id, language)` gives the sentence.
using TextId = std::uint32_t;
inline constexpr TextId no_text = 0xFFFFFFFF;

struct Level {
  std::uint16_t at;
  std::string_view word;
  TextId text;
  std::int64_t from, to;  // bands, hundredths
  TextId words;           // what people read for `word` in each language; no_text without a word
};

/// A word as people may write it, without what does not count (`base::fold_close`): the position
/// that it names.
struct Word {
  std::string_view folded;
  std::uint16_t at;
};

/// A name, folded alike: the index of what it names.
struct Name {
  std::string_view folded;
  std::uint16_t index;
};

struct Criterion {
  std::string_view id;
  TextId label, question, unit;
  Scale scale;
  bool immutable;
  std::uint16_t neutral;  // grid position
  std::uint16_t last;     // greatest grid position, R
  std::int64_t minimum, maximum, step;
  std::span<const Level> levels;
  std::uint32_t table;  // first entry in Program::contributions
  // Zero in most: within any interval the extremes of every axis's contribution, and of the three
  // differences between locations, are at its ends. A bit (see bend_of, bend_between) is set where
  // rounding or a criterion's own steps bend that line; its extremes are then searched.
  std::uint8_t bends;
  // Sorted. Its own in every language, and those that scales of its kind share: of five levels
  // (`at` counts them from 0) or of truth values.
  std::span<const Word> words, common_words;
};

/// The bit of Criterion::bends for an axis, and for the difference of two location axes.
[[nodiscard]] constexpr unsigned bend_of(std::size_t axis) noexcept { return 1U << axis; }
[[nodiscard]] constexpr unsigned bend_between(std::size_t a, std::size_t b) noexcept {
  return 1U << (1 + a + b);  // 1 + 2, 1 + 3 and 2 + 3: bits 4 to 6
}

/// One position's contributions to the four axes, in centipoints, in 16-bit lanes (engagement
/// lowest). A sum over all criteria is at most 10,000 in each lane, so whole words may be added.
using Lanes = std::uint64_t;

[[nodiscard]] constexpr Centipoints lane(Lanes lanes, std::size_t axis) noexcept {
  return static_cast<Centipoints>((lanes >> (16 * axis)) & 0xFFFF);
}

struct Weight {
  std::uint16_t criterion;
  std::uint16_t centipoints;  // normalised
  std::int64_t relative;      // as authored, ten-thousandths: sensitivity works on these
  std::int8_t direction;      // +1 toward high, -1 toward low, 0 own steps
  TextId for_text, against_text;
  std::span<const std::uint32_t> steps;  // direction 0: step of each position
};

struct ScoreAxis {
  TextId label, low, high;
  std::span<const Weight> weights;  // in the author's order
  Centipoints base;                 // sum of the contributions at neutral
};

/// True when low <= position <= high.
struct Atom {
  std::uint16_t criterion, low, high;
};

enum class NodeKind : std::uint8_t { atom, all, any, not_ };

/// A node of a condition; its children are the nodes [first, first + count). Atom: first is the
/// index of the atom. Children come before their parents.
struct Node {
  NodeKind kind;
  std::uint32_t first, count;
};

/// The same conditions once more, as a point is judged by them: tests of positions set bits of a
/// word, the clauses combine them. A test is true when low <= position <= low + span.
struct Test {
  std::uint16_t criterion, low, span;
};

/// Holds when the bits under `mask` are those of `want`, and sets the next bit then.
struct Clause {
  std::uint64_t want, mask;
};

inline constexpr std::int8_t no_disposition = -1;

/// A criterion that counts as at its neutral while a rule fires; where several do this, the first
/// of those that fire. `folded`: no other rule does, and wherever this one fires it comes to the
/// same on every axis, which is in the rule's points.
struct Neutralised {
  std::uint16_t criterion;
  bool folded;
};

struct Rule {
  std::string_view id;
  bool gate;
  TextId label, because, lifted_by;
  std::uint32_t condition;  // index of the root node
  std::array<std::int16_t, axis_count> points;
  // Its tests, then its clauses; the last clause is whether the rule fires. None where they are
  // more than a word has bits.
  std::uint32_t first_test, first_clause;
  std::uint8_t tests, clauses;
  std::uint8_t excluded;                        // bit per location
  std::int8_t disposition;                      // or no_disposition
  std::span<const Neutralised> neutralised;     // in model order
  std::array<std::int16_t, axis_count> folded;  // of its points, what neutralising comes to
  bool varies;                                  // some of these are not folded
};

/// A criterion whose contributions to all axes are straight lines: `step` more each position. Whole
/// words are multiplied: what a falling lane borrows from the next comes back in the sum.
struct Line {
  Lanes step;
  std::uint16_t criterion;
};

/// Any other that has a weight: its contributions are looked up, from `table` on.
struct Curve {
  std::uint32_t table;
  std::uint16_t criterion;
};

struct ProfileEntry {
  std::uint16_t criterion, low, high;
  std::string_view shown;
};

struct Activity {
  std::string_view id;
  TextId names;
  std::string_view label, source;
  std::span<const ProfileEntry> profile;
};

struct Phrase {
  std::string_view key;
  TextId text;
};

struct Program {
  std::string_view id, version, sha256;
  TextId title;
  std::span<const std::string_view> languages;
  std::span<const std::string_view> texts;  // text t in language l: texts[t * languages + l]
  std::span<const Criterion> criteria;
  std::span<const Lanes> contributions;
  // What they come to at a point: `start`, the steps along the lines, and the curves.
  Lanes start;
  std::span<const Line> lines;
  std::span<const Curve> curves;
  std::array<ScoreAxis, axis_count> axes;
  Centipoints threshold, hybrid_band, location_band;
  std::span<const Atom> atoms;
  std::span<const Node> nodes;
  std::span<const Test> tests;
  std::span<const Clause> clauses;
  std::span<const Rule> rules;  // gates first
  TextId retain, automate_first, outsource, no_location;
  std::span<const Activity> activities;
  std::span<const Phrase> phrases;  // in the order of phrase_order.hpp
  // Ids and labels of the criteria, ids and names of the activities, in every language; sorted. A
  // name of two activities is left out.
  std::span<const Name> criterion_names, activity_names;
  // The greatest rounding of a contribution, in ten-thousandths of a centipoint: 0 when exact.
  std::uint32_t rounding;
  bool varies;  // some rule does: what it gives depends on the answers

  [[nodiscard]] std::string_view text(TextId text_id, std::size_t language) const noexcept {
    return text_id == no_text ? std::string_view{} : texts[text_id * languages.size() + language];
  }
  [[nodiscard]] Lanes contribution(std::size_t criterion, std::size_t at) const noexcept {
    return contributions[criteria[criterion].table + at];
  }
};

/// Whether a rule bears on an axis: it has points for it, or neutralises what has a weight there.
[[nodiscard]] bool moves(const Program& program, const Rule& rule, std::size_t axis) noexcept;
/// Whether it can ever be a reason there.
[[nodiscard]] bool gives(const Program& program, const Rule& rule, std::size_t axis) noexcept;
[[nodiscard]] bool moves_location(const Program& program, const Rule& rule) noexcept;

/// Index of the criterion with this id, or `program.criteria.size()`.
[[nodiscard]] std::size_t find_criterion(const Program& program, std::string_view id) noexcept;

/// Index of the criterion of which `text` is the id, or the label in any language, or
/// `program.criteria.size()`. Case, accents, blanks, `-` and `_` do not count.
[[nodiscard]] std::size_t find_named(const Program& program, std::string_view text) noexcept;

/// The same of an activity and its names.
[[nodiscard]] std::size_t find_activity(const Program& program, std::string_view text) noexcept;

/// The position that a word names in any language of the model, compared in the same way.
[[nodiscard]] std::optional<std::uint16_t> place_word(const Criterion& criterion,
                                                      std::string_view text) noexcept;

/// The same word as machines write it: an id of the scale, `very_low` to `very_high`, `true` or
/// `false`. Empty when it is no word of the scale.
[[nodiscard]] std::string_view plain_word(const Criterion& criterion,
                                          std::string_view text) noexcept;

/// The phrase with this key, or the key itself when the model has no such phrase.
[[nodiscard]] std::string_view phrase(const Program& program, std::string_view key,
                                      std::size_t language) noexcept;

/// Index of a language of the model; 0 (the fallback) when it has no such language.
[[nodiscard]] std::size_t find_language(const Program& program, std::string_view language) noexcept;

/// The default model's tables; defined by the generated source.
extern const Program embedded_program;
/// The default model's and the default phrases' JSON bytes.
extern const std::string_view embedded_model_json;
extern const std::string_view embedded_phrases_json;

}  // namespace sourcing::engine
