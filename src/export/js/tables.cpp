// SPDX-License-Identifier: Apache-2.0
#include "export/js/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sourcing/task.hpp>
#include <sourcing/version.hpp>
#include <span>
#include <vector>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/json.hpp"
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

// What repeats is left out or stands by its place alone: `unpack` in data/export/tables.mjs gives
// each part its name again, and says what stands where.
class Tables {
 public:
  Tables(const engine::Program& program, std::string_view language, std::string& out)
      : program_(program), language_(engine::find_language(program, language)), out_(out) {}

  void write() {
    out_ += "{\n";
    out_ += members([&](json::Writer& json) { model(json); });
    names();
    list("criteria", program_.criteria, [&](const auto& each) { criterion(each); });
    std::size_t a = 0;
    list("axes", program_.axes, [&](const auto& each) { axis(static_cast<Axis>(a++), each); });
    list("rules", program_.rules, [&](const auto& each) { rule(each); });
    list("activities", program_.activities, [&](const auto& each) { activity(each); });
    out_ += "\n}";
  }

 private:
  [[nodiscard]] std::string_view said(engine::TextId id) const {
    return id == engine::no_text ? std::string_view{} : program_.text(id, language_);
  }
  void text(json::Writer& json, std::string_view key, engine::TextId id) const {
    if (id != engine::no_text) json.text(key, said(id));
  }
  static void number(json::Writer& json, std::string_view key, std::int64_t value) {
    json.key(key);
    json.raw_number(fmt::format_int(value).c_str());
  }

  // The members of an object, without its braces.
  template <class Write>
  static std::string members(Write write) {
    std::string text;
    json::Writer json(text);
    json.begin_object();
    write(json);
    json.end_object();
    return text.substr(1, text.size() - 2);
  }
  // An array on a line of its own.
  template <class Write>
  void line(Write write) {
    json::Writer json(out_);
    json.begin_array();
    write(json);
    json.end_array();
  }
  // An array of entries, each on a line of its own or more.
  template <class Entries, class Write>
  void list(std::string_view key, const Entries& entries, Write write) {
    out_ += fmt::format(",\n\"{}\":[", key);
    bool first = true;
    for (const auto& each : entries) {
      out_ += first ? "\n" : ",\n";
      first = false;
      write(each);
    }
    out_ += ']';
  }

  void model(json::Writer& json) const {
    json.text("tool", version());
    json.text("id", program_.id);
    json.text("version", program_.version);
    json.text("sha256", program_.sha256);
    json.text("language", program_.languages[language_]);
    text(json, "title", program_.title);
    number(json, "threshold", program_.threshold);
    number(json, "band", program_.hybrid_band);
    number(json, "location_band", program_.location_band);
    json.begin_array("fields");
    for (const std::string_view field : task_fields) json.string(field);
    json.end_array();
    json.begin_object("phrases");
    json.text("neutral", engine::phrase(program_, "reason.neutral", language_));
    json.text("base", engine::phrase(program_, "reason.base", language_));
    text(json, "no_location", program_.no_location);
    json.end_object();
  }

  // The words that scales of a kind share.
  void names() {
    out_ += ",\n\"common\":{";
    bool first = true;
    for (const bool truth : {false, true}) {
      for (const engine::Criterion& each : program_.criteria) {
        if (each.common_words.empty() || (each.scale == Scale::boolean) != truth) continue;
        out_ += fmt::format("{}\n\"{}\":{{{}}}", first ? "" : ",", truth ? "truth" : "levels",
                            members([&](json::Writer& json) {
                              for (const engine::Word& word : each.common_words) {
                                number(json, word.folded, word.at);
                              }
                            }));
        first = false;
        break;
      }
    }
    out_ += '}';
  }

  // What something is called besides what its id and label say, as names are compared.
  static std::string others(std::span<const engine::Name> names, std::size_t index,
                            std::string_view id, std::string_view label) {
    std::string out;
    for (const engine::Name& name : names) {
      if (name.index != index || name.folded == base::fold_close(id) ||
          name.folded == base::fold_close(label)) {
        continue;
      }
      out += fmt::format("{}{}", out.empty() ? "" : " ", name.folded);
    }
    return out;
  }

  void criterion(const engine::Criterion& criterion) {
    const auto index = static_cast<std::size_t>(&criterion - program_.criteria.data());
    out_ += '{';
    out_ += members([&](json::Writer& json) {
      json.text("id", criterion.id);
      text(json, "label", criterion.label);
      const std::string also =
          others(program_.criterion_names, index, criterion.id, said(criterion.label));
      if (!also.empty()) json.text("also", also);
      text(json, "question", criterion.question);
      text(json, "unit", criterion.unit);
      if (criterion.scale != Scale::level) json.text("scale", name(criterion.scale));
      if (criterion.scale == Scale::level || criterion.scale == Scale::number)
        grid(json, criterion);
      number(json, "neutral", criterion.neutral);
    });
    list("levels", criterion.levels, [&](const auto& each) { level(criterion, each); });
    out_ += '}';
  }

  // Most scales are levels from 1 to 5 in hundredths: that goes without saying.
  static void grid(json::Writer& json, const engine::Criterion& criterion) {
    constexpr std::int64_t usual_minimum = 100, usual_maximum = 500;
    if (criterion.scale == Scale::level && criterion.minimum == usual_minimum &&
        criterion.maximum == usual_maximum && criterion.step == 1) {
      return;
    }
    number(json, "minimum", criterion.minimum);
    number(json, "maximum", criterion.maximum);
    number(json, "step", criterion.step);
  }

  // Whether the levels stand at equal distances over the whole scale: then their positions go
  // without saying.
  static bool evenly_placed(const engine::Criterion& criterion) {
    const std::size_t gaps = criterion.levels.size() - 1;
    for (std::size_t i = 0; i < criterion.levels.size(); ++i) {
      if (gaps == 0 || criterion.levels[i].at * gaps != i * criterion.last) return false;
    }
    return true;
  }

  // Position, unless they are even, word, text, the other words that mean it as they are compared,
  // and of a band its end.
  void level(const engine::Criterion& criterion, const engine::Level& level) {
    std::string others;
    for (const engine::Word& word : criterion.words) {
      if (word.at != level.at || word.folded == base::fold_close(level.word)) continue;
      others += fmt::format("{}{}", others.empty() ? "" : " ", word.folded);
    }
    line([&](json::Writer& json) {
      if (!evenly_placed(criterion)) json.raw_number(fmt::format_int(level.at).c_str());
      json.string(level.word);
      json.string(said(level.text));
      // The last band has no end.
      const bool ends = criterion.scale == Scale::bands && &level != &criterion.levels.back();
      if (!others.empty() || ends) json.string(others);
      if (ends) json.raw_number(base::shortest2(level.to));
    });
  }

  void axis(Axis which, const engine::ScoreAxis& axis) {
    out_ += '{';
    out_ += members([&](json::Writer& json) {
      json.text("name", name(which));
      text(json, "label", axis.label);
    });
    list("weights", axis.weights, [&](const auto& each) { weight(each); });
    out_ += '}';
  }

  // Criterion, weight, the end that it speaks for or the steps of its positions, what is said for
  // and against.
  void weight(const engine::Weight& weight) {
    line([&](json::Writer& json) {
      json.string(program_.criteria[weight.criterion].id);
      json.raw_number(decimal4(weight.relative));
      if (weight.direction == 0) {
        json.raw_number(fmt::format("[{}]", fmt::join(weight.steps, ",")));
      } else {
        json.string(weight.direction > 0 ? "high" : "low");
      }
      json.string(said(weight.for_text));
      json.string(said(weight.against_text));
    });
  }

  void rule(const engine::Rule& rule) {
    std::string when;
    condition(program_.nodes[rule.condition], when);
    // What is folded into the points comes from what is neutralised: the module folds it again.
    std::array<int, axis_count> points{};
    bool moves = false;
    for (std::size_t a = 0; a < axis_count; ++a) {
      points[a] = rule.points[a] - rule.folded[a];
      moves = moves || points[a] != 0;
    }
    out_ += '{';
    out_ += members([&](json::Writer& json) {
      json.text("id", rule.id);
      if (rule.gate) json.flag("gate", true);
      text(json, "label", rule.label);
      text(json, "because", rule.because);
      text(json, "lifted_by", rule.lifted_by);
      json.json("when", when);
      if (moves) json.json("points", fmt::format("[{}]", fmt::join(points, ",")));
      effects(json, rule);
    });
    out_ += '}';
  }

  void effects(json::Writer& json, const engine::Rule& rule) const {
    if (!rule.neutralised.empty()) {
      json.begin_array("neutralises");
      for (const engine::Neutralised& each : rule.neutralised) {
        json.string(program_.criteria[each.criterion].id);
      }
      json.end_array();
    }
    if (rule.excluded != 0) {
      json.begin_array("excludes");
      for (std::size_t l = 0; l < location_count; ++l) {
        if (((rule.excluded >> l) & 1U) != 0) json.string(name(static_cast<Location>(l)));
      }
      json.end_array();
    }
    if (rule.disposition != engine::no_disposition) {
      json.text("disposition", name(static_cast<Disposition>(rule.disposition)));
    }
  }

  void condition(const engine::Node& node, std::string& out) const {
    if (node.kind == engine::NodeKind::atom) {
      const engine::Atom& atom = program_.atoms[node.first];
      out += '[';
      json::append_quoted(out, program_.criteria[atom.criterion].id);
      out += fmt::format(",{},{}]", atom.low, atom.high);
      return;
    }
    const bool negated = node.kind == engine::NodeKind::not_;
    out += negated                              ? R"({"not":)"
           : node.kind == engine::NodeKind::all ? R"({"all":[)"
                                                : R"({"any":[)";
    bool first = true;
    for (const engine::Node& child : program_.nodes.subspan(node.first, node.count)) {
      if (!first) out += ',';
      first = false;
      condition(child, out);
    }
    out += negated ? "}" : "]}";
  }

  // Its id, its profile, its other names; false where its id is a name that something else has too.
  void activity(const engine::Activity& activity) {
    const auto index = static_cast<std::size_t>(&activity - program_.activities.data());
    const auto names = program_.activity_names;
    const bool own = std::any_of(names.begin(), names.end(), [&](const engine::Name& name) {
      return name.index == index && name.folded == base::fold_close(activity.id);
    });
    const std::string also = others(names, index, activity.id, {});
    line([&](json::Writer& json) {
      json.string(activity.id);
      json.string(profile(activity));
      if (!also.empty() || !own) json.string(also);
      if (!own) json.boolean(false);
    });
  }

  // A range for each criterion in model order, up to the last that it says: two digits where both
  // ends have one, a point for unknown, all else in brackets: `2433.[5000:6000][#0:#2]`. A word is
  // the number of its level, from 0.
  [[nodiscard]] std::string profile(const engine::Activity& activity) const {
    std::vector<std::string> values;
    for (const engine::ProfileEntry& entry : activity.profile) {
      if (values.size() <= entry.criterion) values.resize(entry.criterion + 1U, ".");
      const json::ParseResult shown = json::parse(entry.shown, "");
      const engine::Criterion& criterion = program_.criteria[entry.criterion];
      const bool range = shown.root.kind == json::Kind::array;
      const std::string low =
          profile_value(criterion, range ? shown.root.items.front() : shown.root);
      const std::string high = range ? profile_value(criterion, shown.root.items.back()) : low;
      const bool digits = low.size() == 1 && high.size() == 1 && range == (low != high);
      values[entry.criterion] = digits  ? low + high
                                : range ? fmt::format("[{}:{}]", low, high)
                                        : fmt::format("[{}]", low);
    }
    return fmt::format("{}", fmt::join(values, ""));
  }

  static std::string profile_value(const engine::Criterion& criterion, const json::Value& value) {
    if (value.kind == json::Kind::boolean) return value.boolean ? "#1" : "#0";
    if (value.kind == json::Kind::number) return value.text;
    const auto level = std::find_if(criterion.levels.begin(), criterion.levels.end(),
                                    [&](const auto& each) { return each.word == value.text; });
    return level == criterion.levels.end() ? value.text
                                           : fmt::format("#{}", level - criterion.levels.begin());
  }

  const engine::Program& program_;
  std::size_t language_;
  std::string& out_;
};

}  // namespace

std::string tables(const engine::Program& program, std::string_view language) {
  std::string out;
  Tables(program, language, out).write();
  // A model's text may stand in a page: nothing in it ends the element that the module is in.
  std::string safe;
  for (const char c : out) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace sourcing::js
