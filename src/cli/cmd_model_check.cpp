// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/command.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string model;
};

ExitCode run(Session& session, const Options& options) {
  ExitCode code = ExitCode::done;
  const auto engine =
      session.load_engine(options.model.empty() ? session.model_path() : options.model, code);
  if (!engine) return code;
  const engine::Program& program = engine->program();
  const auto gates = std::count_if(program.rules.begin(), program.rules.end(),
                                   [](const engine::Rule& rule) { return rule.gate; });
  const std::string rounding =
      program.rounding == 0
          ? std::string("no contribution is rounded")
          : fmt::format("contributions are rounded by at most {}.{:04} centipoints",
                        program.rounding / 10'000, program.rounding % 10'000);
  return print(session,
               fmt::format("{} {}: sound; {} criteria, {} gates, {} rules, {} activities; {}\n"
                           "sha256 {}\n",
                           program.id, program.version, program.criteria.size(), gates,
                           program.rules.size() - static_cast<std::size_t>(gates),
                           program.activities.size(), rounding, program.sha256));
}

}  // namespace

Run set_up_model_check(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("MODEL", options->model, "Model file; else the model in force")
      ->type_name("MODEL");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
