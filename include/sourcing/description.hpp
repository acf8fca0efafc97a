// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/verdict.hpp>
#include <string>
#include <vector>

namespace sourcing {

/// How the answers to a criterion are written.
enum class ScaleKind : std::uint8_t {
  level,    ///< 1 to 5 in steps of 0.01; whole levels have words
  number,   ///< a number in a range, in steps of 0.01
  bands,    ///< any number from 0 on, read through bands
  choice,   ///< one of some words
  boolean,  ///< true or false
};
/// `level`, `number`, `bands`, `choice` or `boolean`. Points at static storage.
[[nodiscard]] std::string_view name(ScaleKind kind) noexcept;

/// A named place on a scale: a level, a word, a truth value, or a band.
struct LevelDescription {
  std::uint16_t position = 0;  ///< on the grid, as in `Answer`
  std::string value;           ///< as JSON text: `4`, `"local"`, `true`; a band's least number
  std::string word;            ///< what machines write, `high`; empty where there is none
  std::string label;           ///< the word in the language asked for; empty where there is none
  std::string sentence;        ///< what it means, in the language asked for
};

/// One question of a form.
struct CriterionDescription {
  std::string id;
  std::string label, question, unit;  ///< in the language asked for; `unit` may be empty
  ScaleKind scale = ScaleKind::level;
  std::uint16_t neutral = 0;             ///< position that stands in for an unknown answer
  std::string neutral_value;             ///< the same as JSON text
  std::uint16_t last = 0;                ///< greatest position; the smallest is 0
  std::vector<LevelDescription> levels;  ///< lowest first
  /// What the criterion weighs on each axis, in centipoints; 0 where it has no say.
  std::array<Centipoints, axis_count> weights{};
};

/// An axis of the score.
struct AxisDescription {
  Axis axis = Axis::engagement;
  std::string label, low, high;  ///< its name and its two poles, in the language asked for
};

/// A gate or another rule.
struct RuleDescription {
  std::string id;
  bool gate = false;
  std::string label, because, lifted_by;   ///< in the language asked for; `lifted_by` may be empty
  std::optional<Disposition> disposition;  ///< that it sets
  std::vector<Location> excludes;          ///< locations that it takes out
  std::array<Centipoints, axis_count> points{};  ///< that it adds
};

/// An entry of the activity catalogue.
struct ActivityDescription {
  std::string id, name;  ///< `name` in the language asked for
};

/// Everything that a form, or a page about the model, has to show. A plain value.
struct Description {
  std::string language;  ///< the one that is spoken: the one asked for, or the model's first
  std::string title;
  std::vector<std::string> languages;          ///< all that the model has
  std::vector<CriterionDescription> criteria;  ///< in model order
  std::array<AxisDescription, axis_count> axes;
  Centipoints threshold = 0, hybrid_band = 0;  ///< KPO from here; hybrid within this of it
  std::vector<RuleDescription> rules;          ///< gates first
  std::vector<ActivityDescription> activities;
};

}  // namespace sourcing
