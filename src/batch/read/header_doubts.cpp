// SPDX-License-Identifier: Apache-2.0
#include "batch/read/header_doubts.hpp"

#include <algorithm>
#include <string_view>

#include "base/fold.hpp"
#include "engine/program.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

namespace {

// The criterion that a cell names, perhaps with what it is counted in behind: `judgment (1-5)`.
std::size_t criterion_named(const engine::Program& program, std::string_view cell) {
  const std::size_t c = engine::find_named(program, cell);
  const std::size_t bracket = cell.find_first_of("([");
  if (c < program.criteria.size() || bracket == std::string_view::npos) return c;
  return engine::find_named(program, base::trim_wide(cell.substr(0, bracket)));
}

bool is_answer(const Plan& plan, std::size_t criterion, std::string_view cell) {
  const std::string_view text = base::trim_wide(cell);
  return plan.own_word(criterion, text) != nullptr ||
         input::read_value(plan.program.criteria[criterion], text, plan.signs()).error ==
             input::ValueError::none;
}

// Whether --skip-where passes over the row anyway.
bool is_skipped(const Plan& plan, const std::vector<std::string>& cells) {
  return std::any_of(plan.skips.begin(), plan.skips.end(), [&](const Skip& skip) {
    return skip.field < cells.size() && base::fold(cells[skip.field]) == skip.folded;
  });
}

}  // namespace

bool renames(const Plan& plan, const std::vector<std::string>& cells) {
  if (is_skipped(plan, cells)) return false;
  const std::size_t criteria = plan.program.criteria.size();
  std::size_t named = 0;
  bool differs = false, stranger = false;
  for (std::size_t i = 0; i < cells.size() && i < plan.columns.size(); ++i) {
    const std::size_t c = criterion_named(plan.program, cells[i]);
    if (c == criteria) continue;
    ++named;
    if (plan.columns[i].target == plan.program.criteria[c].id) continue;
    differs = true;
    // A column of a criterion that begins with another's name holds no answers to the first.
    const std::size_t own = engine::find_criterion(plan.program, plan.columns[i].target);
    stranger = stranger || (own < criteria && !is_answer(plan, own, cells[i]));
  }
  return (named >= 2 && differs) || stranger;
}

std::optional<std::size_t> scale_row(const Plan& plan, const std::vector<std::string>& cells) {
  if (is_skipped(plan, cells)) return std::nullopt;
  for (const auto& named : {plan.id, plan.name}) {
    if (!named) continue;
    if (*named >= cells.size() || !base::trim_wide(cells[*named]).empty()) return std::nullopt;
  }
  std::optional<std::size_t> first, unit;
  for (const UsedColumn& used : plan.used) {
    if (used.field >= cells.size()) return std::nullopt;
    const std::string_view text = base::trim_wide(cells[used.field]);
    if (text.empty()) continue;
    const engine::Criterion& criterion = plan.program.criteria[used.criterion];
    const input::Value value = input::read_value(criterion, text, plan.signs());
    const bool whole = value.error == input::ValueError::none && !value.unknown && value.low == 0 &&
                       value.high == criterion.last;
    // Beside scales there are units: `no. a month`.
    if (value.error == input::ValueError::unknown_word) {
      if (!unit) unit = used.field;
      continue;
    }
    if (!whole) return std::nullopt;
    if (!first) first = used.field;
  }
  // What no row of answers has is the better mark to pass over it by.
  return first && unit ? unit : first;
}

bool holds_values(std::string_view line, const std::vector<std::string>& names) {
  if (line.front() == '[' || line.front() == '{') return true;
  return std::any_of(names.begin(), names.end(), [](const std::string& name) {
    const std::string_view text = base::trim_wide(name);
    return !text.empty() && text.find_first_not_of("0123456789.,-") == std::string_view::npos &&
           text.find_first_of("0123456789") != std::string_view::npos;
  });
}

bool is_spread(std::string_view first_line) {
  const std::string_view line = base::trim_wide(first_line);
  int open = 0;
  bool text = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (text && c == '\\') {
      ++at;
    } else if (c == '"') {
      text = !text;
    } else if (!text) {
      open += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    }
  }
  // What is cut off within a value is a broken line.
  return open > 0 && (line.back() == '{' || line.back() == '[' || line.back() == ',');
}

}  // namespace sourcing::batch
