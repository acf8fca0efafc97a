// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>
#include <sourcing/decide.hpp>

#include "base/text.hpp"
#include "cli/arguments/recorder.hpp"
#include "cli/arguments/requirement.hpp"
#include "cli/arguments/task_run.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

namespace {

struct Options : TaskOptions {
  std::vector<std::string> require, expect;
  RecordRequest record;
  bool brief = false, raw = false;
  std::uint64_t cells = DecideOptions{}.cells, nodes = DecideOptions{}.nodes;
};

// Decides, records where asked to, and holds each decision to what is required of it.
class Classify : public TaskRun {
 public:
  Classify(const Session& session, const Options& options, const Engine& engine,
           Assumptions assumptions, std::vector<Requirement> requirements, Recorder recorder,
           Format format)
      : TaskRun(session, options, engine, std::move(assumptions), format),
        requirements_(std::move(requirements)),
        recorder_(std::move(recorder)) {
    render().raw = options.raw;
    decide_.language = language();
    decide_.cells = options.cells;
    decide_.nodes = options.nodes;
    recorder_.options = {options.assume, language(), options.cells, options.nodes};
  }

 private:
  void begin(std::string& out) override {
    renderer_ = make_renderer(engine(), render());
    renderer_->begin(out);
  }

  bool report(Task task, std::string_view text, std::string& out) override {
    const Decision decision = decide(engine(), task, decide_);
    if (!recorder_.add(session(), engine(), text, decision)) return refuse(ExitCode::usage);
    renderer_->decision(out, decision);
    for (const Requirement& requirement : requirements_) {
      if (requirement.holds(decision)) continue;
      const std::string who =
          task.id.empty() ? fmt::format("task {}", task.row) : base::printable(task.id);
      session().messages.error("E0606", fmt::format("{}: {} does not hold", who, requirement.text));
      note(ExitCode::not_fulfilled);
    }
    return true;
  }

  void end(std::string& out) override { renderer_->end(out); }

  [[nodiscard]] bool keeps_text() const override { return recorder_.active(); }
  // What is not recorded is not said either.
  [[nodiscard]] bool before_writing() override { return recorder_.flush(session()); }
  [[nodiscard]] std::size_t pending_bytes() const override { return recorder_.pending_bytes(); }
  void finished() override { recorder_.finish(session()); }

  std::vector<Requirement> requirements_;
  Recorder recorder_;
  DecideOptions decide_;
  std::unique_ptr<Renderer> renderer_;
};

ExitCode run(Session& session, Options& options) {
  if (!check_task_options(session, "classify", options)) return ExitCode::usage;
  const auto format =
      options.brief
          ? std::optional(Format::brief)
          : choose_format(session, options.format, Format::text,
                          {Format::text, Format::json, Format::ndjson, Format::csv, Format::tsv,
                           Format::markdown, Format::brief, Format::memo, Format::html});
  if (!format ||
      !obeyed(session, "--detail", !options.detail.empty(), *format,
              {Format::text, Format::markdown}) ||
      !obeyed(session, "--raw", options.raw, *format, {Format::csv, Format::tsv})) {
    return ExitCode::usage;
  }
  auto requirements = read_requirements(session, options.require, options.expect);
  if (!requirements) return ExitCode::usage;
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions) return ExitCode::usage;
  auto recorder = Recorder::make(session, options.record, {});
  if (!recorder) return ExitCode::usage;
  return Classify(session, options, *engine, std::move(*assumptions), std::move(*requirements),
                  std::move(*recorder), *format)
      .run();
}

}  // namespace

Run set_up_classify(OptionList& list) {
  auto options = std::make_shared<Options>();
  add_task_options(list, *options);
  list.add_option("-f,--format", &options->format, "How results are written (default: text)")
      .type_name("text|json|ndjson|csv|tsv|markdown|brief|memo|html");
  list.add_flag("--brief", options->brief,
                "One tab-separated line: id, disposition, engagement, location, status, hybrid");
  list.add_option(
          "--require", &options->require,
          "Exit 1 unless the status is this: decided, axis=decided, or clear: not hybrid, not "
          "close, and no single step of an answer changes it; may be repeated")
      .type_name("[AXIS=]decided|tentative|undetermined|clear")
      .one_at_a_time();
  list.add_option("--expect", &options->expect,
                  "Exit 1 unless the verdict is this: engagement=KPO; may be repeated")
      .type_name("AXIS=VERDICT")
      .one_at_a_time();
  list.add_option("--record", &options->record.path,
                  "Append a record of each decision to this log; `sourcing verify` replays it")
      .type_name("FILE")
      .appends("record log");
  list.add_option("--override", &options->record.overrides,
                  "axis=value that a person decided instead, kept beside the computed answer in "
                  "the record; may be repeated")
      .type_name("AXIS=VERDICT")
      .one_at_a_time();
  list.add_option("--because", &options->record.because, "The reason of the --override")
      .type_name("TEXT");
  list.add_option("--by", &options->record.by, "Who decides the --override").type_name("NAME");
  list.add_flag("--against-gate", options->record.against_gate,
                "The --override goes against a gate on purpose; the record says so");
  list.add_option("--sign-with", &options->record.key,
                  "Sign each record with this SSH key (ssh-keygen); `sourcing verify --signed-by`")
      .type_name("KEY")
      .reads();
  list.needs("--by,--against-gate", "--override");
  list.needs("--sign-with", "--record");
  list.add_flag("--raw", options->raw, "csv, tsv: keep cells that a spreadsheet would run");
  list.add_option("--cells", &options->cells, "Cells to look at before a status is `not proven`")
      .type_name("N");
  list.add_option("--nodes", &options->nodes, "Nodes to search for `possible` before giving up")
      .type_name("N");
  list.excludes("--brief", "--format");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
