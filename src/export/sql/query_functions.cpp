// SPDX-License-Identifier: Apache-2.0
// A query whose stages are functions, for engines that would write a stage's expressions into every
// place that reads them, and evaluate them there again.
#include <fmt/format.h>

#include <algorithm>

#include "export/sql/query.hpp"

namespace sourcing::sql {

// Each stage is a function of the tuple that the one before gives for the row, in an array of one:
// its columns are computed once, however often the next one reads them.
std::vector<std::string> Query::names_of(std::size_t stage, const Names& handed) const {
  std::vector<std::string> names = carried(stage, handed);
  for (const Staged& column : stages_[stage].columns) {
    if (handed.contains(column.column.name)) names.push_back(column.column.name);
  }
  // Of a tuple of one the function's argument would be that tuple.
  while (names.size() < 2) names.push_back(names.empty() ? "_none" : "_one");
  return names;
}

std::string Query::arguments(const Dialect& dialect, std::size_t stage, const Names& handed) const {
  std::string out;
  for (const std::string& name : names_of(stage, handed)) {
    out += (out.empty() ? "" : ", ") + dialect.identifier(name);
  }
  return fmt::format("({})", out);
}

std::string Query::tuple(const Dialect& dialect, std::size_t stage, const Names& handed) const {
  std::string body = selected(dialect, stage, handed, false);
  const std::size_t own = static_cast<std::size_t>(
      std::count_if(stages_[stage].columns.begin(), stages_[stage].columns.end(),
                    [&](const Staged& each) { return handed.contains(each.column.name); }));
  for (std::size_t count = carried(stage, handed).size() + own; count < 2; ++count) {
    body += fmt::format("{}\n  1", body.empty() ? "" : ",");
  }
  return fmt::format("tuple({})", body);
}

std::string Query::chained(const Dialect& dialect, const std::vector<Names>& handed) const {
  std::string chain = fmt::format("[{}]", tuple(dialect, 0, handed[0]));
  for (std::size_t i = 1; i < stages_.size(); ++i) {
    chain = fmt::format("arrayMap({} -> {}, {})", arguments(dialect, i - 1, handed[i - 1]),
                        tuple(dialect, i, handed[i]), chain);
  }
  const std::size_t last = stages_.size() - 1;
  return fmt::format("arrayMap({} -> {}, {})[1]", arguments(dialect, last, handed[last]),
                     written(dialect, results_.front().expression), chain);
}

// Each stage is a query in WITH that reads the one before by one column, `s`: the engine calls a
// column by the whole expression that it is, and an expression of all stages would be copied for
// each function and block. Outside of the functions stand bare columns only: there the planner of
// version 26.7 looks through all of them for each part of a condition.
std::string Query::in_functions(const Dialect& dialect, const std::string& source) const {
  const std::vector<Names> handed = handed_on();
  const std::string prefix = before_names(source);
  std::string with, from = fmt::format("{} AS t", source);
  const auto add = [&](std::size_t i, std::string_view comment, const std::string& name,
                       const std::string& made) {
    std::string named;
    for (const auto& [constant, value] : constants_) {
      const std::string identifier = dialect.identifier(constant);
      if (made.find(identifier) == std::string::npos) continue;
      named += fmt::format("{}{} AS {}", named.empty() ? "WITH\n" : ",\n", value, identifier);
    }
    if (!named.empty()) named += '\n';
    const std::string called = dialect.identifier(prefix + name);
    with += fmt::format("{}-- {}. {}\n{} AS (\n{}SELECT {} AS s\nFROM {}\n)", i > 0 ? ",\n" : "",
                        i + 1, comment, called, named, made, from);
    from = called;
  };
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const std::string body = tuple(dialect, i, handed[i]);
    add(i, stages_[i].comment, stages_[i].name,
        i == 0
            ? fmt::format("[{}]", body)
            : fmt::format("arrayMap({} -> {}, s)", arguments(dialect, i - 1, handed[i - 1]), body));
  }
  const std::size_t last = stages_.size() - 1;
  std::vector<std::string> names = names_of(last, handed[last]);
  // What is crossed with rows is no function of one row.
  const bool crossed = !rows_.empty();
  if (!crossed) {
    names.clear();
    std::string body;
    for (const Column& column : results_) {
      names.push_back(column.name);
      body += fmt::format("{}\n  -- {}\n  {}", body.empty() ? "" : ",", column.name,
                          written(dialect, column.expression));
    }
    add(stages_.size(), "The result.", "result",
        fmt::format("arrayMap({} -> tuple({}), s)", arguments(dialect, last, handed[last]), body));
  }
  std::string columns;
  for (std::size_t i = 0; i < names.size(); ++i) {
    columns +=
        fmt::format("{}\n  s.{} AS {}", i > 0 ? "," : "", i + 1, dialect.identifier(names[i]));
  }
  const std::string row =
      fmt::format("SELECT{}\nFROM (SELECT s[1] AS s FROM {}) AS v", columns, from);
  if (!crossed) return fmt::format("WITH\n{}\n{}", with, row);
  const std::string called = dialect.identifier(prefix + "row");
  return fmt::format("WITH\n{},\n{} AS (\n{}\n)\n", with, called, row) +
         selected_results(dialect, fmt::format("{} AS s", called));
}

std::string where(std::string_view condition, const std::string& expression) {
  return fmt::format("arrayMap(_row -> {}, if({}, [1], []))[1]", expression, condition);
}

}  // namespace sourcing::sql
