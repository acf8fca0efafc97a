// SPDX-License-Identifier: Apache-2.0
#include "export/sql/query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace sourcing::sql {

namespace {

// Around the name of a column in an expression; replaced when the query is written.
constexpr char begins = '\x01', ends = '\x02';
// The same for a column of the query around this one.
constexpr char outer_begins = '\x03', outer_ends = '\x04';

template <class Text, class Name>
void each_part(std::string_view expression, Text text, Name name) {
  while (!expression.empty()) {
    const std::size_t at = expression.find(begins);
    text(expression.substr(0, at));
    if (at == std::string_view::npos) return;
    expression.remove_prefix(at + 1);
    const std::size_t end = expression.find(ends);
    name(expression.substr(0, end));
    expression.remove_prefix(end + 1);
  }
}

void collect(std::string_view expression, std::set<std::string, std::less<>>& names) {
  each_part(
      expression, [](std::string_view) {}, [&](std::string_view name) { names.emplace(name); });
}

std::string written(const Dialect& dialect, std::string_view expression) {
  std::string out;
  each_part(
      expression, [&](std::string_view text) { out += text; },
      [&](std::string_view name) { out += "s." + dialect.identifier(name); });
  return out;
}

}  // namespace

std::string column_name(std::string_view kind, std::string_view id) {
  return fmt::format("_{}_{}", kind, id);
}

std::string ref(std::string_view kind, std::string_view id) {
  return begins + column_name(kind, id) + ends;
}

std::string outer(std::string reference) {
  std::replace(reference.begin(), reference.end(), begins, outer_begins);
  std::replace(reference.begin(), reference.end(), ends, outer_ends);
  return reference;
}

void Query::stage(std::string_view name, std::string_view comment) {
  stages_.push_back({std::string(name), std::string(comment), {}});
}

void Query::add(std::string_view kind, std::string_view id, std::string expression) {
  put({column_name(kind, id), std::move(expression), true});
}

void Query::add_text(std::string_view kind, std::string_view id, std::string expression) {
  put({column_name(kind, id), std::move(expression), false});
}

// Only moves: where memory ran out within one braced initialiser, GCC 12 destroyed its parts twice.
void Query::put(Column column) {
  Staged& staged = stages_.back().columns.emplace_back();
  staged.column = std::move(column);
  if (!only_where_.empty()) {
    std::string& expression = staged.column.expression;
    expression = fmt::format("CASE WHEN {} THEN {} END", only_where_, expression);
  }
  staged.note = std::exchange(note_, {});
}

void Query::note(std::string_view text) { note_ = text; }

void Query::result(std::string_view name, std::string expression, Type type) {
  Column& column = results_.emplace_back();
  column.name = name;
  column.expression = std::move(expression);
  column.type = type;
}

void Query::cross(std::string rows, std::string condition) {
  rows_ = std::move(rows);
  condition_ = std::move(condition);
}

std::string Query::within(const Dialect& dialect) const {
  const std::string lines = render(dialect, {});
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    std::string_view line = std::string_view(lines).substr(at, end - at);
    at = end + 1;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty() || line.starts_with("--")) continue;
    if (blank) out += ' ';
    out += line;
    blank = true;
  }
  std::replace(out.begin(), out.end(), outer_begins, begins);
  std::replace(out.begin(), out.end(), outer_ends, ends);
  return out;
}

// Backwards: what each stage must hand on.
std::vector<Query::Names> Query::handed_on() const {
  std::vector<Names> handed(stages_.size());
  Names needed;
  for (const Column& column : results_) collect(column.expression, needed);
  collect(condition_, needed);
  for (std::size_t i = stages_.size(); i-- > 0;) {
    handed[i] = needed;
    Names before = needed;
    for (const Staged& own : stages_[i].columns) before.erase(own.column.name);
    for (const Staged& own : stages_[i].columns) {
      if (needed.contains(own.column.name)) collect(own.column.expression, before);
    }
    needed = std::move(before);
  }
  return handed;
}

// The columns of a stage: those of earlier ones, in the order in which they were first made, and
// its own.
std::string Query::selected(const Dialect& dialect, std::size_t i, const Names& handed) const {
  constexpr std::size_t width = 100;
  const Stage& stage = stages_[i];
  const std::string select = "SELECT";
  std::string body = select;
  std::string separator = "\n  ";
  Names own, done;
  for (const Staged& column : stage.columns) own.insert(column.column.name);
  for (std::size_t earlier = 0; earlier < i; ++earlier) {
    for (const Staged& column : stages_[earlier].columns) {
      const std::string& name = column.column.name;
      if (!handed.contains(name) || own.contains(name) || !done.insert(name).second) continue;
      std::string piece = "s." + dialect.identifier(name);
      if (dialect.nested()) piece += " AS " + dialect.identifier(name);
      body += body.size() == select.size() ? "\n  " : ",";
      if (body.size() - body.rfind('\n') + piece.size() > width) {
        body += "\n  ";
      } else if (body.back() != ' ') {
        body += ' ';
      }
      body += piece;
      separator = ",\n  ";
    }
  }
  for (const Staged& column : stage.columns) {
    if (!handed.contains(column.column.name)) continue;
    if (!column.note.empty()) {
      if (separator.front() == ',') {
        body += ',';
        separator = "\n  ";
      }
      body += fmt::format("\n  -- {}", column.note);
    }
    const std::string expression = written(dialect, column.column.expression);
    body += fmt::format("{}{} AS {}", separator,
                        column.column.integer ? dialect.integer(expression) : expression,
                        dialect.identifier(column.column.name));
    separator = ",\n  ";
  }
  if (body.size() == select.size()) body += "\n  1 AS " + dialect.identifier("_one");
  return body;
}

std::string Query::render(const Dialect& dialect, const std::string& source) const {
  const std::vector<Names> handed = handed_on();
  // A stage of the table's own name would read itself (SQLite) or hide the table.
  std::string prefix = "_";
  const auto collides = [&](const Stage& stage) {
    return source.find(prefix + stage.name) != std::string::npos;
  };
  while (std::any_of(stages_.begin(), stages_.end(), collides)) prefix += '_';
  const auto called = [&](const Stage& stage) { return dialect.identifier(prefix + stage.name); };

  std::string from = source.empty() ? std::string{} : fmt::format("{} AS t", source);
  std::string out = dialect.nested() ? "" : "WITH\n";
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const Stage& stage = stages_[i];
    std::string body = selected(dialect, i, handed[i]);
    if (!from.empty()) body += fmt::format("\nFROM {}", from);
    if (!dialect.fence().empty()) body += fmt::format("\n{}", dialect.fence());
    if (dialect.nested()) {
      from = fmt::format("(\n-- {}. {}: {}\n{}\n) AS s", i + 1, stage.name, stage.comment, body);
    } else {
      out += fmt::format("-- {}. {}\n{} AS (\n{}\n){}\n", i + 1, stage.comment, called(stage), body,
                         i + 1 < stages_.size() ? "," : "");
      from = fmt::format("{} AS s", called(stage));
    }
  }
  out += "SELECT";
  for (std::size_t i = 0; i < results_.size(); ++i) {
    out += fmt::format("{}\n  {} AS {}", i > 0 ? "," : "", written(dialect, results_[i].expression),
                       dialect.identifier(results_[i].name));
  }
  out += fmt::format("\nFROM {}", from);
  if (!rows_.empty()) out += fmt::format("\nCROSS JOIN (\n{}\n) AS r", rows_);
  if (!condition_.empty()) out += fmt::format("\nWHERE {}", written(dialect, condition_));
  return out;
}

}  // namespace sourcing::sql
