// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_mapping_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::cli {

namespace {

// Digits and signs between them.
bool looks_like_number(std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  for (std::size_t at = 0; at < text.size();) {
    const base::CodePoint point = base::decode_utf8(text, at);
    at += point.bytes;
    const char32_t c = point.value;
    const bool fine = (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '\'' || c == 0x2019 ||
                      base::is_blank(c);
    if (!fine) return false;
  }
  return true;
}

// A sign with other than three digits behind it, at the end: surely a decimal sign.
bool shows_decimal(std::string_view text, char sign) {
  constexpr std::size_t group = 3;
  const std::size_t at = text.rfind(sign);
  return at != std::string_view::npos && text.find(sign) == at && text.size() - at - 1 != group;
}

// One sign with three digits behind it and nothing else: it may be either.
bool is_open(std::string_view text) {
  constexpr std::size_t group = 3;
  const std::size_t at = text.find_first_of(".,");
  return at != std::string_view::npos &&
         text.find_first_of(".,", at + 1) == std::string_view::npos &&
         text.size() - at - 1 == group;
}

}  // namespace

bool MappingFinder::signs(BatchOptions& batch, const BatchReport& report) const {
  if (batch.decimal != 0 || batch.thousands != 0) return false;
  const engine::Program& program = engine_.program();
  std::vector<const StrangeValue*> numbers;
  bool comma = report.survey.decimal_comma, point = false;
  for (const StrangeValue& strange : report.survey.strange) {
    const std::size_t c = engine::find_criterion(program, strange.criterion);
    if (!is_numeric(program.criteria[c].scale) || !looks_like_number(strange.value)) continue;
    numbers.push_back(&strange);
    comma = comma || shows_decimal(strange.value, ',');
    point = point || shows_decimal(strange.value, '.');
  }
  constexpr std::array<input::Signs, 6> candidates = {{{.decimal = ','},
                                                       {.decimal = ',', .thousands = '.'},
                                                       {.decimal = ',', .thousands = ' '},
                                                       {.decimal = '.', .thousands = ','},
                                                       {.decimal = '.', .thousands = ' '},
                                                       {.decimal = '.', .thousands = '\''}}};
  for (const input::Signs& signs : candidates) {
    const bool shown = signs.decimal == ',' ? comma && !point : !comma;
    const bool fits = std::all_of(numbers.begin(), numbers.end(), [&](const StrangeValue* number) {
      const std::size_t c = engine::find_criterion(program, number->criterion);
      const bool either =
          is_open(number->value) && signs.thousands != ' ' && signs.thousands != '\'';
      const auto error = input::read_value(program.criteria[c], number->value, signs).error;
      // What may be a thousand needs a decimal sign elsewhere to be told from it.
      if (either && !(signs.decimal == ',' ? comma : point)) return false;
      return error == input::ValueError::none;
    });
    if (numbers.empty() || !shown || !fits) continue;
    batch.decimal = signs.decimal;
    batch.thousands = signs.thousands;
    messages_.note(fmt::format("numbers are read with the decimal sign `{}`{}", batch.decimal,
                               batch.thousands == 0
                                   ? std::string{}
                                   : fmt::format(" and `{}` between thousands", batch.thousands)));
    return true;
  }
  return false;
}

bool MappingFinder::improve(BatchOptions& batch, const BatchReport& report) const {
  if (report.end == BatchEnd::bad_header) {
    if (report.better_header_row == 0 || batch.header_row != 0) return false;
    batch.header_row = report.better_header_row;
    messages_.note(fmt::format("row {} is read as the header", batch.header_row));
    return true;
  }
  bool better = signs(batch, report);
  if (batch.skip_where.empty()) {
    for (const auto& [column, value] : report.survey.totals) {
      batch.skip_where.emplace_back(column, value);
      messages_.note(fmt::format("rows with `{}` in `{}` are passed over", base::printable(value),
                                 base::printable(column)));
      better = true;
    }
  }
  return better;
}

}  // namespace sourcing::cli
