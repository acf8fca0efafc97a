// SPDX-License-Identifier: Apache-2.0
// The model as its author wrote it: plain values, nothing computed. `docs/model-format.md` tells
// what each field means; the compiled form is `engine/program.hpp`.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <sourcing/result.hpp>
#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/scale.hpp"

namespace sourcing::model {

/// Limits, each with its own error; a model is read from strangers.
inline constexpr std::size_t most_criteria = 256;
inline constexpr std::size_t most_rules = 10'000;
inline constexpr std::size_t most_grid_points = 10'001;
inline constexpr std::size_t most_levels = 256;  ///< of one scale: words, bands or anchors
inline constexpr std::size_t most_languages = 32;
inline constexpr std::size_t most_activities = 1'000;
inline constexpr std::size_t most_problems = 1'000;  ///< listed; the rest is counted
inline constexpr std::size_t most_condition_nodes = 200'000;

/// Where something stands in the file, for messages and findings.
struct Where {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string pointer;
};

/// One sentence per language of the model, in the order of `Model::languages`.
using Text = std::vector<std::string>;

struct Level {
  std::uint16_t at = 0;  ///< grid position
  std::string word;      ///< may be empty on `level` and `number`
  Text words;            ///< what people read for `word`; empty when the level has none
  Text text;
  std::int64_t from = 0;  ///< bands only, hundredths: from <= x < to
  std::int64_t to = 0;
  Where where;
};

struct Criterion {
  std::string id;
  Text label;
  Text question;
  Text unit;  ///< may be empty
  Scale scale = Scale::level;
  std::int64_t minimum = 100, maximum = 500, step = 1;  ///< hundredths; level and number
  std::vector<Level> levels;
  std::uint16_t neutral = 0;  ///< grid position
  bool immutable = false;
  std::string because;
  Where where;
};

enum class Direction : std::uint8_t { high, low, steps };

struct Weight {
  std::size_t criterion = 0;  ///< index into Model::criteria
  std::int64_t weight = 0;    ///< ten-thousandths, relative
  Direction toward = Direction::high;
  std::vector<std::uint32_t> steps;  ///< Direction::steps: one per grid position
  Text for_text, against_text;
  std::string because;
  Where where;
};

struct ScoreAxis {
  Text label, low, high;  ///< low and high: engagement only
  Centipoints threshold = 0, hybrid_band = 0;
  std::vector<Weight> weights;
  Where where;
};

enum class Operator : std::uint8_t {
  is,
  is_not,
  one_of,
  between,
  at_least,
  at_most,
  above,
  below,  // atoms
  all,
  any,
  not_,  // nodes
};

[[nodiscard]] std::string_view name(Operator op) noexcept;

struct Condition {
  Operator op = Operator::all;
  std::size_t criterion = 0;            ///< atoms
  std::vector<std::uint16_t> operands;  ///< atoms: grid positions
  std::vector<Condition> children;      ///< nodes
  Where where;
};

/// A gate or a rule; a gate has `excluded` alone.
struct Rule {
  std::string id;
  bool gate = false;
  Text label, because, lifted_by;  ///< lifted_by: gates only
  Condition when;
  std::array<Centipoints, axis_count> points{};
  std::array<bool, location_count> excluded{};
  std::optional<Disposition> disposition;
  std::vector<std::size_t> neutralised;  ///< criteria that count as neutral while it fires
  Where where;
};

struct ProfileEntry {
  std::size_t criterion = 0;
  std::uint16_t low = 0, high = 0;
  std::string shown;  ///< JSON text of the value
};

struct Activity {
  std::string id;
  Text names;
  std::string label;  ///< "BPO" or "KPO": what the source calls it; never scored
  std::string source;
  std::vector<ProfileEntry> profile;
};

struct Phrase {
  std::string key;
  Text text;
};

struct Suppression {
  std::string finding, at, because;
};

struct Model {
  std::string id, version;
  Text title;
  std::vector<std::string> languages;
  std::vector<Criterion> criteria;
  std::array<ScoreAxis, axis_count> axes;
  Centipoints location_band = 0;  ///< a lead of at most this is close
  std::vector<Rule> rules;        ///< gates first, then rules, each in the author's order
  Text retain, automate_first, outsource, no_location;
  std::vector<Activity> activities;
  std::vector<Phrase> phrases;
  std::vector<Suppression> suppressions;
  std::string sha256;  ///< of the canonical form
};

/// Reads a model. Errors: every structural problem, with its place; codes E04xx, and E01xx for
/// JSON.
[[nodiscard]] Result<Model> read_model(std::string_view json, std::string_view source);

/// Reads `data/phrases.json`: key -> text in `languages`. Used at build time and for foreign
/// models.
[[nodiscard]] Result<std::vector<Phrase>> read_phrases(std::string_view json,
                                                       std::string_view source,
                                                       const std::vector<std::string>& languages);

}  // namespace sourcing::model
