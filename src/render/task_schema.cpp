// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sourcing/schema.hpp>
#include <sourcing/task.hpp>
#include <vector>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "engine/program.hpp"
#include "render/embedded_schemas.hpp"

namespace sourcing {

namespace {

class TaskSchema {
 public:
  TaskSchema(const engine::Program& program, std::string_view language, std::string& out)
      : program_(program),
        language_(engine::find_language(program, language)),
        json_(out, json::Layout::pretty) {}

  void write() {
    json_.begin_object();
    json_.text("$schema", "https://json-schema.org/draft/2020-12/schema");
    std::string id = "urn:sourcing:task:";
    id += program_.id;
    id += ':';
    id += program_.version;
    json_.text("$id", id);
    json_.text("title", program_.text(program_.title, language_));
    json_.text(
        "description",
        "A task for `sourcing classify`. Every criterion is optional; null or nothing is unknown. "
        "Numbers have at most two decimals, and the lower "
        "end of a range comes first, which this schema cannot say.");
    json_.text("type", "object");
    json_.begin_object("properties");
    nullable_text("$schema", "Where this schema is, for editors.");
    nullable_text("id", "A short name that the output repeats.");
    nullable_text("name", "What people call it.");
    activity();
    fields();
    for (const engine::Criterion& each : program_.criteria) criterion(each);
    json_.end_object();
    json_.begin_object("patternProperties");
    json_.flag("^x_", true);
    json_.end_object();
    no_others();
    json_.end_object();
  }

 private:
  void no_others() { json_.flag("additionalProperties", false); }

  void text_or_null_type() {
    json_.begin_array("type");
    json_.string("string");
    json_.string("null");
    json_.end_array();
  }

  void nullable_text(std::string_view key, std::string_view description) {
    json_.begin_object(key);
    json_.text("description", description);
    // What stands in `$schema` is never looked at.
    if (key != "$schema") text_or_null_type();
    json_.end_object();
  }

  // What travels. Anything goes: a value that makes no sense is told by the commands that use it.
  void fields() {
    for (const std::string_view name : task_fields) {
      if (engine::find_criterion(program_, name) < program_.criteria.size()) continue;
      json_.begin_object(name);
      json_.text("description", "Travels to the outputs, and is never scored.");
      json_.end_object();
    }
  }

  void activity() {
    json_.begin_object("activity");
    std::string description =
        "An entry of the activity catalogue; its profile fills what the task "
        "does not answer, as an assumption.";
    for (const engine::Activity& each : program_.activities) {
      description += "\n";
      description += each.id;
      description += ": ";
      description += program_.text(each.names, language_);
    }
    json_.text("description", description);
    json_.begin_array("enum");
    for (const engine::Activity& each : program_.activities) json_.string(each.id);
    json_.string("");  // none, as in an empty cell
    json_.null();
    json_.end_array();
    json_.end_object();
  }

  void criterion(const engine::Criterion& criterion) {
    json_.begin_object(criterion.id);
    json_.text("title", program_.text(criterion.label, language_));
    json_.text("description", describe(criterion));
    forms(criterion, true);
    json_.end_object();
  }

  // The question, then a line for each level: editors show it where the value is typed.
  std::string describe(const engine::Criterion& criterion) const {
    std::string out(program_.text(criterion.question, language_));
    if (const auto unit = program_.text(criterion.unit, language_); !unit.empty()) {
      out += " (";
      out += unit;
      out += ')';
    }
    for (const engine::Level& level : criterion.levels) {
      out += '\n';
      if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
        out += base::shortest2(number_at(criterion, level.at));
        if (!level.word.empty()) out += ' ';
      }
      out += level.word;
      if (criterion.scale == Scale::bands) {
        out += " (";
        out += base::shortest2(level.from);
        out += "..)";
      }
      out += ": ";
      out += program_.text(level.text, language_);
    }
    return out;
  }

  // Everything that may stand for an answer; `{"value": …, "evidence": …}` only at the outside.
  void forms(const engine::Criterion& criterion, bool with_evidence) {
    json_.begin_array("anyOf");
    singles(criterion);
    json_.begin_object();
    json_.text("type", "array");
    json_.text("description", "A range, both ends included.");
    json_.json("minItems", "2");
    json_.json("maxItems", "2");
    json_.begin_object("items");
    json_.begin_array("anyOf");
    singles(criterion);
    json_.end_array();
    json_.end_object();
    json_.end_object();
    json_.begin_object();
    json_.text("type", "null");
    json_.end_object();
    if (with_evidence) evidence(criterion);
    json_.end_array();
  }

  void evidence(const engine::Criterion& criterion) {
    json_.begin_object();
    json_.text("type", "object");
    json_.begin_object("properties");
    json_.begin_object("value");
    forms(criterion, false);
    json_.end_object();
    nullable_text("evidence", "Where the value comes from; the output repeats it.");
    json_.end_object();
    json_.begin_object("patternProperties");
    json_.flag("^x_", true);
    json_.end_object();
    no_others();
    json_.begin_array("required");
    json_.string("value");
    json_.end_array();
    json_.end_object();
  }

  // The schemas of one value: a number or truth value, and the words.
  void singles(const engine::Criterion& criterion) {
    if (is_numeric(criterion.scale)) {
      const bool bands = criterion.scale == Scale::bands;
      json_.begin_object();
      json_.text("type", "number");
      json_.json("minimum", base::shortest2(bands ? 0 : criterion.minimum));
      json_.json("maximum", base::shortest2(bands ? greatest_number : criterion.maximum));
      json_.end_object();
    } else if (criterion.scale == Scale::boolean) {
      json_.begin_object();
      json_.text("type", "boolean");
      json_.end_object();
    }
    const std::vector<std::string_view> known = words(criterion);
    if (known.empty()) return;
    json_.begin_object();
    json_.begin_array("enum");
    for (const std::string_view word : known) json_.string(word);
    json_.end_array();
    json_.end_object();
  }

  static std::vector<std::string_view> words(const engine::Criterion& criterion) {
    std::vector<std::string_view> known;
    const auto add = [&](std::string_view word) {
      // Asking the reader's own function keeps the schema from promising too much.
      if (word.empty() || !place_word(criterion, word)) return;
      if (std::find(known.begin(), known.end(), word) == known.end()) known.push_back(word);
    };
    for (const engine::Level& level : criterion.levels) add(level.word);
    for (const std::string_view word : level_words) add(word);
    for (const std::string_view word : {"no", "yes"}) add(word);
    return known;
  }

  const engine::Program& program_;
  std::size_t language_;
  json::Writer json_;
};

}  // namespace

std::string task_schema(const Engine& engine, std::string_view language) {
  std::string out;
  TaskSchema(engine.program(), language, out).write();
  return out + "\n";
}

std::string_view model_schema() noexcept { return render::model_schema_json; }
std::string_view verdict_schema() noexcept { return render::verdict_schema_json; }
std::string_view whatif_schema() noexcept { return render::whatif_schema_json; }
std::string_view money_schema() noexcept { return render::money_schema_json; }
std::string_view mapping_schema() noexcept { return render::mapping_schema_json; }

std::string_view places_schema() noexcept { return render::places_schema_json; }

std::string_view locate_schema() noexcept { return render::locate_schema_json; }
std::string_view case_schema() noexcept { return render::case_schema_json; }

std::string_view record_schema() noexcept { return render::record_schema_json; }

}  // namespace sourcing
