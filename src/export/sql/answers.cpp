// SPDX-License-Identifier: Apache-2.0
// Chapter one: from the text of a cell to an interval of positions, as input/value.cpp reads it:
// `4`, `high`, `2..4`, `2 to 4`, or nothing.
//
// Most cells are a whole number, a word as the model has it, or empty: those are looked up first,
// and everything after that is NULL for them, or not even evaluated. What a cell says is one
// number, `_v_`: a position, both ends of an interval, or what is wrong (reading.hpp).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "export/sql/reading.hpp"
#include "export/sql/vocabulary.hpp"
#include "export/sql/words.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// Numbers are looked up on scales of at most as many whole ones.
constexpr std::int64_t most_looked_up = 12;

class Answers {
 public:
  explicit Answers(Writer& writer)
      : w_(writer), query_(writer.query), sql_(writer.dialect), criteria_(writer.program.criteria) {
    for (std::size_t c = 0; c < criteria_.size(); ++c) {
      if (!w_.source(criteria_[c].id).empty()) present_.push_back(c);
    }
  }

  void add() {
    cells();
    if (sql_.stages_are_functions()) {
      lookup();
      if (!present_.empty()) add_reading_in_arrays(w_, present_);
    } else if (sql_.reads_in_place()) {
      in_place();
    } else {
      lookup();
      std::vector<std::size_t> read;
      each([&](std::size_t c) {
        if (!by_look(c)) read.push_back(c);
      });
      if (!read.empty()) add_reading(w_, read);
    }
    activity();
  }

 private:
  template <class F>
  void each(F&& f) {
    for (const std::size_t c : present_) f(c);
  }

  // A column of numbers or truth values says all by itself: nothing of it is read as text.
  [[nodiscard]] bool by_look(std::size_t c) const {
    return w_.options.typed && sql_.strictly_typed() && criteria_[c].scale != Scale::choice;
  }

  void cells() {
    query_.stage("cells",
                 "What each column says. `_u_`: of scales of bands, whole numbers of up to nine "
                 "digits; -1 for others.");
    query_.light();
    const auto pass = [&](std::string_view field) {
      const std::string column = w_.source(field);
      query_.add_text("in", field, column.empty() ? "NULL" : column);
    };
    pass("id");
    pass("name");
    if (!w_.source("activity").empty()) {
      query_.add_text("in", "activity", sql_.text_column(w_.source("activity")));
    }
    each([&](std::size_t c) {
      const std::string column = w_.source(criteria_[c].id);
      // Of typed columns only words are texts.
      const bool text = !w_.options.typed || criteria_[c].scale == Scale::choice;
      w_.add_text("r", c, text ? sql_.text_column(column) : column);
      if (criteria_[c].scale != Scale::bands) return;
      const std::string whole =
          w_.options.typed
              ? fmt::format(
                    "CASE WHEN {0} BETWEEN 0 AND 999999999 THEN CASE WHEN {1} = {0} THEN "
                    "{1} ELSE -1 END ELSE -1 END",
                    column, sql_.to_integer(column))
              : sql_.whole(column);
      w_.add("u", c, whole);
    });
  }

  // What people mostly write; of a column of numbers, numbers.
  struct Usual {
    Numbered first, rest;  // what is there most, and what is there less often
    [[nodiscard]] Numbered all() const {
      Numbered out = first;
      out.insert(out.end(), rest.begin(), rest.end());
      return out;
    }
  };
  [[nodiscard]] Usual usual(std::size_t c, bool typed) const {
    const engine::Criterion& criterion = criteria_[c];
    Usual out;
    constexpr std::int64_t one = 100, half = 50;
    const bool short_scale = is_numeric(criterion.scale) && criterion.scale != Scale::bands &&
                             criterion.maximum - criterion.minimum <= most_looked_up * one;
    const auto number = [&](Numbered& list, std::int64_t value, std::string_view ending) {
      const std::int64_t offset = value - criterion.minimum;
      if (value > criterion.maximum || value < 0 || offset % criterion.step != 0) return;
      list.emplace_back(fmt::format("{}{}", value / one, ending), offset / criterion.step);
    };
    const std::int64_t first = (criterion.minimum + one - 1) / one * one;
    for (std::int64_t v = first; short_scale && v <= criterion.maximum; v += one)
      number(out.first, v, "");
    for (std::int64_t v = first; short_scale && v <= criterion.maximum; v += one) {
      number(out.rest, v + half, ".5");
    }
    if (typed && is_numeric(criterion.scale)) return out;
    Numbered& words = out.first.empty() ? out.first : out.rest;
    for (const engine::Level& level : criterion.levels) {
      if (!level.word.empty()) words.emplace_back(level.word, level.at);
    }
    const bool five = criterion.levels.size() == level_words.size() &&
                      (criterion.scale == Scale::level || criterion.scale == Scale::bands);
    for (std::size_t i = 0; five && i < level_words.size(); ++i) {
      const auto same = [&](const engine::Level& level) { return level.word == level_words[i]; };
      if (std::any_of(criterion.levels.begin(), criterion.levels.end(), same)) continue;
      words.emplace_back(level_words[i], criterion.levels[i].at);
    }
    return out;
  }

  // `3.25` where the grid has every hundredth; `otherwise`: what is to be read.
  [[nodiscard]] std::string hundredths(std::size_t c, const std::string& otherwise) const {
    constexpr std::int64_t one = 100, ten = 10;
    const engine::Criterion& criterion = criteria_[c];
    if (!is_numeric(criterion.scale) || criterion.scale == Scale::bands) return otherwise;
    const std::string cell = w_.of("r", c);
    if (w_.options.typed) return typed_hundredths(c, otherwise);
    if (criterion.step != 1) return otherwise;
    const std::int64_t first = std::max<std::int64_t>((criterion.minimum + one - 1) / one, 0);
    const std::int64_t last = std::min(criterion.maximum / one, ten) - 1;
    if (first > last) return otherwise;
    const std::string wanted =
        sql_.is_hundredths(cell, static_cast<int>(first), static_cast<int>(last));
    if (wanted.empty()) return otherwise;
    return fmt::format("CASE WHEN {} THEN {} - {} ELSE {} END", wanted,
                       sql_.digits_to_integer(sql_.without_point(cell)), criterion.minimum,
                       otherwise);
  }

  // Of a column of numbers: exact, for a number is compared with the hundredths that it rounds to.
  [[nodiscard]] std::string typed_hundredths(std::size_t c, const std::string& otherwise) const {
    const engine::Criterion& criterion = criteria_[c];
    const std::string cell = w_.of("r", c);
    const std::string rounded = sql_.to_integer(fmt::format("ROUND({} * 100)", cell));
    std::string position = fmt::format("{} - {}", rounded, criterion.minimum);
    if (criterion.step != 1) {
      const std::string step = fmt::format("{}", criterion.step);
      position = fmt::format("CASE WHEN {} = 0 THEN {} END", sql_.remainder(position, step),
                             sql_.divide(position, step));
    }
    return fmt::format(
        "COALESCE(CASE WHEN {0} BETWEEN {1} AND {2} THEN CASE WHEN {3} / 100.0 = {0} THEN {4} END "
        "END, {5})",
        cell, bound(criterion.minimum), bound(criterion.maximum), rounded, position, otherwise);
  }

  // A number that is no whole one of the scale: a band, or the error.
  [[nodiscard]] std::string typed_error(std::size_t c) const {
    const engine::Criterion& criterion = criteria_[c];
    if (!is_numeric(criterion.scale)) return fmt::format("{}", unknown_word);
    const std::string cell = w_.of("r", c);
    const bool bands = criterion.scale == Scale::bands;
    const std::int64_t least = bands ? 0 : criterion.minimum,
                       most = bands ? greatest_number : criterion.maximum;
    std::string out = fmt::format(
        "CASE WHEN {0} > 10000000000000 OR {0} < -10000000000000 THEN {4} WHEN ROUND({0} * 100.0) "
        "/ 100.0 <> {0} THEN {1} WHEN {0} < {2} OR {0} > {3} THEN {4}",
        cell, off_grid, bound(least), bound(most), out_of_range);
    for (std::size_t i = 0; bands && i + 1 < criterion.levels.size(); ++i) {
      out += fmt::format(" WHEN {} < {} THEN {}", cell, bound(criterion.levels[i].to), i);
    }
    return fmt::format("{} ELSE {} END", out,
                       bands ? static_cast<int>(criterion.levels.size()) - 1 : off_grid);
  }
  static std::string bound(std::int64_t hundredths) {
    return fmt::format("{}{}.{:02}", hundredths < 0 ? "-" : "", std::abs(hundredths) / 100,
                       std::abs(hundredths) % 100);
  }

  // By one look: a position; nothing; else `otherwise`.
  [[nodiscard]] std::string looked_up(std::size_t c, const std::string& otherwise) const {
    const engine::Criterion& criterion = criteria_[c];
    const std::string cell = w_.of("r", c);
    const bool typed_number = w_.options.typed && is_numeric(criterion.scale);
    std::string out =
        typed_number ? fmt::format("CASE WHEN {} IS NULL THEN {}", cell, nothing)
                     : fmt::format("CASE WHEN {0} IS NULL OR {0} = '' THEN {1}", cell, nothing);
    if (w_.options.typed && criterion.scale == Scale::boolean) {
      std::string truths;
      for (const engine::Level& level : criterion.levels) {
        truths += fmt::format(" WHEN {} THEN {}", sql_.truth(cell, level.word == "true"), level.at);
      }
      return fmt::format("CASE WHEN {} IS NULL THEN {}{} ELSE {} END", cell, nothing, truths,
                         otherwise);
    }
    if (criterion.scale == Scale::bands) {
      const std::string whole = w_.of("u", c);
      std::string band = "CASE";
      constexpr std::int64_t one = 100;
      for (std::size_t i = 0; i + 1 < criterion.levels.size(); ++i) {
        band += fmt::format(" WHEN {} < {} THEN {}", whole,
                            (criterion.levels[i].to + one - 1) / one, i);
      }
      out += fmt::format(" WHEN {} >= 0 THEN {} ELSE {} END", whole, band,
                         criterion.levels.size() - 1);
    }
    const Usual usual = this->usual(c, w_.options.typed);
    const bool finds = sql_.finds_words() && !typed_number && !usual.rest.empty();
    std::string words, rest = hundredths(c, otherwise);
    if (finds) rest = fmt::format("COALESCE({}, {})", sql_.number_of(cell, usual.rest), rest);
    for (const auto& [word, at] : finds ? usual.first : usual.all()) {
      words += fmt::format(" WHEN {} THEN {}", typed_number ? word : w_.text(word), at);
    }
    // There a cell is never NULL, and what is in a list is found at once.
    if (sql_.stages_are_functions() && !typed_number && criterion.scale != Scale::bands) {
      return fmt::format("CASE {} WHEN '' THEN {}{} ELSE {} END", cell, nothing, words, rest);
    }
    return out + (words.empty()
                      ? fmt::format(" ELSE {} END", rest)
                      : fmt::format(" ELSE CASE {}{} ELSE {} END END", cell, words, rest));
  }

  void lookup() {
    query_.stage("usual",
                 "What most cells say, by one look: a position on the grid, from 0. -1: nothing; "
                 "-9: it has to be read.");
    each([&](std::size_t c) {
      query_.note(described(criteria_[c]));
      if (by_look(c)) {
        w_.add("v", c, looked_up(c, typed_error(c)));
      } else {
        w_.add("q", c, looked_up(c, fmt::format("{}", to_read)));
      }
    });
  }

  void in_place() {
    query_.stage("answers", answers_comment);
    each([&](std::size_t c) {
      query_.note(described(criteria_[c]));
      w_.add("v", c,
             by_look(c)                  ? looked_up(c, typed_error(c))
             : sql_.counts_comparisons() ? one_by_one(c)
                                         : looked_up(c, unusual(c)));
    });
  }

  // Of a model of dbt the rows that are new are found by a look at all there are: not once a
  // column.
  [[nodiscard]] bool once() const { return sql_.reads_once() && w_.options.form != Form::dbt; }
  // What is no usual cell.
  [[nodiscard]] std::string unusual(std::size_t c) const {
    if (!once()) return first_of(ways(c, as_text(w_, c)));
    return read_once(w_, c, [&](const std::string& cell) { return first_of(ways(c, cell)); });
  }
  // The short ways, and what they do not tell at length.
  [[nodiscard]] std::vector<std::string> ways(std::size_t c, const std::string& cell) const {
    const std::string tidy = sql_.tidied(cell);
    std::vector<std::string> ways;
    if (!tidy.empty()) {
      const Numbered words = usual(c, false).all();
      Numbered with_none = words;
      with_none.emplace(with_none.begin(), "", nothing);
      ways.push_back(sql_.number_of(tidy, with_none));
      ways.push_back(tidied_in_place(w_, c, cell, words));
    }
    ways.push_back(once() ? reading_at_length(w_, c, cell)
                          : reading_in_place(w_, c, cell, Vocabulary(sql_, criteria_[c]), {}));
    return ways;
  }
  [[nodiscard]] static std::string first_of(const std::vector<std::string>& ways) {
    return ways.size() == 1 ? ways.front() : fmt::format("COALESCE({})", fmt::join(ways, ", "));
  }

  // Row by row each comparison counts: what is there most comes first. Side by side, for how deep
  // expressions may be is limited.
  [[nodiscard]] std::string one_by_one(std::size_t c) const {
    std::vector<std::string> ways;
    if (w_.options.typed || criteria_[c].scale == Scale::bands) {
      ways.push_back(looked_up(c, "NULL"));
    } else {
      const std::string cell = w_.of("r", c);
      const Usual usual = this->usual(c, false);
      const auto among = [&](const Numbered& words) {
        if (!words.empty()) ways.push_back(sql_.number_of(cell, words));
      };
      among(usual.first);
      ways.push_back(fmt::format("CASE WHEN {0} IS NULL OR {0} = '' THEN {1} END", cell, nothing));
      among(usual.rest);
      std::string exact = hundredths(c, "NULL");
      if (exact != "NULL") ways.push_back(std::move(exact));
    }
    ways.push_back(unusual(c));
    return first_of(ways);
  }

  void activity() {
    if (w_.source("activity").empty()) return;
    query_.stage("activity", "The activity, as it is compared.");
    const std::string said = ref("in", "activity");
    const Folding all = folding(letters_of(activity_meanings(w_.program)));
    query_.add_text("t", "activity",
                    fmt::format("CASE WHEN {0} IS NOT NULL AND {0} <> '' THEN {1} END", said,
                                sql_.trim(sql_.fold(said, all))));
    query_.stage("activities", "Its number; -1: none, -9: there is no such activity.");
    const std::string cell = ref("t", "activity");
    const std::string word = sql_.word(cell);
    query_.add("n", "activity",
               fmt::format("CASE WHEN {0} IS NULL OR {0} = '' THEN {1} ELSE COALESCE({2}, {3}) END",
                           cell, nothing,
                           sql_.number_of(word, numbered(activity_meanings(w_.program))), to_read));
  }

  Writer& w_;
  Query& query_;
  const Dialect& sql_;
  std::span<const engine::Criterion> criteria_;
  std::vector<std::size_t> present_;
};

}  // namespace

void add_answers(Writer& writer) { Answers(writer).add(); }

}  // namespace sourcing::sql
