// SPDX-License-Identifier: Apache-2.0
#include "audit/diff_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "audit/finding_report.hpp"
#include "base/decimal.hpp"
#include "base/escape.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

std::string points(Centipoints value) {
  std::string out;
  base::append_fixed2(out, value);
  return out;
}

std::string or_nothing(const std::string& text) { return text.empty() ? "nothing" : text; }

// What a model says at a task, as far as the aspect goes.
std::string said(const engine::Program& program, const engine::Outcome& outcome, Aspect aspect) {
  const Centipoints margin = outcome.scores[0] - program.threshold;
  switch (aspect) {
    case Aspect::engagement:
      return fmt::format("{} ({}, threshold {})", name(outcome.engagement),
                         points(outcome.scores[0]), points(program.threshold));
    case Aspect::hybrid:
      return fmt::format("{} ({} from the threshold, band {})",
                         std::abs(margin) <= program.hybrid_band ? "hybrid" : "not hybrid",
                         points(std::abs(margin)), points(program.hybrid_band));
    case Aspect::location:
      return fmt::format("{} ({} {} {})", outcome.chosen() ? name(*outcome.chosen()) : "nowhere",
                         points(outcome.scores[1]), points(outcome.scores[2]),
                         points(outcome.scores[3]));
    case Aspect::disposition:
      return std::string(name(outcome.disposition));
  }
  return {};
}

std::string verdict_line(const Comparison& comparison) {
  if (!comparison.unmatched.empty()) {
    return "not compared: the same answers cannot be given to both models";
  }
  if (comparison.proven_equal()) {
    return fmt::format("proven equal: no task is decided differently ({} nodes)", comparison.nodes);
  }
  const bool differ =
      std::any_of(comparison.differs.begin(), comparison.differs.end(),
                  [](analysis::Found found) { return found == analysis::Found::yes; });
  return fmt::format("{} ({} nodes)",
                     differ ? "they disagree on some tasks"
                            : "not proven equal within the budget, and no difference found",
                     comparison.nodes);
}

// What was not compared, and why.
std::vector<std::string> reservations(const Comparison& comparison) {
  std::vector<std::string> out;
  for (const std::string& id : comparison.unmatched) {
    out.push_back(fmt::format("the scales of `{}` cannot be matched", id));
  }
  for (const std::string& id : comparison.assumed) {
    out.push_back(fmt::format("`{}`: only the values that are assumed are compared", id));
  }
  for (const std::string& id : comparison.narrowed) {
    out.push_back(fmt::format("`{}`: only the values that both models have are compared", id));
  }
  return out;
}

// The answers that are not at their neutral: what a reader has to look at.
std::string moved(const Counterexample& example) {
  std::string out;
  for (const WitnessValue& value : example.task) {
    const bool shown = std::find(example.moved.begin(), example.moved.end(), value.criterion) !=
                       example.moved.end();
    if (shown) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", value.criterion, value.value);
  }
  if (out.empty()) return "everything neutral";
  return out + (example.fewest ? ", the rest neutral; with fewer they agree"
                               : ", the rest neutral; fewer may do (not proven within the budget)");
}

// What tells them apart, and nothing that is neutral.
std::string moved_task(const Counterexample& example) {
  std::vector<WitnessValue> task;
  std::copy_if(example.task.begin(), example.task.end(), std::back_inserter(task),
               [&](const WitnessValue& value) {
                 return std::find(example.moved.begin(), example.moved.end(), value.criterion) !=
                        example.moved.end();
               });
  return task_json(task);
}

// The same where every answer is one that people give, if that is another task.
std::string in_whole(const DiffReport& diff, Aspect aspect) {
  const auto a = static_cast<std::size_t>(aspect);
  if (const auto& example = diff.comparison.whole_example[a]) {
    return fmt::format("{} -> {} where {}", said(diff.before, example->before, aspect),
                       said(diff.after, example->after, aspect), moved(*example));
  }
  return diff.comparison.differs_in_whole[a] == analysis::Found::no ? "they agree" : "";
}

std::string where(const DiffReport& diff, Aspect aspect, const Counterexample& example) {
  const std::string whole = in_whole(diff, aspect);
  return moved(example) + (whole.empty() ? "" : "; in whole levels: " + whole);
}

// How many rows are in no count, and for which model.
std::string rejected(const MovesReport& moves) {
  if (moves.batch.rejects == 0) return {};
  std::string out = fmt::format(", {} rejected", moves.batch.rejects);
  if (moves.rejected_before + moves.rejected_after > 0) {
    out += fmt::format(" ({} by the first model only, {} by the second only)",
                       moves.rejected_before, moves.rejected_after);
  }
  return out;
}

std::string text_report(const DiffReport& diff) {
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{} {} -> {} {}: {} changes\n", diff.before.id, diff.before.version,
                 diff.after.id, diff.after.version, diff.changes.size());
  for (const Change& change : diff.changes) {
    fmt::format_to(to, "  {}: {} -> {}\n", change.what, base::printable(or_nothing(change.before)),
                   base::printable(or_nothing(change.after)));
  }
  fmt::format_to(to, "{}\n", verdict_line(diff.comparison));
  for (const std::string& line : reservations(diff.comparison)) {
    fmt::format_to(to, "  {}\n", line);
  }
  for (std::size_t a = 0; a < aspect_count; ++a) {
    const auto aspect = static_cast<Aspect>(a);
    const auto& example = diff.comparison.example[a];
    if (!example) {
      fmt::format_to(
          to, "  {}: {}\n", name(aspect),
          diff.comparison.differs[a] == analysis::Found::no ? "proven equal" : "not proven");
      continue;
    }
    fmt::format_to(to, "  {}: {} -> {}\n    where {}\n    task {}\n", name(aspect),
                   said(diff.before, example->before, aspect),
                   said(diff.after, example->after, aspect), moved(*example), moved_task(*example));
    const std::string whole = in_whole(diff, aspect);
    if (!whole.empty()) fmt::format_to(to, "    in whole levels: {}\n", whole);
    if (const auto& other = diff.comparison.whole_example[a]) {
      fmt::format_to(to, "    task {}\n", moved_task(*other));
    }
  }
  if (!diff.moves) return out;
  const MovesReport& moves = *diff.moves;
  fmt::format_to(to, "{} of {} rows move{}\n", moves.moved, moves.batch.rows, rejected(moves));
  for (const MoveCount& move : moves.counts) {
    fmt::format_to(to, "  {:>8}  {} -> {}\n", move.rows, move.from, move.to);
    for (const auto& [cause, count] : move.because) {
      fmt::format_to(to, "            {:>8}  {}\n", count, cause);
    }
  }
  for (const RowMove& move : moves.first) {
    fmt::format_to(to, "  row {}{}{}: {} -> {}; {}\n", move.row, move.id.empty() ? "" : " ",
                   base::printable(move.id), move.from, move.to, fmt::join(move.because, ", "));
  }
  return out;
}

std::string markdown(std::string_view text) {
  std::string out;
  base::append_markdown(out, text);
  return out;
}

std::string markdown_report(const DiffReport& diff) {
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "## {} {} → {} {}\n\n**{}**\n\n", markdown(diff.before.id),
                 markdown(diff.before.version), markdown(diff.after.id),
                 markdown(diff.after.version), verdict_line(diff.comparison));
  // Ids have no character that Markdown takes for its own but in backticks, where it takes none.
  for (const std::string& line : reservations(diff.comparison)) out += "- " + line + "\n";
  if (!reservations(diff.comparison).empty()) out += '\n';
  if (!diff.changes.empty()) out += "| what | before | after |\n|---|---|---|\n";
  for (const Change& change : diff.changes) {
    fmt::format_to(to, "| {} | {} | {} |\n", markdown(change.what),
                   markdown(or_nothing(change.before)), markdown(or_nothing(change.after)));
  }
  out += "\n| aspect | before | after | where |\n|---|---|---|---|\n";
  for (std::size_t a = 0; a < aspect_count; ++a) {
    const auto aspect = static_cast<Aspect>(a);
    const auto& example = diff.comparison.example[a];
    if (!example) {
      fmt::format_to(
          to, "| {} | {} | | |\n", name(aspect),
          diff.comparison.differs[a] == analysis::Found::no ? "proven equal" : "not proven");
      continue;
    }
    fmt::format_to(to, "| {} | {} | {} | {} |\n", name(aspect),
                   markdown(said(diff.before, example->before, aspect)),
                   markdown(said(diff.after, example->after, aspect)),
                   markdown(where(diff, aspect, *example)));
  }
  if (!diff.moves) return out;
  const MovesReport& moves = *diff.moves;
  fmt::format_to(to, "\n{} of {} rows move{}.\n", moves.moved, moves.batch.rows, rejected(moves));
  if (moves.moved > 0) out += "\n| rows | from | to | because (rows) |\n|---:|---|---|---|\n";
  for (const MoveCount& move : moves.counts) {
    std::string because;
    for (const auto& [cause, count] : move.because) {
      because += fmt::format("{}{} ({})", because.empty() ? "" : ", ", cause, count);
    }
    fmt::format_to(to, "| {} | {} | {} | {} |\n", move.rows, markdown(move.from), markdown(move.to),
                   markdown(because));
  }
  if (!moves.first.empty()) {
    out += "\n| row | id | from | to | because |\n|---:|---|---|---|---|\n";
  }
  for (const RowMove& move : moves.first) {
    fmt::format_to(to, "| {} | {} | {} | {} | {} |\n", move.row, markdown(move.id),
                   markdown(move.from), markdown(move.to),
                   markdown(fmt::format("{}", fmt::join(move.because, ", "))));
  }
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

std::string report(const DiffReport& diff, DiffFormat format) {
  switch (format) {
    case DiffFormat::text:
      return text_report(diff);
    case DiffFormat::markdown:
      return markdown_report(diff);
    case DiffFormat::json:
      return JsonReport(diff).run();
  }
  return {};
}

}  // namespace sourcing::audit
