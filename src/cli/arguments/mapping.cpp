// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/mapping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/files.hpp"
#include "base/fold.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "input/csv_source.hpp"

namespace sourcing::cli {

namespace {

constexpr std::string_view schema_name = "sourcing.mapping/1";
constexpr std::array<std::string_view, 15> keys = {
    "$schema",   "schema",  "header_row", "skip_where", "encoding",
    "delimiter", "decimal", "thousands",  "unknown",    "values",
    "map",       "id",      "ignore",     "sheet",      "derive"};

class MappingReader {
 public:
  MappingReader(const std::string& path, BatchOptions& batch) : path_(path), batch_(batch) {}

  std::vector<Problem> read(const std::string& bytes) {
    json::ParseResult parsed = json::parse(bytes, path_);
    if (!parsed.ok()) return parsed.problems;
    const json::Value& root = parsed.root;
    if (root.kind != json::Kind::object) {
      fail(root, "", "a mapping is an object");
      return problems_;
    }
    for (const json::Member& member : root.members) {
      if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
      if (member.key.starts_with("x_")) continue;
      const std::string near = base::nearest(member.key, keys);
      fail(member.value, "/" + member.key,
           fmt::format("a mapping has no `{}`", base::excerpt(member.key)),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
    check_schema(root);
    numbers(root);
    signs(root);
    names(root);
    skips(root);
    values(root);
    derivations(root);
    return problems_;
  }

 private:
  void fail(const json::Value& value, std::string pointer, std::string message,
            std::string hint = {}) {
    problems_.push_back(Problem{"E0323", std::move(message), std::move(hint), path_, value.at.line,
                                value.at.column, std::move(pointer)});
  }

  const json::Value* member(const json::Value& root, std::string_view key, json::Kind kind,
                            std::string_view what) {
    const json::Value* value = root.find(key);
    if (value == nullptr || value->kind == json::Kind::null) return nullptr;
    if (value->kind == kind) return value;
    fail(*value, fmt::format("/{}", key), fmt::format("`{}` is {}", key, what));
    return nullptr;
  }

  const json::Value* text(const json::Value& root, std::string_view key) {
    return member(root, key, json::Kind::string, "a string");
  }

  void check_schema(const json::Value& root) {
    const json::Value* schema = text(root, "schema");
    if (schema != nullptr && schema->text == schema_name) return;
    fail(schema == nullptr ? root : *schema, "/schema",
         fmt::format("a mapping says \"schema\": \"{}\"", schema_name));
  }

  void numbers(const json::Value& root) {
    const json::Value* row = member(root, "header_row", json::Kind::number, "a number");
    if (row == nullptr || batch_.header_row != 0) return;
    constexpr std::size_t most_digits = 9;
    if (row->text.size() > most_digits || row->text == "0" ||
        row->text.find_first_not_of("0123456789") != std::string::npos) {
      fail(*row, "/header_row", "`header_row` counts rows from 1");
      return;
    }
    batch_.header_row = std::stoul(row->text);
  }

  void sign(const json::Value& root, std::string_view key, std::string_view allowed, char& out) {
    const json::Value* value = text(root, key);
    if (value == nullptr) return;
    char found = 0;
    if (!read_sign(value->text, allowed, found)) {
      fail(*value, fmt::format("/{}", key), fmt::format("`{}` takes one of {}", key, allowed));
    } else if (out == 0) {
      out = found;
    }
  }

  void signs(const json::Value& root) {
    sign(root, "delimiter", ",;\t|", batch_.delimiter);
    sign(root, "decimal", ".,", batch_.decimal);
    sign(root, "thousands", ".,' ", batch_.thousands);
    if (const json::Value* sheet = text(root, "sheet"); sheet != nullptr && batch_.sheet.empty()) {
      batch_.sheet = sheet->text;
    }
    const json::Value* encoding = text(root, "encoding");
    if (encoding == nullptr) return;
    if (std::find(input::encodings.begin(), input::encodings.end(), encoding->text) ==
        input::encodings.end()) {
      fail(*encoding, "/encoding",
           fmt::format("`encoding` takes {}", fmt::join(input::encodings, ", ")));
    } else if (batch_.encoding == "auto") {
      batch_.encoding = encoding->text;
    }
  }

  std::vector<std::string> list(const json::Value& root, std::string_view key) {
    std::vector<std::string> texts;
    const json::Value* array = member(root, key, json::Kind::array, "a list of strings");
    if (array == nullptr) return texts;
    for (const json::Value& item : array->items) {
      if (item.kind == json::Kind::string) {
        texts.push_back(item.text);
      } else {
        fail(item, fmt::format("/{}", key), fmt::format("`{}` is a list of strings", key));
      }
    }
    return texts;
  }

  // Whether the command line says something of a column.
  [[nodiscard]] bool is_said(std::string_view header) const {
    const std::string folded = base::fold(header);
    const auto same = [&](std::string_view other) { return base::fold(other) == folded; };
    return std::any_of(batch_.map.begin(), batch_.map.begin() + said_maps_,
                       [&](const auto& each) { return same(each.first); }) ||
           std::any_of(batch_.ignore.begin(), batch_.ignore.begin() + said_ignored_, same);
  }

  void names(const json::Value& root) {
    said_maps_ = static_cast<std::ptrdiff_t>(batch_.map.size());
    said_ignored_ = static_cast<std::ptrdiff_t>(batch_.ignore.size());
    if (const json::Value* map = member(root, "map", json::Kind::object, "an object")) {
      for (const json::Member& each : map->members) {
        if (each.value.kind != json::Kind::string) {
          fail(each.value, json::pointer_append("/map", each.key), "a criterion is a string");
        } else if (!is_said(each.key)) {
          batch_.map.emplace_back(each.key, each.value.text);
        }
      }
    }
    for (std::string& header : list(root, "ignore")) {
      if (!is_said(header)) batch_.ignore.push_back(std::move(header));
    }
    // A word that the command line gives a meaning is not unknown.
    const auto has_meaning = [&](const std::string& word) {
      return std::any_of(batch_.values.begin(), batch_.values.end(), [&](const OwnValue& own) {
        return base::fold_close(own.word) == base::fold_close(word);
      });
    };
    for (std::string& word : list(root, "unknown")) {
      if (!has_meaning(word)) batch_.unknown.push_back(std::move(word));
    }
    const json::Value* id = text(root, "id");
    if (id != nullptr && batch_.id_column.empty()) batch_.id_column = id->text;
  }

  void skips(const json::Value& root) {
    const json::Value* array = member(root, "skip_where", json::Kind::array, "a list of objects");
    if (array == nullptr) return;
    const std::size_t said = batch_.skip_where.size();
    for (const json::Value& item : array->items) {
      const json::Value* column = item.find("column");
      const json::Value* value = item.find("value");
      if (column == nullptr || value == nullptr || column->kind != json::Kind::string ||
          value->kind != json::Kind::string) {
        fail(item, "/skip_where", "an entry of `skip_where` has a `column` and a `value`");
        continue;
      }
      const bool is_said = std::any_of(
          batch_.skip_where.begin(), batch_.skip_where.begin() + static_cast<std::ptrdiff_t>(said),
          [&](const auto& each) { return base::fold(each.first) == base::fold(column->text); });
      if (!is_said) batch_.skip_where.emplace_back(column->text, value->text);
    }
  }

  void values(const json::Value& root) {
    const json::Value* columns = member(root, "values", json::Kind::object, "an object");
    if (columns == nullptr) return;
    const std::size_t said = batch_.values.size();
    for (const json::Member& column : columns->members) {
      const std::string at = json::pointer_append("/values", column.key);
      if (column.value.kind != json::Kind::object) {
        fail(column.value, at, "the words of a column are an object");
        continue;
      }
      for (const json::Member& word : column.value.members) {
        if (word.value.kind == json::Kind::null) continue;  // not filled in
        if (word.value.kind != json::Kind::string && word.value.kind != json::Kind::number &&
            word.value.kind != json::Kind::boolean) {
          fail(word.value, json::pointer_append(at, word.key), "a word means one value");
          continue;
        }
        const bool is_said = std::any_of(
            batch_.values.begin(), batch_.values.begin() + static_cast<std::ptrdiff_t>(said),
            [&](const OwnValue& own) {
              return base::fold_close(own.word) == base::fold_close(word.key) &&
                     (own.column.empty() || base::fold(own.column) == base::fold(column.key));
            });
        if (is_said) continue;
        batch_.values.push_back({column.key, word.key,
                                 word.value.kind == json::Kind::boolean
                                     ? (word.value.boolean ? "true" : "false")
                                     : word.value.text});
      }
    }
  }

  // A number or a string of JSON, as its text.
  std::string scalar(const json::Value& of, std::string_view key, std::string_view at) {
    const json::Value* value = of.find(key);
    if (value == nullptr || value->kind == json::Kind::null) return {};
    if (value->kind == json::Kind::boolean) return value->boolean ? "true" : "false";
    if (value->kind == json::Kind::string || value->kind == json::Kind::number) return value->text;
    fail(*value, fmt::format("{}/{}", at, key), fmt::format("`{}` is a number or a string", key));
    return {};
  }

  void sources(const json::Value& item, const std::string& at, Derivation& out) {
    constexpr std::size_t most = 2;
    const json::Value* from = item.find("from");
    if (from != nullptr && from->kind == json::Kind::string) out.from.push_back(from->text);
    if (from != nullptr && from->kind == json::Kind::array) {
      for (const json::Value& each : from->items) {
        if (each.kind == json::Kind::string) out.from.push_back(each.text);
      }
    }
    if (out.from.empty() || out.from.size() > most) {
      fail(from == nullptr ? item : *from, at + "/from", "`from` is a column, or two");
    }
  }

  void derivations(const json::Value& root) {
    static constexpr std::array<std::string_view, 8> known = {
        "from", "to", "ranges", "words", "times", "divide_by", "down_to", "because"};
    const json::Value* array = member(root, "derive", json::Kind::array, "a list of objects");
    if (array == nullptr) return;
    for (std::size_t i = 0; i < array->items.size(); ++i) {
      const json::Value& item = array->items[i];
      const std::string at = fmt::format("/derive/{}", i);
      if (item.kind != json::Kind::object) {
        fail(item, at, "an entry of `derive` is an object");
        continue;
      }
      for (const json::Member& member : item.members) {
        if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
        if (member.key.starts_with("x_")) continue;
        const std::string near = base::nearest(member.key, known);
        fail(member.value, at, fmt::format("`derive` has no `{}`", base::excerpt(member.key)),
             near.empty() ? "" : fmt::format("did you mean `{}`?", near));
      }
      Derivation out;
      sources(item, at, out);
      out.to = scalar(item, "to", at);
      out.times = scalar(item, "times", at);
      out.divide_by = scalar(item, "divide_by", at);
      out.down_to = scalar(item, "down_to", at);
      if (const json::Value* ranges = item.find("ranges")) {
        for (const json::Value& range : ranges->items) {
          out.ranges.push_back({scalar(range, "below", at), scalar(range, "is", at)});
        }
      }
      if (const json::Value* words = item.find("words")) {
        for (const json::Member& word : words->members) {
          out.words.emplace_back(word.key, scalar(*words, word.key, at));
        }
      }
      batch_.derive.push_back(std::move(out));
    }
  }

  const std::string& path_;
  BatchOptions& batch_;
  std::ptrdiff_t said_maps_ = 0, said_ignored_ = 0;
  std::vector<Problem> problems_;
};

void write_derivations(json::Writer& json, const std::vector<Derivation>& rules) {
  if (rules.empty()) return;
  json.begin_array("derive");
  for (const Derivation& rule : rules) {
    json.begin_object();
    json.texts("from", rule.from);
    json.text("to", rule.to);
    for (const auto& [key, text] :
         {std::pair<std::string_view, const std::string&>{"times", rule.times},
          {"divide_by", rule.divide_by},
          {"down_to", rule.down_to}}) {
      if (!text.empty()) json.json(key, text);
    }
    if (!rule.ranges.empty()) {
      json.begin_array("ranges");
      for (const DerivedRange& range : rule.ranges) {
        json.begin_object();
        if (!range.below.empty()) json.json("below", range.below);
        json.text("is", range.value);
        json.end_object();
      }
      json.end_array();
    }
    if (!rule.words.empty()) {
      json.begin_object("words");
      for (const auto& [word, value] : rule.words) json.text(word, value);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array();
}

std::string sign_text(char sign) { return std::string(1, sign); }

}  // namespace

bool read_sign(std::string_view text, std::string_view allowed, char& sign) {
  if (text == "tab" || text == "\\t") text = "\t";
  if (text == "\xE2\x80\x99") text = "'";
  if (text == "\xC2\xA0" || text == "space" || text == "blank") text = " ";
  if (text.size() != 1 || allowed.find(text[0]) == std::string_view::npos) return false;
  sign = text[0];
  return true;
}

ExitCode apply_mapping(const Session& session, const std::string& path, BatchOptions& batch) {
  constexpr std::size_t most = std::size_t{1} << 20;
  const base::ReadResult read = base::read_file(path, most);
  if (!read.error.empty()) {
    session.messages.error("E0501", read.error, "", path);
    return ExitCode::io;
  }
  const std::vector<Problem> problems = MappingReader(path, batch).read(read.bytes);
  session.messages.errors(problems);
  return problems.empty() ? ExitCode::done : ExitCode::bad_input;
}

bool is_derived_from(const BatchOptions& batch, const std::string& header) {
  return std::any_of(batch.derive.begin(), batch.derive.end(), [&](const Derivation& rule) {
    return std::any_of(rule.from.begin(), rule.from.end(), [&](const std::string& from) {
      return base::fold(from) == base::fold(header);
    });
  });
}

std::string mapping_json(const BatchOptions& batch, const BatchSurvey& survey) {
  std::string out;
  json::Writer json(out, json::Layout::pretty);
  json.begin_object();
  json.text("schema", schema_name);
  if (batch.header_row != 0) json.count("header_row", batch.header_row);
  if (!batch.sheet.empty()) json.text("sheet", batch.sheet);
  if (batch.encoding != "auto") json.text("encoding", batch.encoding);
  if (batch.delimiter != 0) json.text("delimiter", sign_text(batch.delimiter));
  if (batch.decimal != 0) json.text("decimal", sign_text(batch.decimal));
  if (batch.thousands != 0) json.text("thousands", sign_text(batch.thousands));
  if (!batch.skip_where.empty()) {
    json.begin_array("skip_where");
    for (const auto& [column, value] : batch.skip_where) {
      json.begin_object();
      json.text("column", column);
      json.text("value", value);
      json.end_object();
    }
    json.end_array();
  }
  if (!batch.id_column.empty()) json.text("id", batch.id_column);
  json.begin_object("map");
  for (const auto& [header, target] : batch.map) json.text(header, target);
  json.end_object();
  const auto list = [&](std::string_view key, const std::vector<std::string>& texts) {
    if (texts.empty()) return;
    json.begin_array(key);
    for (const std::string& text : texts) json.string(text);
    json.end_array();
  };
  list("ignore", batch.ignore);
  list("unknown", batch.unknown);
  write_derivations(json, batch.derive);
  // By column; null where somebody has to say what the word means.
  std::map<std::string, std::map<std::string, std::string>> values;
  for (const OwnValue& own : batch.values) values[own.column][own.word] = own.value;
  for (const StrangeValue& strange : survey.strange) {
    // What its rules make of a word is theirs to say.
    if (is_derived_from(batch, strange.column)) continue;
    values[strange.column].emplace(strange.value, "\n");
  }
  json.begin_object("values");
  for (const auto& [column, words] : values) {
    json.begin_object(column);
    for (const auto& [word, value] : words) {
      if (value == "\n") {
        json.text_or_null(word, "");
      } else {
        json.text(word, value);
      }
    }
    json.end_object();
  }
  json.end_object();
  json.end_object();
  return out + "\n";
}

}  // namespace sourcing::cli
