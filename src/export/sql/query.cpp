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

// Without comments, in one line.
std::string joined(std::string_view lines) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    std::string_view line = lines.substr(at, end - at);
    at = end + 1;
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty() || line.starts_with("--")) continue;
    if (blank) out += ' ';
    out += line;
    blank = true;
  }
  return out;
}

std::string reference(std::string_view name) { return begins + std::string(name) + ends; }

}  // namespace

std::string written(const Dialect& dialect, std::string_view expression) {
  const std::string_view before = dialect.stages_are_functions() ? "" : "s.";
  std::string out;
  each_part(
      expression, [&](std::string_view text) { out += text; },
      [&](std::string_view name) { out += std::string(before) + dialect.identifier(name); });
  return out;
}

std::string column_name(std::string_view kind, std::string_view id) {
  return fmt::format("_{}_{}", kind, id);
}

std::string ref(std::string_view kind, std::string_view id) {
  return reference(column_name(kind, id));
}

std::string outer(std::string reference) {
  std::replace(reference.begin(), reference.end(), begins, outer_begins);
  std::replace(reference.begin(), reference.end(), ends, outer_ends);
  return reference;
}

void Query::stage(std::string_view name, std::string_view comment) {
  stages_.push_back({std::string(name), std::string(comment), {}, false});
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

void Query::table(std::string name, std::string comment, std::string select) {
  Table& table = tables_.emplace_back();
  table.name = std::move(name);
  table.comment = std::move(comment);
  table.select = std::move(select);
}

void Query::constant(std::string name, std::string value) {
  constants_.emplace_back(std::move(name), std::move(value));
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

std::string Query::within(const Dialect& dialect, std::string_view condition) const {
  std::string out;
  if (dialect.stages_are_functions()) {
    out = joined(where(condition, chained(dialect, handed_on())));
  } else {
    out = fmt::format("({})", joined(in_stages(dialect, {})));
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

// Of earlier stages, in the order in which they were first made.
std::vector<std::string> Query::carried(std::size_t i, const Names& handed) const {
  Names own, done;
  for (const Staged& column : stages_[i].columns) own.insert(column.column.name);
  std::vector<std::string> out;
  for (std::size_t earlier = 0; earlier < i; ++earlier) {
    for (const Staged& column : stages_[earlier].columns) {
      const std::string& name = column.column.name;
      if (!handed.contains(name) || own.contains(name) || !done.insert(name).second) continue;
      out.push_back(name);
    }
  }
  return out;
}

// The columns of a stage: those, and its own.
std::string Query::selected(const Dialect& dialect, std::size_t i, const Names& handed,
                            bool named) const {
  constexpr std::size_t width = 100;
  std::string body, separator = "\n  ";
  for (const std::string& name : carried(i, handed)) {
    std::string piece = written(dialect, reference(name));
    body += body.empty() ? "\n  " : ",";
    if (body.size() - body.rfind('\n') + piece.size() > width) {
      body += "\n  ";
    } else if (body.back() != ' ') {
      body += ' ';
    }
    body += piece;
    separator = ",\n  ";
  }
  for (const Staged& column : stages_[i].columns) {
    if (!handed.contains(column.column.name)) continue;
    std::string note = column.note;
    if (!named) note = column.column.name + (note.empty() ? "" : ": ") + note;
    if (!note.empty()) {
      if (separator.front() == ',') {
        body += ',';
        separator = "\n  ";
      }
      body += fmt::format("\n  -- {}", note);
    }
    const std::string expression = written(dialect, column.column.expression);
    body += separator + (column.column.integer ? dialect.integer(expression) : expression);
    if (named) body += " AS " + dialect.identifier(column.column.name);
    separator = ",\n  ";
  }
  return body;
}

std::string Query::render(const Dialect& dialect, const std::string& source) const {
  std::string out =
      dialect.stages_are_functions() ? in_functions(dialect, source) : in_stages(dialect, source);
  if (!rows_.empty()) out += fmt::format("\nCROSS JOIN (\n{}\n) AS r", rows_);
  if (!condition_.empty()) out += fmt::format("\nWHERE {}", written(dialect, condition_));
  return out;
}

std::string Query::selected_results(const Dialect& dialect, const std::string& from) const {
  std::string out = "SELECT";
  for (std::size_t i = 0; i < results_.size(); ++i) {
    out += fmt::format("{}\n  {} AS {}", i > 0 ? "," : "", written(dialect, results_[i].expression),
                       dialect.identifier(results_[i].name));
  }
  return out + fmt::format("\nFROM {}", from);
}

// A stage of the table's own name would read itself (SQLite) or hide the table.
std::string Query::before_names(const std::string& source) const {
  std::string prefix = "_";
  const auto collides = [&](const Stage& stage) {
    return source.find(prefix + stage.name) != std::string::npos;
  };
  while (std::any_of(stages_.begin(), stages_.end(), collides)) prefix += '_';
  return prefix;
}

// Each stage is a query in WITH.
std::string Query::in_stages(const Dialect& dialect, const std::string& source) const {
  const std::vector<Names> handed = handed_on();
  const std::string prefix = before_names(source);
  const auto called = [&](const Stage& stage) { return dialect.identifier(prefix + stage.name); };

  std::string from = source.empty() ? std::string{} : fmt::format("{} AS t", source);
  std::string out = "WITH\n";
  for (const Table& table : tables_) {
    out += fmt::format("-- {}\n{} AS {}(\n{}\n),\n", table.comment, table.name, dialect.kept(),
                       written(dialect, table.select));
  }
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const Stage& stage = stages_[i];
    std::string body = selected(dialect, i, handed[i], true);
    if (body.empty()) body = "\n  1 AS " + dialect.identifier("_one");
    body = "SELECT" + body;
    if (!from.empty()) body += fmt::format("\nFROM {}", from);
    const bool kept = !(stage.light && dialect.copies_what_is_handed_on());
    if (kept && !dialect.fence().empty()) body += fmt::format("\n{}", dialect.fence());
    out += fmt::format("-- {}. {}\n{} AS (\n{}\n){}\n", i + 1, stage.comment, called(stage), body,
                       i + 1 < stages_.size() ? "," : "");
    from = fmt::format("{} AS s", called(stage));
  }
  return out + selected_results(dialect, from);
}

}  // namespace sourcing::sql
