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

std::string Query::in_functions(const Dialect& dialect, const std::string& source) const {
  const std::vector<Names> handed = handed_on();
  const std::string prefix = before_names(source);
  std::string with, before;
  for (const auto& [name, value] : constants_) {
    with += fmt::format("{} AS {},\n", value, dialect.identifier(name));
  }
  for (std::size_t i = 0; i < stages_.size(); ++i) {
    const Stage& stage = stages_[i];
    const std::string body = tuple(dialect, i, handed[i]);
    const std::string called = dialect.identifier(prefix + stage.name);
    with += fmt::format("-- {}. {}\n", i + 1, stage.comment);
    with += i == 0 ? fmt::format("[{}]", body)
                   : fmt::format("arrayMap({} -> {}, {})", arguments(dialect, i - 1, handed[i - 1]),
                                 body, before);
    with += fmt::format(" AS {}{}\n", called, i + 1 < stages_.size() ? "," : "");
    before = called;
  }
  const std::size_t last = stages_.size() - 1;
  std::string columns;
  std::size_t place = 0;
  for (const std::string& name : names_of(last, handed[last])) {
    columns += fmt::format("{}\n  s.{} AS {}", place > 0 ? "," : "", place + 1,
                           dialect.identifier(name));
    ++place;
  }
  return selected_results(
      dialect,
      fmt::format("(\n-- What the stages below made of the row.\nSELECT{}\nFROM (\nWITH\n{}SELECT "
                  "{}[1] AS s\nFROM {} AS t\n) AS q\n) AS v",
                  columns, with, before, source));
}

std::string where(std::string_view condition, const std::string& expression) {
  return fmt::format("arrayMap(_row -> {}, if({}, [1], []))[1]", expression, condition);
}

}  // namespace sourcing::sql
