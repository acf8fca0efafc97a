// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace sourcing::sheet {

namespace {

constexpr std::size_t significant = 15;

/// 0.DIGITS times ten to the `exponent`; no digits are zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> read_exponent(std::string_view text) noexcept {
  if (text.empty()) return 0;
  text.remove_prefix(1);
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  constexpr std::size_t most = 6;
  if (text.empty() || text.size() > most || !std::all_of(text.begin(), text.end(), is_digit)) {
    return std::nullopt;
  }
  std::int64_t value = 0;
  for (const char c : text) value = value * 10 + (c - '0');
  return negative ? -value : value;
}

void round_up(Decimal& number) {
  std::size_t at = number.digits.size();
  while (at > 0 && number.digits[at - 1] == '9') number.digits[--at] = '0';
  if (at > 0) {
    ++number.digits[at - 1];
    return;
  }
  number.digits.insert(number.digits.begin(), '1');
  ++number.exponent;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    number.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::size_t at = 0, seen = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (!is_digit(c)) break;
    ++seen;
    if (number.digits.empty() && c == '0') {
      if (point) --number.exponent;
      continue;
    }
    number.digits += c;
    if (!point) ++number.exponent;
  }
  if (seen == 0 || (at < text.size() && text[at] != 'e' && text[at] != 'E')) return std::nullopt;
  const auto exponent = read_exponent(text.substr(at));
  if (!exponent) return std::nullopt;
  number.exponent += *exponent;
  if (number.digits.size() > significant) {
    const bool up = number.digits[significant] >= '5';
    number.digits.resize(significant);
    if (up) round_up(number);
  }
  while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back();
  return number;
}

// Days since 1970-01-01 as year, month and day, by counting eras of 400 years.
std::string civil(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t month = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * month + 2) / 5 + 1;
  const std::int64_t calendar_month = month < 10 ? month + 3 : month - 9;
  return fmt::format("{:04}-{:02}-{:02}", year + era * 400 + (calendar_month <= 2 ? 1 : 0),
                     calendar_month, day);
}

}  // namespace

bool stands_as_shown(std::string_view written) noexcept {
  const bool negative = written.starts_with('-');
  if (negative) written.remove_prefix(1);
  if (written.empty() || written.size() > significant || !is_digit(written[0])) return false;
  const bool zero = written[0] == '0';
  if (zero && (written.size() == 1 || written[1] != '.')) return !negative && written.size() == 1;
  bool point = false;
  for (const char c : written) {
    if (c == '.' && !point) {
      point = true;
    } else if (!is_digit(c)) {
      return false;
    }
  }
  return !point || (written.back() != '0' && written.back() != '.');
}

std::optional<std::string> shown_number(std::string_view written) {
  written = base::trim(written);
  if (stands_as_shown(written)) return std::string(written);
  const auto number = read_decimal(written);
  if (!number) return std::nullopt;
  const std::string& digits = number->digits;
  if (digits.empty()) return "0";
  std::string out = number->negative ? "-" : "";
  constexpr std::int64_t most = 21;
  const auto size = static_cast<std::int64_t>(digits.size());
  if (number->exponent > most || number->exponent < -most) {
    out += digits[0];
    if (size > 1) out += "." + digits.substr(1);
    return out + fmt::format("E{:+}", number->exponent - 1);
  }
  if (number->exponent <= 0) {
    out += "0.";
    out.append(static_cast<std::size_t>(-number->exponent), '0');
    return out + digits;
  }
  if (number->exponent >= size) {
    out += digits;
    out.append(static_cast<std::size_t>(number->exponent - size), '0');
    return out;
  }
  const auto whole = static_cast<std::size_t>(number->exponent);
  return out + digits.substr(0, whole) + "." + digits.substr(whole);
}

DateKind kind_of_format(std::uint64_t builtin) noexcept {
  if (builtin == 22) return DateKind::both;
  if (builtin >= 14 && builtin <= 17) return DateKind::date;
  if (builtin >= 18 && builtin <= 21) return DateKind::time;
  if (builtin == 46) return DateKind::duration;
  if (builtin == 45 || builtin == 47) return DateKind::time;
  // Of the East Asian editions.
  if ((builtin >= 27 && builtin <= 36) || (builtin >= 50 && builtin <= 58)) return DateKind::date;
  return DateKind::none;
}

DateKind kind_of_format(std::string_view code) noexcept {
  bool date = false, time = false;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == '"') {
      i = std::min(code.find('"', i + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', i), code.size());
      const std::string_view inside = code.substr(i + 1, end - i - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos) {
        return DateKind::duration;
      }
      i = end;  // a colour, a condition or a locale
    } else if (c == ';') {
      break;  // what negative numbers look like
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      date = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      time = true;
    } else if ((c == 'm' || c == 'M') && !time) {
      // Minutes stand after hours or before seconds; else it is a month.
      const std::size_t next = code.find_first_of("sSdDyYhH", i);
      const bool minutes =
          next != std::string_view::npos && (code[next] == 's' || code[next] == 'S');
      (minutes ? time : date) = true;
    } else if (code.substr(i).starts_with("General")) {
      return DateKind::none;
    }
  }
  if (date) return time ? DateKind::both : DateKind::date;
  return time ? DateKind::time : DateKind::none;
}

std::optional<std::string> shown_date(std::string_view days, DateKind kind, bool from_1904) {
  const auto number = read_decimal(base::trim(days));
  constexpr std::int64_t most_digits = 7, day_seconds = 86'400;
  if (!number || number->negative || number->exponent > most_digits) return std::nullopt;
  std::int64_t whole = 0, part = 0, scale = 1;
  const auto digit = [&](std::int64_t at) {
    return at >= 0 && at < static_cast<std::int64_t>(number->digits.size())
               ? number->digits[static_cast<std::size_t>(at)] - '0'
               : 0;
  };
  for (std::int64_t at = 0; at < number->exponent; ++at) whole = whole * 10 + digit(at);
  constexpr int decimals = 12;  // a tenth of a microsecond
  for (int i = 0; i < decimals; ++i, scale *= 10) part = part * 10 + digit(number->exponent + i);
  std::int64_t seconds = (part * day_seconds + scale / 2) / scale;
  if (seconds == day_seconds) {
    ++whole;
    seconds = 0;
  }
  const auto clock = [&](std::int64_t hours) {
    return fmt::format("{:02}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60);
  };
  if (kind == DateKind::duration) return clock(whole * 24 + seconds / 3600);
  if (kind == DateKind::time && whole == 0) return clock(seconds / 3600);
  constexpr std::int64_t last_1900 = 2'958'465, last_1904 = 2'957'003;  // 9999-12-31
  if (whole > (from_1904 ? last_1904 : last_1900)) return std::nullopt;
  std::string out;
  constexpr std::int64_t leap = 60;  // the 29th of February 1900, which was none
  if (from_1904) {
    out = civil(whole - 24107);
  } else if (whole == leap) {
    out = "1900-02-29";
  } else {
    out = civil(whole - (whole < leap ? 25568 : 25569));
  }
  return seconds == 0 && kind != DateKind::both ? out : out + "T" + clock(seconds / 3600);
}

}  // namespace sourcing::sheet
