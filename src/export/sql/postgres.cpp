// SPDX-License-Identifier: Apache-2.0
// What PostgreSQL spells its own way.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/json_writer.hpp"
#include "export/sql/common_dialect.hpp"

namespace sourcing::sql {

namespace {

class Postgres : public Common {
 public:
  std::string_view name() const override { return "postgres"; }
  std::string_view title() const override { return "PostgreSQL 12 or newer"; }
  bool executed() const override { return true; }
  bool has(Form form) const override { return form != Form::macro; }
  bool reads_in_place() const override { return true; }
  std::string is_ascii(const std::string& text) const override {
    return fmt::format("OCTET_LENGTH({0}) = LENGTH({0})", text);
  }
  std::string lower_ascii(const std::string& text) const override {
    return fmt::format("LOWER({} COLLATE \"C\")", text);
  }
  std::string tidied(const std::string& text) const override {
    return lower_ascii(fmt::format("BTRIM({}, '{}' || CHR(9))", text, usual_blanks));
  }
  std::string element(const std::vector<std::size_t>& list,
                      const std::string& place) const override {
    return fmt::format("(CAST('{{{}}}' AS INTEGER[]))[{} + 1]", fmt::join(list, ","), place);
  }
  bool finds_words() const override { return true; }
  std::string number_of(const std::string& text, const Numbered& words) const override {
    if (words.empty()) return "NULL";
    // Of two members of one name the last one counts: of two words the first.
    std::string members;
    for (auto each = words.rbegin(); each != words.rend(); ++each) {
      if (!members.empty()) members += ',';
      json::append_quoted(members, each->first);
      members += fmt::format(":\"{}\"", each->second);
    }
    return fmt::format("CAST(CAST({} AS JSONB) ->> {} AS INTEGER)", literal("{" + members + "}"),
                       text);
  }
  bool reads_once() const override { return true; }
  std::string own_text(const std::string& column) const override {
    return fmt::format("CAST({} AS TEXT) COLLATE \"C\"", column);
  }
  // A member of an object is found by halves.
  std::string looked_up_in(const std::string& table, const std::string& cell) const override {
    return fmt::format(
        "CAST((SELECT JSONB_OBJECT_AGG(w.x, w.v) FROM {} AS w) ->> CAST({} AS TEXT) AS INTEGER)",
        table, cell);
  }
  std::string trim(const std::string& text) const override {
    return fmt::format("BTRIM({}, ' {}')", text, other_blank);
  }
  // GREATEST leaves out what is NULL.
  std::string below(const std::string& value, const std::string& limit) const override {
    return fmt::format("NULLIF({}, {})", value, limit);
  }
  bool picks_quickly() const override { return true; }
  std::string pick(const std::vector<std::string>& texts,
                   const std::string& number) const override {
    std::string list;
    for (const std::string& text : texts) {
      list += fmt::format("{}{}", list.empty() ? "" : ", ", literal(text));
    }
    return texts.empty() ? literal({}) : fmt::format("(ARRAY[{}])[{} + 1]", list, number);
  }
  std::string is_whole(const std::string& text) const override {
    return fmt::format("{} ~ '^[0-9]{{1,9}}$'", text);
  }
  std::string is_hundredths(const std::string& text, int first, int last) const override {
    return fmt::format("{0} LIKE '_.__' AND {0} ~ '^[{1}-{2}][.][0-9][0-9]$'", text, first, last);
  }
  std::string is_decimal(const std::string& text) const override {
    return fmt::format("{} ~ '^-?[0-9]+([.][0-9]+)?$'", text);
  }
  std::string to_text(const std::string& integer) const override {
    return fmt::format("CAST({} AS TEXT)", integer);
  }
  std::string typed_text(const std::string& column, bool) const override {
    return fmt::format("CAST({} AS TEXT)", column);
  }
  std::string divide(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) / {}", a, b);
  }
  std::string remainder(const std::string& a, std::string_view b) const override {
    return fmt::format("({}) % {}", a, b);
  }
  std::string_view fence() const override { return "OFFSET 0"; }
  // Planning copies what is nested once for each stage around it.
  std::string_view kept() const override { return "MATERIALIZED "; }
  std::string open(Form form, const Frame& frame) const override {
    if (form == Form::function) {
      return fmt::format(
          "CREATE OR REPLACE FUNCTION {}(process {}) RETURNS TABLE (\n{})\n"
          "LANGUAGE SQL STABLE AS {}\n",
          table(frame.name), table(frame.table), columns(frame), quote(frame.body));
    }
    return Common::open(form, frame);
  }
  std::string close(Form form, const Frame& frame) const override {
    return form == Form::function ? fmt::format("\n{};\n", quote(frame.body)) : ";\n";
  }
  std::string source(Form form, std::string_view name) const override {
    return form == Form::function ? "(SELECT (process).*)" : scanned(table(name));
  }
  // The planner takes a limit that it cannot see beforehand for a tenth of the rows. Its estimates
  // decide alone what is compiled (JIT), at a price per row that is right for short expressions:
  // compiling these took 44 s and made them a quarter faster, which pays from some millions of
  // rows. With two limits that is about where it begins (docs/warehouse.md).
  std::string scanned(const std::string& table) const override {
    constexpr std::string_view limited =
        "(SELECT * FROM {} AS l LIMIT (SELECT CAST(NULL AS BIGINT)))";
    return fmt::format(limited, fmt::format(limited, table));
  }
  std::string_view remark() const override {
    return "-- LIMIT (SELECT CAST(NULL AS BIGINT)) limits nothing: it keeps PostgreSQL from "
           "compiling a statement of this length for few rows.\n";
  }

 private:
  // A model's texts are somebody's: one may hold the quote that was meant to end the body.
  static std::string quote(std::string_view body) {
    std::string quote = "$sourcing$";
    while (body.find(quote) != std::string_view::npos) quote.insert(quote.size() - 1, "_");
    return quote;
  }
  static std::string_view type_name(Type type) {
    switch (type) {
      case Type::integer:
        return "INTEGER";
      case Type::decimal:
        return "NUMERIC(12, 2)";
      case Type::truth:
        return "BOOLEAN";
      case Type::text:
        break;
    }
    return "TEXT";
  }
  std::string columns(const Frame& frame) const {
    std::string out;
    for (const Result& column : *frame.columns) {
      out += fmt::format("{}  {} {}", out.empty() ? "" : ",\n", identifier(column.name),
                         type_name(column.type));
    }
    return out;
  }
};

}  // namespace

const Dialect& postgres_dialect() {
  static const Postgres dialect;
  return dialect;
}

}  // namespace sourcing::sql
