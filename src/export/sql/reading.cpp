// SPDX-License-Identifier: Apache-2.0
// The part of chapter one that few cells need: a text that is no usual one, read as
// input/value.cpp reads it.
#include "export/sql/reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "export/sql/vocabulary.hpp"

namespace sourcing::sql {

namespace {

// In how a range is cut.
constexpr int soft = 10;
// Positions whose pairs are numbers of 32 bits.
constexpr std::size_t most_small = 40'000;

// The two ends of a range; a single value is the first.
constexpr std::string_view ends = "ab";

class Reading {
 public:
  Reading(const Writer& writer, Query& query, std::vector<std::size_t> which)
      : Reading(writer, query, std::move(which), false) {
    for (const std::size_t c : which_) words_.emplace(c, Vocabulary(sql_, criteria_[c]));
  }
  // Of the one criterion of a query of its own, within another one, which has the text as `cell`.
  Reading(const Writer& writer, Query& query, std::size_t criterion, std::string cell,
          const Vocabulary& words)
      : Reading(writer, query, {criterion}, true) {
    cell_ = std::move(cell);
    words_.emplace(criterion, words);
  }

  void add() {
    folded();
    separators();
    range_ends();
    digits();
    numbers();
    places();
    if (alone_) {
      query_.result("v", read(which_.front()));
      return;
    }
    query_.stage("answers", answers_comment);
    each([&](std::size_t c) {
      add("v", c,
          fmt::format("CASE WHEN {0} <> {1} THEN {0} ELSE {2} END", of("q", c), to_read, read(c)));
    });
  }

  // Alone: a single number or word, which needs little; what is none, by a query within this one.
  void add_single() {
    const std::size_t c = which_.front();
    folded();
    query_.stage("single", "");
    const std::string text = of("t", c);
    add_text("o", c, sql_.word(text));
    if (is_numeric(criteria_[c].scale)) {
      const std::string dot = sql_.find(sql_.concat({text, "'.'"}), ".");
      const std::string decimals = sql_.strip_back(sql_.from(text, dot + " + 1"));
      const std::string plain = criteria_[c].scale == Scale::bands
                                    ? fmt::format("{} = 0", sql_.find(text, "."))
                                    : fmt::format("{} <= 2", sql_.length(decimals));
      add("n", c,
          fmt::format("CASE WHEN {0} <= 9 AND {1} AND {2} NOT LIKE '-%' THEN CASE WHEN {3} THEN "
                      "{4} END END",
                      sql_.length(text), sql_.is_decimal(text), text, plain,
                      sql_.rounded_hundredths(text)));
    }
    std::string out = fmt::format("CASE WHEN {} = '' THEN {}", text, nothing);
    if (is_numeric(criteria_[c].scale)) {
      const std::string number = of("n", c);
      out += fmt::format(" WHEN {} IS NOT NULL THEN {}", number,
                         place_number(sql_, criteria_[c], number));
    }
    out += place_word(c, text, of("o", c));
    Query query;
    Reading whole(w_, query, c, {}, words_.at(c));
    whole.folded_ = true;
    whole.add();
    if (!sql_.stages_are_functions()) {
      query_.result("v", fmt::format("{} ELSE {} END", out, query.within(sql_, {})));
      return;
    }
    // There a branch of CASE may be evaluated for every row.
    query_.stage("known", "");
    add("q", c, fmt::format("{} ELSE {} END", out, to_read));
    const std::string rest = fmt::format("{} = {}", of("q", c), to_read);
    query_.result("v", fmt::format("CASE WHEN {} THEN {} ELSE {} END", rest,
                                   query.within(sql_, rest), of("q", c)));
  }

 private:
  Reading(const Writer& writer, Query& query, std::vector<std::size_t> which, bool alone)
      : w_(writer),
        query_(query),
        sql_(writer.dialect),
        criteria_(writer.program.criteria),
        which_(std::move(which)),
        alone_(alone) {}

  template <class F>
  void each(F&& f, bool numeric = false) {
    for (const std::size_t c : which_) {
      if (!numeric || is_numeric(criteria_[c].scale)) f(c);
    }
  }
  [[nodiscard]] std::string id(std::size_t c) const { return alone_ ? "x" : w_.id(c); }
  [[nodiscard]] std::string of(std::string_view kind, std::size_t c) const {
    return ref(kind, id(c));
  }
  void add(std::string_view kind, std::size_t c, std::string expression) {
    query_.add(kind, id(c), std::move(expression));
  }
  void add_text(std::string_view kind, std::size_t c, std::string expression) {
    query_.add_text(kind, id(c), std::move(expression));
  }
  static std::string kind(std::string_view prefix, char end) {
    return fmt::format("{}{}", prefix, end);
  }
  static std::string given(const std::string& text, const std::string& expression) {
    return fmt::format("CASE WHEN {} IS NOT NULL THEN {} END", text, expression);
  }

  void folded() {
    if (folded_) {
      query_.stage("cell", "");
      each([&](std::size_t c) {
        add_text("r", c, outer(of("r", c)));
        add_text("t", c, outer(of("t", c)));
        add_text("m", c, outer(of("m", c)));
      });
      return;
    }
    if (alone_) {
      query_.stage("cell", "");
      each([&](std::size_t c) {
        add_text("r", c, outer(cell_));
        add_text("m", c, outer(of("m", c)));
      });
    } else if (w_.options.typed) {
      query_.stage("cell", "As text.");
      each([&](std::size_t c) {
        add_text("r", c,
                 fmt::format("CASE WHEN {} = {} THEN {} END", of("q", c), to_read, as_text(w_, c)));
      });
    }
    query_.stage("folded",
                 "The others, as they are compared: letters in lower case without accents, dashes "
                 "but `-` as `~`, other blanks and what is invisible as one kind of blank.");
    each([&](std::size_t c) {
      std::string letters = words_.at(c).letters();
      // A digit of another script would become a number, which it is not for the program.
      if (is_numeric(criteria_[c].scale)) {
        std::erase_if(letters, [](char letter) { return letter >= '0' && letter <= '9'; });
      }
      const std::string text = sql_.trim(sql_.fold(of("r", c), folding(letters)));
      add_text(
          "t", c,
          alone_ ? text : fmt::format("CASE WHEN {} = {} THEN {} END", of("q", c), to_read, text));
    });
  }

  // Condition: a folded text is a word of the criterion. `-1` is a number, never the word `1`.
  [[nodiscard]] std::string is_word(std::size_t c, const std::string& text) const {
    std::string out = words_.at(c).has(sql_.word(text));
    for (const char digit : words_.at(c).digits())
      out += fmt::format(" AND {} NOT LIKE '-{}%'", text, digit);
    return out;
  }

  // Condition: `1.000` may be one or a thousand, where the scale has room for both.
  [[nodiscard]] std::string may_be_thousands(std::size_t c, const std::string& text) const {
    constexpr std::int64_t thousand = 100'000;
    const engine::Criterion& criterion = criteria_[c];
    const bool room = is_numeric(criterion.scale) &&
                      (criterion.scale == Scale::bands || criterion.maximum >= thousand);
    if (!room) return {};
    return fmt::format(
        "{0} AND {1} BETWEEN 5 AND 7 AND {2} = {1} - 3 AND {3} NOT LIKE '0%' AND {3} "
        "NOT LIKE '-%'",
        sql_.is_decimal(text), sql_.length(text), sql_.find(text, "."), text);
  }

  // Where a range is cut: a hundred times the place, ten where what cuts has other meanings too,
  // and how many characters go. 0: it is none.
  void separators() {
    query_.stage("dashes", "What is no single value, with one kind of dash; its first dash.");
    each([&](std::size_t c) {
      const std::string text = of("t", c);
      std::string single = is_word(c, text);
      if (is_numeric(criteria_[c].scale)) {
        single = fmt::format("({}) OR ({})", sql_.is_decimal(text), single);
      }
      const std::string dashes = sql_.one_dash(text);
      const std::string open =
          fmt::format("CASE WHEN {} IS NULL OR {} = '' OR {} THEN", text, text, single);
      add_text("d", c, fmt::format("{} NULL ELSE {} END", open, dashes));
    });
    query_.stage("first_dash", "Behind the first character.");
    each([&](std::size_t c) {
      const std::string text = of("d", c);
      add("i", c, given(text, sql_.find(sql_.from(text, "2"), "-")));
    });
    query_.stage("second_dash", "Counted from the first.");
    each([&](std::size_t c) {
      const std::string first = of("i", c);
      add("j", c,
          fmt::format("CASE WHEN {0} > 0 THEN {1} END", first,
                      sql_.find(sql_.from(of("d", c), first + " + 2"), "-")));
    });
    query_.stage("separators",
                 "Where a range is cut: a hundred times the place, and how many characters go; ten "
                 "more where it is a range only if both ends are values. `2-4` may be a date where "
                 "days and months are values.");
    each([&](std::size_t c) { add("s", c, separator(c)); });
  }

  [[nodiscard]] std::string separator(std::size_t c) const {
    const std::string text = of("d", c), raw = of("r", c);
    std::string out = fmt::format("CASE WHEN {} IS NULL THEN 0", text);
    const std::string dots = sql_.find(text, ".."), other = sql_.find(text, ellipsis);
    out += fmt::format(" WHEN {0} > 0 THEN {0} * 100 + 2 WHEN {1} > 0 THEN {1} * 100 + {2}", dots,
                       other, sql_.length_of_ellipsis());
    for (const auto& [word, upper] :
         {std::pair<std::string_view, std::string_view>{" to ", " TO "}, {" a ", " A "}}) {
      out += fmt::format(" WHEN {0} > 0 AND ({1} > 0 OR {2} > 0) THEN {0} * 100 + {3}",
                         sql_.find(text, word), sql_.find(raw, word), sql_.find(raw, upper),
                         soft + static_cast<int>(word.size()));
    }
    const std::string first = of("i", c), second = of("j", c);
    const std::string at = fmt::format("({} + 1)", first);
    std::string value = is_word(c, left(c, at));
    if (is_numeric(criteria_[c].scale)) {
      value = fmt::format("{} OR ({})", sql_.is_decimal(left(c, at)), value);
    }
    out += fmt::format(" WHEN {} > 0 AND {} THEN 0", first, may_be_date(c, at));
    out += fmt::format(" WHEN {} > 0 AND ({}) THEN {} * 100 + {}", first, value, at, soft + 1);
    out += fmt::format(" WHEN {1} > 0 THEN ({0} + 1 + {1}) * 100 + {2}", first, second, soft + 1);
    return out + " ELSE 0 END";
  }
  [[nodiscard]] std::string left(std::size_t c, const std::string& at) const {
    return sql_.trim(sql_.first(of("t", c), at + " - 1"));
  }
  [[nodiscard]] std::string right(std::size_t c, const std::string& at,
                                  std::string_view width) const {
    return sql_.trim(sql_.from(of("t", c), fmt::format("{} + {}", at, width)));
  }
  [[nodiscard]] std::string may_be_date(std::size_t c, const std::string& at) const {
    // `0` and `1` may be words.
    if (!is_numeric(criteria_[c].scale) && words_.at(c).digits().empty()) return "1 = 0";
    const std::string low = left(c, at), high = right(c, at, "1");
    const auto is_short = [&](const std::string& text) {
      return fmt::format("{} AND {} <= 2 AND {} NOT LIKE '-%'", sql_.is_decimal(text),
                         sql_.length(text), text);
    };
    std::string out = fmt::format("{} AND {}", is_short(low), is_short(high));
    if (criteria_[c].scale != Scale::bands) {
      out += fmt::format(" AND ({} LIKE '0%' OR {} LIKE '0%')", low, high);
    }
    return out;
  }

  void range_ends() {
    query_.stage("ends", "The two ends of a range. A single value has no second end.");
    each([&](std::size_t c) {
      const std::string cell = of("t", c), cut = of("s", c);
      const std::string at = sql_.divide(cut, "100"), width = sql_.remainder(cut, "10");
      add_text("a", c,
               fmt::format("CASE WHEN {} > 0 THEN {} ELSE {} END", cut,
                           sql_.trim(sql_.first(cell, at + " - 1")), cell));
      add_text("b", c,
               fmt::format("CASE WHEN {} > 0 THEN {} END", cut,
                           sql_.trim(sql_.from(cell, fmt::format("{} + {}", at, width)))));
    });
  }

  void digits() {
    query_.stage("digits",
                 "Numbers: the digits before the point without leading zeros, and those after it "
                 "without trailing ones. Words: without what does not count.");
    each([&](std::size_t c) {
      for (const char end : ends) {
        const std::string token = of(std::string(1, end), c);
        add_text(kind("o", end), c, given(token, sql_.word(token)));
        if (!is_numeric(criteria_[c].scale)) continue;
        const std::string dot = sql_.find(sql_.concat({token, "'.'"}), ".");
        const std::string decimal = sql_.is_decimal(token);
        add_text(kind("w", end), c,
                 given(token, fmt::format("CASE WHEN {} THEN {} END", decimal,
                                          sql_.strip_front(sql_.first(token, dot + " - 1")))));
        add_text(kind("d", end), c,
                 given(token, fmt::format("CASE WHEN {} THEN {} ELSE '' END", decimal,
                                          sql_.strip_back(sql_.from(token, dot + " + 1")))));
      }
    });
  }

  // The greatest number of 64 bits bounds what is `out of range` before it is `too fine`.
  void numbers() {
    query_.stage("numbers",
                 "Hundredths. -9000000000000003: out of range; …05: more than two decimals.");
    each(
        [&](std::size_t c) {
          for (const char end : ends) {
            const std::string token = of(std::string(1, end), c);
            const std::string whole = of(kind("w", end), c);
            const std::string decimals = of(kind("d", end), c);
            const std::string two = sql_.first(sql_.concat({decimals, "'00'"}), "2");
            const std::string length = sql_.length(whole);
            const std::string negative = fmt::format("{} LIKE '-%'", token);
            add(kind("n", end), c,
                fmt::format(
                    "CASE WHEN {whole} IS NULL THEN NULL"
                    " WHEN {length} > 17 OR ({length} = 17 AND {all} > "
                    "CASE WHEN {negative} THEN '9223372036854775808' ELSE '9223372036854775807' "
                    "END) THEN {great}"
                    " WHEN {decimal_length} > 2 THEN {fine}"
                    " WHEN {length} > 13 THEN {great}"
                    " ELSE CASE WHEN {negative} THEN -1 ELSE 1 END * ({integer} * 100 + "
                    "{hundredths}) END",
                    fmt::arg("whole", whole), fmt::arg("length", length),
                    fmt::arg("all", sql_.concat({whole, two})), fmt::arg("negative", negative),
                    fmt::arg("great", too_great), fmt::arg("fine", too_fine),
                    fmt::arg("decimal_length", sql_.length(decimals)),
                    fmt::arg("integer",
                             sql_.to_integer(fmt::format("CASE WHEN {0} BETWEEN 1 AND 13 THEN {1} "
                                                         "ELSE '0' END",
                                                         length, whole))),
                    fmt::arg("hundredths", sql_.to_integer(two))));
          }
        },
        true);
  }

  std::string place_word(std::size_t c, const std::string& token, const std::string& word) {
    std::string out;
    for (const char digit : words_.at(c).digits()) {
      out += fmt::format(" WHEN {} LIKE '-{}%' THEN {}", token, digit, unknown_word);
    }
    return out + words_.at(c).positions(word);
  }

  void places() {
    query_.stage(
        "places",
        "Positions on the grid, from 0. -3: out of range; -4: no such word; -5: too fine.");
    each([&](std::size_t c) {
      query_.note(described(criteria_[c]));
      for (const char end : ends) {
        const std::string token = of(std::string(1, end), c);
        std::string out = fmt::format("CASE WHEN {} IS NULL THEN NULL", token);
        if (is_numeric(criteria_[c].scale)) {
          const std::string number = of(kind("n", end), c);
          const std::string either = may_be_thousands(c, token);
          if (!either.empty()) out += fmt::format(" WHEN {} THEN {}", either, thousands);
          out += fmt::format(" WHEN {} IS NOT NULL THEN {}", number,
                             place_number(sql_, criteria_[c], number));
        }
        out += place_word(c, token, of(kind("o", end), c));
        add(kind("p", end), c, out + fmt::format(" ELSE {} END", unknown_word));
      }
    });
  }

  // What a cell says, as one number (`answers_comment`).
  [[nodiscard]] std::string read(std::size_t c) const {
    const std::size_t count = criteria_[c].last + std::size_t{1};
    const std::string a = of("a", c), b = of("b", c), pa = of("pa", c), pb = of("pb", c);
    const std::string low = count > most_small ? sql_.to_integer(pa) : pa;
    return fmt::format(
        "CASE WHEN {cell} = '' THEN {nothing}"
        " WHEN {b} IS NOT NULL AND {kind} >= {soft} AND ({a} = '' OR {b} = '' OR "
        "{pa} IN ({word}, {thousands}) OR {pb} IN ({word}, {thousands})) THEN {word}"
        " WHEN {b} IS NOT NULL AND ({a} = '' OR {b} = '') THEN {half}"
        " WHEN {pa} < 0 THEN {pa}"
        " WHEN {b} IS NULL THEN {pa}"
        " WHEN {pb} < 0 THEN {pb}"
        " WHEN {pa} > {pb} THEN {backwards} WHEN {pa} = {pb} THEN {pa} ELSE ({low} + 1) * {count} "
        "+ "
        "{pb} END",
        fmt::arg("cell", of("t", c)), fmt::arg("nothing", nothing), fmt::arg("a", a),
        fmt::arg("b", b), fmt::arg("pa", pa), fmt::arg("pb", pb), fmt::arg("low", low),
        fmt::arg("kind", sql_.remainder(of("s", c), "100")), fmt::arg("soft", soft),
        fmt::arg("word", unknown_word), fmt::arg("thousands", thousands), fmt::arg("half", half),
        fmt::arg("backwards", backwards), fmt::arg("count", count));
  }

  const Writer& w_;
  Query& query_;
  const Dialect& sql_;
  std::span<const engine::Criterion> criteria_;
  std::vector<std::size_t> which_;
  bool alone_;
  bool folded_ = false;  // within a query of its own: its cell is folded
  std::string cell_;
  std::map<std::size_t, Vocabulary> words_;
};

}  // namespace

std::string as_text(const Writer& writer, std::size_t criterion) {
  return column_as_text(writer, criterion, writer.of("r", criterion));
}

std::string column_as_text(const Writer& writer, std::size_t criterion, const std::string& cell) {
  if (!writer.options.typed) return cell;
  return writer.dialect.typed_text(cell,
                                   writer.program.criteria[criterion].scale == Scale::boolean);
}

void add_reading(Writer& writer, const std::vector<std::size_t>& criteria) {
  Reading(writer, writer.query, criteria).add();
}

std::string reading_in_place(const Writer& writer, std::size_t criterion, const std::string& cell,
                             const Vocabulary& words, std::string_view condition) {
  Query query;
  Reading(writer, query, criterion, cell, words).add_single();
  return query.within(writer.dialect, condition);
}

std::string reading_at_length(const Writer& writer, std::size_t criterion,
                              const std::string& cell) {
  Query query;
  const Vocabulary words(writer.dialect, writer.program.criteria[criterion]);
  Reading(writer, query, criterion, cell, words).add();
  return query.within(writer.dialect, {});
}

}  // namespace sourcing::sql
