// SPDX-License-Identifier: Apache-2.0
// The SQL of any model, for any names of tables and columns: the statement is well-formed by an
// independent reading of its quotes, brackets and ends, and SQLite, where it is there, takes it.
//
// The first three bytes choose dialect, form and options; then lines: the table, the name of the
// view, column=criterion as often as it matches; what follows is a model, else the default is
// taken.
#include <algorithm>
#include <array>
#include <sourcing/engine.hpp>

#include "export/export_sql.hpp"
#include "support.hpp"
#ifdef SOURCING_HAS_SQLITE
#include <sqlite3.h>
#endif

namespace {

using namespace sourcing;
using fuzz::check;

// Behind a quoted text or name; `escapes` says that a backslash takes the next byte along.
std::size_t skip_quoted(std::string_view text, std::size_t at, char quote, bool escapes) {
  for (++at;; ++at) {
    check(at < text.size(), "a quote is closed");
    if (escapes && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (at + 1 >= text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
}

// Where a backslash takes the next byte along.
struct Escapes {
  bool texts, names;
};

// Counts statements; what stands between quotes, in comments or between dollars cannot end one.
std::size_t count_statements(std::string_view text, Escapes escapes, bool dollars) {
  std::size_t statements = 0;
  long depth = 0;
  bool anything = false;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\'' || c == '"' || c == '`') {
      at = skip_quoted(text, at, c, c == '\'' ? escapes.texts : c == '`' && escapes.names);
      anything = true;
      continue;
    }
    if (text.substr(at, 2) == "--") {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if (dollars && text.substr(at, 10) == "$sourcing$") {
      const std::size_t end = text.find("$sourcing$", at + 10);
      check(end != std::string_view::npos, "a body is closed");
      check(count_statements(text.substr(at + 10, end - at - 10), escapes, false) == 1,
            "a body is one query");
      at = end + 10;
      continue;
    }
    if (c == '(') ++depth;
    if (c == ')') check(--depth >= 0, "a bracket is opened before it is closed");
    if (c == ';') {
      check(depth == 0 && anything, "a statement is whole");
      ++statements;
      anything = false;
    } else if (c != ' ' && c != '\n') {
      anything = true;
    }
    ++at;
  }
  check(depth == 0, "every bracket is closed");
  return statements + (anything ? 1 : 0);
}

void check_with_sqlite(const std::string& text) {
#ifdef SOURCING_HAS_SQLITE
  static sqlite3* const database = [] {
    sqlite3* opened = nullptr;
    check(sqlite3_open(":memory:", &opened) == SQLITE_OK, "SQLite opens");
    return opened;
  }();
  const char* rest = text.c_str();
  while (*rest != '\0') {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database, rest, -1, &statement, &rest);
    if (code != SQLITE_OK) {
      // A name may be one of SQLite's own, or of a database that is not there: no fault of the
      // text.
      const std::string_view why = sqlite3_errmsg(database);
      const bool name = why.find("reserved for internal use") != why.npos ||
                        why.find("unknown database") != why.npos ||
                        why.find("cannot reference objects") != why.npos ||
                        why.find("no such") != why.npos;
      if (!name) std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
      check(name, "SQLite takes the statement");
      return;
    }
    sqlite3_finalize(statement);
  }
#else
  (void)text;
#endif
}

std::string line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string out(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  // What cannot be an argument of a program.
  out.erase(std::remove(out.begin(), out.end(), '\0'), out.end());
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  static const Engine standard = Engine::embedded();
  std::string_view rest = fuzz::text_of(data + 3, size - 3);

  sql::ExportOptions options;
  const auto& names = sql::dialect_names();
  const std::string_view dialect = names[data[0] % names.size()];
  options.dialect = sql::find_dialect(dialect);
  options.form = static_cast<sql::Form>(data[1] % 4);
  if (!options.dialect->has(options.form)) options.form = sql::Form::view;
  options.reasons = static_cast<sql::Reasons>(data[2] % 4);
  options.typed = (data[2] & 4U) != 0;
  if (std::string name = line(rest); !name.empty()) options.table = std::move(name);
  if (std::string name = line(rest); !name.empty()) options.name = std::move(name);

  std::vector<std::pair<std::string, std::string>> map;
  while (!rest.empty() && rest.front() != '{') {
    const std::string text = line(rest);
    const std::size_t equals = text.rfind('=');
    if (equals == 0 || equals == std::string::npos) break;
    map.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  auto own = Engine::from_json(rest, "<in>");
  const engine::Program& program = own ? own->program() : standard.program();
  for (auto& entry : map) {
    const bool exists = std::any_of(program.criteria.begin(), program.criteria.end(),
                                    [&](const auto& c) { return c.id == entry.second; });
    const bool twice = std::any_of(options.map.begin(), options.map.end(),
                                   [&](const auto& e) { return e.second == entry.second; });
    if ((exists || entry.second == "id" || entry.second == "name") && !twice) {
      options.map.push_back(std::move(entry));
    }
  }
  if ((data[2] & 8U) != 0) options.columns = {"id"};

  const std::string text = sql::export_sql(program, options);
  const bool names_too = dialect == "clickhouse" || dialect == "bigquery";
  const Escapes escapes{names_too || dialect == "spark" || dialect == "snowflake" ||
                            dialect == "mysql" || dialect == "mariadb",
                        names_too};
  const std::size_t statements =
      count_statements(text, escapes, options.form == sql::Form::function);
  check(statements == 1 || (options.form == sql::Form::view && statements == 2),
        "one statement, or two where an older view has to go first");
  if (dialect == "sqlite" && options.form == sql::Form::view) check_with_sqlite(text);
  return 0;
}
