// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "audit/diff_report.hpp"
#include "audit/row_source.hpp"
#include "cli/command.hpp"
#include "cli/option_list.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> models;
  std::string format = "text", on, output = "-";
  std::uint64_t nodes = 200'000;
  std::size_t rows = 20;
  bool exit_code = false;
};

// A model as authored, and compiled from that.
struct Loaded {
  Engine engine;
  model::Model model;
};

std::optional<Loaded> load(Session& session, const std::string& path, ExitCode& code) {
  // `default` is the embedded model, so that one's own can be compared with it.
  session.common.model = path;
  std::optional<std::string> json;
  if (path == "default") {
    json = std::string(engine::embedded_model_json);
  } else {
    json = session.model_json(code);
  }
  if (!json) return std::nullopt;
  auto engine = Engine::from_json(*json, path);
  auto model = model::read_model(*json, path);
  if (!engine || !model) {
    session.messages.errors(engine.problems());
    code = ExitCode::bad_model;
    return std::nullopt;
  }
  return Loaded{std::move(engine).value(), std::move(model).value()};
}

ExitCode rows(const Session& session, const Options& options, const Loaded& before,
              const Loaded& after, audit::Moves& moves, audit::DiffReport& diff) {
  audit::RowSource source(before.engine, after.engine);
  const std::string name = options.on == "-" ? "<stdin>" : options.on;
  if (const std::string error = source.open(options.on); !error.empty()) {
    session.messages.error("E0501", error, "", name);
    return ExitCode::io;
  }
  while (const auto row = source.next()) {
    if (!row->problems.empty()) {
      ++moves.rows;
      // Not its cells: what a row says can be confidential.
      if (++moves.rejected <= 20) {
        session.messages.error(row->problems.front().code,
                               fmt::format("row {} cannot be judged", row->number), "", name);
      }
      continue;
    }
    auto move = moves.saw(row->before, row->after, diff.shown.size() < options.rows);
    if (move) diff.shown.push_back(std::move(*move));
  }
  diff.ignored = source.ignored();
  if (!diff.ignored.empty()) {
    session.messages.note(
        fmt::format("{}: columns that no model knows: {}", name, fmt::join(diff.ignored, ", ")));
  }
  if (!source.error().empty()) {
    session.messages.error("E0501", source.error(), "", name);
    return ExitCode::io;
  }
  return moves.rejected > 0 ? ExitCode::rows_rejected : ExitCode::done;
}

ExitCode run(Session& session, Options& options) {
  const auto format = choose(session, "--format", options.format, {"text", "markdown", "json"});
  if (!format) return ExitCode::usage;
  if (options.models.size() != 2) {
    session.messages.error("E0605", "model diff compares two models",
                           "`default` stands for the embedded one");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto before = load(session, options.models[0], code);
  const auto after = load(session, options.models[1], code);
  if (!before || !after) return code;
  const engine::Program &a = before->engine.program(), &b = after->engine.program();
  audit::DiffReport diff{a,
                         b,
                         audit::model_changes({before->model, a}, {after->model, b}),
                         audit::compare_models(a, b, options.nodes),
                         nullptr,
                         {},
                         {}};
  audit::Moves moves(before->engine, after->engine);
  if (!options.on.empty()) {
    diff.moves = &moves;
    code = rows(session, options, *before, *after, moves, diff);
    if (code == ExitCode::io) return code;
  }
  const bool differ = !diff.comparison.proven_equal() || moves.moved > 0;
  if (options.exit_code && differ) code = worse(code, ExitCode::not_fulfilled);
  return worse(
      print(session, audit::report(diff, static_cast<audit::DiffFormat>(*format)), options.output),
      code);
}

}  // namespace

Run set_up_model_diff(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("MODELS", &options->models, "Two model files; `default` is the embedded one")
      .type_name("BEFORE AFTER");
  list.add_option("-f,--format", &options->format, "text, markdown or json (default: text)")
      .type_name("text|markdown|json");
  list.add_option("--on", &options->on, "Tasks (CSV or NDJSON): which of them move, and why")
      .type_name("FILE");
  list.add_option("--rows", &options->rows, "How many of the moved rows to show (default: 20)")
      .type_name("N");
  list.add_flag(
      "--exit-code", options->exit_code,
      "Exit 1 unless the models are proven to decide alike (with --on: and no row moves)");
  list.add_option("--nodes", &options->nodes, "Nodes to search before giving up on a proof")
      .type_name("N");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
