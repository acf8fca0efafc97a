// SPDX-License-Identifier: Apache-2.0
#include <sourcing/moves.hpp>

#include "batch/flow/pipeline.hpp"
#include "batch/moves/moves_worker.hpp"
#include "batch/read/opening.hpp"

namespace sourcing {

namespace {

// Nothing is written: the report is all there is.
class NoSink : public ByteSink {
 public:
  bool write(std::string_view) override { return true; }
};

BatchOptions reading_only(BatchOptions options) {
  options.rejects = options.append = options.summary = options.dry_run = false;
  options.row = 0;
  return options;
}

BatchOptions with_assumed(BatchOptions options, const Task& assumed) {
  options.assumed = assumed;
  return options;
}

}  // namespace

MovesReport run_moves(const Engine& before, const Engine& after, ByteSource& source,
                      BatchObserver& observer, const MovesOptions& options) {
  MovesReport report;
  const BatchOptions options_before = reading_only(options.batch),
                     options_after = with_assumed(options_before, options.assumed_after);
  const engine::Program &a = before.program(), &b = after.program();
  batch::Plan plan_before{before, a, options_before, &b}, plan_after{after, b, options_after, &a};
  batch::Opening opening(source, observer, {&plan_before, &plan_after}, report.batch);
  if (!opening.run()) {
    if (report.batch.end == BatchEnd::bad_header && observer.stop()) {
      report.batch.end = BatchEnd::stopped;
    }
    return report;
  }
  const batch::Tables tables_before(a), tables_after(b);
  const batch::MoveCauses causes(a, b);
  batch::Moved moved;
  moved.room = options.shown;
  const batch::TwoModels two{
      {&plan_before, &plan_after}, {&tables_before, &tables_after}, causes, moved};
  NoSink none;
  batch::Counts counts;
  batch::Pipeline pipeline(plan_before, opening.reader(), source, none, nullptr, observer,
                           report.batch, counts);
  pipeline.run([&] {
    return opening.is_json() ? batch::make_json_moves_worker(two)
                             : batch::make_csv_moves_worker(two);
  });
  if (plan_before.sheet) {
    for (Problem& problem : report.batch.problems) source.locate(problem);
  }
  // A column is understood when either model does so.
  for (std::size_t i = 0; i < report.batch.columns.size(); ++i) {
    std::string& target = report.batch.columns[i].target;
    if (target.empty()) target = plan_after.columns[i].target;
  }
  report.moved = moved.tally.moved;
  report.rejected_before = moved.tally.rejected_before;
  report.rejected_after = moved.tally.rejected_after;
  report.counts = moved.tally.counts(causes);
  report.first = std::move(moved.first);
  return report;
}

}  // namespace sourcing
