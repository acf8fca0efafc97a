// SPDX-License-Identifier: Apache-2.0
// Chapter one: from the text of a cell to an interval of positions, as input/value.cpp reads it:
// `4`, `high`, `2..4`, `2 to 4`, or nothing.
//
// Most cells are a whole number, a word as the model has it, or empty: those are looked up first,
// and everything after that is NULL for them, or not even evaluated.
#include <fmt/format.h>

#include <algorithm>

#include "export/sql/reading.hpp"
#include "export/sql/words.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

namespace {

// Numbers are looked up on scales of at most as many whole ones.
constexpr std::int64_t most_looked_up = 12;

std::string described(const engine::Criterion& criterion) {
  return fmt::format("{}: {}", criterion.id, name(criterion.scale));
}

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
    lookup();
    add_reading(w_, present_);
    activity_text();
    intervals();
  }

 private:
  template <class F>
  void each(F&& f) {
    for (const std::size_t c : present_) f(c);
  }

  void cells() {
    query_.stage("cells", "What each column says.");
    const auto pass = [&](std::string_view field) {
      const std::string column = w_.source(field);
      query_.add_text("in", field, column.empty() ? "NULL" : column);
    };
    pass("id");
    pass("name");
    if (!w_.source("activity").empty()) query_.add_text("in", "activity", w_.source("activity"));
    each([&](std::size_t c) {
      const std::string column = w_.source(criteria_[c].id);
      w_.add_text("r", c,
                  w_.options.typed ? sql_.typed_text(column, criteria_[c].scale == Scale::boolean)
                                   : column);
    });
  }

  // What people mostly write, as `WHEN '3' THEN 200`.
  [[nodiscard]] std::string usual(std::size_t c) const {
    const engine::Criterion& criterion = criteria_[c];
    std::string out;
    const auto when = [&](std::string_view text, std::size_t at) {
      out += fmt::format(" WHEN {} THEN {}", w_.text(text), at);
    };
    constexpr std::int64_t one = 100, half = 50;
    const bool short_scale = is_numeric(criterion.scale) && criterion.scale != Scale::bands &&
                             criterion.maximum - criterion.minimum <= most_looked_up * one;
    const auto number = [&](std::int64_t value, std::string_view ending) {
      const std::int64_t offset = value - criterion.minimum;
      if (value > criterion.maximum || value < 0 || offset % criterion.step != 0) return;
      when(fmt::format("{}{}", value / one, ending),
           static_cast<std::size_t>(offset / criterion.step));
    };
    const std::int64_t first = (criterion.minimum + one - 1) / one * one;
    for (std::int64_t v = first; short_scale && v <= criterion.maximum; v += one) number(v, "");
    for (std::int64_t v = first; short_scale && v <= criterion.maximum; v += one) {
      number(v + half, ".5");
    }
    for (const engine::Level& level : criterion.levels) {
      if (!level.word.empty()) when(level.word, level.at);
    }
    const bool five = criterion.levels.size() == level_words.size() &&
                      (criterion.scale == Scale::level || criterion.scale == Scale::bands);
    for (std::size_t i = 0; five && i < level_words.size(); ++i) {
      const auto same = [&](const engine::Level& level) { return level.word == level_words[i]; };
      if (std::any_of(criterion.levels.begin(), criterion.levels.end(), same)) continue;
      when(level_words[i], criterion.levels[i].at);
    }
    return out;
  }

  // `3.25` where the grid has every hundredth; else it has to be read.
  [[nodiscard]] std::string hundredths(std::size_t c) const {
    constexpr std::int64_t one = 100, ten = 10;
    const engine::Criterion& criterion = criteria_[c];
    const std::int64_t first = std::max<std::int64_t>((criterion.minimum + one - 1) / one, 0);
    const std::int64_t last = std::min(criterion.maximum / one, ten) - 1;
    std::string wanted;
    if (is_numeric(criterion.scale) && criterion.scale != Scale::bands && criterion.step == 1 &&
        first <= last) {
      wanted = sql_.is_hundredths(w_.of("r", c), static_cast<int>(first), static_cast<int>(last));
    }
    if (wanted.empty()) return fmt::format("{}", to_read);
    return fmt::format("CASE WHEN {} THEN {} - {} ELSE {} END", wanted,
                       sql_.to_integer(sql_.without_point(w_.of("r", c))), criterion.minimum,
                       to_read);
  }

  void lookup() {
    query_.stage("whole", "Of scales of bands: whole numbers of up to nine digits; -1 for others.");
    each([&](std::size_t c) {
      if (criteria_[c].scale != Scale::bands) return;
      const std::string cell = w_.of("r", c);
      w_.add("u", c,
             sql_.to_integer(
                 fmt::format("CASE WHEN {} THEN {} ELSE '-1' END", sql_.is_whole(cell), cell)));
    });
    query_.stage("usual",
                 "What most cells say, by one look: a position on the grid, from 0. -1: nothing; "
                 "-9: it has to be read.");
    each([&](std::size_t c) {
      const engine::Criterion& criterion = criteria_[c];
      const std::string cell = w_.of("r", c);
      std::string out = fmt::format("CASE WHEN {0} IS NULL OR {0} = '' THEN {1}", cell, nothing);
      if (criterion.scale == Scale::bands) {
        const std::string whole = w_.of("u", c);
        std::string band = "CASE";
        constexpr std::int64_t one = 100;
        for (std::size_t i = 0; i + 1 < criterion.levels.size(); ++i) {
          band += fmt::format(" WHEN {} < {} THEN {}", whole,
                              (criterion.levels[i].to + one - 1) / one, i);
        }
        out += fmt::format(" WHEN {} >= 0 THEN {} ELSE {} END END", whole, band,
                           criterion.levels.size() - 1);
        // The outer CASE goes on with the words.
        out.resize(out.size() - 4);
      }
      const std::string words = usual(c), rest = hundredths(c);
      out += words.empty() ? fmt::format(" ELSE {} END", rest)
                           : fmt::format(" ELSE CASE {}{} ELSE {} END END", cell, words, rest);
      w_.add("q", c, out);
    });
  }

  void activity_text() {
    if (w_.source("activity").empty()) return;
    query_.stage("activity", "The activity, as it is compared.");
    const std::string cell = ref("in", "activity");
    const Folding all = folding(letters_of(activity_meanings(w_.program)));
    query_.add_text("t", "activity",
                    fmt::format("CASE WHEN {0} IS NOT NULL AND {0} <> '' THEN {1} END", cell,
                                sql_.trim(sql_.fold(cell, all))));
  }

  void intervals() {
    query_.stage("answers",
                 "The interval of positions a row leaves open (unknown: the whole scale), whether "
                 "it answers, and the last digit of the error code: 3 out of range, 4 no such "
                 "word, 5 too fine, 6 backwards, 7 half a range, 8 thousands or decimals.");
    for (std::size_t c = 0; c < criteria_.size(); ++c) {
      query_.note(described(criteria_[c]));
      const auto last = criteria_[c].last;
      if (!std::binary_search(present_.begin(), present_.end(), c)) {
        w_.add("lo", c, "0");
        w_.add("hi", c, fmt::format("{}", last));
        w_.add("g", c, "0");
        w_.add("e", c, "0");
        continue;
      }
      const std::string usual = w_.of("q", c), read = w_.of("z", c);
      const std::string count = fmt::format("{}", last + 1);
      w_.add("lo", c,
             fmt::format("CASE WHEN {0} >= 0 THEN {0} WHEN {1} >= 0 THEN {2} ELSE 0 END", usual,
                         read, sql_.divide(read, count)));
      w_.add("hi", c,
             fmt::format("CASE WHEN {0} >= 0 THEN {0} WHEN {1} >= 0 THEN {2} ELSE {3} END", usual,
                         read, sql_.remainder(read, count), last));
      w_.add("g", c,
             fmt::format("CASE WHEN {0} >= 0 THEN 1 WHEN {0} = {1} OR {2} = {1} THEN 0 ELSE 1 END",
                         usual, nothing, read));
      w_.add("e", c, fmt::format("CASE WHEN {0} < {1} THEN -{0} ELSE 0 END", read, nothing));
    }
    activity();
  }

  void activity() {
    if (w_.source("activity").empty()) return;
    const std::string cell = ref("t", "activity");
    const std::string word = sql_.word(cell);
    std::string out = fmt::format("CASE WHEN {0} IS NULL OR {0} = '' THEN {1} ELSE CASE {2}", cell,
                                  nothing, word);
    for (const Meaning& each : activity_meanings(w_.program)) {
      out += fmt::format(" WHEN {} THEN {}", w_.text(each.word), each.at);
    }
    query_.note("activity: its number; -1: none, -9: there is no such activity");
    query_.add("n", "activity", out + fmt::format(" ELSE {} END END", to_read));
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
