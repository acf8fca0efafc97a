// SPDX-License-Identifier: Apache-2.0
// A query in stages, each reading the columns of the one before.
//
// An expression names a column of the stage before by `ref(…)`. What a later stage needs is carried
// through, what none needs is left out: who adds a column need not know who reads it.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/sql/dialect.hpp"

namespace sourcing::sql {

/// A reference to the column `_<kind>_<id>`. Such a name is never a criterion's or the user's: ids
/// begin with a letter, and no kind has an underscore.
[[nodiscard]] std::string ref(std::string_view kind, std::string_view id);
/// In a query within another one: that reference as one to a column of the query around it.
[[nodiscard]] std::string outer(std::string reference);
[[nodiscard]] std::string column_name(std::string_view kind, std::string_view id);

/// An expression as the engine reads it.
[[nodiscard]] std::string written(const Dialect& dialect, std::string_view expression);
/// In an engine whose stages are functions: an expression that is evaluated where the condition
/// holds, and for no other row; elsewhere 0, an empty text or an empty array.
[[nodiscard]] std::string where(std::string_view condition, const std::string& expression);

struct Column {
  std::string name, expression;
  bool integer = false;
  Type type = Type::text;  ///< of a column of the result
};

class Query {
 public:
  /// Begins a stage. `comment` is one sentence for the reader.
  void stage(std::string_view name, std::string_view comment);
  /// The stage that was begun last: columns of the table, or so little to compute that an engine
  /// which copies what it hands on had rather compute it anew where it is read.
  void light() { stages_.back().light = true; }
  /// Adds `_<kind>_<id>`, an integer, to the stage.
  void add(std::string_view kind, std::string_view id, std::string expression);
  /// Until it is empty again: what is added is NULL where this condition does not hold, and is not
  /// evaluated there by engines whose CASE is lazy.
  void only_where(std::string condition) { only_where_ = std::move(condition); }
  /// The same for a text.
  void add_text(std::string_view kind, std::string_view id, std::string expression);
  /// A table that expressions of the stages read by its name: a SELECT, written before them.
  void table(std::string name, std::string comment, std::string select);
  /// A constant that expressions name, in an engine whose stages are functions.
  void constant(std::string name, std::string value);
  /// A line of comment before the next column.
  void note(std::string_view text);
  /// A column of the result.
  void result(std::string_view name, std::string expression, Type type = Type::text);
  /// Reads the result of the stages more than once: rows are crossed with `rows` (a query whose
  /// columns are `r.…`), and those are kept for which `condition` holds.
  void cross(std::string rows, std::string condition);

  [[nodiscard]] const std::vector<Column>& results() const noexcept { return results_; }

  /// The whole SELECT. `source` is the table, read as `t`.
  [[nodiscard]] std::string render(const Dialect& dialect, const std::string& source) const;
  /// The same within an expression of another query, whose columns the first stage reads: the one
  /// result for the row at hand, without comments. Where `condition` does not hold nobody reads it.
  [[nodiscard]] std::string within(const Dialect& dialect, std::string_view condition) const;

 private:
  struct Staged {
    Column column;
    std::string note;
  };
  struct Stage {
    std::string name, comment;
    std::vector<Staged> columns;
    bool light = false;
  };

  using Names = std::set<std::string, std::less<>>;

  void put(Column column);
  [[nodiscard]] std::vector<Names> handed_on() const;
  [[nodiscard]] std::string before_names(const std::string& source) const;
  [[nodiscard]] std::vector<std::string> carried(std::size_t stage, const Names& handed) const;
  [[nodiscard]] std::string selected(const Dialect& dialect, std::size_t stage, const Names& handed,
                                     bool named) const;
  [[nodiscard]] std::string selected_results(const Dialect& dialect, const std::string& from) const;
  [[nodiscard]] std::string in_stages(const Dialect& dialect, const std::string& source) const;

  [[nodiscard]] std::vector<std::string> names_of(std::size_t stage, const Names& handed) const;
  [[nodiscard]] std::string arguments(const Dialect& dialect, std::size_t stage,
                                      const Names& handed) const;
  [[nodiscard]] std::string tuple(const Dialect& dialect, std::size_t stage,
                                  const Names& handed) const;
  [[nodiscard]] std::string chained(const Dialect& dialect, const std::vector<Names>& handed) const;
  [[nodiscard]] std::string in_functions(const Dialect& dialect, const std::string& source) const;

  struct Table {
    std::string name, comment, select;
  };

  std::vector<Table> tables_;
  std::vector<Stage> stages_;
  std::vector<Column> results_;
  std::vector<std::pair<std::string, std::string>> constants_;
  std::string note_, only_where_, rows_, condition_;
};

}  // namespace sourcing::sql
