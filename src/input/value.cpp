// SPDX-License-Identifier: Apache-2.0
#include "input/value.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "base/decimal.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::input {

namespace {

// A number with a decimal comma, rewritten with a point; longer texts are no numbers of ours.
struct Point {
  std::array<char, 32> text{};
  std::size_t size = 0;
};

bool with_point(std::string_view text, Point& out) noexcept {
  if (text.size() > out.text.size() || text.find('.') != std::string_view::npos) return false;
  bool found = false;
  for (const char c : text) {
    if (c == ',' && found) return false;
    found = found || c == ',';
    out.text[out.size++] = c == ',' ? '.' : c;
  }
  return found;
}

// `1.000` and `12,500` may have decimals or thousands where either sign is in use, if the scale has
// room for both readings. `0,500` and `1.50` cannot be mistaken.
bool may_be_thousands(const engine::Criterion& criterion, std::string_view text) noexcept {
  constexpr std::int64_t thousand = 100'000;  // hundredths
  if (criterion.scale != Scale::bands && criterion.maximum < thousand) return false;
  constexpr std::size_t digits = 3;
  const std::size_t sign = text.find_first_of(".,");
  return sign != std::string_view::npos && sign > 0 && sign <= digits &&
         text.size() - sign - 1 == digits && text.front() != '0' &&
         text.find_first_not_of("0123456789", sign + 1) == std::string_view::npos &&
         text.find_first_not_of("0123456789") == sign;
}

std::string_view json_word(const engine::Criterion& criterion, std::uint16_t at) {
  for (const engine::Level& level : criterion.levels) {
    if (level.at == at) return level.word;
  }
  return {};
}

std::string quoted(std::string_view text) {
  std::string out;
  json::Writer(out).string(text);
  return out;
}

}  // namespace

Value read_single(const engine::Criterion& criterion, std::string_view text, bool comma) noexcept {
  Value value;
  if (is_numeric(criterion.scale)) {
    if (comma && may_be_thousands(criterion, text)) {
      value.error = ValueError::thousands;
      return value;
    }
    auto scaled = base::parse_scaled(text, 2, false);
    Point point;
    if (comma && scaled.error == base::DecimalError::not_a_number && with_point(text, point)) {
      scaled = base::parse_scaled({point.text.data(), point.size}, 2, false);
    }
    switch (scaled.error) {
      case base::DecimalError::none: {
        const Place place = place_number(criterion, scaled.value);
        value.low = value.high = place.at;
        value.error = place.placing == Placing::ok             ? ValueError::none
                      : place.placing == Placing::out_of_range ? ValueError::out_of_range
                                                               : ValueError::off_grid;
        return value;
      }
      case base::DecimalError::too_many_decimals:
        value.error = ValueError::off_grid;
        return value;
      case base::DecimalError::out_of_range:
        value.error = ValueError::out_of_range;
        return value;
      case base::DecimalError::not_a_number:
        break;
    }
  }
  if (const auto at = place_word(criterion, text)) {
    value.low = value.high = *at;
  } else {
    value.error = ValueError::unknown_word;
  }
  return value;
}

Value read_value(const engine::Criterion& criterion, std::string_view text, bool comma) noexcept {
  text = base::trim(text);
  Value value;
  if (text.empty()) {
    value.unknown = true;
    return value;
  }
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return read_single(criterion, text, comma);
  const std::string_view from = base::trim(text.substr(0, dots));
  const std::string_view to = base::trim(text.substr(dots + 2));
  if (from.empty() || to.empty()) {
    value.error = ValueError::half_a_range;
    return value;
  }
  const Value low = read_single(criterion, from, comma);
  if (low.error != ValueError::none) return low;
  const Value high = read_single(criterion, to, comma);
  if (high.error != ValueError::none) return high;
  value.low = low.low;
  value.high = high.high;
  if (value.low > value.high) value.error = ValueError::backwards;
  return value;
}

std::string accepted(const engine::Criterion& criterion) {
  switch (criterion.scale) {
    case Scale::level:
      return "1 to 5, or a level's word";
    case Scale::number:
      return fmt::format("{} to {}", base::shortest2(criterion.minimum),
                         base::shortest2(criterion.maximum));
    case Scale::bands:
      return "a number from 0 to 1000000000000, or a band's word";
    case Scale::choice: {
      std::string out;
      for (std::size_t i = 0; i < criterion.levels.size(); ++i) {
        if (i > 0) out += i + 1 == criterion.levels.size() ? " or " : ", ";
        out += criterion.levels[i].word;
      }
      return out;
    }
    case Scale::boolean:
      return "true or false";
  }
  return {};
}

ValueMessage describe(const engine::Criterion& criterion, ValueError error,
                      std::string_view shown) {
  const std::string what =
      shown.empty() ? std::string("the value") : fmt::format("`{}`", base::excerpt(shown));
  switch (error) {
    case ValueError::none:
      break;
    case ValueError::unknown_word: {
      std::vector<std::string_view> words;
      for (const engine::Level& level : criterion.levels) {
        if (!level.word.empty()) words.push_back(level.word);
      }
      const bool generic = criterion.levels.size() == level_words.size() &&
                           (criterion.scale == Scale::level || criterion.scale == Scale::bands);
      if (generic) words.insert(words.end(), level_words.begin(), level_words.end());
      const std::string near = shown.empty() ? std::string{} : base::nearest(shown, words);
      return {"E0204", fmt::format("{} is not a value of `{}`", what, criterion.id),
              near.empty() ? fmt::format("it takes {}", accepted(criterion))
                           : fmt::format("did you mean `{}`?", near)};
    }
    case ValueError::out_of_range:
      return {"E0203", fmt::format("{} is outside the range of `{}`", what, criterion.id),
              fmt::format("it takes {}", accepted(criterion))};
    case ValueError::off_grid:
      return {"E0205", fmt::format("{} is finer than the grid of `{}`", what, criterion.id),
              fmt::format("its step is {}",
                          base::shortest2(criterion.scale == Scale::bands ? 1 : criterion.step))};
    case ValueError::backwards:
      return {"E0206", fmt::format("{} runs backwards on the scale of `{}`", what, criterion.id),
              "write the lower end first"};
    case ValueError::half_a_range:
      return {"E0207", fmt::format("{} is half a range of `{}`", what, criterion.id),
              "write both ends, as in `2..4`, or leave it empty for unknown"};
    case ValueError::thousands:
      return {"E0210", fmt::format("{} may mean thousands or decimals of `{}`", what, criterion.id),
              "write it without the sign, as in `1000`"};
  }
  return {};
}

std::string json_value(const engine::Criterion& criterion, std::uint16_t at) {
  switch (criterion.scale) {
    case Scale::level:
    case Scale::number:
      return base::shortest2(number_at(criterion, at));
    case Scale::boolean:
      return at == 0 ? "false" : "true";
    case Scale::bands:
    case Scale::choice:
      break;
  }
  return quoted(json_word(criterion, at));
}

std::string json_shown(const engine::Criterion& criterion, std::string_view text) {
  text = base::trim(text);
  const auto single = [&](std::string_view part) -> std::string {
    part = base::trim(part);
    if (is_numeric(criterion.scale)) {
      Point point;
      if (with_point(part, point)) part = {point.text.data(), point.size};
      if (base::parse_scaled(part, 2, false).error == base::DecimalError::none) {
        // JSON has no leading zeros; a cell may.
        std::string number(part);
        const std::size_t digits = number.starts_with('-') ? 1 : 0;
        while (number.size() > digits + 1 && number[digits] == '0' && number[digits + 1] != '.') {
          number.erase(digits, 1);
        }
        return number;
      }
      return quoted(base::ascii_lower(part));
    }
    if (criterion.scale == Scale::boolean) {
      const auto at = place_word(criterion, part);
      return at == std::uint16_t{1} ? "true" : "false";
    }
    return quoted(base::ascii_lower(part));
  };
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return single(text);
  return fmt::format("[{},{}]", single(text.substr(0, dots)), single(text.substr(dots + 2)));
}

}  // namespace sourcing::input
