// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sourcing/decide.hpp>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "cli/arguments/change_target.hpp"
#include "cli/arguments/place_options.hpp"
#include "cli/arguments/task_run.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "places/report.hpp"
#include "render/json_document.hpp"

namespace sourcing::cli {

namespace {

constexpr std::uint64_t shown_to_people = 5;

struct Options : TaskOptions {
  PlaceOptions places;
  std::string to;
  std::uint64_t top = 0;
  bool raw = false;
};

class Locate : public TaskRun {
 public:
  Locate(const Session& session, const Options& options, const Engine& engine,
         Assumptions assumptions, const places::Atlas& atlas, const places::Request& request,
         const places::Place* to, Format format)
      : TaskRun(session, options, engine, std::move(assumptions), format),
        options_(options),
        atlas_(atlas),
        request_(request),
        to_(to),
        format_(format) {}

 private:
  [[nodiscard]] char delimiter() const noexcept { return format_ == Format::tsv ? '\t' : ','; }

  void begin(std::string& out) override {
    documents_ = std::make_unique<render::JsonDocuments>(render());
    if (format_ == Format::json || format_ == Format::ndjson) documents_->begin(out);
    if (format_ == Format::csv || format_ == Format::tsv) {
      places::append_csv_header(out, atlas_, delimiter());
    }
  }

  bool report(Task task, std::string_view, std::string& out) override {
    places::Request request = request_;
    if (const ExitCode code = complete(session(), atlas_, task, request); code != ExitCode::done) {
      if (code == ExitCode::usage) return refuse(code);
      note(code);
      return true;
    }
    const places::Ranking ranking = places::rank(engine(), atlas_, task, request);
    task = places::with_derived(engine().program(), atlas_, std::move(task), ranking.derived);
    DecideOptions how;
    how.language = language();
    how.explore = false;
    const Decision decision = decide(engine(), task, how);
    std::optional<places::Toward> toward;
    if (to_ != nullptr) {
      toward = places::toward(engine(), atlas_, task, request, ranking, *to_);
    }
    write(out, {engine(), atlas_, decision, request, ranking, toward ? &*toward : nullptr});
    return true;
  }

  void write(std::string& out, const places::Report& report) {
    const std::size_t top = options_.top;
    const std::size_t few = top == 0 ? shown_to_people : top;
    switch (format_) {
      case Format::json:
      case Format::ndjson:
        documents_->entry(out, [&](json::Writer& writer) {
          places::write_json(writer, report, language(), top);
        });
        break;
      case Format::csv:
      case Format::tsv:
        places::append_csv(out, report, language(), top, delimiter(), options_.raw);
        break;
      case Format::markdown:
        places::write_markdown(out, report, language(), few, render().full);
        break;
      case Format::text:
      case Format::brief:
      case Format::memo:  // these three are none of the formats that it lets through
      case Format::html:
        if (!out.empty() || again_) out += "\n\n";
        again_ = true;
        places::write_text(out, report, language(), render().width, few, render().full);
        break;
    }
  }

  void end(std::string& out) override {
    if (format_ == Format::json || format_ == Format::ndjson) documents_->end(out);
  }

  const Options& options_;
  const places::Atlas& atlas_;
  const places::Request& request_;
  const places::Place* to_;
  Format format_;
  std::unique_ptr<render::JsonDocuments> documents_;
  bool again_ = false;
};

// A place that the command line leaves out cannot be made the first.
bool may_be_first(const Session& session, const places::Place& to, const places::Request& request) {
  const auto has = [&](const std::vector<std::string>& codes) {
    return std::find(codes.begin(), codes.end(), to.iso2) != codes.end();
  };
  const bool left_out = !request.among.empty() && !has(request.among);
  if (!left_out && !has(request.not_in)) return true;
  session.messages.error(
      "E0605", fmt::format("--to: `{}` is left out by {}", to.iso2, left_out ? "--among" : "--not"),
      "let it in, or ask for another");
  return false;
}

ExitCode run(Session& session, Options& options) {
  if (!check_task_options(session, "locate", options)) return ExitCode::usage;
  const auto format = choose_format(
      session, options.format, Format::text,
      {Format::text, Format::json, Format::ndjson, Format::csv, Format::tsv, Format::markdown});
  if (!format ||
      !obeyed(session, "--detail", !options.detail.empty(), *format,
              {Format::text, Format::markdown}) ||
      !obeyed(session, "--raw", options.raw, *format, {Format::csv, Format::tsv})) {
    return ExitCode::usage;
  }
  ExitCode code = ExitCode::done;
  const auto engine = session.load_engine(code);
  if (!engine) return code;
  auto assumptions = Assumptions::read(session, *engine, options.assume);
  if (!assumptions) return ExitCode::usage;
  const auto atlas = load_atlas(session, options.places, code);
  if (!atlas) return code;
  const auto request = read_place_options(session, *atlas, options.places);
  if (!request) return ExitCode::usage;
  const places::Place* to = nullptr;
  if (!options.to.empty()) {
    to = find_place(session, *atlas, "--to", options.to);
    if (to == nullptr || !may_be_first(session, *to, *request)) return ExitCode::usage;
  }
  return Locate(session, options, *engine, std::move(*assumptions), *atlas, *request, to, *format)
      .run();
}

}  // namespace

Run set_up_locate(OptionList& list) {
  auto options = std::make_shared<Options>();
  add_task_options(list, *options);
  list.add_option("-f,--format", &options->format, "How results are written (default: text)")
      .type_name("text|json|ndjson|csv|tsv|markdown");
  add_place_options(list, options->places, true);
  list.add_option("--to", &options->to, "Tell what would have to change for this place to be first")
      .type_name("PLACE");
  list.add_option("--top", &options->top,
                  "How many places to list (default: 5 in text and markdown, else all)")
      .type_name("N")
      .check(whole_number);
  list.add_flag("--raw", options->raw, "csv, tsv: keep cells that a spreadsheet would run");
  return [options](Session& session) { return run(session, *options); };
}

}  // namespace sourcing::cli
