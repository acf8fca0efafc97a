// SPDX-License-Identifier: Apache-2.0
// Criteria and their scales.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "model/reader.hpp"

namespace sourcing::model {

namespace {

// Column names of the results and fields of a task: a criterion may not hide them.
constexpr std::array<std::string_view, 17> reserved_ids = {"id",
                                                           "name",
                                                           "activity",
                                                           "base",
                                                           "disposition",
                                                           "engagement",
                                                           "location",
                                                           "score_onshore",
                                                           "score_nearshore",
                                                           "score_offshore",
                                                           "status",
                                                           "reasons",
                                                           "error",
                                                           "hybrid",
                                                           "margin",
                                                           "engagement_score",
                                                           "evidence"};

std::optional<Scale> scale_named(std::string_view word) {
  for (const Scale scale :
       {Scale::level, Scale::number, Scale::bands, Scale::choice, Scale::boolean}) {
    if (name(scale) == word) return scale;
  }
  return std::nullopt;
}

// What people read and may write for the word: its own text in a language, else the word itself.
void read_words(Reader& reader, const Cursor& cursor, Level& level) {
  const auto words = reader.member(cursor, "words", false);
  std::string plain = level.word;
  std::replace(plain.begin(), plain.end(), '_', ' ');
  level.words.assign(reader.languages.size(), plain);
  if (!words || !reader.expect(*words, json::Kind::object, "`words`")) return;
  reader.languages_of(*words);
  for (std::size_t i = 0; i < reader.languages.size(); ++i) {
    if (words->value->find(reader.languages[i]) == nullptr) continue;
    level.words[i] = reader.string(*words, reader.languages[i]);
  }
}

void read_word(Reader& reader, const Cursor& cursor, bool required, Level& level) {
  if (!required && cursor.value->find("word") == nullptr) {
    if (const auto words = reader.member(cursor, "words", false)) {
      reader.fail(*words, "E0401", "`words` needs the `word` that they translate");
    }
    return;
  }
  level.word = reader.id(cursor, "word");
  if (!level.word.empty()) read_words(reader, cursor, level);
}

// level: exactly 1..5; number: anchors from the minimum to the maximum, rising.
void read_anchor(Reader& reader, const Cursor& cursor, std::size_t index, Criterion& criterion,
                 Level& level) {
  reader.allow(cursor, {"at", "word", "words", "text"});
  const auto at = reader.member(cursor, "at");
  if (!at) return;
  const auto value = reader.number(*at, 2, criterion.minimum, criterion.maximum, "`at`");
  if (!value) return;
  if (criterion.scale == Scale::level && *value != static_cast<std::int64_t>(index + 1) * 100) {
    reader.fail(*at, "E0410",
                fmt::format("the levels of a `level` scale stand at 1 to 5 in order; here {} is "
                            "expected",
                            index + 1));
    return;
  }
  const Place place = place_number(criterion, *value);
  if (place.placing != Placing::ok) {
    reader.fail(
        *at, "E0412",
        fmt::format("{} is not on the grid of `{}`, whose step is {}",
                    base::excerpt(at->value->text), criterion.id, base::shortest2(criterion.step)));
    return;
  }
  if (index > 0 && place.at <= criterion.levels.back().at) {
    reader.fail(*at, "E0410", "levels must rise");
  }
  level.at = place.at;
}

void read_band(Reader& reader, const Cursor& cursor, std::size_t index, std::size_t count,
               const Criterion& criterion, Level& level) {
  reader.allow(cursor, {"from", "to", "word", "words", "text"});
  level.at = static_cast<std::uint16_t>(index);
  level.to = std::numeric_limits<std::int64_t>::max();
  const auto from = reader.member(cursor, "from");
  const auto to = reader.member(cursor, "to", index + 1 < count);
  if (from) {
    level.from = reader.number(*from, 2, 0, greatest_number, "`from`").value_or(0);
    const std::int64_t expected = index == 0 ? 0 : criterion.levels.back().to;
    if (level.from != expected && expected != std::numeric_limits<std::int64_t>::max()) {
      const std::string_view what = level.from > expected ? "a gap" : "an overlap";
      reader.fail(*from, "E0411",
                  fmt::format("bands must meet: {} between {} and {}", what,
                              base::shortest2(std::min(expected, level.from)),
                              base::shortest2(std::max(expected, level.from))));
    }
  }
  if (to) {
    level.to = reader.number(*to, 2, 0, greatest_number, "`to`")
                   .value_or(std::numeric_limits<std::int64_t>::max());
    if (index + 1 == count) {
      reader.fail(*to, "E0411", "the last band has no `to`: it holds every greater number");
    } else if (level.to <= level.from) {
      reader.fail(*to, "E0411", "a band must end above its `from`");
    }
  }
}

void read_levels(Reader& reader, const Cursor& cursor, Criterion& criterion) {
  if (const std::size_t count = Reader::count(cursor, "levels"); count > most_levels) {
    reader.fail(cursor, "E0415",
                fmt::format("{} levels; a scale may have at most {}", count, most_levels));
    return;
  }
  const std::vector<Cursor> entries = reader.elements(cursor, "levels");
  if (const json::Value* levels = cursor.value->find("levels");
      levels == nullptr || levels->kind != json::Kind::array) {
    return;  // told already
  }
  const bool fits = criterion.scale == Scale::level     ? entries.size() == 5
                    : criterion.scale == Scale::boolean ? entries.size() == 2
                                                        : entries.size() >= 2;
  if (!fits) {
    reader.fail(cursor, "E0410",
                fmt::format("`{}` has {} levels; a `{}` scale has {}", criterion.id, entries.size(),
                            name(criterion.scale),
                            criterion.scale == Scale::level     ? "exactly five"
                            : criterion.scale == Scale::boolean ? "exactly two, false then true"
                                                                : "two or more"));
    return;
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Cursor& entry = entries[i];
    if (!reader.expect(entry, json::Kind::object, "a level")) return;
    Level level;
    level.where = entry.where();
    level.at = static_cast<std::uint16_t>(i);
    const bool named = criterion.scale != Scale::level && criterion.scale != Scale::number;
    switch (criterion.scale) {
      case Scale::level:
      case Scale::number:
        read_anchor(reader, entry, i, criterion, level);
        break;
      case Scale::bands:
        read_band(reader, entry, i, entries.size(), criterion, level);
        break;
      case Scale::choice:
      case Scale::boolean:
        reader.allow(entry, {"word", "words", "text"});
        break;
    }
    read_word(reader, entry, named, level);
    level.text = reader.text(entry, "text");
    if (criterion.scale == Scale::boolean && level.word != (i == 0 ? "false" : "true")) {
      reader.fail(entry, "E0410", "the words of a `boolean` scale are `false`, then `true`");
    }
    criterion.levels.push_back(std::move(level));
  }
  if (criterion.scale == Scale::number &&
      (criterion.levels.front().at != 0 ||
       criterion.levels.back().at + std::size_t{1} != grid_size(criterion))) {
    reader.fail(cursor, "E0410", "the first level stands at `min`, the last at `max`");
  }
}

// A word must name one position: not twice, and not `high` for what `very_low` means elsewhere.
void check_words(Reader& reader, const Criterion& criterion) {
  for (std::size_t i = 0; i < criterion.levels.size(); ++i) {
    const Level& level = criterion.levels[i];
    if (level.word.empty()) continue;
    const auto place = place_word(criterion, level.word);
    const auto generic = std::find(level_words.begin(), level_words.end(), level.word);
    const bool five = criterion.levels.size() == 5 &&
                      (criterion.scale == Scale::level || criterion.scale == Scale::bands);
    const bool misleads = five && generic != level_words.end() &&
                          static_cast<std::size_t>(generic - level_words.begin()) != i;
    if (place != level.at || misleads) {
      reader.fail(level.where, "E0410",
                  fmt::format("the word `{}` names two levels of `{}`", level.word, criterion.id));
    }
  }
}

// Returns nothing when the scale could not be read, so that the criterion cannot be used.
std::optional<Criterion> read_criterion(Reader& reader, const Cursor& cursor) {
  reader.allow(cursor, {"id", "label", "question", "unit", "scale", "min", "max", "step", "levels",
                        "neutral", "immutable", "because"});
  Criterion criterion;
  criterion.where = cursor.where();
  criterion.id = reader.id(cursor);
  criterion.label = reader.text(cursor, "label");
  criterion.question = reader.text(cursor, "question");
  criterion.unit = reader.text(cursor, "unit", false);
  criterion.because = reader.string(cursor, "because", false);
  criterion.immutable = reader.boolean(cursor, "immutable", false);
  if (std::find(reserved_ids.begin(), reserved_ids.end(), criterion.id) != reserved_ids.end()) {
    reader.fail(cursor, "E0404", fmt::format("`{}` is a reserved name", criterion.id));
  }

  const std::string scale_word = reader.string(cursor, "scale");
  const auto scale = scale_named(scale_word);
  if (!scale) {
    if (!scale_word.empty()) {
      const std::array<std::string_view, 5> scales = {"level", "number", "bands", "choice",
                                                      "boolean"};
      reader.fail(
          *reader.member(cursor, "scale"), "E0418",
          fmt::format("unknown scale `{}`", base::excerpt(scale_word)),
          reader.suggest(scale_word, scales, "a scale is level, number, bands, choice or boolean"));
    }
    return std::nullopt;
  }
  criterion.scale = *scale;

  if (criterion.scale == Scale::number) {
    const auto low = reader.member(cursor, "min");
    const auto high = reader.member(cursor, "max");
    const auto step = reader.member(cursor, "step", false);
    if (!low || !high) return std::nullopt;
    const auto minimum = reader.number(*low, 2, -greatest_number, greatest_number, "`min`");
    const auto maximum = reader.number(*high, 2, -greatest_number, greatest_number, "`max`");
    if (step) criterion.step = reader.number(*step, 2, 1, 100, "`step`").value_or(1);
    if (!minimum || !maximum) return std::nullopt;
    criterion.minimum = *minimum;
    criterion.maximum = *maximum;
    if (*maximum <= *minimum || (*maximum - *minimum) % criterion.step != 0) {
      reader.fail(*high, "E0410", "`max` must lie a whole number of steps above `min`");
      return std::nullopt;
    }
    if (static_cast<std::uint64_t>((*maximum - *minimum) / criterion.step) >= most_grid_points) {
      reader.fail(*high, "E0415",
                  fmt::format("a scale may have at most {} positions", most_grid_points));
      return std::nullopt;
    }
  } else {
    for (const char* key : {"min", "max", "step"}) {
      if (const auto extra = reader.member(cursor, key, false)) {
        reader.fail(*extra, "E0402", fmt::format("`{}` belongs to the `number` scale only", key));
      }
    }
  }

  read_levels(reader, cursor, criterion);
  if (criterion.levels.empty()) return std::nullopt;
  check_words(reader, criterion);
  if (const auto neutral = reader.member(cursor, "neutral")) {
    criterion.neutral = reader.position(*neutral, criterion).value_or(0);
  }
  return criterion;
}

}  // namespace

void read_criteria(Reader& reader, const Cursor& root, Model& model) {
  const std::size_t count = Reader::count(root, "criteria");
  if (count > most_criteria) {
    reader.fail(root, "E0415",
                fmt::format("{} criteria; a model may have at most {}", count, most_criteria));
    return;
  }
  const std::vector<Cursor> entries = reader.elements(root, "criteria");
  for (const Cursor& entry : entries) {
    if (!reader.expect(entry, json::Kind::object, "a criterion")) continue;
    if (auto criterion = read_criterion(reader, entry)) {
      model.criteria.push_back(std::move(*criterion));
    } else if (const json::Value* id = entry.value->find("id")) {
      reader.broken.push_back(id->text);
    }
  }
  if (entries.empty() && root.value->find("criteria") != nullptr) {
    reader.fail(root, "E0401", "a model needs at least one criterion");
  }
}

}  // namespace sourcing::model
