// SPDX-License-Identifier: Apache-2.0
#include "export/js/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sourcing/task.hpp>
#include <sourcing/version.hpp>
#include <vector>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/json_writer.hpp"

namespace sourcing::js {

namespace {

// Ten-thousandths as a JSON number.
std::string decimal4(std::int64_t value) {
  std::string text = fmt::format("{}.{:04}", value / 10'000, value % 10'000);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

class Tables {
 public:
  Tables(const engine::Program& program, std::string_view language, std::string& out)
      : program_(program),
        language_(engine::find_language(program, language)),
        json_(out, json::Layout::pretty) {}

  void write() {
    json_.begin_object();
    json_.text("tool", version());
    json_.text("id", program_.id);
    json_.text("version", program_.version);
    json_.text("sha256", program_.sha256);
    json_.text("language", program_.languages[language_]);
    text("title", program_.title);
    number("threshold", program_.threshold);
    number("band", program_.hybrid_band);
    number("location_band", program_.location_band);
    json_.begin_array("fields");
    for (const std::string_view field : task_fields) json_.string(field);
    json_.end_array();
    json_.begin_object("phrases");
    json_.text("neutral", engine::phrase(program_, "reason.neutral", language_));
    json_.text("base", engine::phrase(program_, "reason.base", language_));
    text("no_location", program_.no_location);
    json_.end_object();
    names();
    json_.begin_array("criteria");
    for (const engine::Criterion& criterion : program_.criteria) write_criterion(criterion);
    json_.end_array();
    json_.begin_array("axes");
    for (std::size_t a = 0; a < axis_count; ++a) axis(a);
    json_.end_array();
    json_.begin_array("rules");
    for (const engine::Rule& each : program_.rules) rule(each);
    json_.end_array();
    activities();
    json_.end_object();
  }

 private:
  void text(std::string_view key, engine::TextId id) {
    if (id != engine::no_text) json_.text(key, program_.text(id, language_));
  }
  void number(std::string_view key, std::int64_t value) {
    json_.key(key);
    json_.raw_number(fmt::format_int(value).c_str());
  }
  // On one line, as a range that was read.
  template <class Values>
  void numbers(std::string_view key, const Values& values) {
    json_.json(key, fmt::format("[{}]", fmt::join(values, ", ")));
  }

  void write_criterion(const engine::Criterion& criterion) {
    json_.begin_object();
    json_.text("id", criterion.id);
    text("label", criterion.label);
    text("question", criterion.question);
    text("unit", criterion.unit);
    json_.text("scale", name(criterion.scale));
    if (criterion.scale == Scale::level || criterion.scale == Scale::number) {
      number("minimum", criterion.minimum);
      number("maximum", criterion.maximum);
      number("step", criterion.step);
    }
    number("neutral", criterion.neutral);
    json_.begin_array("levels");
    for (const engine::Level& each : criterion.levels) level(criterion, each);
    json_.end_array();
    words(criterion);
    json_.end_object();
  }

  // An object on a line of its own: `write` gets a writer of its members.
  template <class Write>
  void line(Write write) {
    std::string text;
    json::Writer inner(text);
    inner.begin_object();
    write(inner);
    inner.end_object();
    json_.raw_number(text);
  }

  void level(const engine::Criterion& criterion, const engine::Level& level) {
    line([&](json::Writer& json) {
      json.key("at");
      json.raw_number(fmt::format_int(level.at).c_str());
      if (!level.word.empty()) json.text("word", level.word);
      if (level.text != engine::no_text) json.text("text", program_.text(level.text, language_));
      // The last band has no end.
      if (criterion.scale == Scale::bands && &level != &criterion.levels.back()) {
        json.key("to");
        json.raw_number(base::shortest2(level.to));
      }
    });
  }

  // Every word that a task may use, as it is compared, and the position it means; those that all
  // scales of a kind share stand once, under `common`.
  void words(const engine::Criterion& criterion) {
    // What machines write stands with its level already.
    std::vector<engine::Word> others;
    for (const engine::Word& word : criterion.words) {
      const auto same = [&](const engine::Level& level) {
        return level.at == word.at && base::fold_close(level.word) == word.folded;
      };
      if (std::none_of(criterion.levels.begin(), criterion.levels.end(), same)) {
        others.push_back(word);
      }
    }
    json_.key("words");
    named(others, [](const engine::Word& word) { return word.at; });
    if (criterion.common_words.empty()) return;
    json_.text("common", kind_of(criterion));
  }

  static std::string_view kind_of(const engine::Criterion& criterion) {
    return criterion.scale == Scale::boolean ? "truth" : "levels";
  }

  template <class Names, class Number>
  void named(const Names& names, Number number_of) {
    line([&](json::Writer& json) {
      for (const auto& each : names) {
        json.key(each.folded);
        json.raw_number(fmt::format_int(number_of(each)).c_str());
      }
    });
  }

  void names() {
    json_.begin_object("common");
    for (const std::string_view kind : {"levels", "truth"}) {
      for (const engine::Criterion& each : program_.criteria) {
        if (each.common_words.empty() || kind_of(each) != kind) continue;
        json_.key(kind);
        named(each.common_words, [](const engine::Word& word) { return word.at; });
        break;
      }
    }
    json_.end_object();
    json_.begin_object("names");
    const auto index = [](const engine::Name& name) { return name.index; };
    json_.key("criteria");
    named(program_.criterion_names, index);
    json_.key("activities");
    named(program_.activity_names, index);
    json_.end_object();
  }

  void axis(std::size_t a) {
    const engine::ScoreAxis& axis = program_.axes[a];
    json_.begin_object();
    json_.text("name", name(static_cast<Axis>(a)));
    text("label", axis.label);
    json_.begin_array("weights");
    for (const engine::Weight& each : axis.weights) weight(each);
    json_.end_array();
    json_.end_object();
  }

  void weight(const engine::Weight& weight) {
    line([&](json::Writer& json) {
      json.text("criterion", program_.criteria[weight.criterion].id);
      json.key("weight");
      json.raw_number(decimal4(weight.relative));
      if (weight.direction == 0) {
        json.json("steps", fmt::format("[{}]", fmt::join(weight.steps, ",")));
      } else {
        json.text("toward", weight.direction > 0 ? "high" : "low");
      }
      if (weight.for_text != engine::no_text) {
        json.text("for", program_.text(weight.for_text, language_));
      }
      if (weight.against_text != engine::no_text) {
        json.text("against", program_.text(weight.against_text, language_));
      }
    });
  }

  void rule(const engine::Rule& rule) {
    json_.begin_object();
    json_.text("id", rule.id);
    json_.flag("gate", rule.gate);
    text("label", rule.label);
    text("because", rule.because);
    text("lifted_by", rule.lifted_by);
    std::string when;
    condition(program_.nodes[rule.condition], when);
    json_.json("when", when);
    // What is folded into the points comes from what is neutralised: the module folds it again.
    std::array<int, axis_count> points{};
    bool moves = false;
    for (std::size_t a = 0; a < axis_count; ++a) {
      points[a] = rule.points[a] - rule.folded[a];
      moves = moves || points[a] != 0;
    }
    if (moves) numbers("points", points);
    if (!rule.neutralised.empty()) {
      json_.begin_array("neutralises");
      for (const engine::Neutralised& each : rule.neutralised) {
        json_.string(program_.criteria[each.criterion].id);
      }
      json_.end_array();
    }
    if (rule.excluded != 0) {
      json_.begin_array("excludes");
      for (std::size_t l = 0; l < location_count; ++l) {
        if (((rule.excluded >> l) & 1U) != 0) json_.string(name(static_cast<Location>(l)));
      }
      json_.end_array();
    }
    if (rule.disposition != engine::no_disposition) {
      json_.text("disposition", name(static_cast<Disposition>(rule.disposition)));
    }
    json_.end_object();
  }

  void condition(const engine::Node& node, std::string& out) const {
    if (node.kind == engine::NodeKind::atom) {
      const engine::Atom& atom = program_.atoms[node.first];
      out += R"({"criterion": )";
      json::append_quoted(out, program_.criteria[atom.criterion].id);
      out += fmt::format(R"(, "from": {}, "to": {}}})", atom.low, atom.high);
      return;
    }
    const bool negated = node.kind == engine::NodeKind::not_;
    out += negated                              ? R"({"not": )"
           : node.kind == engine::NodeKind::all ? R"({"all": [)"
                                                : R"({"any": [)";
    bool first = true;
    for (const engine::Node& child : program_.nodes.subspan(node.first, node.count)) {
      if (!first) out += ", ";
      first = false;
      condition(child, out);
    }
    out += negated ? "}" : "]}";
  }

  // A profile is a range for each criterion in model order, up to the last that it says.
  void activities() {
    json_.begin_object("activities");
    for (const engine::Activity& activity : program_.activities) {
      std::vector<std::string_view> shown;
      for (const engine::ProfileEntry& entry : activity.profile) {
        if (shown.size() <= entry.criterion) shown.resize(entry.criterion + 1U, "null");
        shown[entry.criterion] = entry.shown;
      }
      json_.json(activity.id, fmt::format("[{}]", fmt::join(shown, ",")));
    }
    json_.end_object();
  }

  const engine::Program& program_;
  std::size_t language_;
  json::Writer json_;
};

}  // namespace

std::string tables(const engine::Program& program, std::string_view language) {
  std::string out;
  Tables(program, language, out).write();
  // A model's text may stand in a page: nothing in it ends the element that the module is in.
  // Lines stay, their indentation does not: it is a twelfth of the tables.
  std::string safe;
  for (const char c : out) {
    if (c == ' ' && safe.ends_with('\n')) continue;
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace sourcing::js
