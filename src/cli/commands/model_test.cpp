// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sourcing/decide.hpp>

#include "audit/boundary_cases.hpp"
#include "audit/case_report.hpp"
#include "audit/cases.hpp"
#include "base/decimal.hpp"
#include "base/text.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "cli/shell/report_lines.hpp"
#include "input/task_json.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> files;
  std::string format = "text", output = "-", least;
  bool generate = false;
};

// The first file may be the model.
bool is_model(const std::string& path) {
  constexpr std::size_t most = std::size_t{16} << 20;
  if (path == "-" || base::is_named_fifo(path)) return false;
  const base::ReadResult read = base::read_file(path, most);
  if (!read.error.empty()) return false;
  const json::ParseResult parsed = json::parse(read.bytes, path);
  const json::Value* schema = parsed.ok() ? parsed.root.find("schema") : nullptr;
  return schema != nullptr && schema->text == "sourcing.model/1";
}

std::optional<std::vector<audit::Case>> read_files(const Session& session,
                                                   const std::vector<std::string>& files,
                                                   ExitCode& code) {
  std::vector<audit::Case> cases;
  for (const std::string& path : files) {
    const std::string source = path == "-" ? "<stdin>" : path;
    if (base::is_named_fifo(path)) {
      session.messages.error("E0501", "a FIFO is neither a model nor a file of cases", "", source);
      code = worse(code, ExitCode::io);
      continue;
    }
    const base::ReadResult read = base::read_file(path, audit::most_case_bytes);
    if (!read.error.empty()) {
      session.messages.error("E0501", read.error, "", source);
      code = worse(code, ExitCode::io);
      continue;
    }
    auto some = audit::read_cases(read.bytes, source);
    if (!some) {
      session.messages.errors(some.problems());
      code = worse(code, ExitCode::bad_input);
      continue;
    }
    for (audit::Case& one : some.value()) cases.push_back(std::move(one));
  }
  if (code != ExitCode::done) return std::nullopt;
  return cases;
}

class Tester {
 public:
  Tester(const Session& session, const Engine& engine)
      : session_(session), engine_(engine), coverage_(engine.program()) {
    run_.model_id = engine.model_id();
    run_.model_version = engine.model_version();
    run_.model_sha256 = engine.model_sha256();
  }

  // False (told) when the case does not fit the model.
  bool one(const audit::Case& test) {
    std::vector<Problem> problems =
        audit::check_codes(engine_.program(), test.expect, test.pointer + "/expect");
    for (Problem& problem : problems) problem.source = test.source;
    Result<Task> task =
        input::read_task(engine_.program(), test.task, test.task_source, test.task_pointer);
    problems.insert(problems.end(), task.problems().begin(), task.problems().end());
    if (!problems.empty()) {
      session_.messages.errors(problems);
      return false;
    }
    DecideOptions options;
    // The search for what is possible is the slow part.
    if (test.expect.find("possible") == nullptr) options.nodes = 1;
    const Decision decision = decide(engine_, *task, options);
    coverage_.saw(*task, decision);
    run_.results.push_back(
        {test.name, test.source, test.line, audit::compare(test.expect, decision)});
    return true;
  }

  audit::CaseRun run_;
  const audit::Coverage& coverage() const { return coverage_; }

 private:
  const Session& session_;
  const Engine& engine_;
  audit::Coverage coverage_;
};

ExitCode generate(const Session& session, const Engine& engine, const Options& options) {
  std::vector<std::string> missed;
  const auto pairs = audit::boundary_pairs(engine.program(), missed);
  constexpr std::size_t most_told = 20;
  for (std::size_t i = 0; i < std::min(missed.size(), most_told); ++i) {
    session.messages.note(
        fmt::format("{}: no pair of tasks was found on its two sides", missed[i]));
  }
  if (missed.size() > most_told) {
    session.messages.note(fmt::format("the same of {} more boundaries", missed.size() - most_told));
  }
  const audit::BoundaryCases cases = audit::boundary_cases(engine, pairs);
  if (cases.left_out > 0) {
    session.messages.note(fmt::format(
        "{} of {} boundaries have no cases: more would take too long, or more than a file of cases "
        "may hold",
        cases.left_out, pairs.size()));
  }
  return print(session, cases.text, options.output);
}

ExitCode run(Session& session, Options& options) {
  const auto format = choose(session, "--format", options.format, {"text", "tap", "junit", "json"});
  if (!format) return ExitCode::usage;
  std::optional<std::int32_t> least;
  if (!options.least.empty()) {
    const auto percent = base::parse_scaled(options.least, 2, false);
    if (percent.error != base::DecimalError::none || percent.value < 0 || percent.value > 10'000) {
      session.messages.error(
          "E0602",
          fmt::format("--min-coverage: `{}` is no percentage", base::printable(options.least)),
          "it takes a number from 0 to 100");
      return ExitCode::usage;
    }
    least = static_cast<std::int32_t>(percent.value);
  }
  // What cases are written for is a model, also one that cannot be read.
  if (options.generate && options.files.size() > 1) {
    session.messages.error("E0605", "--generate takes one model, and no cases",
                           "without --generate the cases are run");
    return ExitCode::usage;
  }
  if (!options.files.empty() && (options.generate || is_model(options.files.front()))) {
    if (!session.common.model.empty()) {
      session.messages.error("E0605", "model test has two models: the first file, and --model",
                             "leave one of them out");
      return ExitCode::usage;
    }
    session.common.model = options.files.front();
    options.files.erase(options.files.begin());
  }
  if (options.files.empty() && !options.generate) {
    session.messages.error("E0605", "model test needs a file of cases",
                           "`sourcing model test --generate > cases.json` writes some");
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  if (options.generate) return generate(session, *engine, options);
  const auto cases = read_files(session, options.files, code);
  if (!cases) return code;
  Tester tester(session, *engine);
  tester.run_.least_percent = least;
  for (const audit::Case& test : *cases) {
    if (!tester.one(test)) code = ExitCode::bad_input;
  }
  const bool short_of = least && tester.coverage().percent() < *least;
  if (cases->empty()) {
    session.messages.error("E0606", "there is no case: nothing was tested",
                           "`sourcing model test --generate` writes some");
  }
  if (cases->empty() || tester.run_.failed() > 0 || short_of)
    code = worse(code, ExitCode::not_fulfilled);
  const auto form = static_cast<audit::CaseFormat>(*format);
  const std::string report =
      audit::report(tester.run_, tester.coverage(), form, session.common.verbose);
  if (form != audit::CaseFormat::text) return worse(print(session, report, options.output), code);
  return worse(print_lines(session, say_lines(session.messages, report), options.output), code);
}

}  // namespace

Run set_up_model_test(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("FILES", &options->files,
                  "Case files; the first may be the model, else the model in force is tested")
      .type_name("[MODEL] CASES")
      .reads();
  list.excludes("--generate", "--format,--min-coverage");
  list.add_option("-f,--format", &options->format, "How to report (default: text)")
      .type_name("text|tap|junit|json");
  list.add_option("--min-coverage", &options->least,
                  "Exit 1 when the cases exercise less of the model than this")
      .type_name("PERCENT");
  list.add_flag("--generate", options->generate,
                "Write cases on both sides of every threshold, gate and rule, and stop");
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("report");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
