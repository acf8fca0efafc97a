// SPDX-License-Identifier: Apache-2.0
// Chapter one: from the text of a cell to an interval of positions, exactly as input/value.cpp
// reads it: `4`, `high`, `2..4`, or nothing.
#include <fmt/format.h>

#include <algorithm>

#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// In place of a number of hundredths: less than any that is in range. Negative, so that ClickHouse
// takes them for signed, as the numbers beside them are.
constexpr std::string_view too_great = "-9000000000000003";
constexpr std::string_view too_fine = "-9000000000000005";
// In place of a position.
constexpr int out_of_range = -3, unknown_word = -4, off_grid = -5;

// The two ends of a range; a single value is the first.
constexpr std::string_view ends = "ab";

std::string described(const engine::Criterion& criterion) {
  return fmt::format("{}: {}", criterion.id, name(criterion.scale));
}

class Answers {
 public:
  explicit Answers(Writer& writer)
      : w_(writer), query_(writer.query), sql_(writer.dialect), criteria_(writer.program.criteria) {
    for (const engine::Criterion& criterion : criteria_) {
      present_.push_back(!w_.source(criterion.id).empty());
    }
  }

  void add() {
    cells();
    range_ends();
    digits();
    numbers();
    places();
    intervals();
  }

 private:
  template <class F>
  void each(F&& f, bool numeric = false) {
    for (std::size_t c = 0; c < criteria_.size(); ++c) {
      if (present_[c] && (!numeric || is_numeric(criteria_[c].scale))) f(c);
    }
  }
  static std::string kind(std::string_view prefix, char end) {
    return fmt::format("{}{}", prefix, end);
  }

  void cells() {
    query_.stage("cells", "What each column says, without blanks around it, in lower case.");
    const auto pass = [&](std::string_view field) {
      const std::string column = w_.source(field);
      query_.add_text("in", field, column.empty() ? "NULL" : column);
    };
    pass("id");
    pass("name");
    const std::string activity = w_.source("activity");
    query_.add_text("in", "activity",
                    activity.empty() ? "''" : sql_.trim(fmt::format("COALESCE({}, '')", activity)));
    each([&](std::size_t c) {
      const std::string column = w_.source(criteria_[c].id);
      const std::string as_text =
          w_.options.typed ? sql_.typed_text(column, criteria_[c].scale == Scale::boolean) : column;
      w_.add_text("t", c, sql_.cell(fmt::format("COALESCE({}, '')", as_text)));
    });
  }

  void range_ends() {
    query_.stage("ends", "`2..4` is a range: its two ends. A single value has no second end.");
    each([&](std::size_t c) {
      const std::string cell = w_.of("t", c);
      const std::string dots = sql_.find(cell, "..");
      w_.add_text("a", c,
                  fmt::format("CASE WHEN {} = 0 THEN {} ELSE {} END", dots, cell,
                              sql_.trim(sql_.first(cell, dots + " - 1"))));
      w_.add_text("b", c,
                  fmt::format("CASE WHEN {} > 0 THEN {} END", dots,
                              sql_.trim(sql_.from(cell, dots + " + 2"))));
    });
  }

  void digits() {
    query_.stage("digits",
                 "Numbers: the digits before the point without leading zeros, and those "
                 "after it without trailing ones.");
    each(
        [&](std::size_t c) {
          for (const char end : ends) {
            const std::string token = w_.of(std::string(1, end), c);
            const std::string dot = sql_.find(sql_.concat({token, "'.'"}), ".");
            const std::string decimal = sql_.is_decimal(token);
            w_.add_text(kind("w", end), c,
                        fmt::format("CASE WHEN {} THEN {} END", decimal,
                                    sql_.strip_front(sql_.first(token, dot + " - 1"))));
            w_.add_text(kind("d", end), c,
                        fmt::format("CASE WHEN {} THEN {} ELSE '' END", decimal,
                                    sql_.strip_back(sql_.from(token, dot + " + 1"))));
          }
        },
        true);
  }

  // The greatest number of 64 bits bounds what is `out of range` before it is `too fine`.
  void numbers() {
    query_.stage("numbers",
                 "Hundredths. -9000000000000003: out of range; …05: more than two decimals.");
    each(
        [&](std::size_t c) {
          for (const char end : ends) {
            const std::string token = w_.of(std::string(1, end), c);
            const std::string whole = w_.of(kind("w", end), c);
            const std::string decimals = w_.of(kind("d", end), c);
            const std::string two = sql_.first(sql_.concat({decimals, "'00'"}), "2");
            const std::string length = sql_.length(whole);
            const std::string negative = fmt::format("{} LIKE '-%'", token);
            w_.add(kind("n", end), c,
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
                       fmt::arg("integer", sql_.to_integer(fmt::format(
                                               "CASE WHEN {0} BETWEEN 1 AND 13 THEN {1} "
                                               "ELSE '0' END",
                                               length, whole))),
                       fmt::arg("hundredths", sql_.to_integer(two))));
          }
        },
        true);
  }

  // A position out of hundredths, which are not null.
  std::string place_number(const engine::Criterion& criterion, const std::string& number) {
    if (criterion.scale == Scale::bands) {
      std::string out = fmt::format(
          "CASE WHEN {0} = {1} THEN {2} WHEN {0} < 0 OR {0} > {3} THEN "
          "{4}",
          number, too_fine, off_grid, greatest_number, out_of_range);
      for (std::size_t i = 0; i + 1 < criterion.levels.size(); ++i) {
        out += fmt::format(" WHEN {} < {} THEN {}", number, criterion.levels[i].to, i);
      }
      return out + fmt::format(" ELSE {} END", criterion.levels.size() - 1);
    }
    const std::string offset = criterion.minimum == 0 ? number
                               : criterion.minimum < 0
                                   ? fmt::format("{} + {}", number, -criterion.minimum)
                                   : fmt::format("{} - {}", number, criterion.minimum);
    std::string out =
        fmt::format("CASE WHEN {0} = {1} THEN {2} WHEN {0} < {3} OR {0} > {4} THEN {5}", number,
                    too_fine, off_grid, criterion.minimum, criterion.maximum, out_of_range);
    if (criterion.step == 1) return out + fmt::format(" ELSE {} END", offset);
    const std::string step = fmt::format("{}", criterion.step);
    // Only what is within the scale is divided, so that the sign never matters.
    const std::string safe = fmt::format("CASE WHEN {0} BETWEEN {1} AND {2} THEN {3} ELSE 0 END",
                                         number, criterion.minimum, criterion.maximum, offset);
    return out + fmt::format(" WHEN {} <> 0 THEN {} ELSE {} END", sql_.remainder(safe, step),
                             off_grid, sql_.divide(safe, step));
  }

  std::string place_word(const engine::Criterion& criterion, const std::string& token) {
    std::vector<std::pair<std::string_view, std::size_t>> words;
    for (const engine::Level& level : criterion.levels) {
      if (!level.word.empty()) words.emplace_back(level.word, level.at);
    }
    const bool five = criterion.levels.size() == level_words.size() &&
                      (criterion.scale == Scale::level || criterion.scale == Scale::bands);
    for (std::size_t i = 0; five && i < level_words.size(); ++i) {
      words.emplace_back(level_words[i], criterion.levels[i].at);
    }
    if (criterion.scale == Scale::boolean) {
      words.emplace_back("yes", 1);
      words.emplace_back("no", 0);
    }
    std::string out;
    std::vector<std::string_view> seen;
    for (const auto& [word, at] : words) {
      if (std::find(seen.begin(), seen.end(), word) != seen.end()) continue;
      seen.push_back(word);
      out += fmt::format(" WHEN {} = {} THEN {}", token, w_.text(word), at);
    }
    return out;
  }

  void places() {
    query_.stage(
        "places",
        "Positions on the grid, from 0. -3: out of range; -4: no such word; -5: too fine.");
    each([&](std::size_t c) {
      query_.note(described(criteria_[c]));
      for (const char end : ends) {
        const std::string token = w_.of(std::string(1, end), c);
        std::string out = "CASE";
        if (is_numeric(criteria_[c].scale)) {
          const std::string number = w_.of(kind("n", end), c);
          out += fmt::format(" WHEN {} IS NOT NULL THEN {}", number,
                             place_number(criteria_[c], number));
        }
        if (end == 'b') out += fmt::format(" WHEN {} IS NULL THEN NULL", token);
        out += place_word(criteria_[c], token);
        w_.add(kind("p", end), c, out + fmt::format(" ELSE {} END", unknown_word));
      }
    });
  }

  void intervals() {
    query_.stage("answers",
                 "The interval of positions a row leaves open (unknown: the whole scale), whether "
                 "it answers, and the last digit of the error code: 3 out of range, 4 no such "
                 "word, 5 too fine, 6 backwards, 7 half a range.");
    for (std::size_t c = 0; c < criteria_.size(); ++c) {
      query_.note(described(criteria_[c]));
      const auto last = criteria_[c].last;
      if (!present_[c]) {
        w_.add("lo", c, "0");
        w_.add("hi", c, fmt::format("{}", last));
        w_.add("g", c, "0");
        w_.add("e", c, "0");
        continue;
      }
      const std::string cell = w_.of("t", c), a = w_.of("a", c), b = w_.of("b", c);
      const std::string pa = w_.of("pa", c), pb = w_.of("pb", c);
      w_.add("lo", c, fmt::format("CASE WHEN {} = '' THEN 0 ELSE {} END", cell, pa));
      w_.add(
          "hi", c,
          fmt::format("CASE WHEN {} = '' THEN {} ELSE COALESCE({}, {}) END", cell, last, pb, pa));
      w_.add("g", c, fmt::format("CASE WHEN {} = '' THEN 0 ELSE 1 END", cell));
      w_.add("e", c,
             fmt::format("CASE WHEN {cell} = '' THEN 0"
                         " WHEN {b} IS NOT NULL AND ({a} = '' OR {b} = '') THEN 7"
                         " WHEN {pa} < 0 THEN -{pa}"
                         " WHEN {b} IS NULL THEN 0"
                         " WHEN {pb} < 0 THEN -{pb}"
                         " WHEN {pa} > {pb} THEN 6 ELSE 0 END",
                         fmt::arg("cell", cell), fmt::arg("a", a), fmt::arg("b", b),
                         fmt::arg("pa", pa), fmt::arg("pb", pb)));
    }
  }

  Writer& w_;
  Query& query_;
  const Dialect& sql_;
  std::span<const engine::Criterion> criteria_;
  std::vector<bool> present_;
};

}  // namespace

void add_answers(Writer& writer) { Answers(writer).add(); }

}  // namespace sourcing::sql
