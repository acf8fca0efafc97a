// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>

#include "base/decimal.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "cli/commands/model_show_graph.hpp"
#include "cli/reference/describe_rule.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/terminal.hpp"
#include "engine/program.hpp"
#include "render/wording.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string model, format, criterion, graph;
};

class Show {
 public:
  Show(const engine::Program& program, std::size_t language, std::size_t width)
      : program_(program), language_(language), width_(width) {}

  std::string all() {
    heading(fmt::format("{} {}  {}", program_.id, program_.version, say(program_.title)));
    fmt::format_to(
        std::back_inserter(out_), "sha256 {}\n{}\n", program_.sha256,
        render::fill(phrase("show.threshold"), {{"threshold", points(program_.threshold)},
                                                {"band", points(program_.hybrid_band)}}));
    criteria();
    rules(true);
    rules(false);
    return std::move(out_);
  }

  std::string one(std::size_t c) {
    const engine::Criterion& criterion = program_.criteria[c];
    heading(fmt::format("{}  {}", criterion.id, say(criterion.label)));
    out_ += fmt::format("{}\n\n", fmt::join(base::wrap(say(criterion.question), width_), "\n"));
    base::Table table({{}, {}, {}});
    for (const engine::Level& level : criterion.levels) {
      std::string text = say(level.text);
      if (level.at == criterion.neutral) text += fmt::format(" ({})", phrase("explain.neutral"));
      table.add_row({position(criterion, level), say(level.words), std::move(text)});
    }
    out_ += table.render(width_, 2);
    weights(c);
    return std::move(out_);
  }

 private:
  std::string say(engine::TextId text) const { return std::string(program_.text(text, language_)); }

  std::string_view phrase(std::string_view key) const {
    return engine::phrase(program_, key, language_);
  }

  std::string points(Centipoints value) const {
    std::string out;
    base::append_fixed2(out, value);
    std::replace(out.begin(), out.end(), '.', phrase("value.decimal").front());
    return out;
  }

  void heading(const std::string& text) { out_ += fmt::format("{}\n", text); }

  std::string position(const engine::Criterion& criterion, const engine::Level& level) const {
    switch (criterion.scale) {
      case Scale::level:
      case Scale::number:
        return base::shortest2(number_at(criterion, level.at));
      case Scale::bands:
        return &level == &criterion.levels.back()
                   ? render::fill(phrase("show.band_last"), {{"from", base::shortest2(level.from)}})
                   : render::fill(phrase("show.band"), {{"from", base::shortest2(level.from)},
                                                        {"to", base::shortest2(level.to)}});
      case Scale::choice:
      case Scale::boolean:
        break;
    }
    return {};
  }

  // One line for each: what it is called, how it is answered, and what it weighs on each axis. A
  // weight is earned at the high end of the scale, with `-` at the low end, with `*` by steps.
  void criteria() {
    out_ += '\n';
    heading(std::string(phrase("show.criteria")));
    base::Table table({{},
                       {},
                       {},
                       {base::Align::right, 0},
                       {base::Align::right, 0},
                       {base::Align::right, 0},
                       {base::Align::right, 0}});
    std::vector<std::string> head = {"id", std::string(phrase("show.label")),
                                     std::string(phrase("show.scale"))};
    for (std::size_t a = 0; a < axis_count; ++a) head.emplace_back(name(static_cast<Axis>(a)));
    table.add_row(std::move(head));
    table.add_rule();
    for (std::size_t c = 0; c < program_.criteria.size(); ++c) {
      const engine::Criterion& criterion = program_.criteria[c];
      std::vector<std::string> row = {std::string(criterion.id), say(criterion.label),
                                      std::string(name(criterion.scale))};
      for (std::size_t a = 0; a < axis_count; ++a) row.push_back(weight_on(a, c));
      table.add_row(std::move(row));
    }
    out_ += table.render(width_, 2);
  }

  // What the criterion weighs on each axis, with the sentences that its points may say.
  void weights(std::size_t c) {
    base::Table table({{}, {base::Align::right, 0}, {}});
    bool any = false;
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        if (weight.criterion != c) continue;
        any = true;
        table.add_row({std::string(name(static_cast<Axis>(a))), points(weight.centipoints),
                       toward(program_.criteria[c], weight)});
        table.add_row({"", "+", say(weight.for_text)});
        table.add_row({"", "-", say(weight.against_text)});
      }
    }
    if (any) out_ += "\n" + table.render(width_, 2);
  }

  std::string toward(const engine::Criterion& criterion, const engine::Weight& weight) const {
    if (weight.direction != 0) {
      return std::string(phrase(weight.direction > 0 ? "show.toward_high" : "show.toward_low"));
    }
    std::string steps;
    for (const engine::Level& level : criterion.levels) {
      steps +=
          fmt::format("{}{} {}", steps.empty() ? "" : ", ", level.word, weight.steps[level.at]);
    }
    return steps;
  }

  std::string weight_on(std::size_t axis, std::size_t criterion) const {
    for (const engine::Weight& weight : program_.axes[axis].weights) {
      if (weight.criterion != criterion) continue;
      std::string shown = base::shortest2(weight.centipoints);
      if (weight.direction == 0) shown += '*';
      return weight.direction < 0 ? '-' + shown : shown;
    }
    return {};
  }

  void rules(bool gates) {
    bool any = false;
    for (const engine::Rule& rule : program_.rules) {
      if (rule.gate != gates) continue;
      if (!any) {
        out_ += '\n';
        heading(std::string(phrase(gates ? "show.gates" : "show.rules")));
      }
      any = true;
      base::Table table({{}, {}});
      const RuleWords words{program_, language_, Names::ids};
      const auto row = [&](std::string_view key, std::string text) {
        table.add_row({std::string(phrase(key)), std::move(text)});
      };
      row("explain.when", describe_condition(words, rule.condition));
      row("explain.then", describe_effects(words, rule));
      row("explain.because", say(rule.because));
      if (gates) row("explain.lifted_by", say(rule.lifted_by));
      out_ += fmt::format("  {}  {}\n{}", rule.id, say(rule.label), table.render(width_, 4));
    }
  }

  const engine::Program& program_;
  std::size_t language_, width_;
  std::string out_;
};

ExitCode run(Session& session, const Options& options) {
  const auto format =
      choose_format(session, options.format, Format::text, {Format::text, Format::json});
  if (!format) return ExitCode::usage;
  std::optional<std::size_t> graph;
  if (!options.graph.empty()) {
    graph = choose(session, "--graph", options.graph, {"mermaid", "dot"});
    if (!graph) return ExitCode::usage;
  }
  if (!options.model.empty()) session.common.model = options.model;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  if (*format == Format::json) {
    const auto json = session.model_json(code);
    return json ? print(session, *json) : code;
  }
  const engine::Program& program = engine->program();
  if (graph) {
    const std::size_t language = engine::find_language(program, session.language(*engine, *format));
    return print(session, model_graph(program, static_cast<GraphFormat>(*graph), language));
  }
  Show show(program, engine::find_language(program, session.language(*engine, *format)),
            columns(STDOUT_FILENO));
  if (options.criterion.empty()) return print(session, show.all());
  const std::size_t named = engine::find_named(program, options.criterion);
  if (named < program.criteria.size()) return print(session, show.one(named));
  std::vector<std::string_view> ids;
  for (const engine::Criterion& criterion : program.criteria) ids.push_back(criterion.id);
  const auto criterion = choose(session, "--criterion", options.criterion, ids);
  return criterion ? print(session, show.one(*criterion)) : ExitCode::usage;
}

}  // namespace

Run set_up_model_show(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("MODEL", &options->model, "Model file; else the model in force")
      .type_name("MODEL")
      .reads();
  list.excludes("MODEL", "--model");
  list.add_option("-f,--format", &options->format,
                  "text, or json: the model itself, to make your own from (default: text)")
      .type_name("text|json");
  list.add_option("--criterion", &options->criterion, "Only this criterion, with all its levels")
      .type_name("ID");
  list.add_option("--graph", &options->graph,
                  "Criteria, axes, gates and rules as a graph to be drawn")
      .type_name("mermaid|dot");
  list.excludes("--graph", "--format,--criterion");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
