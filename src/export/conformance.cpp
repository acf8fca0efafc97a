// SPDX-License-Identifier: Apache-2.0
#include "export/conformance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "base/decimal.hpp"
#include "engine/box.hpp"
#include "export/signs.hpp"

namespace sourcing::sql {

namespace {

// What engines read differently from one another, or take for numbers or words although it is not.
constexpr std::array<std::string_view, 79> oddities = {
    "abc", "5,5", "1e3", "1E0", "NaN", "nan", "inf", "-inf", "Infinity", "0x3", "--5", "+3", "5.",
    ".5", "-.5", "-", ".", "1_000", "1 000", "3 4", "3\n", "\n3", "3\r", "٣", "²", "6", "0.99",
    "5.01", "3.001", "3.0001", "3.009", "2..", "..4", "..", "4..2", "2..x", "x..2", "2...4",
    "2..3..4", "2 . . 4", "99999999999999999999", "9223372036854775807", "92233720368547758.07",
    "92233720368547758.08", "-92233720368547758.08", "-92233720368547758.09",
    "12345678901234567.123", "99999999999999999.999", "1000000000000.01", "-0.01", "-1",
    "x'); DROP TABLE processes; --", "\\", "İ", "\xE2\x84\xAA",
    // Blanks, widths, dashes and marks of all kinds.
    "\xEF\xBC\x93",
    "\xC2\xA0"
    "3",
    "high\xE2\x80\x8B", "\xEF\xBD\x88\xEF\xBD\x89\xEF\xBD\x87\xEF\xBD\x88", "mitja\xCC\x80",
    "MUY-ALTO", "molt_alt", "2-4", "02-04", "2 \xE2\x80\x93 4", "4-2", "2-9", "2 to 4", "2 TO 4",
    "2 To 4", "2 a 4", "2 to x", "low-very-high", "low \xE2\x80\x94 high",
    "2\xE2\x80\xA6"
    "4",
    "1.000", "12,500", "-high", "1-3-5"};

constexpr std::array<std::string_view, 8> names = {"Payroll",
                                                   "Nòmina, \"mensual\"",
                                                   "Contractación; fase 2",
                                                   "O'Brien & Sons",
                                                   "100 % remote",
                                                   "日本",
                                                   "",
                                                   "a\\b"};

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

ConformanceRows::ConformanceRows(const engine::Program& program, std::uint64_t seed)
    : program_(program), state_(seed), spans_(program.criteria.size()) {}

// SplitMix64: the same with every standard library.
std::uint64_t ConformanceRows::draw() noexcept {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

void ConformanceRows::scatter(unsigned unknown, unsigned ranges) {
  for (std::size_t c = 0; c < spans_.size(); ++c) {
    const std::size_t last = program_.criteria[c].last;
    std::size_t low = below(last + 1);
    std::size_t high = low;
    // Whole levels are what people write.
    if (program_.criteria[c].scale == Scale::level && chance(60)) low = high = low / 100 * 100;
    if (chance(ranges)) high = low + below(last - low + 1);
    spans_[c] = {static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(high),
                 chance(unknown)};
  }
}

// Answers at the edges of what gates and rules test, and one position beside them.
void ConformanceRows::edges() {
  for (const engine::Atom& atom : program_.atoms) {
    if (!chance(60)) continue;
    const auto last = static_cast<std::int64_t>(program_.criteria[atom.criterion].last);
    // One draw a statement: the order within an expression is the compiler's.
    const std::int64_t edge = chance(50) ? atom.low : atom.high;
    const std::int64_t wanted = edge + static_cast<std::int64_t>(below(3)) - 1;
    const auto at = static_cast<std::uint16_t>(std::clamp<std::int64_t>(wanted, 0, last));
    Span& span = spans_[atom.criterion];
    span.unknown = false;
    if (chance(30)) {
      span = {std::min(span.low, at), std::max(span.high, at), false};
    } else {
      span.low = span.high = at;
    }
  }
}

// Moves single answers until a sum (a score, or the lead of one location over another; at the
// estimate, or its least over the unknown answers) is as near as can be to where a verdict turns.
void ConformanceRows::approach() {
  const bool engagement = chance(50);
  const std::size_t plus = engagement ? 0 : 1 + below(3);
  const std::size_t minus = engagement ? 0 : 1 + (plus - 1 + 1 + below(2)) % 3;
  std::int64_t target = static_cast<std::int64_t>(below(3)) - 1;
  if (engagement) {
    target += program_.threshold;
    if (chance(40)) target += chance(50) ? program_.hybrid_band : -program_.hybrid_band;
  }
  const Signs signs = engagement ? only(0) : difference(plus, minus);
  // 0: at the estimate, 1: the least, 2: the greatest
  const std::size_t extreme = chance(70) ? 0 : 1 + below(2);
  const auto value = [&](std::size_t c, std::size_t at) {
    const engine::Lanes lanes = program_.contribution(c, at);
    std::int64_t sum = 0;
    for (std::size_t a = 0; a < axis_count; ++a) sum += signs[a] * engine::lane(lanes, a);
    return sum;
  };
  const auto estimate = [&](std::size_t c) {
    const Span& span = spans_[c];
    return span.unknown ? std::size_t{program_.criteria[c].neutral}
                        : (std::size_t{span.low} + span.high) / 2;
  };
  std::int64_t sum = 0;
  std::vector<std::size_t> movable;
  for (std::size_t c = 0; c < spans_.size(); ++c) {
    const Span& span = spans_[c];
    if (!span.unknown && span.low == span.high) movable.push_back(c);
    if (extreme == 0) {
      sum += value(c, estimate(c));
      continue;
    }
    const std::int64_t a = value(c, span.unknown ? 0 : span.low),
                       b = value(c, span.unknown ? program_.criteria[c].last : span.high);
    sum += extreme == 1 ? std::min(a, b) : std::max(a, b);
  }
  for (std::size_t i = movable.size(); i > 1; --i) std::swap(movable[i - 1], movable[below(i)]);
  // What moves may let a rule fire that did not, so more than once.
  std::int64_t given = 0;
  for (int round = 0; round < 3; ++round) {
    engine::Box point = engine::whole(program_);
    for (std::size_t c = 0; c < spans_.size(); ++c) {
      point.low[c] = point.high[c] = static_cast<std::uint16_t>(estimate(c));
    }
    sum -= given;
    given = 0;
    for (const engine::Rule& rule : program_.rules) {
      if (engine::truth(program_, rule.condition, point) != engine::Truth::yes) continue;
      for (std::size_t a = 0; a < axis_count; ++a) given += signs[a] * rule.points[a];
    }
    sum += given;
    if (std::abs(sum - target) <= 1) break;
    for (const std::size_t c : movable) {
      const std::int64_t rest = sum - value(c, spans_[c].low);
      std::size_t best = spans_[c].low;
      for (std::size_t at = 0; at <= program_.criteria[c].last; ++at) {
        if (std::abs(rest + value(c, at) - target) < std::abs(rest + value(c, best) - target)) {
          best = at;
        }
      }
      sum = rest + value(c, best);
      spans_[c].low = spans_[c].high = static_cast<std::uint16_t>(best);
      if (sum == target) break;
    }
  }
}

std::string ConformanceRows::word(std::size_t criterion, std::uint16_t at) {
  const engine::Criterion& info = program_.criteria[criterion];
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < info.levels.size(); ++i) {
    if (info.levels[i].at != at) continue;
    if (!info.levels[i].word.empty()) words.push_back(info.levels[i].word);
    const bool five = info.levels.size() == level_words.size() &&
                      (info.scale == Scale::level || info.scale == Scale::bands);
    if (five) words.push_back(level_words[i]);
  }
  if (info.scale == Scale::boolean) words.emplace_back(at == 0 ? "no" : "yes");
  // The words of every language, as they are compared: without accents and separators.
  if (chance(30)) {
    for (const engine::Word& each : info.words) {
      if (each.at == at) words.push_back(each.folded);
    }
    for (const engine::Word& each : info.common_words) {
      const std::size_t place = info.scale == Scale::boolean ? each.at : info.levels[each.at].at;
      if (place == at) words.push_back(each.folded);
    }
  }
  return words.empty() ? std::string{} : std::string(words[below(words.size())]);
}

std::string ConformanceRows::written(std::size_t criterion, std::uint16_t at) {
  const engine::Criterion& info = program_.criteria[criterion];
  std::string text;
  if (!is_numeric(info.scale) || chance(25)) text = word(criterion, at);
  if (!text.empty()) {
    const std::size_t style = below(8);
    if (style == 0) text = upper(text);
    if (style == 1) text[0] = upper(text.substr(0, 1))[0];
    return text;
  }
  std::int64_t number = 0;
  if (info.scale == Scale::bands) {
    const engine::Level& band = info.levels[at];
    const bool endless = std::size_t{at} + 1 == info.levels.size();
    const std::int64_t most = endless ? greatest_number : band.to - 1;
    const std::size_t where = below(4);
    number = where == 0 ? band.from
             : where == 1
                 ? most
                 : band.from + static_cast<std::int64_t>(
                                   draw() % static_cast<std::uint64_t>(std::min<std::int64_t>(
                                                most - band.from + 1, 10'000'000)));
    if (where == 3) number = std::max(band.from, number / 100 * 100);
  } else {
    number = number_at(info, at);
  }
  text = base::shortest2(number);
  switch (below(12)) {
    case 0:
      text.clear();
      base::append_fixed2(text, number);
      break;
    case 1:
      text.clear();
      base::append_fixed2(text, number);
      text += "000";
      break;
    case 2:
      text.insert(text.front() == '-' ? 1 : 0, "000");
      break;
    case 3:
      if (number == 0) text = "-0";
      break;
    default:
      break;
  }
  return text;
}

std::string ConformanceRows::garbage() { return std::string(oddities[below(oddities.size())]); }

std::string ConformanceRows::cell(std::size_t criterion) {
  const Span& span = spans_[criterion];
  if (span.unknown) return chance(10) ? (chance(50) ? " " : "\t ") : "";
  std::string text = written(criterion, span.low);
  if (span.low != span.high || chance(3)) {
    constexpr std::array<std::string_view, 9> between = {
        " .. ", "..\t", "..", "..", "..", " to ", "-", " \xE2\x80\x93 ", "\xE2\x80\xA6"};
    text += between[below(between.size())];
    text += written(criterion, span.high);
  }
  switch (below(20)) {
    case 0:
      return " " + text;
    case 1:
      return text + " \t";
    case 2:
      return "\xC2\xA0" + text + "\xE2\x80\x8B";
    default:
      return text;
  }
}

ConformanceRow ConformanceRows::next() {
  ++row_;
  ConformanceRow row;
  row.id = fmt::format("r{}", row_);
  row.name = names[below(names.size())];
  if (chance(12) && !program_.activities.empty()) {
    row.activity = program_.activities[below(program_.activities.size())].id;
    if (chance(10)) row.activity = " " + row.activity;
    if (chance(4)) row.activity += 'x';
  }
  constexpr std::array<unsigned, 7> unknowns = {0, 0, 5, 5, 30, 60, 90};
  const unsigned ranges = chance(50) ? 0 : 25;
  scatter(unknowns[below(unknowns.size())], ranges);
  const std::size_t kind = below(20);
  if (kind == 0) {  // the ends of every scale
    const bool top = chance(50);
    for (std::size_t c = 0; c < spans_.size(); ++c) {
      spans_[c].low = spans_[c].high = top != chance(10) ? program_.criteria[c].last : 0;
    }
  } else if (kind == 1) {  // all but one or none unknown
    const std::size_t left = below(spans_.size() + 1);
    for (std::size_t c = 0; c < spans_.size(); ++c) spans_[c].unknown = c != left;
  } else if (kind == 2) {  // estimated as neutral
    for (std::size_t c = 0; c < spans_.size(); ++c) {
      spans_[c].low = spans_[c].high = program_.criteria[c].neutral;
    }
  }
  if (kind >= 3 && chance(35)) edges();
  if (kind >= 3) approach();
  for (std::size_t c = 0; c < spans_.size(); ++c) row.cells.push_back(cell(c));
  if (chance(6)) {
    const std::size_t wrong = 1 + below(2);
    for (std::size_t i = 0; i < wrong; ++i) row.cells[below(row.cells.size())] = garbage();
  }
  return row;
}

}  // namespace sourcing::sql
