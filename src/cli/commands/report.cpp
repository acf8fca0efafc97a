// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <sourcing/batch.hpp>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/arguments/assume.hpp"
#include "cli/arguments/batch_io.hpp"
#include "cli/arguments/money_options.hpp"
#include "cli/arguments/place_options.hpp"
#include "cli/arguments/row_options.hpp"
#include "cli/arguments/workbook_notes.hpp"
#include "cli/commands/report_parts.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"
#include "export/export_js.hpp"
#include "input/csv_source.hpp"
#include "report/base64.hpp"
#include "report/collect.hpp"
#include "report/figures.hpp"
#include "report/page.hpp"

namespace sourcing::cli {

namespace {

struct Options {
  std::vector<std::string> inputs, by;
  std::string output = "-", weight, title, logo, charts, data, assumptions, discount = "0.08";
  std::uint32_t years = 5;
  PlaceOptions places;
  RowOptions rows;
};

class Report {
 public:
  Report(const Session& session, const Options& options)
      : session_(session), options_(options), data_(session) {}

  ExitCode run() {
    if (ExitCode code = read_options(); code != ExitCode::done) return code;
    const std::string& path = options_.inputs.front();
    input::FileSource file;
    const SignalGuard guard;
    if (const std::string error = file.open(path, guard.wake_descriptor()); !error.empty()) {
      return told(ExitCode::io, "E0501", error, "", batch_.source);
    }
    if (!options_.logo.empty() && !read_logo()) return ExitCode::io;
    if (!options_.data.empty() && !data_.open(options_.data)) return data_.code();
    input::Encoding encoding;
    const auto source = options_.rows.rows_of(session_, file, encoding, batch_);
    if (!source) return ExitCode::usage;
    BatchMessages messages(
        session_, file.size(), [&] { return file.bytes_read(); }, wants_progress(session_));
    report::CollectOptions collecting{options_.by, options_.weight,
                                      options_.data.empty() ? nullptr : &data_};
    report::collect(*engine_, *source, messages, batch_, collecting, document_);
    messages.finish();
    tell_workbook(session_, encoding, batch_.source);
    if (!options_.assumptions.empty() && document_.costs.rows == 0) {
      session_.messages.warning(
          "no row says what it costs, so there is no business case: give `fte` and `cost_per_fte`");
    }
    if (plan_) add_money(*engine_, *plan_, document_);
    if (request_) add_places(session_, *engine_, atlas_, *request_, document_);
    return finish(document_.report);
  }

 private:
  ExitCode told(ExitCode code, std::string_view id, std::string message, std::string hint = {},
                std::string source = {}) {
    session_.messages.error(id, std::move(message), std::move(hint), std::move(source));
    return code;
  }

  ExitCode read_options() {
    if (options_.inputs.size() != 1) {
      return told(ExitCode::usage, "E0605",
                  options_.inputs.empty() ? "report needs a file, or `-` for standard input"
                                          : "report takes one file");
    }
    const std::string& path = options_.inputs.front();
    batch_.source = path == "-" ? "<stdin>" : path;
    if (ExitCode code = options_.rows.read(session_, batch_); code != ExitCode::done) return code;
    ExitCode code = ExitCode::done;
    engine_ = session_.load_engine(code);
    if (!engine_) return code;
    auto assumptions = Assumptions::read(session_, *engine_, options_.rows.assume);
    if (!assumptions) return ExitCode::usage;
    batch_.assumed = make_task(*engine_);
    assumptions->apply(batch_.assumed);
    batch_.language = session_.language(*engine_, Format::markdown);
    document_.language = batch_.language;
    document_.title = options_.title;
    document_.source = path == "-" ? "stdin" : std::filesystem::path(path).filename().string();
    document_.module = js::export_js(engine_->program(), batch_.language);
    if (code = read_parts(); code != ExitCode::done) return code;
    document_.data_file = std::filesystem::path(options_.data).filename().string();
    return ExitCode::done;
  }

  // What money and places need.
  ExitCode read_parts() {
    const auto discount = read_share(session_, "--discount", options_.discount);
    if (!discount || !check_years(session_, options_.years)) return ExitCode::usage;
    ExitCode code = ExitCode::done;
    auto lines = read_assumptions(session_, options_.assumptions, code);
    if (!lines) return code;
    plan_.emplace(std::move(*lines), money::Horizon{static_cast<int>(options_.years), *discount});
    const PlaceOptions& places = options_.places;
    if (places.home.empty()) {
      return places.given()
                 ? told(ExitCode::usage, "E0605", "places are ranked from a home", "give --home ES")
                 : ExitCode::done;
    }
    auto atlas = load_atlas(session_, places, code);
    if (!atlas) return code;
    atlas_ = std::move(*atlas);
    request_ = read_place_options(session_, atlas_, places);
    return request_ ? ExitCode::done : ExitCode::usage;
  }

  // A picture becomes part of the page: it may come from nowhere else.
  bool read_logo() {
    constexpr std::size_t most = std::size_t{1} << 20;
    const base::ReadResult read = base::read_file(options_.logo, most);
    if (!read.error.empty()) {
      session_.messages.error("E0501", read.error, "", options_.logo);
      return false;
    }
    const std::string& bytes = read.bytes;
    const std::string_view kind = bytes.starts_with("\x89PNG")        ? "image/png"
                                  : bytes.starts_with("\xFF\xD8\xFF") ? "image/jpeg"
                                  : bytes.starts_with("GIF8")         ? "image/gif"
                                  : bytes.find("<svg") < 1'000 && bytes.find('\0') == bytes.npos
                                      ? "image/svg+xml"
                                      : std::string_view{};
    if (kind.empty()) {
      session_.messages.error("E0605", "--logo takes a PNG, JPEG, GIF or SVG picture", "",
                              options_.logo);
      return false;
    }
    document_.logo = fmt::format("data:{};base64,{}", kind, report::base64(bytes));
    return true;
  }

  ExitCode finish(const BatchReport& report) {
    switch (report.end) {
      case BatchEnd::stopped:
        SignalGuard::end_by(SignalGuard::caught());
      case BatchEnd::sink_failed:
        return data_.code();
      case BatchEnd::bad_header:
        return tell_bad_header(session_, in_our_words(report));
      case BatchEnd::broken_input:
        tell_broken_input(session_, report, batch_.source);
        return exit_code_of(report);
      case BatchEnd::done:
      case BatchEnd::too_many_errors:
        break;
    }
    const ExitCode code = exit_code_of(report);
    if (code != ExitCode::done && code != ExitCode::rows_rejected) return code;
    if (!options_.data.empty() && !data_.commit()) return data_.code();
    if (ExitCode written = write_charts(); written != ExitCode::done) return written;
    return worse(code, print(session_, report::page(*engine_, document_), options_.output));
  }

  // What is added up is what --weight names.
  static BatchReport in_our_words(BatchReport report) {
    constexpr std::string_view theirs = "--sum: ";
    for (Problem& problem : report.problems) {
      if (problem.message.starts_with(theirs)) {
        problem.message.replace(0, theirs.size(), "--weight: ");
      }
    }
    return report;
  }

  ExitCode write_charts() {
    if (options_.charts.empty()) return ExitCode::done;
    std::error_code error;
    std::filesystem::create_directories(options_.charts, error);
    if (error) return told(ExitCode::io, "E0501", error.message(), "", options_.charts);
    for (const auto& [name, chart] : report::charts(engine_->program(), document_)) {
      const std::string path = (std::filesystem::path(options_.charts) / name).string();
      if (ExitCode code = print(session_, report::chart_file(chart), path); code != ExitCode::done)
        return code;
    }
    return ExitCode::done;
  }

  const Session& session_;
  const Options& options_;
  BatchOptions batch_;
  std::optional<Engine> engine_;
  std::optional<money::Plan> plan_;
  places::Atlas atlas_;
  std::optional<places::Request> request_;
  report::Document document_;
  FileSink data_;
};

}  // namespace

Run set_up_report(OptionList& list) {
  auto options = std::make_shared<Options>();
  list.add_option("FILE", &options->inputs,
                  "CSV, a workbook, NDJSON or JSON tasks, plain, gzip or zstd; - is standard input")
      .type_name("FILE")
      .reads();
  list.add_option("-o,--output", &options->output, "File to write, whole or not at all")
      .type_name("FILE")
      .writes("report")
      .holds("html");
  list.add_option("--by", &options->by, "Column to group by; may be repeated (default: function)")
      .type_name("COLUMN")
      .one_at_a_time();
  list.add_option("--weight", &options->weight,
                  "Column to weigh rows by: headcount, cost (default: fte)")
      .type_name("COLUMN");
  list.add_option("--title", &options->title, "Heading of the page").type_name("TEXT");
  list.add_option("--logo", &options->logo,
                  "Picture for the head of the page: PNG, JPEG, GIF or SVG")
      .type_name("FILE")
      .reads();
  list.add_option("--charts", &options->charts, "Folder to write the charts to as SVG files")
      .type_name("DIR");
  list.add_option("--data", &options->data, "File for all rows with their verdicts, as CSV")
      .type_name("FILE")
      .writes("rows")
      .holds("csv");
  list.add_option("--assumptions", &options->assumptions,
                  "Money: assumptions of your own over the published ones")
      .type_name("FILE")
      .reads();
  list.add_option("--years", &options->years, "Money: how far to look (default: 5)").type_name("N");
  list.add_option("--discount", &options->discount,
                  "Money: a year's rate, 8% or 0.08 (default: 8%)")
      .type_name("SHARE");
  add_place_options(list, options->places, false);
  list.add_option("--max-errors", &options->rows.max_errors, "Stop at this many bad rows, exit 3")
      .type_name("N")
      .check(counting_number);
  list.add_flag("--show-values", options->rows.show_values, "Messages may quote cells");
  options->rows.declare_reading(list,
                                "No header: columns are id, name and the criteria in model order",
                                "No header: this file's first line names the columns");
  options->rows.declare_jobs(list);
  options->rows.declare_limits(list);
  return [options](Session& session) { return Report(session, *options).run(); };
}

}  // namespace sourcing::cli
