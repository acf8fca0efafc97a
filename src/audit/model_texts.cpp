// SPDX-License-Identifier: Apache-2.0
// The document is gone through as it is written, not as it is compiled: what comes back from a
// translator is put where it belongs, and every other byte of the file stays.
#include "audit/model_texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <sourcing/engine.hpp>
#include <utility>

#include "audit/json_edit.hpp"
#include "base/escape.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "engine/program.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::audit {

namespace {

constexpr std::string_view phrase_prefix = "phrases/";
constexpr std::string_view synonym_break = "; ";

// A place of a text in a document: the object that holds it, which may lack it so far.
struct Spot {
  std::string place;
  const json::Value* holder = nullptr;  ///< an object; null: there are no phrases yet
  std::string key;
  bool list = false;  ///< of words, as synonyms are

  [[nodiscard]] const json::Value* text() const {
    return holder == nullptr ? nullptr : holder->find(key);
  }
};

// Keys under which an object is a text.
constexpr std::array<std::string_view, 16> text_keys = {
    "title",     "label",      "question", "unit",      "text",  "low",    "high",
    "for",       "against",    "because",  "lifted_by", "names", "retain", "automate_first",
    "outsource", "no_location"};

bool is_text(const json::Member& member) {
  return member.value.kind == json::Kind::object &&
         std::find(text_keys.begin(), text_keys.end(), member.key) != text_keys.end();
}

class Spots {
 public:
  explicit Spots(const json::Value& root) : root_(root) {
    object(root, "");
    const json::Value* own = root.find("phrases");
    for (const engine::Phrase& phrase : engine::embedded_program.phrases) {
      found_.push_back(
          {fmt::format("{}{}", phrase_prefix, phrase.key), own, std::string(phrase.key), false});
    }
  }

  std::vector<Spot> take() { return std::move(found_); }

 private:
  // What an element of a list is called: its id, else its number.
  static std::string name_of(const json::Value& element, std::size_t index) {
    for (const std::string_view key : {"id", "criterion", "word", "at"}) {
      const json::Value* name = element.find(key);
      if (name != nullptr && !name->text.empty()) return name->text;
    }
    return fmt::format("{}", index);
  }

  void object(const json::Value& value, const std::string& place) {
    for (const json::Member& member : value.members) {
      const bool texts_apart = &value == &root_ && member.key == "phrases";
      if (texts_apart || member.key.starts_with("x_") || member.key == "profile" ||
          member.key == "when" || member.key == "words" || member.key == "synonyms") {
        continue;
      }
      const std::string inner = place.empty() ? member.key : place + '/' + member.key;
      if (is_text(member)) {
        found_.push_back({inner, &value, member.key, false});
      } else if (member.value.kind == json::Kind::object) {
        object(member.value, inner);
      }
      for (std::size_t i = 0; i < member.value.items.size(); ++i) {
        const json::Value& item = member.value.items[i];
        if (item.kind == json::Kind::object) object(item, inner + '/' + name_of(item, i));
      }
    }
    if (value.find("word") != nullptr) found_.push_back({place + "/words", &value, "words", false});
    if (value.find("profile") != nullptr && value.find("names") != nullptr) {
      found_.push_back({place + "/synonyms", &value, "synonyms", true});
    }
  }

  const json::Value& root_;
  std::vector<Spot> found_;
};

std::vector<std::string> languages_of(const json::Value& root) {
  std::vector<std::string> languages;
  const json::Value* list = root.find("languages");
  if (list == nullptr) return languages;
  for (const json::Value& item : list->items) languages.push_back(item.text);
  return languages;
}

// What is said at a place of the document itself.
std::string written(const Spot& spot, const std::string& language) {
  const json::Value* text = spot.text();
  const json::Value* one = text == nullptr ? nullptr : text->find(language);
  if (one == nullptr) return {};
  if (!spot.list) return one->text;
  std::string words;
  for (const json::Value& item : one->items) {
    if (!words.empty()) words += synonym_break;
    words += item.text;
  }
  return words;
}

// The same, or what is said for want of it in the language's own words.
std::string said(const Spot& spot, const std::vector<std::string>& languages,
                 std::size_t language) {
  std::string text = written(spot, languages[language]);
  if (!text.empty()) return text;
  if (spot.place.starts_with(phrase_prefix)) {
    const engine::Program& program = engine::embedded_program;
    const auto known =
        std::find(program.languages.begin(), program.languages.end(), languages[language]);
    if (known == program.languages.end()) return {};
    const std::string_view key = std::string_view(spot.place).substr(phrase_prefix.size());
    return std::string(
        engine::phrase(program, key, static_cast<std::size_t>(known - program.languages.begin())));
  }
  if (spot.key == "words" && language == 0) {
    text = spot.holder->find("word")->text;
    std::replace(text.begin(), text.end(), '_', ' ');
  }
  return text;
}

// A cell as a spreadsheet is given it: what it could take for a formula is marked.
std::string marked(const std::string& text) {
  std::string cell, scratch;
  base::append_csv_field(cell, text, ',', true);
  return std::string(input::unquote(cell, scratch));
}

std::string json_of(const std::string& text, bool list) {
  std::string out;
  if (!list) {
    json::append_quoted(out, text);
    return out;
  }
  out = "[";
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string_view word = base::trim(std::string_view(text).substr(at, end - at));
    if (!word.empty()) {
      if (out.size() > 1) out += ", ";
      json::append_quoted(out, word);
    }
    at = end + 1;
  }
  return out + "]";
}

using Said = std::vector<std::pair<std::string, std::string>>;  // language, text

// Puts changed texts into the document's bytes.
class Putting {
 public:
  Putting(std::string_view bytes, const json::Value& root) : root_(root), edit_(bytes) {}

  void put(const Spot& spot, const Said& said) {
    if (const json::Value* text = spot.text()) {
      for (const auto& [language, sentence] : said) {
        edit_.set(*text, language, json_of(sentence, spot.list));
      }
    } else if (spot.place.starts_with(phrase_prefix)) {
      new_phrases_.emplace_back(spot.key, object(spot, said));
    } else {
      edit_.set(*spot.holder, spot.key, object(spot, said));
    }
  }

  std::string finish(const std::vector<std::string>& added) {
    for (const std::string& language : added)
      edit_.append(*root_.find("languages"), quoted(language));
    phrases();
    return edit_.finish();
  }

 private:
  static std::string quoted(std::string_view text) {
    std::string out;
    json::append_quoted(out, text);
    return out;
  }

  static std::string object(const Spot& spot, const Said& said) {
    std::string out = "{";
    for (const auto& [language, sentence] : said) {
      fmt::format_to(std::back_inserter(out), "{}{}: {}", out.size() > 1 ? ", " : "",
                     quoted(language), json_of(sentence, spot.list));
    }
    return out + "}";
  }

  void phrases() {
    const json::Value* own = root_.find("phrases");
    if (own != nullptr && !own->members.empty()) {
      for (const auto& [key, text] : new_phrases_) edit_.set(*own, key, text);
      return;
    }
    if (new_phrases_.empty()) return;
    std::string all = "{";
    for (const auto& [key, text] : new_phrases_) {
      fmt::format_to(std::back_inserter(all), "{}\n    {}: {}", all.size() > 1 ? "," : "",
                     quoted(key), text);
    }
    edit_.set(root_, "phrases", all + "\n  }");
  }

  const json::Value& root_;
  JsonEdit edit_;
  Said new_phrases_;  // key, object
};

Problem problem(std::string_view source, std::string_view code, std::string message,
                std::string hint, std::uint64_t line) {
  return Problem{
      std::string(code), std::move(message), std::move(hint), std::string(source), line, 0, ""};
}

Result<TextTable> read_phrases(std::string_view bytes, std::string_view source) {
  const json::ParseResult parsed = json::parse(bytes, source);
  if (!parsed.ok()) return parsed.problems;
  TextTable table;
  for (const json::Member& phrase : parsed.root.members) {
    if (phrase.key == "$schema" || phrase.key.starts_with("x_")) continue;
    PlacedText& text = table.texts.emplace_back();
    text.place = fmt::format("{}{}", phrase_prefix, phrase.key);
    for (const json::Member& one : phrase.value.members) {
      if (one.value.kind != json::Kind::string) continue;
      auto at = std::find(table.languages.begin(), table.languages.end(), one.key);
      if (at == table.languages.end()) at = table.languages.insert(at, one.key);
      text.said.resize(table.languages.size());
      text.said[static_cast<std::size_t>(at - table.languages.begin())] = one.value.text;
    }
  }
  for (PlacedText& text : table.texts) text.said.resize(table.languages.size());
  return table;
}

struct Record {
  std::string_view text;
  std::uint64_t line = 0;
};

std::vector<Record> records_of(std::string_view bytes) {
  std::vector<Record> records;
  input::Quotes quotes(input::common_delimiters);
  std::uint64_t line = 1, first = 1;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= bytes.size(); ++at) {
    const bool line_end = at == bytes.size() || bytes[at] == '\n';
    if (line_end && (at == bytes.size() || !quotes.inside())) {
      std::string_view record = bytes.substr(begin, at - begin);
      if (record.ends_with('\r')) record.remove_suffix(1);
      if (!record.empty()) records.push_back({record, first});
      begin = at + 1;
      first = line + 1;
      quotes = input::Quotes(input::common_delimiters);
    } else if (at < bytes.size()) {
      quotes.pass(bytes[at]);
    }
    if (line_end) ++line;
  }
  return records;
}

bool is_place(const void*, std::string_view name) { return input::fold_name(name) == "place"; }

}  // namespace

TextTable texts_of(std::string_view json) {
  const json::ParseResult parsed = json::parse(json, "");
  TextTable table;
  table.languages = languages_of(parsed.root);
  for (const Spot& spot : Spots(parsed.root).take()) {
    PlacedText& text = table.texts.emplace_back();
    text.place = spot.place;
    for (std::size_t l = 0; l < table.languages.size(); ++l) {
      text.said.push_back(said(spot, table.languages, l));
    }
  }
  return table;
}

Result<TextTable> read_texts(std::string_view bytes, std::string_view source) {
  if (base::trim(bytes).starts_with('{')) return read_phrases(bytes, source);
  const std::vector<Record> records = records_of(bytes);
  if (records.empty()) return std::vector{problem(source, "E0201", "it is empty", "", 0)};
  const char delimiter = input::detect_delimiter(records.front().text, is_place, nullptr);
  const std::vector<std::string> header = input::split_record(records.front().text, delimiter);
  const auto place = static_cast<std::size_t>(
      std::find_if(header.begin(), header.end(),
                   [](const std::string& name) { return is_place(nullptr, name); }) -
      header.begin());
  if (place == header.size()) {
    return std::vector{problem(source, "E0401", "there is no column `place`",
                               "`sourcing model texts` writes the table that is read", 1)};
  }
  TextTable table;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (i != place) table.languages.push_back(base::ascii_lower(base::trim(header[i])));
  }
  std::vector<Problem> problems;
  for (std::size_t r = 1; r < records.size(); ++r) {
    std::vector<std::string> cells = input::split_record(records[r].text, delimiter);
    if (cells.size() != header.size()) {
      problems.push_back(
          problem(source, "E0202",
                  fmt::format("{} cells, but the header has {}", cells.size(), header.size()), "",
                  records[r].line));
      continue;
    }
    PlacedText& text = table.texts.emplace_back();
    text.place = cells[place];
    cells.erase(cells.begin() + static_cast<std::ptrdiff_t>(place));
    text.said = std::move(cells);
  }
  if (!problems.empty()) return problems;
  return table;
}

Result<std::string> with_texts(std::string_view json, const TextTable& texts,
                               std::string_view source) {
  const json::ParseResult parsed = json::parse(json, source);
  if (!parsed.ok()) return parsed.problems;
  const std::vector<std::string> languages = languages_of(parsed.root);
  const std::vector<Spot> spots = Spots(parsed.root).take();
  std::vector<std::string_view> places;
  for (const Spot& spot : spots) places.emplace_back(spot.place);
  std::vector<std::string> added;
  std::vector<Problem> problems;
  Putting putting(json, parsed.root);
  for (const PlacedText& text : texts.texts) {
    const auto at = std::find(places.begin(), places.end(), text.place);
    if (at == places.end()) {
      const std::string near = base::nearest(text.place, places);
      problems.push_back(problem(source, "E0402",
                                 fmt::format("there is no text at `{}`", base::excerpt(text.place)),
                                 near.empty() ? "" : fmt::format("did you mean `{}`?", near), 0));
      continue;
    }
    const Spot& spot = spots[static_cast<std::size_t>(at - places.begin())];
    Said changed;
    for (std::size_t l = 0; l < texts.languages.size(); ++l) {
      const std::string& language = texts.languages[l];
      std::string cell(base::trim(text.said[l]));
      if (cell.empty()) continue;
      const auto known = std::find(languages.begin(), languages.end(), language);
      const bool fresh = known == languages.end();
      const std::string now =
          fresh ? std::string()
                : said(spot, languages, static_cast<std::size_t>(known - languages.begin()));
      if (cell == now || cell == marked(now)) continue;
      if (cell.size() > 1 && marked(cell.substr(1)) == cell) cell.erase(0, 1);
      changed.emplace_back(language, std::move(cell));
      if (fresh && std::find(added.begin(), added.end(), language) == added.end()) {
        added.push_back(language);
      }
    }
    if (!changed.empty()) putting.put(spot, changed);
  }
  if (!problems.empty()) return problems;
  return putting.finish(added);
}

}  // namespace sourcing::audit
