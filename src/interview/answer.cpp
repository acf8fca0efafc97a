// SPDX-License-Identifier: Apache-2.0
#include "interview/answer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/value.hpp"

namespace sourcing::interview {

namespace {

// What stands between the ends of a range.
constexpr std::array<std::string_view, 4> between = {"..", "-", "–", "—"};

// The words of a phrase, which `|` sets apart.
template <class Visit>
void each_word(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find('|'), list.size());
    visit(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

template <class Visit>
void each_language(const engine::Program& program, std::string_view phrase, Visit visit) {
  for (std::size_t l = 0; l < program.languages.size(); ++l) {
    each_word(engine::phrase(program, phrase, l), visit);
  }
}

class AnswerReader {
 public:
  AnswerReader(const engine::Program& program, const engine::Criterion& criterion)
      : program_(program), criterion_(criterion) {}

  Reading read(std::string_view text) {
    if (is_word_of(program_, "new.dont_know", text)) return {Reading::Kind::unknown, 0, 0, {}};
    // First, since a quantity takes the number in front and passes over what follows.
    if (Reading range = range_of(text); range.kind == Reading::Kind::answer) return range;
    if (const auto value = single(text)) return found(value->first, value->first, value->second);
    return {};
  }

 private:
  using One = std::pair<std::uint16_t, std::string>;  // a position, and how it is shown

  static Reading found(std::uint16_t low, std::uint16_t high, std::string shown) {
    return {Reading::Kind::answer, low, high, std::move(shown)};
  }

  [[nodiscard]] One at(std::uint16_t position) const {
    return {position, input::json_value(criterion_, position)};
  }

  // A number of the scale, a choice by its number, or a word.
  [[nodiscard]] std::optional<One> single(std::string_view text) const {
    if (!is_numeric(criterion_.scale)) {
      std::size_t choice = 0;
      const auto parsed = std::from_chars(text.data(), text.data() + text.size(), choice);
      if (parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size()) {
        if (choice == 0 || choice > criterion_.levels.size()) return std::nullopt;
        return at(criterion_.levels[choice - 1].at);
      }
    }
    if (const auto direct = value(text)) return direct;
    if (const auto word = level_word(text)) return at(*word);
    if (criterion_.scale == Scale::boolean) {
      if (is_word_of(program_, "new.yes", text)) return at(1);
      if (is_word_of(program_, "new.no", text)) return at(0);
    }
    if (is_numeric(criterion_.scale)) return quantity(text);
    return std::nullopt;
  }

  [[nodiscard]] std::optional<One> value(std::string_view text) const {
    const auto read = input::read_single(criterion_, text);
    // A range is none of a single value: its ends are read one by one, in either order.
    if (read.error != input::ValueError::none || read.unknown || read.low != read.high) {
      return std::nullopt;
    }
    const bool number = text.find_first_not_of("0123456789.") == std::string_view::npos;
    return number ? One{read.low, input::json_shown(criterion_, text)} : at(read.low);
  }

  // The word of a level, as the model writes it for machines or for people.
  [[nodiscard]] std::optional<std::uint16_t> level_word(std::string_view text) const {
    const std::string typed = base::fold_close(text);
    for (const engine::Level& level : criterion_.levels) {
      if (!level.word.empty() && base::fold_close(level.word) == typed) return level.at;
      for (std::size_t l = 0; l < program_.languages.size(); ++l) {
        const std::string_view word = program_.text(level.words, l);
        if (!word.empty() && base::fold_close(word) == typed) return level.at;
      }
    }
    return std::nullopt;
  }

  // `12.000 factures al mes`: the number that stands in front, its thousands taken together, its
  // decimal comma as a point.
  [[nodiscard]] std::optional<One> quantity(std::string_view text) const {
    const std::size_t end = std::min(text.find_first_not_of("0123456789., "), text.size());
    if (end == 0) return std::nullopt;
    const bool plain_number = end == text.size();
    if (!plain_number && (text[end] == '-' || text[end] == '+')) return std::nullopt;
    const std::string_view number = base::trim(text.substr(0, end));
    if (number.empty()) return std::nullopt;
    std::string digits;
    bool thousands = criterion_.scale == Scale::bands;
    for (std::size_t i = 0, run = 0; i <= number.size(); ++i) {
      if (i < number.size() && number[i] >= '0' && number[i] <= '9') {
        ++run;
        digits += number[i];
        continue;
      }
      const bool first = run == digits.size();
      thousands = thousands && (first ? run >= 1 && run <= 3 : run == 3);
      run = 0;
    }
    if (!thousands || digits.size() == number.size()) {
      digits = number;
      std::replace(digits.begin(), digits.end(), ',', '.');
    }
    return value(digits);
  }

  // Two of them, with a dash or a word between.
  [[nodiscard]] Reading range_of(std::string_view text) const {
    std::vector<std::string> marks(between.begin(), between.end());
    each_language(program_, "new.range",
                  [&](std::string_view word) { marks.push_back(' ' + std::string(word) + ' '); });
    for (const std::string& mark : marks) {
      for (std::size_t from = text.find(mark); from != std::string_view::npos;
           from = text.find(mark, from + 1)) {
        const auto low = single(base::trim(text.substr(0, from)));
        const auto high = single(base::trim(text.substr(from + mark.size())));
        if (!low || !high) continue;
        // 3-2 is as clear as 2-3 to whoever typed it.
        const auto& [first, last] =
            low->first <= high->first ? std::pair(*low, *high) : std::pair(*high, *low);
        if (first.first == last.first) return found(first.first, last.first, first.second);
        return found(first.first, last.first, '[' + first.second + ',' + last.second + ']');
      }
    }
    return {};
  }

  const engine::Program& program_;
  const engine::Criterion& criterion_;
};

}  // namespace

bool is_word_of(const engine::Program& program, std::string_view phrase, std::string_view text) {
  const std::string typed = base::fold_close(text);
  bool found = false;
  each_language(program, phrase,
                [&](std::string_view word) { found = found || base::fold_close(word) == typed; });
  return found;
}

Reading read_answer(const engine::Program& program, const engine::Criterion& criterion,
                    std::string_view text) {
  return AnswerReader(program, criterion).read(text);
}

}  // namespace sourcing::interview
