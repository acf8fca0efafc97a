// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/explain_reason.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "cli/reference/describe_rule.hpp"
#include "cli/reference/level_text.hpp"

namespace sourcing::cli {

namespace {

constexpr std::string_view base_code = "base";

const engine::Rule* find_rule(const engine::Program& program, std::string_view id) {
  const auto found = std::find_if(program.rules.begin(), program.rules.end(),
                                  [&](const engine::Rule& rule) { return rule.id == id; });
  return found == program.rules.end() ? nullptr : &*found;
}

std::string_view toward(const engine::Weight& weight) {
  return weight.direction > 0 ? "high" : weight.direction < 0 ? "low" : "steps";
}

std::string_view toward_phrase(const engine::Weight& weight) {
  return weight.direction > 0   ? "explain.toward_high"
         : weight.direction < 0 ? "explain.toward_low"
                                : "explain.toward_steps";
}

bool reads(const engine::Program& program, std::uint32_t node_index, std::size_t criterion) {
  const engine::Node& node = program.nodes[node_index];
  if (node.kind == engine::NodeKind::atom) return program.atoms[node.first].criterion == criterion;
  for (std::uint32_t child = node.first; child < node.first + node.count; ++child) {
    if (reads(program, child, criterion)) return true;
  }
  return false;
}

std::vector<std::string_view> readers_of(const engine::Program& program, std::size_t criterion) {
  std::vector<std::string_view> ids;
  for (const engine::Rule& rule : program.rules) {
    if (reads(program, rule.condition, criterion)) ids.push_back(rule.id);
  }
  return ids;
}

class Text {
 public:
  Text(const engine::Program& program, std::size_t language, std::size_t width)
      : program_(program), language_(language), width_(width) {}

  std::string criterion(std::size_t c) {
    const engine::Criterion& criterion = program_.criteria[c];
    title(criterion.id, criterion.label);
    paragraph(say(criterion.question));
    heading("explain.levels");
    base::Table levels({{base::Align::right, 0}, {}, {}});
    for (const engine::Level& level : criterion.levels) {
      std::string text = say(level.text);
      if (level.at == criterion.neutral) text += fmt::format(" ({})", phrase("explain.neutral"));
      levels.add_row({level_position(criterion, level), word(level), std::move(text)});
    }
    out_ += levels.render(width_, 2);
    weights(c);
    const auto ids = readers_of(program_, c);
    if (!ids.empty()) {
      heading("explain.used_by");
      out_ += fmt::format("  {}\n", fmt::join(ids, "\n  "));
    }
    return std::move(out_);
  }

  std::string rule(const engine::Rule& rule) {
    title(rule.id, rule.label);
    out_ += '\n';
    base::Table table({{}, {}});
    const auto row = [&](std::string_view key, std::string text) {
      if (!text.empty()) table.add_row({phrase(key), std::move(text)});
    };
    const RuleWords words{program_, language_, Names::labels};
    row("explain.when", describe_condition(words, rule.condition));
    row("explain.then", describe_effects(words, rule));
    row("explain.because", say(rule.because));
    row("explain.lifted_by", say(rule.lifted_by));
    out_ += table.render(width_, 2);
    return std::move(out_);
  }

  std::string base() {
    out_ += fmt::format("{}  {}\n\n", base_code, phrase("reason.base"));
    base::Table table({{}, {base::Align::right, 0}});
    for (std::size_t a = 0; a < axis_count; ++a) {
      table.add_row({std::string(name(static_cast<Axis>(a))), points(program_.axes[a].base)});
    }
    out_ += table.render(width_, 2);
    return std::move(out_);
  }

 private:
  std::string say(engine::TextId text) const { return std::string(program_.text(text, language_)); }
  std::string phrase(std::string_view key) const {
    return std::string(engine::phrase(program_, key, language_));
  }
  // With the decimal sign of the language.
  std::string points(Centipoints value) const {
    std::string out;
    base::append_fixed2(out, value);
    std::replace(out.begin(), out.end(), '.', phrase("value.decimal").front());
    return out;
  }
  // In the words of the language, which are taken as the word itself is; else as it is written.
  std::string word(const engine::Level& level) const {
    std::string said = level.words == engine::no_text ? std::string() : say(level.words);
    std::string written(level.word);
    std::string blanks = written;
    std::replace(blanks.begin(), blanks.end(), '_', ' ');
    return said.empty() || said == blanks ? written : said;
  }
  void title(std::string_view id, engine::TextId label) {
    out_ += fmt::format("{}  {}\n", id, say(label));
  }
  void heading(std::string_view key) { out_ += fmt::format("\n{}\n", phrase(key)); }
  void paragraph(const std::string& text) {
    for (const std::string& line : base::wrap(text, width_)) out_ += line + "\n";
  }

  void weights(std::size_t c) {
    bool any = false;
    base::Table table({{}, {base::Align::right, 0}, {}});
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion != c) continue;
        any = true;
        table.add_row({std::string(name(static_cast<Axis>(a))), points(weight.centipoints),
                       phrase(toward_phrase(weight))});
        for (const engine::TextId text : {weight.for_text, weight.against_text}) {
          if (text != engine::no_text) table.add_row({"", "", say(text)});
        }
      }
    }
    if (!any) return;
    heading("explain.weights");
    out_ += table.render(width_, 2);
  }

  const engine::Program& program_;
  std::size_t language_, width_;
  std::string out_;
};

class Json {
 public:
  Json(const engine::Program& program, std::size_t language)
      : program_(program), language_(language), writer_(out_, json::Layout::pretty) {}

  std::string criterion(std::size_t c) {
    const engine::Criterion& criterion = program_.criteria[c];
    begin("criterion", criterion.id);
    writer_.text_or_null("label", say(criterion.label));
    writer_.text_or_null("question", say(criterion.question));
    writer_.text_or_null("scale", name(criterion.scale));
    writer_.text_or_null("neutral", describe_position(criterion, criterion.neutral));
    writer_.begin_array("levels");
    for (const engine::Level& level : criterion.levels) {
      writer_.begin_object();
      writer_.text_or_null("value", level_position(criterion, level));
      writer_.text_or_null("word", level.word);
      writer_.text_or_null("text", say(level.text));
      writer_.end_object();
    }
    writer_.end_array();
    writer_.begin_array("weights");
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion != c) continue;
        writer_.begin_object();
        writer_.text_or_null("axis", name(static_cast<Axis>(a)));
        writer_.fixed2("points", weight.centipoints);
        writer_.text_or_null("toward", toward(weight));
        writer_.text_or_null("for", say(weight.for_text));
        writer_.text_or_null("against", say(weight.against_text));
        writer_.end_object();
      }
    }
    writer_.end_array();
    writer_.begin_array("used_by");
    for (const std::string_view id : readers_of(program_, c)) writer_.string(id);
    writer_.end_array();
    return end();
  }

  std::string rule(const engine::Rule& rule) {
    begin(rule.gate ? "gate" : "rule", rule.id);
    writer_.text_or_null("label", say(rule.label));
    const RuleWords words{program_, 0, Names::ids};
    writer_.text_or_null("when", describe_condition(words, rule.condition));
    writer_.text_or_null("then", describe_effects(words, rule));
    writer_.text_or_null("because", say(rule.because));
    writer_.text_or_null("lifted_by", say(rule.lifted_by));
    return end();
  }

  std::string base() {
    begin(base_code, base_code);
    writer_.text_or_null("label", engine::phrase(program_, "reason.base", language_));
    writer_.begin_object("points");
    for (std::size_t a = 0; a < axis_count; ++a) {
      writer_.fixed2(name(static_cast<Axis>(a)), program_.axes[a].base);
    }
    writer_.end_object();
    return end();
  }

 private:
  std::string_view say(engine::TextId text) const { return program_.text(text, language_); }
  void begin(std::string_view kind, std::string_view code) {
    writer_.begin_object();
    writer_.text_or_null("code", code);
    writer_.text_or_null("kind", kind);
  }
  std::string end() {
    writer_.end_object();
    return std::move(out_) + "\n";
  }

  const engine::Program& program_;
  std::size_t language_;
  std::string out_;
  json::Writer writer_;
};

template <class Form>
std::string explain(const engine::Program& program, std::string_view code, Form form) {
  const std::size_t c = engine::find_named(program, code);
  if (c != program.criteria.size()) return form.criterion(c);
  const engine::Rule* rule = find_rule(program, code);
  return rule == nullptr ? form.base() : form.rule(*rule);
}

}  // namespace

std::vector<std::string_view> reason_codes(const engine::Program& program) {
  std::vector<std::string_view> codes;
  for (const engine::Criterion& criterion : program.criteria) codes.push_back(criterion.id);
  for (const engine::Rule& rule : program.rules) codes.push_back(rule.id);
  codes.push_back(base_code);
  return codes;
}

std::string explain_reason(const engine::Program& program, std::string_view code,
                           std::size_t language, std::size_t width) {
  return explain(program, code, Text(program, language, width));
}

std::string explain_reason_json(const engine::Program& program, std::string_view code,
                                std::size_t language) {
  return explain(program, code, Json(program, language));
}

}  // namespace sourcing::cli
