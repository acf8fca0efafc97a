// SPDX-License-Identifier: Apache-2.0
// The tables of a summary, laid out for a terminal, as Markdown and as CSV.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/escape.hpp"
#include "base/table.hpp"
#include "base/text.hpp"
#include "render/summary.hpp"
#include "render/summary_numbers.hpp"

namespace sourcing::render {

namespace {

constexpr std::size_t most_listed = 10;
constexpr std::size_t longest_bar = 20;
constexpr std::size_t most_matrix_columns = 8;

/// A table before it is laid out: the first `texts` columns are texts, the others numbers.
struct Grid {
  std::size_t texts = 1;
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

// What of a verdict is counted, a column each.
constexpr std::array<std::string_view, 8> parts = {
    "retain", "automate_first", "outsource", "BPO", "KPO", "onshore", "nearshore", "offshore"};

std::array<std::uint64_t, parts.size()> count_parts(const SummaryGroup& group) {
  std::array<std::uint64_t, parts.size()> counts{};
  for (const VerdictTally& tally : group.by_verdict) {
    const Verdict& verdict = tally.verdict;
    if (verdict.disposition) counts[static_cast<std::size_t>(*verdict.disposition)] += tally.rows;
    if (verdict.engagement) counts[3 + static_cast<std::size_t>(*verdict.engagement)] += tally.rows;
    if (verdict.location) counts[5 + static_cast<std::size_t>(*verdict.location)] += tally.rows;
  }
  return counts;
}

std::string bar(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return {};
  return std::string(std::max<std::uint64_t>(part * longest_bar / whole, 1), '#');
}

/// The tables of a summary in one language.
class Tables {
 public:
  Tables(const Engine& engine, const BatchReport& report, std::string_view language)
      : wording_(engine.program(), language), report_(report), summary_(report.summary) {}

  [[nodiscard]] std::string say(std::string_view key) const { return wording_.say(key); }

  [[nodiscard]] Grid verdicts() const {
    Grid grid{3,
              {say("summary.disposition"), say("summary.engagement"), say("summary.location"),
               say("summary.rows"), "%"},
              {}};
    each_verdict(summary_, [&](const Verdict& verdict, std::uint64_t rows) {
      grid.rows.push_back({verdict.disposition ? wording_.disposition(*verdict.disposition) : "-",
                           verdict.engagement ? std::string(name(*verdict.engagement)) : "-",
                           verdict.location ? std::string(name(*verdict.location)) : "-",
                           std::to_string(rows), number(percent(rows, report_.rows))});
    });
    return grid;
  }

  /// A row for each group, and the total.
  [[nodiscard]] Grid groups() const {
    Grid grid{summary_.by.size(), summary_.by, {}};
    head(grid);
    for (const SummaryGroup& group : summary_.groups) grid.rows.push_back(row(group.key, group));
    std::vector<std::string> total(summary_.by.size());
    if (!total.empty()) total.front() = say("summary.total");
    grid.rows.push_back(row(std::move(total), summary_.total));
    return grid;
  }

  /// The groups of all levels of a hierarchy, the lower ones indented below the higher.
  [[nodiscard]] Grid hierarchy(std::size_t by) const {
    Grid grid{1, {summary_.by[by]}, {}};
    head(grid);
    below(by, 1, {}, grid);
    return grid;
  }

  /// The rows of two columns against each other; nothing where there are more than fit.
  [[nodiscard]] Grid matrix() const {
    std::vector<std::string> across;
    for (const SummaryGroup& group : summary_.groups) {
      if (std::find(across.begin(), across.end(), group.key[1]) == across.end()) {
        across.push_back(group.key[1]);
      }
    }
    if (across.size() > most_matrix_columns) return {};
    Grid grid{1, {fmt::format("{} × {}", summary_.by[0], summary_.by[1])}, {}};
    for (const std::string& value : across) grid.head.push_back(value.empty() ? "-" : value);
    for (const SummaryGroup& group : summary_.groups) {
      if (grid.rows.empty() || last_ != group.key[0]) {
        grid.rows.emplace_back(across.size() + 1);
        grid.rows.back().front() = group.key[0].empty() ? "-" : group.key[0];
        last_ = group.key[0];
      }
      const auto at = std::find(across.begin(), across.end(), group.key[1]) - across.begin();
      grid.rows.back()[static_cast<std::size_t>(at) + 1] =
          summary_.sum.empty() ? std::to_string(group.rows) : number(group.sums.front().sum);
    }
    return grid;
  }

  [[nodiscard]] std::string means() const {
    std::string out;
    for (std::size_t a = 0; a < axis_count; ++a) {
      const std::string value = mean(summary_.scores[a], report_.verdicts);
      const std::string axis =
          a == 0 ? say("summary.engagement") : std::string(name(static_cast<Axis>(a)));
      append_item(out, fmt::format("{} {}", axis, value.empty() ? "-" : number(value)));
    }
    return fmt::format("{}: {}", say("summary.means"), out);
  }

  [[nodiscard]] std::vector<std::string> statuses() const {
    std::vector<std::string> lines;
    for (std::size_t s = 0; s < summary_.status.size(); ++s) {
      if (summary_.status[s] == 0) continue;
      lines.push_back(line(wording_.status(static_cast<Status>(s)), summary_.status[s]));
    }
    return lines;
  }

  [[nodiscard]] std::vector<std::string> listed(
      const std::vector<std::pair<std::string, std::uint64_t>>& counts) const {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < counts.size() && i < most_listed; ++i) {
      lines.push_back(line(label(counts[i].first), counts[i].second));
    }
    return lines;
  }

  [[nodiscard]] const BatchSummary& summary() const noexcept { return summary_; }

 private:
  // With the decimal sign of the language.
  [[nodiscard]] std::string number(std::string_view digits) const {
    return wording_.say("value.number", {{"number", digits}});
  }

  [[nodiscard]] std::string line(std::string_view what, std::uint64_t rows) const {
    return fmt::format("{}: {} ({} %)", what, rows, number(percent(rows, report_.rows)));
  }

  // What people read for the code of a reason.
  [[nodiscard]] std::string label(const std::string& code) const {
    const engine::Program& program = wording_.program();
    return engine::find_criterion(program, code) < program.criteria.size()
               ? wording_.criterion(code)
               : wording_.rule(code);
  }

  void head(Grid& grid) const {
    grid.head.push_back(say("summary.rows"));
    grid.head.push_back("%");
    for (const std::string& column : summary_.sum) {
      grid.head.push_back(column);
      grid.head.push_back("%");
    }
    for (const std::string_view key :
         {"summary.retain", "summary.automate_first", "summary.outsource"}) {
      grid.head.push_back(say(key));
    }
    constexpr std::size_t dispositions = 3;
    for (std::size_t p = dispositions; p < parts.size(); ++p) grid.head.emplace_back(parts[p]);
    grid.head.push_back(say("summary.errors"));
    grid.head.emplace_back();
  }

  [[nodiscard]] std::vector<std::string> row(std::vector<std::string> cells,
                                             const SummaryGroup& group) const {
    for (std::string& cell : cells) {
      if (cell.empty() && &group != &summary_.total) cell = "-";
    }
    cells.push_back(std::to_string(group.rows));
    cells.push_back(number(percent(group.rows, summary_.total.rows)));
    for (const ColumnSum& sum : group.sums) {
      cells.push_back(sum.sum.empty() ? "-" : number(sum.sum));
      cells.push_back(sum.share ? number(fixed2(*sum.share)) : "-");
    }
    for (const std::uint64_t count : count_parts(group)) cells.push_back(std::to_string(count));
    cells.push_back(std::to_string(group.errors));
    // Of the first column that is added up, of rows where there is none.
    if (!group.sums.empty() && group.sums.front().share) {
      const std::int64_t share = std::clamp<std::int64_t>(*group.sums.front().share, 0, 10'000);
      cells.push_back(bar(static_cast<std::uint64_t>(share), 10'000));
    } else {
      cells.push_back(bar(group.rows, summary_.total.rows));
    }
    return cells;
  }

  void below(std::size_t by, std::size_t level, const std::string& upper, Grid& grid) const {
    for (const SummaryLevel& each : summary_.levels) {
      if (each.by != by || each.level != level) continue;
      for (const SummaryGroup& group : each.groups) {
        const std::string& value = group.key.front();
        if (level > 1 && !value.starts_with(upper + '.')) continue;
        grid.rows.push_back(row({std::string(2 * (level - 1), ' ') + value}, group));
        below(by, level + 1, value, grid);
      }
    }
  }

  Wording wording_;
  const BatchReport& report_;
  const BatchSummary& summary_;
  mutable std::string last_;
};

std::string as_text(const Grid& grid) {
  std::vector<base::Column> columns(grid.texts);
  columns.resize(grid.head.size(), base::Column{base::Align::right, 0});
  if (grid.head.back().empty()) columns.back() = {};  // the bars
  base::Table table(std::move(columns));
  table.add_row(grid.head);
  table.add_rule();
  for (const auto& row : grid.rows) table.add_row(row);
  return table.render(0);
}

std::string as_markdown(const Grid& grid) {
  std::string out;
  const std::size_t columns = grid.head.size() - (grid.head.back().empty() ? 1 : 0);
  const auto line = [&](const std::vector<std::string>& cells) {
    out += '|';
    for (std::size_t i = 0; i < columns; ++i) {
      out += ' ';
      base::append_markdown(out, base::trim(cells[i]));
      out += " |";
    }
    out += '\n';
  };
  line(grid.head);
  out += '|';
  for (std::size_t i = 0; i < columns; ++i) out += i < grid.texts ? "---|" : "---:|";
  out += '\n';
  for (const auto& row : grid.rows) line(row);
  return out;
}

template <class Lay, class Heading, class Item>
std::string lay_out(const Tables& tables, Lay lay, Heading heading, Item item) {
  const BatchSummary& summary = tables.summary();
  std::string out = lay(tables.verdicts()) + "\n";
  for (const std::string& line : tables.statuses()) out += item(line);
  out += "\n" + item(tables.means());
  const auto list = [&](std::string_view key, const auto& counts) {
    if (counts.empty()) return;
    out += heading(tables.say(key));
    for (const std::string& line : tables.listed(counts)) out += item("  " + line);
  };
  list("summary.fired", summary.fired);
  list("summary.named", summary.codes);
  if (!summary.by.empty()) {
    std::string columns;
    for (const std::string& column : summary.by) append_item(columns, column);
    out += heading(fill(tables.say("summary.by"), {{"list", columns}}));
    out += lay(tables.groups());
  } else if (!summary.sum.empty()) {
    out += heading(tables.say("summary.total"));
    out += lay(tables.groups());
  }
  std::size_t last = summary.by.size();
  for (const SummaryLevel& level : summary.levels) {
    if (level.by == last) continue;
    last = level.by;
    out += heading(fill(tables.say("summary.levels"), {{"list", summary.by[level.by]}}));
    out += lay(tables.hierarchy(level.by));
  }
  if (summary.by.size() == 2) {
    const Grid matrix = tables.matrix();
    if (!matrix.rows.empty()) out += "\n" + lay(matrix);
  }
  return out;
}

}  // namespace

std::string summary_text(const Engine& engine, const BatchReport& report,
                         std::string_view language) {
  return lay_out(
      Tables(engine, report, language), as_text,
      [](const std::string& title) { return fmt::format("\n{}\n", base::printable(title)); },
      [](const std::string& line) { return base::printable(line) + "\n"; });
}

std::string summary_markdown(const Engine& engine, const BatchReport& report,
                             std::string_view language) {
  const auto escaped = [](std::string_view text) {
    std::string out;
    base::append_markdown(out, base::trim(text));
    return out;
  };
  return lay_out(
      Tables(engine, report, language), as_markdown,
      [&](const std::string& title) { return fmt::format("\n## {}\n\n", escaped(title)); },
      [&](const std::string& line) { return fmt::format("- {}\n", escaped(line)); });
}

std::string summary_csv(const BatchReport& report) {
  const BatchSummary& summary = report.summary;
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += ',';
      base::append_csv_field(out, cells[i], ',', true);
    }
    out += '\n';
  };
  std::vector<std::string> head = summary.by;
  head.insert(head.end(), {"rows", "errors"});
  head.insert(head.end(), summary.sum.begin(), summary.sum.end());
  head.insert(head.end(), parts.begin(), parts.end());
  line(head);
  const auto group = [&](const SummaryGroup& each) {
    std::vector<std::string> cells = each.key;
    cells.push_back(std::to_string(each.rows));
    cells.push_back(std::to_string(each.errors));
    for (const ColumnSum& sum : each.sums) cells.push_back(sum.sum);
    for (const std::uint64_t count : count_parts(each)) cells.push_back(std::to_string(count));
    line(cells);
  };
  for (const SummaryGroup& each : summary.groups) group(each);
  if (!summary.by.empty()) return out;
  if (!summary.sum.empty()) {
    group(summary.total);
    return out;
  }
  SummaryGroup all;
  all.rows = report.rows;
  all.errors = report.rejects;
  each_verdict(summary, [&](const Verdict& verdict, std::uint64_t rows) {
    all.by_verdict.push_back({verdict, rows, {}});
  });
  group(all);
  return out;
}

}  // namespace sourcing::render
