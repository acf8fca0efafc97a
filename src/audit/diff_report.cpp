// SPDX-License-Identifier: Apache-2.0
#include "audit/diff_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "audit/diff_json.hpp"
#include "audit/diff_words.hpp"
#include "audit/finding_report.hpp"
#include "base/escape.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

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

void append_aspect(std::string& out, const DiffReport& diff, const DiffWords& words,
                   Aspect aspect) {
  const auto to = std::back_inserter(out);
  const auto a = static_cast<std::size_t>(aspect);
  const std::string label = words.say(name(aspect));
  const auto& example = diff.comparison.example[a];
  if (!example) {
    fmt::format_to(to, "  {}: {}\n", label, words.without_example(aspect));
    return;
  }
  fmt::format_to(to, "  {}: {} -> {}\n    {}\n    {} {}\n", label,
                 words.said(diff.before, example->before, aspect),
                 words.said(diff.after, example->after, aspect),
                 words.say("where " + words.moved(*example)), words.say("task"),
                 moved_task(*example));
  if (const std::string whole = words.in_whole(aspect); !whole.empty()) {
    fmt::format_to(to, "    {}: {}\n", words.say("in whole levels"), whole);
  }
  if (const auto& other = diff.comparison.whole_example[a]) {
    fmt::format_to(to, "    {} {}\n", words.say("task"), moved_task(*other));
  }
}

std::string text_report(const DiffReport& diff, const DiffWords& words) {
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{} {} -> {} {}: {}\n", diff.before.id, diff.before.version, diff.after.id,
                 diff.after.version, words.say(fmt::format("{} changes", diff.changes.size())));
  for (const Change& change : diff.changes) {
    fmt::format_to(to, "  {}: {} -> {}\n", words.say(change.what),
                   base::printable(words.value(change, change.before)),
                   base::printable(words.value(change, change.after)));
  }
  fmt::format_to(to, "{}\n", words.verdict_line());
  for (const std::string& line : words.reservations()) fmt::format_to(to, "  {}\n", line);
  for (std::size_t a = 0; a < aspect_count; ++a) {
    append_aspect(out, diff, words, static_cast<Aspect>(a));
  }
  if (!diff.moves) return out;
  fmt::format_to(to, "{}\n", words.rows());
  for (const MoveCount& move : diff.moves->counts) {
    fmt::format_to(to, "  {:>8}  {} -> {}\n", move.rows, words.say(move.from), words.say(move.to));
    for (const auto& [cause, count] : move.because) {
      fmt::format_to(to, "            {:>8}  {}\n", count, words.say(cause));
    }
  }
  for (const RowMove& move : diff.moves->first) {
    fmt::format_to(to, "  {} {}{}{}: {} -> {}; {}\n", words.say("row"), move.row,
                   move.id.empty() ? "" : " ", base::printable(move.id), words.say(move.from),
                   words.say(move.to), words.causes(move.because));
  }
  return out;
}

std::string markdown(std::string_view text) {
  std::string out;
  base::append_markdown(out, text);
  return out;
}

// A header and its rule; what counts things is set to the right.
std::string head(const DiffWords& words, const std::vector<std::string_view>& columns) {
  std::string names = "|", rule = "|";
  for (const std::string_view column : columns) {
    names += fmt::format(" {} |", words.say(column));
    rule += column == "row" || column == "rows" ? "---:|" : "---|";
  }
  return names + "\n" + rule + "\n";
}

std::string markdown_moves(const MovesReport& moves, const DiffWords& words) {
  std::string out = fmt::format("\n{}.\n", words.rows());
  const auto to = std::back_inserter(out);
  if (moves.moved > 0) out += "\n" + head(words, {"rows", "before", "after", "because (rows)"});
  for (const MoveCount& move : moves.counts) {
    std::string because;
    for (const auto& [cause, count] : move.because) {
      because +=
          fmt::format("{}{} ({})", because.empty() ? "" : words.comma(), words.say(cause), count);
    }
    fmt::format_to(to, "| {} | {} | {} | {} |\n", move.rows, markdown(words.say(move.from)),
                   markdown(words.say(move.to)), markdown(because));
  }
  if (!moves.first.empty()) out += "\n" + head(words, {"row", "id", "before", "after", "because"});
  for (const RowMove& move : moves.first) {
    fmt::format_to(to, "| {} | {} | {} | {} | {} |\n", move.row, markdown(move.id),
                   markdown(words.say(move.from)), markdown(words.say(move.to)),
                   markdown(words.causes(move.because)));
  }
  return out;
}

std::string where(const DiffWords& words, Aspect aspect, const Counterexample& example) {
  const std::string whole = words.in_whole(aspect);
  if (whole.empty()) return words.moved(example);
  return fmt::format("{}; {}: {}", words.moved(example), words.say("in whole levels"), whole);
}

std::string markdown_report(const DiffReport& diff, const DiffWords& words) {
  std::string out;
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "## {} {} → {} {}\n\n**{}**\n\n", markdown(diff.before.id),
                 markdown(diff.before.version), markdown(diff.after.id),
                 markdown(diff.after.version), words.verdict_line());
  // Ids have no character that Markdown takes for its own but in backticks, where it takes none.
  const std::vector<std::string> reservations = words.reservations();
  for (const std::string& line : reservations) out += "- " + line + "\n";
  if (!reservations.empty()) out += '\n';
  if (!diff.changes.empty()) out += head(words, {"what", "before", "after"});
  for (const Change& change : diff.changes) {
    fmt::format_to(to, "| {} | {} | {} |\n", markdown(words.say(change.what)),
                   markdown(words.value(change, change.before)),
                   markdown(words.value(change, change.after)));
  }
  out += "\n" + head(words, {"aspect", "before", "after", "where"});
  for (std::size_t a = 0; a < aspect_count; ++a) {
    const auto aspect = static_cast<Aspect>(a);
    const std::string label = words.say(name(aspect));
    const auto& example = diff.comparison.example[a];
    if (!example) {
      fmt::format_to(to, "| {} | {} | | |\n", label, words.without_example(aspect));
      continue;
    }
    fmt::format_to(to, "| {} | {} | {} | {} |\n", label,
                   markdown(words.said(diff.before, example->before, aspect)),
                   markdown(words.said(diff.after, example->after, aspect)),
                   markdown(where(words, aspect, *example)));
  }
  return diff.moves ? out + markdown_moves(*diff.moves, words) : out;
}

}  // namespace

std::string report(const DiffReport& diff, DiffFormat format, const Say& say) {
  const DiffWords words(diff, say);
  switch (format) {
    case DiffFormat::text:
      return text_report(diff, words);
    case DiffFormat::markdown:
      return markdown_report(diff, words);
    case DiffFormat::json:
      return diff_json(diff);
  }
  return {};
}

}  // namespace sourcing::audit
