// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "base/json_canonical.hpp"
#include "base/sha256.hpp"
#include "base/text.hpp"
#include "model/model.hpp"
#include "model/reader.hpp"
#include "model/untranslated.hpp"

namespace sourcing::model {

namespace {

void read_languages(Reader& reader, const Cursor& root, Model& model) {
  std::vector<Cursor> entries = reader.elements(root, "languages");
  if (entries.size() > most_languages) {
    reader.fail(
        root, "E0415",
        fmt::format("{} languages; a model may have at most {}", entries.size(), most_languages));
    entries.resize(most_languages);
  }
  for (const Cursor& cursor : entries) {
    if (!reader.expect(cursor, json::Kind::string, "a language")) continue;
    const std::string& code = cursor.value->text;
    const bool plain =
        (code.size() == 2 || code.size() == 3) &&
        std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!plain) {
      reader.fail(
          cursor, "E0404",
          fmt::format("`{}` is no language code: two or three small letters", base::excerpt(code)));
    } else if (std::find(model.languages.begin(), model.languages.end(), code) !=
               model.languages.end()) {
      reader.fail(cursor, "E0405", fmt::format("the language `{}` is there already", code));
    } else {
      model.languages.push_back(code);
    }
  }
  if (entries.empty() && root.value->find("languages") != nullptr)
    reader.fail(root, "E0401", "a model needs at least one language");
  reader.languages = model.languages;
}

// Where `whole`, each is in all languages; else in one at least.
std::vector<Phrase> read_phrase_object(Reader& reader, const Cursor& object, bool whole) {
  std::vector<Phrase> phrases;
  for (const json::Member& member : object.value->members) {
    if (member.key == "$schema" || member.key.starts_with("x_")) continue;
    const Cursor cursor{&member.value, json::pointer_append(object.pointer, member.key)};
    phrases.push_back({member.key, whole ? reader.text(cursor) : reader.some_text(cursor)});
  }
  return phrases;
}

// The program's own phrases have no gaps.
void report_untranslated(Reader& reader) {
  for (std::size_t i = 0; i < reader.untranslated.size(); ++i) {
    for (const Where& where : reader.untranslated[i]) {
      reader.fail(where, "E0407",
                  fmt::format("the `{}` translation is missing", reader.languages[i]));
    }
  }
}

void read_dispositions(Reader& reader, const Cursor& root, Model& model) {
  const auto object = reader.member(root, "dispositions");
  if (!object || !reader.expect(*object, json::Kind::object, "`dispositions`")) return;
  reader.allow(*object, {"retain", "automate_first", "outsource", "no_location"});
  model.retain = reader.text(*object, "retain");
  model.automate_first = reader.text(*object, "automate_first");
  model.outsource = reader.text(*object, "outsource");
  model.no_location = reader.text(*object, "no_location");
}

void read_suppressions(Reader& reader, const Cursor& root, Model& model) {
  for (const Cursor& cursor : reader.elements(root, "suppress", false)) {
    if (!reader.expect(cursor, json::Kind::object, "an entry of `suppress`")) continue;
    reader.allow(cursor, {"finding", "at", "because"});
    model.suppressions.push_back({reader.string(cursor, "finding"), reader.string(cursor, "at"),
                                  reader.string(cursor, "because")});
  }
}

// Ids are the codes of the reasons, so criteria, gates and rules share one name space.
void check_ids(Reader& reader, const Model& model) {
  std::map<std::string_view, std::string_view> seen;
  const auto note = [&](const std::string& id, const Where& where) {
    if (id.empty()) return;
    const auto [first, fresh] = seen.emplace(id, where.pointer);
    if (!fresh) {
      reader.fail(where, "E0405", fmt::format("the id `{}` is taken, by {}", id, first->second));
    }
  };
  for (const Criterion& criterion : model.criteria) note(criterion.id, criterion.where);
  for (const Rule& rule : model.rules) {
    if (rule.id == "base") reader.fail(rule.where, "E0404", "`base` is a reserved name");
    note(rule.id, rule.where);
  }
}

void read_parts(Reader& reader, const Cursor& root, Model& model) {
  model.id = reader.id(root);
  model.version = reader.string(root, "version");
  read_languages(reader, root, model);
  model.title = reader.text(root, "title");
  read_criteria(reader, root, model);
  read_axes(reader, root, model);
  read_rules(reader, root, model);
  read_dispositions(reader, root, model);
  read_catalogue(reader, root, model);
  if (const auto phrases = reader.member(root, "phrases", false)) {
    if (reader.expect(*phrases, json::Kind::object, "`phrases`")) {
      model.phrases = read_phrase_object(reader, *phrases, false);
    }
  }
  read_suppressions(reader, root, model);
  check_ids(reader, model);
}

}  // namespace

std::string_view name(Operator op) noexcept {
  switch (op) {
    case Operator::is:
      return "is";
    case Operator::is_not:
      return "is_not";
    case Operator::one_of:
      return "one_of";
    case Operator::between:
      return "between";
    case Operator::at_least:
      return "at_least";
    case Operator::at_most:
      return "at_most";
    case Operator::above:
      return "above";
    case Operator::below:
      return "below";
    case Operator::all:
      return "all";
    case Operator::any:
      return "any";
    case Operator::not_:
      return "not";
  }
  return {};
}

Result<Model> read_model(std::string_view json, std::string_view source) {
  json::ParseResult parsed = json::parse(json, source);
  if (!parsed.readable()) return std::move(parsed.problems);

  std::vector<Problem> problems = std::move(parsed.problems);  // duplicate keys at most
  Reader reader(source, problems);
  const Cursor root{&parsed.root, ""};
  Model model;
  if (!reader.expect(root, json::Kind::object, "a model")) return problems;
  const std::string schema = reader.string(root, "schema");
  if (!schema.empty() && schema != "sourcing.model/1") {
    reader.fail(
        *reader.member(root, "schema"), "E0416",
        fmt::format("`{}` is not a model format that this version reads", base::excerpt(schema)),
        "it reads `sourcing.model/1`");
    return problems;
  }
  reader.allow(
      root, {"schema", "id", "version", "title", "languages", "criteria", "axes", "location_band",
             "gates", "rules", "dispositions", "activities", "phrases", "suppress"});
  read_parts(reader, root, model);
  if (!problems.empty()) {
    json::sort_by_place(problems);
    if (reader.unlisted() > 0) {
      problems.push_back(Problem{"E0415",
                                 fmt::format("{} more problems are not listed", reader.unlisted()),
                                 "mend these first", std::string(source), 0, 0, ""});
    }
    return problems;
  }
  model.sha256 = base::sha256_hex(json::canonical(parsed.root));
  return model;
}

std::vector<Untranslated> untranslated_texts(std::string_view json) {
  const json::ParseResult parsed = json::parse(json, "");
  std::vector<Problem> problems;
  Reader reader("", problems);
  Model model;
  read_parts(reader, Cursor{&parsed.root, ""}, model);
  reader.untranslated.resize(model.languages.size());
  return std::move(reader.untranslated);
}

Result<std::vector<Phrase>> read_phrases(std::string_view json, std::string_view source,
                                         const std::vector<std::string>& languages) {
  json::ParseResult parsed = json::parse(json, source);
  if (!parsed.ok()) return std::move(parsed.problems);
  std::vector<Problem> problems;
  Reader reader(source, problems);
  reader.languages = languages;
  const Cursor root{&parsed.root, ""};
  if (!reader.expect(root, json::Kind::object, "the phrases")) return problems;
  auto phrases = read_phrase_object(reader, root, true);
  report_untranslated(reader);
  if (!problems.empty()) return problems;
  return phrases;
}

}  // namespace sourcing::model
