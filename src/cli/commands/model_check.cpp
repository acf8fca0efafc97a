// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sourcing/findings.hpp>

#include "audit/finding_report.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/report_lines.hpp"
#include "engine/program.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::string model, format = "text", output = "-";
  bool strict = false;
  FindingOptions search;
};

// What the findings come to.
std::string_view soundness(const ModelFindings& found) {
  const bool wrong =
      std::any_of(found.findings.begin(), found.findings.end(), [](const Finding& finding) {
        return !finding.suppressed && finding.severity == Severity::error;
      });
  if (wrong) return "not sound";
  return found.unproven.empty() ? "sound" : "not proven sound";
}

std::string summary(const Engine& engine, const ModelFindings& found) {
  const engine::Program& program = engine.program();
  const auto gates = std::count_if(program.rules.begin(), program.rules.end(),
                                   [](const engine::Rule& rule) { return rule.gate; });
  const std::string rounding =
      program.rounding == 0
          ? std::string("no contribution is rounded")
          : fmt::format("contributions are rounded by at most {}.{:04} centipoints",
                        program.rounding / 10'000, program.rounding % 10'000);
  return fmt::format("{} {}: {}; {} criteria, {} gates, {} rules, {} activities; {}\nsha256 {}\n",
                     program.id, program.version, soundness(found), program.criteria.size(), gates,
                     program.rules.size() - static_cast<std::size_t>(gates),
                     program.activities.size(), rounding, program.sha256);
}

ExitCode run(Session& session, const Options& options) {
  const auto format = choose(session, "--format", options.format, {"text", "json", "sarif"});
  if (!format) return ExitCode::usage;
  if (!options.model.empty()) session.common.model = options.model;
  ExitCode code = ExitCode::done;
  const auto json = session.model_json(code);
  if (!json) return code;
  const std::string path = session.model_path();
  const std::string source = path == "-" ? "<stdin>" : path;
  const auto engine = Engine::from_json(*json, source);
  const auto found = check_model(*json, source, options.search);
  if (!engine || !found) {
    session.messages.errors(engine.problems());
    return ExitCode::bad_model;
  }
  std::string out;
  switch (*format) {
    case 0:
      out = say_lines(session.messages,
                      summary(*engine, *found) + audit::findings_text(*found, source));
      break;
    case 1:
      out = audit::findings_json(*found, source, engine->model_sha256());
      break;
    default:
      out = audit::findings_sarif(*found, source);
  }
  const Severity worst = options.strict ? Severity::warning : Severity::error;
  for (const Finding& finding : found->findings) {
    if (!finding.suppressed && finding.severity <= worst) code = ExitCode::not_fulfilled;
  }
  return worse(*format == 0 ? print_lines(session, out, options.output)
                            : print(session, out, options.output),
               code);
}

}  // namespace

Run set_up_model_check(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("MODEL", &options->model, "Model file; else the model in force")
      .type_name("MODEL")
      .reads();
  list.excludes("MODEL", "--model");
  list.add_option("-f,--format", &options->format, "How to report (default: text)")
      .type_name("text|json|sarif");
  list.add_flag("--strict", options->strict, "Exit 1 with warnings too, not only with errors");
  list.add_option("--nodes", &options->search.nodes,
                  "Nodes to search for each question before giving up on it")
      .type_name("N");
  list.add_option("--all-nodes", &options->search.all_nodes, "Nodes to search in all")
      .type_name("N");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("report");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
