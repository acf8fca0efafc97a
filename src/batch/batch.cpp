// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sourcing/batch.hpp>

#include "batch/flow/pipeline.hpp"
#include "batch/flow/table_sink.hpp"
#include "batch/flow/task_output.hpp"
#include "batch/flow/worker.hpp"
#include "batch/plan/plan.hpp"
#include "batch/read/opening.hpp"

namespace sourcing {

namespace {

using batch::Plan;

class Batch {
 public:
  Batch(const Engine& engine, ByteSource& source, ByteSink& out, ByteSink* rejects,
        BatchObserver& observer, const BatchOptions& options)
      : source_(source),
        out_(out),
        rejects_(rejects),
        observer_(observer),
        given_(options),
        options_(adjusted(options)),
        plan_{engine, engine.program(), options_},
        opening_(source, observer, {&plan_}, report_) {}

  BatchReport run() {
    if (!opening_.run()) return finish();
    const bool json = opening_.is_json();
    std::vector<Problem> problems;
    const batch::Layout layout = batch::make_layout(options_, json ? nullptr : &plan_, problems);
    if (!problems.empty()) {
      opening_.fail(std::move(problems));
      return finish();
    }
    observer_.opened(report_);
    if (rejects_ != nullptr &&
        !rejects_->write(plan_.sheet ? "row,place,column,code,reason,record\n"
                                     : "row,line,byte_offset,column,code,reason,record\n")) {
      report_.end = BatchEnd::sink_failed;
      return finish();
    }
    judge(layout, json);
    return finish();
  }

 private:
  // What is one document from its begin to its end is written by one worker.
  static BatchOptions adjusted(BatchOptions options) {
    if (batch::is_dressed(options)) options = batch::undressed(std::move(options));
    if (options.dry_run) options.format = Format::csv;  // the one that looks into cells
    const bool pieces = options.format == Format::csv || options.format == Format::tsv ||
                        options.format == Format::ndjson;
    if (!pieces || options.row != 0 || options.dry_run) options.jobs = 1;
    // A task is answered with an object a hundred times as long, and a block's answers are held.
    constexpr std::size_t most = std::size_t{8} << 10;
    const bool rows = options.format == Format::csv || options.format == Format::tsv;
    if (!rows) options.block_bytes = std::min(options.block_bytes, most);
    return options;
  }

  void judge(const batch::Layout& layout, bool json) {
    const batch::Tables tables(plan_.program);
    const batch::Texts texts(plan_.program, layout.delimiter);
    std::optional<batch::DocumentTexts> documents;
    const bool objects = options_.format == Format::ndjson || options_.format == Format::json;
    if (objects && options_.row == 0 && plan_.derived.empty()) {
      documents.emplace(plan_.engine, batch::render_options(options_));
    }
    batch::Survey survey(plan_);
    const batch::Shared shared{plan_,
                               tables,
                               texts,
                               layout,
                               documents ? &*documents : nullptr,
                               options_.dry_run ? &survey : nullptr};
    batch::Counts counts;
    counts.reset(tables.criteria.size(), tables.rules.size());
    const bool table = options_.format == Format::csv || options_.format == Format::tsv;
    std::optional<batch::TableSink> dressed;
    if (batch::is_dressed(given_)) dressed.emplace(out_, plan_.program, given_, layout);
    ByteSink& out = dressed ? static_cast<ByteSink&>(*dressed) : out_;
    batch::Pipeline pipeline(plan_, opening_.reader(), source_, out, rejects_, observer_, report_,
                             counts);
    pipeline.run([&] {
      if (json) return batch::make_json_worker(shared);
      if (!table || options_.row != 0) return batch::make_task_worker(shared);
      std::string header = opening_.header();
      if (!options_.header) {
        header.clear();
        for (const BatchColumn& column : plan_.columns) {
          if (&column != plan_.columns.data()) header += plan_.dialect.delimiter;
          header += column.header;
        }
      }
      return batch::make_csv_worker(shared, header);
    });
    if (dressed && report_.end != BatchEnd::sink_failed && !dressed->finish()) {
      report_.end = BatchEnd::sink_failed;
    }
    if (options_.summary) summarise(counts);
    if (options_.dry_run) report_.survey = survey.result();
  }

  void summarise(const batch::Counts& counts) {
    BatchSummary& summary = report_.summary;
    summary.verdicts = counts.verdicts;
    summary.status = counts.status;
    summary.scores = counts.scores;
    const engine::Program& program = plan_.program;
    for (std::size_t r = 0; r < program.rules.size(); ++r) {
      if (counts.fired[r] > 0) summary.fired.emplace_back(program.rules[r].id, counts.fired[r]);
    }
    for (std::size_t i = 0; i < counts.codes.size(); ++i) {
      if (counts.codes[i] == 0) continue;
      const std::size_t criteria = program.criteria.size();
      summary.codes.emplace_back(
          i < criteria ? program.criteria[i].id : program.rules[i - criteria].id, counts.codes[i]);
    }
    const auto more = [](const auto& a, const auto& b) { return a.second > b.second; };
    std::stable_sort(summary.fired.begin(), summary.fired.end(), more);
    std::stable_sort(summary.codes.begin(), summary.codes.end(), more);
    if (batch::has_groups(options_)) counts.groups.report(plan_, summary);
  }

  BatchReport finish() {
    if (report_.end == BatchEnd::bad_header && observer_.stop()) report_.end = BatchEnd::stopped;
    if (plan_.sheet) {
      for (Problem& problem : report_.problems) source_.locate(problem);
    }
    return std::move(report_);
  }

  ByteSource& source_;
  ByteSink& out_;
  ByteSink* rejects_;
  BatchObserver& observer_;
  const BatchOptions& given_;
  BatchOptions options_;
  Plan plan_;
  BatchReport report_;
  batch::Opening opening_;
};

}  // namespace

BatchReport run_batch(const Engine& engine, ByteSource& source, ByteSink& out, ByteSink* rejects,
                      BatchObserver& observer, const BatchOptions& options) {
  return Batch(engine, source, out, rejects, observer, options).run();
}

}  // namespace sourcing
