// SPDX-License-Identifier: Apache-2.0
// What SQL engines spell differently. Everything else that is generated is common to all of them:
// SELECT, CASE, COALESCE, comparisons, + - * and the few functions below, on text and integers.
//
// Expressions are plain text. Every argument is evaluated whichever branch of a CASE is taken (old
// ClickHouse does), so no expression may fail: a cast is only ever made of digits.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "export/sql/words.hpp"

namespace sourcing::sql {

/// What the statement becomes.
enum class Form : std::uint8_t {
  view,
  select,
  macro,
  function,
  dbt,         ///< a model of dbt: a SELECT with Jinja around it
  dbt_schema,  ///< what dbt tests of that model
};

/// What a column of the result holds.
enum class Type : std::uint8_t { text, integer, decimal, truth };

struct Result {
  std::string name;
  Type type = Type::text;
};

/// A query, and what is made of it.
struct Frame {
  std::string_view name;                         ///< of the view, macro or function
  std::string_view table;                        ///< that is read, or whose rows a function takes
  std::string_view body;                         ///< the SELECT
  const std::vector<Result>* columns = nullptr;  ///< of its result
};

/// One engine. Immutable; the virtual functions have the SQL standard's spelling as default.
class Dialect {
 public:
  virtual ~Dialect() = default;

  [[nodiscard]] virtual std::string_view name() const = 0;
  /// For the comment at the head.
  [[nodiscard]] virtual std::string_view title() const = 0;
  /// Whether the project's own tests run what is written for it.
  [[nodiscard]] virtual bool executed() const { return false; }
  [[nodiscard]] virtual bool has(Form form) const;

  [[nodiscard]] virtual std::string identifier(std::string_view name) const;
  /// `schema.table`: each part an identifier. A name with an empty part, or more of them than there
  /// may be, is one identifier.
  [[nodiscard]] std::string table(std::string_view name) const;
  /// Of a table's name: catalog, schema and table.
  [[nodiscard]] virtual std::size_t most_parts() const { return 3; }
  [[nodiscard]] virtual std::string literal(std::string_view text) const;

  /// Condition: all characters are of ASCII; empty where nothing is gained by asking.
  [[nodiscard]] virtual std::string is_ascii(const std::string& text) const;
  /// Of a text of ASCII: in lower case whatever the language; empty where there is no such thing.
  [[nodiscard]] virtual std::string lower_ascii(const std::string& text) const;
  /// Of a text of at most nine digits and a point: the hundredths that it rounds to.
  [[nodiscard]] virtual std::string rounded_hundredths(const std::string& decimal) const;
  /// With each character of `folding` as the one that stands for it.
  [[nodiscard]] virtual std::string fold(const std::string& text, const Folding& folding) const;
  /// A text literal of a tab, a line feed and a carriage return.
  [[nodiscard]] virtual std::string controls() const { return "CHR(9) || CHR(10) || CHR(13)"; }
  /// Without the blanks that cells mostly have around them, letters of ASCII in lower case; empty
  /// where nothing is gained by a look at that.
  [[nodiscard]] virtual std::string tidied(const std::string& text) const;
  /// What a tab is folded to.
  [[nodiscard]] virtual std::string_view blank() const { return other_blank; }
  /// Of a folded text: without blanks at both ends.
  [[nodiscard]] virtual std::string trim(const std::string& text) const;
  /// Of a folded text: with `-` for every dash; and without separators and what words leave out.
  [[nodiscard]] virtual std::string one_dash(const std::string& text) const;
  [[nodiscard]] virtual std::string word(const std::string& text) const;
  /// Of a tidied text: without the signs that stand between words.
  [[nodiscard]] virtual std::string joined(const std::string& text) const;
  /// The number of the word that a text is, the first where two are alike; NULL where it is none.
  [[nodiscard]] virtual std::string number_of(const std::string& text, const Numbered& words) const;
  /// True: that takes no longer for many words than for few.
  [[nodiscard]] virtual bool finds_words() const { return false; }
  /// Condition: the text is one of a list.
  [[nodiscard]] virtual std::string among(const std::string& text,
                                          const std::vector<std::string>& words) const;
  /// Place of `what` (a literal) in a text, from 1; 0 when it is not there.
  [[nodiscard]] virtual std::string find(const std::string& text, std::string_view what) const;
  [[nodiscard]] virtual std::string from(const std::string& text, const std::string& at) const;
  [[nodiscard]] virtual std::string first(const std::string& text, const std::string& count) const;
  [[nodiscard]] virtual std::string length(const std::string& text) const;
  /// Condition: an optional `-`, digits, and optionally `.` and digits.
  [[nodiscard]] virtual std::string is_decimal(const std::string& text) const;
  /// Of a text of digits, and perhaps `.` and digits: the hundredths that it is; NULL for every
  /// other text, and where that is no whole number or not certain.
  [[nodiscard]] virtual std::string plain_hundredths(const std::string& text) const;
  /// Condition: one to nine digits.
  [[nodiscard]] virtual std::string is_whole(const std::string& text) const;
  /// Of a column of texts: that number; -1 for what is none, perhaps NULL for NULL.
  [[nodiscard]] virtual std::string whole(const std::string& column) const;
  /// Condition: a digit of these, a point and two digits. Empty where a cast of what is not that
  /// would be tried all the same.
  [[nodiscard]] virtual std::string is_hundredths(const std::string& text, int first,
                                                  int last) const;
  [[nodiscard]] virtual std::string without_point(const std::string& text) const;
  /// As `to_integer`, of what may be no number where nobody reads it.
  [[nodiscard]] virtual std::string digits_to_integer(const std::string& text) const;
  /// How much `from` and `first` count an ellipsis for.
  [[nodiscard]] virtual int length_of_ellipsis() const { return 1; }
  /// Without leading `-` and `0`; without trailing `0`.
  [[nodiscard]] virtual std::string strip_front(const std::string& text) const;
  [[nodiscard]] virtual std::string strip_back(const std::string& text) const;
  /// A text of at most 18 digits as an integer of 64 bits.
  [[nodiscard]] virtual std::string to_integer(const std::string& digits) const;
  [[nodiscard]] virtual std::string to_text(const std::string& integer) const;
  /// Hundredths that are not negative as a text with two decimals.
  [[nodiscard]] virtual std::string two_decimals(const std::string& hundredths) const;
  /// Hundredths as a number with two decimals that compares and adds as one.
  [[nodiscard]] virtual std::string decimal(const std::string& hundredths) const;
  /// An integer expression as one that is signed and has 64 bits, where the engine would otherwise
  /// give it a type by the literals in it.
  [[nodiscard]] virtual std::string integer(const std::string& expression) const;
  /// A column of texts as one whose texts are compared byte by byte.
  [[nodiscard]] virtual std::string text_column(const std::string& column) const;
  /// A typed column as text; a truth value as `true` or `false`.
  [[nodiscard]] virtual std::string typed_text(const std::string& column, bool boolean) const;
  /// Whether a column of numbers holds numbers only.
  [[nodiscard]] virtual bool strictly_typed() const { return true; }
  /// Condition: a typed column of truth values is this one.
  [[nodiscard]] virtual std::string truth(const std::string& column, bool value) const;
  /// `value` where it is less than `limit`, which is no less than it; else something that is never
  /// the greatest of such values.
  [[nodiscard]] virtual std::string below(const std::string& value, const std::string& limit) const;
  /// True: one of twice as many texts is picked faster than two are put together.
  [[nodiscard]] virtual bool picks_quickly() const { return false; }
  /// A text, and hundredths that are not negative with two decimals behind it.
  [[nodiscard]] virtual std::string with_points(const std::string& text,
                                                const std::string& hundredths) const;
  /// One of two texts or more by its number, which is one of theirs, from 0.
  [[nodiscard]] virtual std::string pick(const std::vector<std::string>& texts,
                                         const std::string& number) const;
  /// An element of a list by its place, from 0, which it has; empty where there is no such thing.
  [[nodiscard]] virtual std::string element(const std::vector<std::size_t>& list,
                                            const std::string& place) const;
  /// What the array `to` has where the array `from` has the value; else `otherwise`.
  [[nodiscard]] virtual std::string lookup(const std::string& value, const std::string& from,
                                           const std::string& to,
                                           const std::string& otherwise) const;
  [[nodiscard]] virtual std::string concat(const std::vector<std::string>& texts) const;

  /// Quotient and remainder of integers that are not negative.
  [[nodiscard]] virtual std::string divide(const std::string& a, std::string_view b) const;
  [[nodiscard]] virtual std::string remainder(const std::string& a, std::string_view b) const;
  [[nodiscard]] std::string least(std::vector<std::string> values) const;
  [[nodiscard]] std::string greatest(std::vector<std::string> values) const;

  /// True: what few cells need is a query within an expression, evaluated for those alone. Engines
  /// that work through columns have no use for it: their CASE evaluates rows together.
  [[nodiscard]] virtual bool reads_in_place() const { return false; }
  /// True: of cells that are no usual ones each different text is read once, and looked up.
  [[nodiscard]] virtual bool reads_once() const { return false; }
  /// `v` of the row of a table whose `x` is the cell. Of those that read once.
  [[nodiscard]] virtual std::string looked_up_in(const std::string& table,
                                                 const std::string& cell) const;
  /// As text that is another one wherever its bytes are others.
  [[nodiscard]] virtual std::string own_text(const std::string& column) const;
  /// True: what an expression costs is the number of its operations.
  [[nodiscard]] virtual bool counts_comparisons() const { return false; }
  /// True: a stage is a function of what the one before made of the row.
  [[nodiscard]] virtual bool stages_are_functions() const { return false; }
  /// Ends a stage: keeps the planner from writing its expressions into every place that uses them,
  /// which would double the statement with each stage.
  [[nodiscard]] virtual std::string_view fence() const { return {}; }
  /// True: what a stage hands on is copied column by column for every row.
  [[nodiscard]] virtual bool copies_what_is_handed_on() const { return false; }
  /// Before the query of a table that stages look something up in: keeps the planner from writing
  /// it into each of them.
  [[nodiscard]] virtual std::string_view kept() const { return {}; }
  /// A line of the statement's head, of what a reader may wonder about in it.
  [[nodiscard]] virtual std::string_view remark() const { return {}; }
  /// What stands before and after the query.
  [[nodiscard]] virtual std::string open(Form form, const Frame& frame) const;
  [[nodiscard]] virtual std::string close(Form form, const Frame& frame) const;
  /// A table, as it stands in FROM.
  [[nodiscard]] virtual std::string scanned(const std::string& table) const { return table; }
  /// What the statement of a form reads, as it stands there.
  [[nodiscard]] virtual std::string source(Form form, std::string_view table) const;

 protected:
  /// Each character of the folding, and what is no printable one, in one go.
  [[nodiscard]] std::string translated(const std::string& text, const Folding& folding) const;
  [[nodiscard]] virtual std::string extreme(bool greatest,
                                            const std::vector<std::string>& values) const;

 private:
  [[nodiscard]] std::string tree(bool greatest, std::vector<std::string> values) const;
};

/// Names of all dialects, and the dialect of a name; null when there is none.
[[nodiscard]] const std::vector<std::string_view>& dialect_names();
[[nodiscard]] const Dialect* find_dialect(std::string_view name);

}  // namespace sourcing::sql
