// SPDX-License-Identifier: Apache-2.0
#include "input/value.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "base/decimal.hpp"
#include "base/fold.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "input/value_shape.hpp"

namespace sourcing::input {

namespace {

// A number as `base::parse_scaled` takes it; longer texts are no numbers of ours.
struct Plain {
  std::array<char, 32> text{};
  std::size_t size = 0;

  bool put(char c) noexcept {
    if (size == text.size()) return false;
    text[size++] = c;
    return true;
  }
  [[nodiscard]] std::string_view view() const noexcept { return {text.data(), size}; }
};

bool is_digit(char32_t value) noexcept { return value >= '0' && value <= '9'; }

bool is_thousands(char32_t value, char sign) noexcept {
  if (sign == ' ') return base::is_blank(value);
  constexpr char32_t typed_apostrophe = 0x2019;
  return sign != 0 &&
         (value == static_cast<unsigned char>(sign) || (sign == '\'' && value == typed_apostrophe));
}

bool is_decimal(char32_t value, Signs signs) noexcept {
  if (value != '.' && value != ',') return false;
  if (signs.decimal != 0) return value == static_cast<unsigned char>(signs.decimal);
  if (is_thousands(value, signs.thousands)) return false;
  return value == '.' || signs.comma || signs.thousands == '.';
}

// False where it is no number in these signs: groups of thousands have three digits.
bool make_plain(std::string_view text, Signs signs, Plain& out) noexcept {
  constexpr std::size_t group = 3;
  std::size_t digits = 0;  // since the last sign
  bool grouped = false, decimal = false;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text, at);
    at += point.bytes;
    if (!point.valid) return false;
    if (is_digit(point.value) || (point.value == '-' && at == point.bytes)) {
      digits += point.value == '-' ? 0 : 1;
      if (!out.put(static_cast<char>(point.value))) return false;
    } else if (!decimal && is_thousands(point.value, signs.thousands)) {
      if (digits == 0 || digits > group || (grouped && digits != group)) return false;
      grouped = true;
      digits = 0;
    } else if (!decimal && is_decimal(point.value, signs)) {
      if (grouped && digits != group) return false;
      decimal = true;
      if (!out.put('.')) return false;
    } else {
      return false;
    }
  }
  return decimal || !grouped || digits == group;
}

// `1.000` and `12,500` may have decimals or thousands, if the scale has room for both readings and
// nobody said which. `0,500` and `1.50` cannot be mistaken.
bool may_be_thousands(const engine::Criterion& criterion, std::string_view text,
                      Signs signs) noexcept {
  constexpr std::int64_t thousand = 100'000;  // hundredths
  if (signs.exact || signs.thousands != 0) return false;
  if (criterion.scale != Scale::bands && criterion.maximum < thousand) return false;
  constexpr std::size_t digits = 3;
  const std::size_t sign = text.find_first_of(".,");
  if (sign == std::string_view::npos || text[sign] == signs.decimal) return false;
  if (text[sign] == ',' && !signs.comma && signs.decimal == 0) return false;
  return sign > 0 && sign <= digits && text.size() - sign - 1 == digits && text.front() != '0' &&
         text.find_first_not_of("0123456789", sign + 1) == std::string_view::npos &&
         text.find_first_not_of("0123456789") == sign;
}

base::ScaledResult read_number(std::string_view text, Signs signs) noexcept {
  if (signs.plain_point()) {
    const auto scaled = base::parse_scaled(text, 2, false);
    if (scaled.error != base::DecimalError::not_a_number) return scaled;
  }
  Plain plain;
  if (!make_plain(text, signs, plain)) return {0, base::DecimalError::not_a_number};
  return base::parse_scaled(plain.view(), 2, false);
}

// `2-4` may be the second of April where days and months are values; `02-04` always may.
bool may_be_date(const engine::Criterion& criterion, std::string_view low,
                 std::string_view high) noexcept {
  constexpr std::size_t longest_day = 2;
  const auto short_number = [](std::string_view text) {
    return !text.empty() && text.size() <= longest_day &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!short_number(low) || !short_number(high)) return false;
  return low.front() == '0' || high.front() == '0' || criterion.scale == Scale::bands;
}

struct Ends {
  std::string_view low, high;
};

// The ends of what is written as a range; nothing where it is not.
std::optional<Ends> split_range(const engine::Criterion& criterion, std::string_view text,
                                Signs signs) noexcept {
  const auto part = [&](std::size_t at, std::size_t size) {
    return Ends{base::trim_wide(text.substr(0, at)), base::trim_wide(text.substr(at + size))};
  };
  if (const std::size_t dots = text.find(".."); dots != std::string_view::npos) {
    return part(dots, 2);
  }
  constexpr std::string_view ellipsis = "\xE2\x80\xA6";
  if (const std::size_t at = text.find(ellipsis); at != std::string_view::npos) {
    return part(at, ellipsis.size());
  }
  // What has other meanings too is a range only where both ends are values.
  const auto both = [&](const Ends& ends) {
    const auto value = [&](std::string_view end) {
      const ValueError error = read_single(criterion, end, signs).error;
      return !end.empty() && error != ValueError::unknown_word && error != ValueError::thousands;
    };
    return value(ends.low) && value(ends.high);
  };
  for (const std::string_view word : {" to ", " a ", " TO ", " A "}) {
    const std::size_t at = text.find(word);
    if (at == std::string_view::npos) continue;
    if (const Ends ends = part(at, word.size()); both(ends)) return ends;
  }
  constexpr std::size_t longest = 80;  // no two words of a scale are as long
  for (std::size_t at = 1; at < text.size() && at < longest;) {
    const base::CodePoint point = base::decode_utf8(text, at);
    if (point.valid && base::is_dash(point.value)) {
      const Ends ends = part(at, point.bytes);
      if (both(ends) && !may_be_date(criterion, ends.low, ends.high)) return ends;
    }
    at += point.bytes;
  }
  return std::nullopt;
}

std::string_view json_word(const engine::Criterion& criterion, std::uint16_t at) {
  for (const engine::Level& level : criterion.levels) {
    if (level.at == at) return level.word;
  }
  return {};
}

// `write 6500 or 6.5`, of `6.500`.
std::string both_readings(std::string_view text) {
  const std::size_t sign = text.find_first_of(".,");
  std::string decimals(text.substr(sign + 1));
  while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
  const std::string_view whole = text.substr(0, sign);
  return fmt::format("write `{}{}` or `{}{}{}`", whole, text.substr(sign + 1), whole,
                     decimals.empty() ? "" : ".", decimals);
}

std::string quoted(std::string_view text) {
  std::string out;
  json::Writer(out).string(text);
  return out;
}

}  // namespace

Value read_single(const engine::Criterion& criterion, std::string_view text, Signs signs) noexcept {
  Value value;
  if (is_numeric(criterion.scale)) {
    if (may_be_thousands(criterion, text, signs)) {
      value.error = ValueError::thousands;
      return value;
    }
    const base::ScaledResult scaled = read_number(text, signs);
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

Value read_value(const engine::Criterion& criterion, std::string_view text, Signs signs) noexcept {
  text = base::trim_wide(text);
  Value value;
  if (text.empty()) {
    value.unknown = true;
    return value;
  }
  value = read_single(criterion, text, signs);
  if (value.error != ValueError::unknown_word) return value;
  const auto ends = split_range(criterion, text, signs);
  if (!ends) return value;
  if (ends->low.empty() || ends->high.empty()) {
    value.error = ValueError::half_a_range;
    return value;
  }
  const Value low = read_single(criterion, ends->low, signs);
  if (low.error != ValueError::none) return low;
  const Value high = read_single(criterion, ends->high, signs);
  if (high.error != ValueError::none) return high;
  value.error = ValueError::none;
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

ValueMessage describe(const engine::Criterion& criterion, ValueError error, std::string_view shown,
                      std::string_view text, Signs signs) {
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
      std::string hint = near.empty() ? fmt::format("it takes {}", accepted(criterion))
                                      : fmt::format("did you mean `{}`?", near);
      const std::string shape =
          text.empty() ? shape_alone(criterion, shown) : shape_of(criterion, text, signs);
      if (!shape.empty()) {
        hint = near.empty() ? fmt::format("{}; {}", shape, hint) : shape;
      }
      return {"E0204", fmt::format("{} is not a value of `{}`", what, criterion.id),
              std::move(hint)};
    }
    case ValueError::out_of_range:
      return {"E0203", fmt::format("{} is outside the range of `{}`", what, criterion.id),
              fmt::format("it takes {}{}", accepted(criterion), other_scale(criterion, text))};
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
              shown.empty() ? std::string("write it without the sign, as in `1000`, or say which "
                                          "sign it is: --thousands or --decimal")
                            : both_readings(shown)};
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

std::string json_shown(const engine::Criterion& criterion, std::string_view text, Signs signs) {
  text = base::trim_wide(text);
  const auto single = [&](std::string_view part) -> std::string {
    if (is_numeric(criterion.scale)) {
      Plain plain;
      const bool number = signs.plain_point() &&
                          base::parse_scaled(part, 2, false).error == base::DecimalError::none;
      if (!number && make_plain(part, signs, plain)) part = plain.view();
      if (base::parse_scaled(part, 2, false).error == base::DecimalError::none) {
        // JSON has no leading zeros; a cell may.
        std::string shown(part);
        const std::size_t digits = shown.starts_with('-') ? 1 : 0;
        while (shown.size() > digits + 1 && shown[digits] == '0' && shown[digits + 1] != '.') {
          shown.erase(digits, 1);
        }
        return shown;
      }
    }
    const std::string_view word = plain_word(criterion, part);
    if (criterion.scale == Scale::boolean) return word == "true" ? "true" : "false";
    return quoted(word.empty() ? base::ascii_lower(part) : std::string(word));
  };
  if (read_single(criterion, text, signs).error == ValueError::unknown_word) {
    if (const auto ends = split_range(criterion, text, signs)) {
      return fmt::format("[{},{}]", single(ends->low), single(ends->high));
    }
  }
  return single(text);
}

}  // namespace sourcing::input
