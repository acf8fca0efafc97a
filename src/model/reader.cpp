// SPDX-License-Identifier: Apache-2.0
#include "model/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::model {

namespace {

bool is_id(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() < 'a' || text.front() > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Pointers repeat the file's own keys: a hostile one could make a list of problems very long.
constexpr std::size_t most_problem_bytes = 4'000'000;

// A bound of a number with its decimals: 1 of two decimals is 0.01.
std::string bound(std::int64_t scaled, int decimals) {
  return decimals == 2 ? base::shortest2(scaled)
                       : fmt::format("{}", scaled / (decimals == 4 ? 10'000 : 1));
}

std::vector<std::string_view> words_of(const Criterion& criterion) {
  std::vector<std::string_view> words;
  for (const Level& level : criterion.levels) {
    if (!level.word.empty()) words.push_back(level.word);
  }
  return words;
}

}  // namespace

void Reader::fail(const Where& where, std::string_view code, std::string message,
                  std::string hint) {
  if (problems_.size() >= most_problems || bytes_ >= most_problem_bytes) {
    ++unlisted_;
    return;
  }
  bytes_ += where.pointer.size() + message.size() + hint.size();
  problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint),
                              std::string(source_), where.line, where.column, where.pointer});
}

void Reader::fail(const Cursor& cursor, std::string_view code, std::string message,
                  std::string hint) {
  fail(cursor.where(), code, std::move(message), std::move(hint));
}

std::string Reader::suggest(std::string_view word, std::span<const std::string_view> candidates,
                            std::string_view otherwise) const {
  if (unlisted_ > 0) return {};  // nobody will read it
  const std::string near = base::nearest(word, candidates);
  return near.empty() ? std::string(otherwise) : fmt::format("did you mean `{}`?", near);
}

bool Reader::expect(const Cursor& cursor, json::Kind kind, std::string_view what) {
  if (cursor.value->kind == kind) return true;
  fail(cursor, "E0403",
       fmt::format("{} must be {}, found {}", what, json::kind_name(kind),
                   json::kind_name(cursor.value->kind)));
  return false;
}

void Reader::allow(const Cursor& object, std::initializer_list<std::string_view> keys) {
  const std::vector<std::string_view> allowed(keys);
  for (const json::Member& member : object.value->members) {
    if (member.key == "$schema" || member.key.starts_with("x_")) continue;
    if (std::find(allowed.begin(), allowed.end(), member.key) != allowed.end()) continue;
    fail(Where{member.key_at.line, member.key_at.column,
               json::pointer_append(object.pointer, member.key)},
         "E0402", fmt::format("unknown key `{}`", base::excerpt(member.key)),
         suggest(member.key, allowed));
  }
}

std::optional<Cursor> Reader::member(const Cursor& object, std::string_view key, bool required) {
  if (const json::Value* value = object.value->find(key)) {
    return Cursor{value, json::pointer_append(object.pointer, key)};
  }
  if (required) fail(object, "E0401", fmt::format("`{}` is missing", key));
  return std::nullopt;
}

Cursor Reader::item(const Cursor& array, std::size_t index) const {
  return {&array.value->items[index], fmt::format("{}/{}", array.pointer, index)};
}

std::vector<Cursor> Reader::elements(const Cursor& object, std::string_view key, bool required) {
  std::vector<Cursor> result;
  const auto array = member(object, key, required);
  if (!array || !expect(*array, json::Kind::array, fmt::format("`{}`", key))) return result;
  for (std::size_t i = 0; i < array->value->items.size(); ++i) result.push_back(item(*array, i));
  return result;
}

std::size_t Reader::count(const Cursor& object, std::string_view key) {
  const json::Value* array = object.value->find(key);
  return array == nullptr ? 0 : array->items.size();
}

std::string Reader::string(const Cursor& object, std::string_view key, bool required) {
  const auto cursor = member(object, key, required);
  if (!cursor || !expect(*cursor, json::Kind::string, fmt::format("`{}`", key))) return {};
  if (required && base::trim(cursor->value->text).empty()) {
    fail(*cursor, "E0403", fmt::format("`{}` must not be empty", key));
  }
  if (base::printable(cursor->value->text) != cursor->value->text) {
    fail(*cursor, "E0403", fmt::format("`{}` must not hold control characters", key));
    return {};
  }
  return cursor->value->text;
}

std::string Reader::id(const Cursor& object, std::string_view key) {
  std::string text = string(object, key);
  if (!text.empty() && !is_id(text)) {
    fail(
        *member(object, key), "E0404",
        fmt::format("`{}` is not an id: a small letter, then at most 63 small letters, digits or _",
                    base::excerpt(text)));
  }
  return text;
}

bool Reader::boolean(const Cursor& object, std::string_view key, bool otherwise) {
  const auto cursor = member(object, key, false);
  if (!cursor || !expect(*cursor, json::Kind::boolean, fmt::format("`{}`", key))) return otherwise;
  return cursor->value->boolean;
}

std::optional<std::int64_t> Reader::number(const Cursor& cursor, int decimals, std::int64_t low,
                                           std::int64_t high, std::string_view what) {
  if (!expect(cursor, json::Kind::number, what)) return std::nullopt;
  const auto scaled = base::parse_scaled(cursor.value->text, decimals, true);
  if (scaled.error == base::DecimalError::too_many_decimals) {
    fail(cursor, "E0406",
         fmt::format("{} is {}, but may have at most {} decimals", what,
                     base::excerpt(cursor.value->text), decimals));
    return std::nullopt;
  }
  if (scaled.error != base::DecimalError::none || scaled.value < low || scaled.value > high) {
    fail(cursor, "E0406",
         fmt::format("{} is {}, outside {} to {}", what, base::excerpt(cursor.value->text),
                     bound(low, decimals), bound(high, decimals)));
    return std::nullopt;
  }
  return scaled.value;
}

Text Reader::text(const Cursor& object, std::string_view key, bool required) {
  const auto cursor = member(object, key, required);
  return cursor ? text(*cursor) : Text{};
}

Text Reader::text(const Cursor& cursor) {
  Text result = sentences(cursor);
  if (result.empty() || cursor.value->kind != json::Kind::object) return result;
  if (result.front().empty()) {
    if (cursor.value->find(languages.front()) == nullptr) {
      fail(
          cursor, "E0407",
          fmt::format("the `{}` text is missing: it is the first language of the model, and stands "
                      "in for others",
                      languages.front()));
    }
    return result;
  }
  untranslated.resize(languages.size());
  for (std::size_t i = 1; i < languages.size(); ++i) {
    if (!result[i].empty()) continue;
    untranslated[i].push_back(cursor.where());
    result[i] = result.front();
  }
  return result;
}

Text Reader::some_text(const Cursor& cursor) {
  Text result = sentences(cursor);
  const bool none =
      std::all_of(result.begin(), result.end(), [](const std::string& one) { return one.empty(); });
  if (none && cursor.value->members.empty() && cursor.value->kind == json::Kind::object) {
    fail(cursor, "E0407", "it says nothing in any language of the model");
  }
  return result;
}

// What is given, in the languages of the model.
Text Reader::sentences(const Cursor& cursor) {
  Text result(languages.size());
  if (!expect(cursor, json::Kind::object, "a text") || languages.empty()) return result;
  for (std::size_t i = 0; i < languages.size(); ++i) {
    const json::Value* sentence = cursor.value->find(languages[i]);
    if (sentence == nullptr) continue;
    const Cursor place{sentence, json::pointer_append(cursor.pointer, languages[i])};
    if (!expect(place, json::Kind::string, fmt::format("the `{}` text", languages[i]))) continue;
    if (sentence->text.empty()) {
      fail(place, "E0407", fmt::format("the `{}` text is empty", languages[i]),
           "leave it out until it is written");
      continue;
    }
    if (base::printable(sentence->text) != sentence->text) {
      fail(cursor, "E0403",
           fmt::format("the `{}` text must not hold control characters", languages[i]));
      continue;
    }
    result[i] = sentence->text;
  }
  languages_of(cursor);
  return result;
}

void Reader::languages_of(const Cursor& object) {
  for (const json::Member& member : object.value->members) {
    if (unlisted_ > 0) break;
    if (member.key.starts_with("x_")) continue;
    if (std::find(languages.begin(), languages.end(), member.key) != languages.end()) continue;
    fail(Where{member.key_at.line, member.key_at.column,
               json::pointer_append(object.pointer, member.key)},
         "E0407", fmt::format("`{}` is not a language of this model", base::excerpt(member.key)));
  }
}

std::optional<std::uint16_t> Reader::position(const Cursor& cursor, const Criterion& criterion) {
  const json::Value& value = *cursor.value;
  const auto wrong = [&](std::string_view wanted) {
    fail(cursor, "E0412",
         fmt::format("a value of `{}` is {}, found {}", criterion.id, wanted,
                     json::kind_name(value.kind)));
    return std::nullopt;
  };
  if (value.kind == json::Kind::string) {
    if (const auto at = place_word(criterion, value.text)) return *at;
    const auto words = words_of(criterion);
    fail(cursor, "E0412",
         fmt::format("`{}` is no level of `{}`", base::excerpt(value.text), criterion.id),
         suggest(value.text, words));
    return std::nullopt;
  }
  switch (criterion.scale) {
    case Scale::boolean:
      if (value.kind != json::Kind::boolean) return wrong("true or false");
      return static_cast<std::uint16_t>(value.boolean ? 1 : 0);
    case Scale::choice:
      return wrong("one of its words");
    case Scale::bands:
      return wrong("the word of a band");
    case Scale::level:
    case Scale::number:
      break;
  }
  if (value.kind != json::Kind::number) return wrong("a number or a word");
  const auto scaled =
      number(cursor, 2, criterion.minimum, criterion.maximum, fmt::format("`{}`", criterion.id));
  if (!scaled) return std::nullopt;
  const Place place = place_number(criterion, *scaled);
  if (place.placing != Placing::ok) {
    fail(cursor, "E0412",
         fmt::format("{} is not on the grid of `{}`, whose step is {}", base::excerpt(value.text),
                     criterion.id, base::shortest2(criterion.step)));
    return std::nullopt;
  }
  return place.at;
}

std::optional<std::size_t> find_criterion(const Model& model, std::string_view id) {
  for (std::size_t i = 0; i < model.criteria.size(); ++i) {
    if (model.criteria[i].id == id) return i;
  }
  return std::nullopt;
}

void unknown_criterion(Reader& reader, const Where& where, const Model& model,
                       std::string_view id) {
  if (std::find(reader.broken.begin(), reader.broken.end(), id) != reader.broken.end()) return;
  std::vector<std::string_view> ids;
  for (const Criterion& criterion : model.criteria) ids.push_back(criterion.id);
  reader.fail(where, "E0408", fmt::format("there is no criterion `{}`", base::excerpt(id)),
              reader.suggest(id, ids));
}

std::optional<std::size_t> criterion_named(Reader& reader, const Cursor& object,
                                           const Model& model) {
  const auto cursor = reader.member(object, "criterion");
  if (!cursor || !reader.expect(*cursor, json::Kind::string, "`criterion`")) return std::nullopt;
  const auto index = find_criterion(model, cursor->value->text);
  if (!index) unknown_criterion(reader, cursor->where(), model, cursor->value->text);
  return index;
}

}  // namespace sourcing::model
