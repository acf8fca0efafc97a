// SPDX-License-Identifier: Apache-2.0
#include "base/table.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace sourcing::base {
namespace {

constexpr std::size_t gap = 2;              // spaces between columns
constexpr std::size_t least_for_last = 16;  // columns; narrower, wrapped text is no longer readable

}  // namespace

void Table::add_row(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  for (std::string& cell : cells) cell = printable(cell);
  lines_.push_back({std::move(cells), false});
  ++rows_;
}

void Table::add_rule() { lines_.push_back({{}, true}); }

std::string Table::render(std::size_t total_width, std::size_t indent) const {
  std::string out;
  if (columns_.empty()) return out;
  const std::size_t last = columns_.size() - 1;

  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const Line& line : lines_) {
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(line.cells[i]));
    }
  }
  std::size_t taken = indent;
  for (std::size_t i = 0; i <= last; ++i) {
    if (columns_[i].max_width != 0) widths[i] = std::min(widths[i], columns_[i].max_width);
    if (i != last) taken += widths[i] + gap;
  }
  if (total_width != 0) {
    const std::size_t left = total_width > taken ? total_width - taken : 0;
    widths[last] = std::min(widths[last], std::max(left, least_for_last));
  }

  const auto end_line = [&] {
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  };
  for (const Line& line : lines_) {
    if (line.rule) {
      out.append(indent, ' ');
      for (std::size_t i = 0; i <= last; ++i) {
        if (i != 0) out.append(gap, ' ');
        out.append(widths[i], '-');
      }
      end_line();
      continue;
    }
    const std::vector<std::string> ending = wrap(line.cells[last], widths[last]);
    for (std::size_t part = 0; part < ending.size(); ++part) {
      out.append(indent, ' ');
      for (std::size_t i = 0; i <= last; ++i) {
        if (i != 0) out.append(gap, ' ');
        std::string cell;
        if (i == last) {
          cell = ending[part];
        } else if (part == 0) {
          cell = truncate(line.cells[i], widths[i]);
        }
        out += columns_[i].align == Align::left ? pad_right(cell, widths[i])
                                                : pad_left(cell, widths[i]);
      }
      end_line();
    }
  }
  return out;
}

}  // namespace sourcing::base
