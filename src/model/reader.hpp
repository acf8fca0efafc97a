// SPDX-License-Identifier: Apache-2.0
// Helpers with which the parts of a model are read from JSON: each says what it expects, notes a
// problem with its place when it finds something else, and lets reading go on.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "model/model.hpp"
#include "model/untranslated.hpp"

namespace sourcing::model {

/// A JSON value and the pointer that leads to it.
struct Cursor {
  const json::Value* value = nullptr;
  std::string pointer;

  [[nodiscard]] Where where() const { return {value->at.line, value->at.column, pointer}; }
};

class Reader {
 public:
  Reader(std::string_view source, std::vector<Problem>& problems)
      : source_(source), problems_(problems) {}

  /// Notes a problem. After `most_problems` of them only counts.
  void fail(const Where& where, std::string_view code, std::string message, std::string hint = {});
  void fail(const Cursor& cursor, std::string_view code, std::string message,
            std::string hint = {});

  /// True when the value has the kind; else notes "`what` must be …".
  bool expect(const Cursor& cursor, json::Kind kind, std::string_view what);

  /// Notes every key that is not allowed, with the nearest allowed one.
  void allow(const Cursor& object, std::initializer_list<std::string_view> keys);

  /// The member, or nothing; notes a required one that is missing.
  std::optional<Cursor> member(const Cursor& object, std::string_view key, bool required = true);
  [[nodiscard]] Cursor item(const Cursor& array, std::size_t index) const;

  /// Elements of the array member `key`, or nothing when absent or no array.
  std::vector<Cursor> elements(const Cursor& object, std::string_view key, bool required = true);

  /// How many there are, without noting anything: a limit is checked before they are gathered.
  [[nodiscard]] static std::size_t count(const Cursor& object, std::string_view key);

  std::string string(const Cursor& object, std::string_view key, bool required = true);
  std::string id(const Cursor& object, std::string_view key = "id");
  bool boolean(const Cursor& object, std::string_view key, bool otherwise);

  /// A number times 10^decimals within [low, high].
  std::optional<std::int64_t> number(const Cursor& cursor, int decimals, std::int64_t low,
                                     std::int64_t high, std::string_view what);

  /// A text: a sentence in the first language, which stands in for those that are missing, and
  /// none in languages that are not the model's.
  Text text(const Cursor& object, std::string_view key, bool required = true);
  Text text(const Cursor& cursor);
  /// The same with a sentence in any language; those that are missing are empty.
  Text some_text(const Cursor& cursor);

  /// Notes every key of the object that is no language of the model.
  void languages_of(const Cursor& object);

  /// A value of a criterion's scale, as a grid position.
  std::optional<std::uint16_t> position(const Cursor& cursor, const Criterion& criterion);

  /// The hint for a word that is not there: the nearest that is, or `otherwise`.
  [[nodiscard]] std::string suggest(std::string_view word,
                                    std::span<const std::string_view> candidates,
                                    std::string_view otherwise = {}) const;

  [[nodiscard]] std::size_t unlisted() const noexcept { return unlisted_; }

  std::vector<std::string> languages;
  std::vector<Untranslated> untranslated;  ///< as far as any is noted
  /// Ids of criteria that could not be read: naming one elsewhere is no second problem.
  std::vector<std::string> broken;

 private:
  Text sentences(const Cursor& cursor);

  std::string_view source_;
  std::vector<Problem>& problems_;
  std::size_t unlisted_ = 0, bytes_ = 0;
};

/// The parts; each fills its share of `model` and notes what is wrong.
void read_criteria(Reader& reader, const Cursor& root, Model& model);
void read_axes(Reader& reader, const Cursor& root, Model& model);
void read_rules(Reader& reader, const Cursor& root, Model& model);
void read_catalogue(Reader& reader, const Cursor& root, Model& model);

/// The criterion named by `object`'s member "criterion"; notes an unknown one with a suggestion.
std::optional<std::size_t> criterion_named(Reader& reader, const Cursor& object,
                                           const Model& model);
std::optional<std::size_t> find_criterion(const Model& model, std::string_view id);
/// Notes that no criterion has this id, with the nearest one.
void unknown_criterion(Reader& reader, const Where& where, const Model& model, std::string_view id);

}  // namespace sourcing::model
