// SPDX-License-Identifier: Apache-2.0
#include "audit/diff_json.hpp"

#include <cstdlib>

#include "audit/finding_report.hpp"
#include "base/decimal.hpp"
#include "base/json_writer.hpp"

namespace sourcing::audit {

namespace {

std::string points(Centipoints value) {
  std::string out;
  base::append_fixed2(out, value);
  return out;
}

class JsonReport {
 public:
  explicit JsonReport(const DiffReport& diff) : diff_(diff), writer_(out_, json::Layout::pretty) {}

  std::string run() {
    writer_.begin_object();
    writer_.text("schema", "sourcing.diff/1");
    model("before", diff_.before);
    model("after", diff_.after);
    writer_.begin_array("changes");
    for (const Change& change : diff_.changes) {
      writer_.begin_object();
      writer_.text("kind", name(change.kind));
      writer_.text("what", change.what);
      writer_.text_or_null("before", change.before);
      writer_.text_or_null("after", change.after);
      writer_.end_object();
    }
    writer_.end_array();
    writer_.flag("proven_equal", diff_.comparison.proven_equal());
    writer_.begin_object("aspects");
    for (std::size_t a = 0; a < aspect_count; ++a) aspect(static_cast<Aspect>(a));
    writer_.end_object();
    writer_.texts("unmatched", diff_.comparison.unmatched);
    writer_.texts("narrowed", diff_.comparison.narrowed);
    writer_.texts("assumed", diff_.comparison.assumed);
    writer_.count("nodes", diff_.comparison.nodes);
    if (diff_.moves) moves(*diff_.moves);
    writer_.end_object();
    return out_ + "\n";
  }

 private:
  void model(std::string_view key, const engine::Program& program) {
    writer_.begin_object(key);
    writer_.text("id", program.id);
    writer_.text("version", program.version);
    writer_.text("sha256", program.sha256);
    writer_.end_object();
  }

  void outcome(std::string_view key, const engine::Program& program,
               const engine::Outcome& outcome) {
    writer_.begin_object(key);
    writer_.text("disposition", name(outcome.disposition));
    writer_.text("engagement", name(outcome.engagement));
    writer_.text_or_null("location",
                         outcome.chosen() ? name(*outcome.chosen()) : std::string_view());
    writer_.flag("hybrid", std::abs(outcome.scores[0] - program.threshold) <= program.hybrid_band);
    writer_.begin_object("scores");
    for (std::size_t a = 0; a < axis_count; ++a) {
      writer_.json(name(static_cast<Axis>(a)), points(outcome.scores[a]));
    }
    writer_.end_object();
    writer_.end_object();
  }

  void aspect(Aspect aspect) {
    const auto a = static_cast<std::size_t>(aspect);
    writer_.begin_object(name(aspect));
    writer_.text("result", result(diff_.comparison.differs[a]));
    if (const auto& example = diff_.comparison.example[a]) {
      counterexample(*example);
      writer_.begin_object("in_whole_levels");
      writer_.text("result", result(diff_.comparison.differs_in_whole[a]));
      if (const auto& whole = diff_.comparison.whole_example[a]) counterexample(*whole);
      writer_.end_object();
    }
    writer_.end_object();
  }

  static std::string_view result(analysis::Found found) {
    return found == analysis::Found::no    ? "equal"
           : found == analysis::Found::yes ? "differs"
                                           : "not_proven";
  }

  void counterexample(const Counterexample& example) {
    writer_.json("task", task_json(example.task));
    writer_.texts("moved", example.moved);
    writer_.key("fewest_moved");
    writer_.boolean(example.fewest);
    outcome("before", diff_.before, example.before);
    outcome("after", diff_.after, example.after);
  }

  void moves(const MovesReport& moves) {
    writer_.begin_object("on");
    writer_.count("rows", moves.batch.rows);
    writer_.count("moved", moves.moved);
    writer_.count("rejected", moves.batch.rejects);
    writer_.count("rejected_before_only", moves.rejected_before);
    writer_.count("rejected_after_only", moves.rejected_after);
    std::vector<std::string> ignored;
    for (const BatchColumn& column : moves.batch.columns) {
      if (column.target.empty()) ignored.push_back(column.header);
    }
    writer_.texts("ignored_columns", ignored);
    writer_.begin_array("moves");
    for (const MoveCount& move : moves.counts) {
      writer_.begin_object();
      writer_.text("from", move.from);
      writer_.text("to", move.to);
      writer_.count("rows", move.rows);
      writer_.begin_array("because");
      for (const auto& [cause, count] : move.because) {
        writer_.begin_object();
        writer_.text("cause", cause);
        writer_.count("rows", count);
        writer_.end_object();
      }
      writer_.end_array();
      writer_.end_object();
    }
    writer_.end_array();
    writer_.begin_array("first_rows");
    for (const RowMove& move : moves.first) {
      writer_.begin_object();
      writer_.count("row", move.row);
      writer_.text_or_null("id", move.id);
      writer_.text("from", move.from);
      writer_.text("to", move.to);
      writer_.texts("because", move.because);
      writer_.text("record", move.record);
      writer_.end_object();
    }
    writer_.end_array();
    writer_.end_object();
  }

  const DiffReport& diff_;
  std::string out_;
  json::Writer writer_;
};

}  // namespace

std::string diff_json(const DiffReport& diff) { return JsonReport(diff).run(); }

}  // namespace sourcing::audit
