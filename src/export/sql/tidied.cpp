// SPDX-License-Identifier: Apache-2.0
// The short way for a cell that is no usual one: with blanks around it, in capitals, a plain
// number, a word of any language without accents, or a range of two of these.
//
// What it takes for a position or an interval is that by reading.cpp too; everything else it leaves
// to that.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "export/sql/reading.hpp"
#include "export/sql/vocabulary.hpp"

namespace sourcing::sql {

namespace {

// What word processors make of ` - `.
constexpr std::string_view long_dash = "\xE2\x80\x93";

constexpr std::array<std::string_view, 2> ends = {"a", "b"};

// The only criterion of the query.
constexpr std::string_view cell_id = "x";

class Tidied {
 public:
  Tidied(const Writer& writer, std::size_t criterion, Numbered usual)
      : sql_(writer.dialect),
        criterion_(writer.program.criteria[criterion]),
        words_(meanings(criterion_)),
        usual_(std::move(usual)) {}

  [[nodiscard]] std::string read(const std::string& cell) {
    query_.stage("tidy", "");
    query_.add_text("r", cell_id, outer(cell));
    query_.add_text("u", cell_id,
                    fmt::format("REPLACE(REPLACE({}, '{}', '..'), '{}', '-')",
                                sql_.tidied(outer(cell)), ellipsis, long_dash));
    query_.stage("cut", "Ten times the place where a range is cut, and how many characters go.");
    query_.add("i", cell_id, cut());
    query_.stage("ends", "");
    const std::string at = sql_.divide(text("i"), "10"), width = sql_.remainder(text("i"), "10"),
                      tidy = text("u");
    const auto if_cut = [&](const std::string& expression, const std::string& otherwise) {
      return fmt::format("CASE WHEN {} > 0 THEN {} ELSE {} END", text("i"), expression, otherwise);
    };
    query_.add_text("a", cell_id, if_cut(sql_.tidied(sql_.first(tidy, at + " - 1")), tidy));
    query_.add_text(
        "b", cell_id,
        if_cut(sql_.tidied(sql_.from(tidy, fmt::format("{} + {}", at, width))), "NULL"));
    if (is_numeric(criterion_.scale)) {
      query_.stage("numbers", "");
      for (const std::string_view end : ends)
        query_.add(number_of(end), cell_id, number(text(end)));
    }
    query_.stage("places", "");
    for (const std::string_view end : ends) query_.add(place_of(end), cell_id, place(end));
    query_.result("v", result());
    return query_.within(sql_, {});
  }

 private:
  [[nodiscard]] static std::string text(std::string_view kind) { return ref(kind, cell_id); }
  [[nodiscard]] static std::string number_of(std::string_view end) {
    return fmt::format("n{}", end);
  }
  [[nodiscard]] static std::string place_of(std::string_view end) {
    return fmt::format("p{}", end);
  }

  [[nodiscard]] std::string cut() const {
    const std::string tidy = text("u");
    const std::string dots = sql_.find(tidy, ".."), to = sql_.find(tidy, " to "),
                      dash = sql_.find(sql_.from(tidy, "2"), "-");
    std::string out = fmt::format(
        "CASE WHEN {0} > 0 THEN {0} * 10 + 2 WHEN {1} > 0 AND ({2} > 0 OR {3} > 0) THEN {1} * 10 + "
        "4",
        dots, to, sql_.find(text("r"), " to "), sql_.find(text("r"), " TO "));
    if (dashes_cut()) out += fmt::format(" WHEN {0} > 0 THEN ({0} + 1) * 10 + 1", dash);
    return out + " ELSE 0 END";
  }

  // Two words with a dash may be one word, and two small numbers a date.
  [[nodiscard]] bool dashes_cut() const {
    if (criterion_.scale == Scale::bands) return false;
    const auto is_word = [&](const std::string& text) {
      return std::any_of(words_.begin(), words_.end(),
                         [&](const Meaning& each) { return each.word == text; });
    };
    return std::none_of(words_.begin(), words_.end(), [&](const Meaning& first) {
      const bool digit = std::any_of(first.word.begin(), first.word.end(),
                                     [](char c) { return c >= '0' && c <= '9'; });
      return digit || std::any_of(words_.begin(), words_.end(), [&](const Meaning& second) {
               return is_word(first.word + second.word);
             });
    });
  }

  [[nodiscard]] std::string result() const {
    const std::string low = text("pa"), high = text("pb"), b = text("b");
    std::string out = fmt::format("CASE WHEN {} IS NULL THEN {}", b, low);
    if (dashes_cut() && is_numeric(criterion_.scale)) {
      out += fmt::format(" WHEN {} = 1 AND ({} LIKE '0%' OR {} LIKE '0%') THEN NULL",
                         sql_.remainder(text("i"), "10"), text("a"), b);
    }
    return out +
           fmt::format(" WHEN {0} < {1} THEN ({0} + 1) * {2} + {1} WHEN {0} = {1} THEN {0} END",
                       low, high, criterion_.last + std::size_t{1});
  }

  // With three decimals `1.000` could be a thousand where a scale goes that far.
  [[nodiscard]] std::string number(const std::string& token) const {
    std::string out = sql_.plain_hundredths(token);
    if (criterion_.scale != Scale::bands) return out;
    return fmt::format("CASE WHEN {} NOT LIKE '%.___%' THEN {} END", token, out);
  }

  // The position of one end, or NULL.
  [[nodiscard]] std::string place(std::string_view end) const {
    const std::string token = text(end);
    std::vector<Meaning> ascii;
    std::copy_if(words_.begin(), words_.end(), std::back_inserter(ascii), [](const Meaning& each) {
      return std::all_of(each.word.begin(), each.word.end(), [](char c) { return c > 0; });
    });
    std::string rest = sql_.number_of(sql_.joined(token), numbered(ascii));
    if (is_numeric(criterion_.scale)) {
      const std::string number = ref(number_of(end), cell_id);
      rest =
          fmt::format("CASE WHEN {} IS NULL THEN {} WHEN {} BETWEEN {} AND {} THEN {} END", number,
                      rest, number, criterion_.scale == Scale::bands ? 0 : criterion_.minimum,
                      criterion_.scale == Scale::bands ? greatest_number : criterion_.maximum,
                      place_number(sql_, criterion_, number));
    }
    return usual_.empty() ? rest
                          : fmt::format("COALESCE({}, {})", sql_.number_of(token, usual_), rest);
  }

  const Dialect& sql_;
  const engine::Criterion& criterion_;
  std::vector<Meaning> words_;
  Numbered usual_;
  Query query_;
};

}  // namespace

std::string tidied_in_place(const Writer& writer, std::size_t criterion, const std::string& cell,
                            Numbered usual) {
  return Tidied(writer, criterion, std::move(usual)).read(cell);
}

}  // namespace sourcing::sql
