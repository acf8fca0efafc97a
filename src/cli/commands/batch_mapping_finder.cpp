// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/batch_mapping_finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "cli/arguments/mapping.hpp"
#include "engine/program.hpp"
#include "input/task_fields.hpp"
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
    if (!looks_like_number(strange.value)) continue;
    const std::size_t c = engine::find_criterion(program, strange.criterion);
    const bool derived = is_derived_from(batch, strange.column);
    if (!derived && !is_numeric(program.criteria[c].scale)) continue;
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
      const bool either =
          is_open(number->value) && signs.thousands != ' ' && signs.thousands != '\'';
      // What may be a thousand needs a decimal sign elsewhere to be told from it.
      if (either && !(signs.decimal == ',' ? comma : point)) return false;
      if (is_derived_from(batch, number->column)) {
        const std::string text = input::number_text(number->value, signs);
        return text.find_first_not_of("0123456789.") == std::string::npos;
      }
      const std::size_t c = engine::find_criterion(program, number->criterion);
      return input::read_value(program.criteria[c], number->value, signs).error ==
             input::ValueError::none;
    });
    if (numbers.empty() || !shown || !fits) continue;
    batch.decimal = signs.decimal;
    batch.thousands = signs.thousands;
    messages_.note(
        batch.thousands == 0
            ? fmt::format("numbers are read with the decimal sign `{}`", batch.decimal)
            : fmt::format("numbers are read with the decimal sign `{}` and `{}` between thousands",
                          batch.decimal, batch.thousands));
    return true;
  }
  return false;
}

// Columns that are known under other names.
bool MappingFinder::columns(BatchOptions& batch, const BatchReport& report) {
  bool better = false;
  const auto is_taken = [&](std::string_view target) {
    const auto has = [&](const auto& each) { return each == target; };
    return std::any_of(report.columns.begin(), report.columns.end(),
                       [&](const BatchColumn& each) { return has(each.target); }) ||
           std::any_of(batch.map.begin(), batch.map.end(),
                       [&](const auto& each) { return has(each.second); }) ||
           std::any_of(batch.derive.begin(), batch.derive.end(),
                       [&](const Derivation& each) { return has(each.to); });
  };
  for (const BatchColumn& column : report.columns) {
    if (!column.target.empty() || column.header.empty() || column.suggestion.empty()) continue;
    if (is_derived_from(batch, column.header) || is_taken(column.suggestion)) continue;
    if (column.suggestion == "id" && batch.id_column.empty()) {
      batch.id_column = column.header;
      messages_.note(fmt::format("the id is read from `{}`", base::printable(column.header)));
      better = true;
      continue;
    }
    const std::pair<std::string, std::string> read{column.header, column.suggestion};
    const bool refused = std::find(refused_.begin(), refused_.end(), read) != refused_.end();
    if ((!column.known && column.suggestion != "name") || refused) continue;
    if (column.divide_by.empty()) {
      batch.map.push_back(read);
    } else {
      Derivation rule;
      rule.from = {column.header};
      rule.to = column.suggestion;
      rule.times = column.times;
      rule.divide_by = column.divide_by;
      batch.derive.push_back(std::move(rule));
    }
    taken_.push_back({column.header, column.suggestion, column.times, column.divide_by});
    better = true;
  }
  return better;
}

// A column whose cells are mostly no values of the criterion is another, whatever it is called:
// `Idioma` may hold languages.
bool MappingFinder::take_back(BatchOptions& batch, const BatchReport& report) {
  const auto is_other = [&](const Taken& taken) {
    const std::pair<std::string, std::string> read{taken.header, taken.target};
    std::uint64_t values = 0, strange = 0;
    for (const auto& [header, count] : report.survey.answers) {
      if (header == read.first) values += count;
    }
    for (const StrangeValue& each : report.survey.strange) {
      if (each.column == read.first) strange += each.count;
    }
    const auto mapped = std::find(batch.map.begin(), batch.map.end(), read);
    if (strange <= values || mapped == batch.map.end()) return false;
    batch.map.erase(mapped);
    refused_.push_back(read);
    return true;
  };
  const auto rest = std::remove_if(taken_.begin(), taken_.end(), is_other);
  const bool better = rest != taken_.end();
  taken_.erase(rest, taken_.end());
  return better;
}

void MappingFinder::tell_columns() const {
  for (const Taken& each : taken_) {
    const std::string header = base::printable(each.header);
    if (each.divide_by.empty()) {
      messages_.note(fmt::format("`{}` is read as `{}`", header, each.target));
    } else if (each.times.empty()) {
      messages_.note(
          fmt::format("`{}` is read as `{}`, divided by {}", header, each.target, each.divide_by));
    } else {
      messages_.note(fmt::format("`{}` is read as `{}`, times {} and divided by {}", header,
                                 each.target, each.times, each.divide_by));
    }
  }
  for (const auto& [header, target] : refused_) {
    messages_.note(fmt::format(
        "`{}` is passed over, since most of its cells are no values of `{}`; --map says otherwise",
        base::printable(header), target));
  }
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

bool MappingFinder::improve(BatchOptions& batch, const BatchReport& report) {
  if (report.end == BatchEnd::bad_header) {
    if (report.better_header_row == 0 || batch.header_row != 0) {
      const bool better = columns(batch, report);
      return passes_over(batch, report) || better;
    }
    batch.header_row = report.better_header_row;
    messages_.note(fmt::format("row {} is read as the header", batch.header_row));
    return true;
  }
  bool better = columns(batch, report);
  better = unknown(batch, report) || better;
  better = signs(batch, report) || better;
  better = passes_over(batch, report) || better;
  return better || take_back(batch, report);
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
