// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_mapping_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "cli/arguments/mapping.hpp"
#include "engine/program.hpp"
#include "input/value.hpp"
#include "input/value_shape.hpp"

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
    if (is_derived_from(batch, strange.column)) continue;
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

// Columns that surely are what they seem: the id and the name by their usual headers, and labels
// with their unit behind them.
bool MappingFinder::columns(BatchOptions& batch, const BatchReport& report) const {
  const engine::Program& program = engine_.program();
  bool better = false;
  const auto is_taken = [&](std::string_view target) {
    const auto has = [&](const auto& each) { return each == target; };
    return std::any_of(report.columns.begin(), report.columns.end(),
                       [&](const BatchColumn& each) { return has(each.target); }) ||
           std::any_of(batch.map.begin(), batch.map.end(),
                       [&](const auto& each) { return has(each.second); });
  };
  const auto map = [&](const BatchColumn& column, std::string_view target) {
    batch.map.emplace_back(column.header, target);
    messages_.note(fmt::format("`{}` is read as `{}`", base::printable(column.header), target));
    better = true;
  };
  for (const BatchColumn& column : report.columns) {
    if (!column.target.empty() || column.header.empty()) continue;
    if (is_derived_from(batch, column.header)) continue;
    if (column.suggestion == "id" && batch.id_column.empty() && !is_taken("id")) {
      batch.id_column = column.header;
      messages_.note(fmt::format("the id is read from `{}`", base::printable(column.header)));
      better = true;
    } else if (column.suggestion == "name" && !is_taken("name")) {
      map(column, "name");
    } else {
      const std::string_view label =
          base::trim(std::string_view(column.header).substr(0, column.header.find_first_of("([")));
      if (label.size() == column.header.size()) continue;
      const std::size_t c = engine::find_named(program, label);
      if (c < program.criteria.size() && !is_taken(program.criteria[c].id)) {
        map(column, program.criteria[c].id);
      }
    }
  }
  return better;
}

// Words that mean unknown wherever they are written.
bool MappingFinder::unknown(BatchOptions& batch, const BatchReport& report) const {
  bool better = false;
  for (const StrangeValue& strange : report.survey.strange) {
    if (!input::looks_unknown(strange.value)) continue;
    const std::string folded = base::fold(strange.value);
    const bool told =
        std::any_of(batch.unknown.begin(), batch.unknown.end(),
                    [&](const std::string& each) { return base::fold(each) == folded; });
    if (told) continue;
    batch.unknown.push_back(strange.value);
    messages_.note(fmt::format("`{}` is read as unknown", base::printable(strange.value)));
    better = true;
  }
  return better;
}

bool MappingFinder::improve(BatchOptions& batch, const BatchReport& report) const {
  if (report.end == BatchEnd::bad_header) {
    if (report.better_header_row == 0 || batch.header_row != 0) return passes_over(batch, report);
    batch.header_row = report.better_header_row;
    messages_.note(fmt::format("row {} is read as the header", batch.header_row));
    return true;
  }
  bool better = columns(batch, report);
  better = unknown(batch, report) || better;
  better = signs(batch, report) || better;
  return passes_over(batch, report) || better;
}

bool MappingFinder::passes_over(BatchOptions& batch, const BatchReport& report) const {
  bool better = false;
  for (const auto& total : report.survey.totals) {
    if (std::find(batch.skip_where.begin(), batch.skip_where.end(), total) !=
        batch.skip_where.end()) {
      continue;
    }
    batch.skip_where.push_back(total);
    messages_.note(fmt::format("rows with `{}` in `{}` are passed over",
                               base::printable(total.second), base::printable(total.first)));
    better = true;
  }
  return better;
}

}  // namespace sourcing::cli
