// SPDX-License-Identifier: Apache-2.0
#include "render/row.hpp"

#include <fmt/format.h>

#include "base/decimal.hpp"
#include "base/escape.hpp"

namespace sourcing::render {

namespace {

// How many reasons of each axis a cell has room for.
constexpr int reasons_per_axis = 2;

template <class T>
void append_name(std::string& out, const std::optional<T>& value) {
  if (value) out += name(*value);
}

}  // namespace

Row row_of(const Decision& decision, std::string& reasons) {
  reasons.clear();
  append_reasons(reasons, decision.reasons, decision.verdict.location);
  Row row;
  row.id = decision.id;
  row.row = decision.row;
  row.name = decision.name;
  row.verdict = decision.verdict;
  row.hybrid = decision.hybrid;
  row.close = decision.close.value_or(false);
  row.status = decision.status;
  row.scores = decision.scores;
  row.margin = decision.margin;
  row.reasons = reasons;
  row.fields = decision.fields;
  return row;
}

Row row_of(const Failure& failure, std::string& error) {
  error.clear();
  append_error(error, failure.problems);
  Row row;
  row.id = failure.id;
  row.row = failure.row;
  row.name = failure.name;
  row.status = Status::error;
  row.error = error;
  row.fields = failure.fields;
  return row;
}

void append_header(std::string& out, RowStyle style) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) out += style.delimiter;
    out += columns[i];
  }
  out += '\n';
}

void append_row(std::string& out, const Row& row, RowStyle style) {
  const auto next = [&] { out += style.delimiter; };
  const auto text = [&](std::string_view cell) {
    base::append_csv_field(out, cell, style.delimiter, !style.raw);
  };
  // Ids and numbers, in which nothing can begin a formula: quotes only for its own delimiter.
  const auto reasons = [&] {
    const bool quotes = row.reasons.find(style.delimiter) != std::string_view::npos;
    if (quotes) out += '"';
    out += row.reasons;
    if (quotes) out += '"';
  };
  const auto number = [&](Centipoints value) {
    next();
    if (row.scores) base::append_fixed2(out, value);
  };
  const auto score = [&](Axis axis) {
    number(row.scores ? (*row.scores)[static_cast<std::size_t>(axis)] : 0);
  };

  if (!row.id.empty()) {
    text(row.id);
  } else if (row.row != 0) {
    out += fmt::format_int(row.row).c_str();
  }
  next();
  append_name(out, row.verdict.disposition);
  next();
  append_name(out, row.verdict.engagement);
  score(Axis::engagement);
  next();
  append_name(out, row.verdict.location);
  score(Axis::onshore);
  score(Axis::nearshore);
  score(Axis::offshore);
  next();
  out += name(row.status);
  next();
  reasons();
  next();
  text(row.error);
  next();
  text(row.name);
  next();
  if (row.verdict.engagement) out += row.hybrid ? "true" : "false";
  number(row.margin);
  next();
  if (row.verdict.location) out += row.close ? "true" : "false";
  out += '\n';
}

void append_reason(std::string& out, std::size_t begin, std::string_view code,
                   std::optional<Centipoints> points) {
  if (out.size() > begin) out += ';';
  out += code;
  if (!points) return;
  out += '=';
  base::append_signed2(out, *points);
}

void append_reasons(std::string& out, std::span<const Reason> reasons,
                    std::optional<Location> chosen) {
  const std::size_t begin = out.size();
  for (const Reason& reason : reasons) {
    if (reason.kind == ReasonKind::gate) append_reason(out, begin, reason.code, std::nullopt);
  }
  const auto largest = [&](Axis axis) {
    int left = reasons_per_axis;
    for (const Reason& reason : reasons) {
      if (left == 0) break;
      if (reason.kind == ReasonKind::base || reason.axis != axis) continue;
      if (reason.points.value_or(0) == 0) continue;
      append_reason(out, begin, reason.code, reason.points);
      --left;
    }
  };
  largest(Axis::engagement);
  if (chosen) largest(axis_of(*chosen));
}

void append_error(std::string& out, std::span<const Problem> problems) {
  for (std::size_t i = 0; i < problems.size(); ++i) {
    if (i > 0) out += " | ";
    out += problems[i].code;
    out += ' ';
    out += problems[i].message;
    if (problems[i].hint.empty()) continue;
    out += "; ";
    out += problems[i].hint;
  }
}

}  // namespace sourcing::render
