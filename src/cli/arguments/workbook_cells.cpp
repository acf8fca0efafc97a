// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/workbook_cells.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t most_digits = 15;  // more are not kept by a spreadsheet

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// A number of which a spreadsheet keeps every digit, whatever zeros it has at its ends.
bool is_amount(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view part = text.substr(std::min(point + 1, text.size()));
  return all_digits(whole) && (point == text.size() || all_digits(part)) &&
         whole.size() + part.size() <= most_digits;
}

}  // namespace

std::size_t split_record(std::string_view text, std::size_t at, char delimiter,
                         std::vector<std::string>& fields) {
  fields.assign(1, {});
  bool start = true, inside = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (inside) {
      if (c != '"') {
        fields.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        fields.back() += text[++at];
      } else {
        inside = false;
      }
    } else if (c == '"' && start) {
      inside = true;
      start = false;
    } else if (c == delimiter) {
      fields.emplace_back();
      start = true;
    } else if (c == '\n') {
      if (!fields.back().empty() && fields.back().back() == '\r') fields.back().pop_back();
      return at + 1;
    } else {
      fields.back() += c;
      start = false;
    }
  }
  return std::string_view::npos;
}

bool is_number(std::string_view text) {
  if (!is_amount(text)) return false;
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool more_zeros = text.size() > 1 && text[0] == '0' && text[1] != '.';
  return !more_zeros && (text.find('.') == std::string_view::npos || text.back() != '0');
}

std::int64_t creation_time() {
  constexpr std::int64_t fixed = 315'532'800;
  const char* const given = std::getenv("SOURCE_DATE_EPOCH");
  if (given == nullptr) return fixed;
  char* end = nullptr;
  const long long seconds = std::strtoll(given, &end, 10);
  return *given != '\0' && *end == '\0' && seconds > 0 ? seconds : fixed;
}

InputCells::InputCells(const engine::Program& program, const BatchReport& report,
                       const BatchOptions& batch)
    : decimal_(batch.decimal), thousands_(batch.thousands) {
  if (decimal_ == 0) decimal_ = report.delimiter == ',' ? '.' : ',';
  constexpr std::array<std::string_view, 3> amounts = {"fte", "cost_per_fte", "exit_cost"};
  for (const BatchColumn& column : report.columns) {
    targets_.push_back(column.target);
    measured_.push_back(
        std::find(amounts.begin(), amounts.end(), column.target) != amounts.end() ||
        std::any_of(program.criteria.begin(), program.criteria.end(),
                    [&](const auto& criterion) { return criterion.id == column.target; }));
  }
}

std::size_t InputCells::find(std::string_view target) const noexcept {
  const auto found = std::find(targets_.begin(), targets_.end(), target);
  return found == targets_.end() ? std::string_view::npos
                                 : static_cast<std::size_t>(found - targets_.begin());
}

// As `batch` reads numbers: with the signs of the input.
std::string InputCells::plain(const std::string& value) const {
  std::string out(base::trim(value));
  if (thousands_ != 0) std::erase(out, thousands_);
  if (decimal_ == ',' && out.find('.') == std::string::npos) {
    std::replace(out.begin(), out.end(), ',', '.');
  }
  return out;
}

sheet::Written InputCells::cell(std::size_t column, const std::string& value) const {
  if (value == "true" || value == "false") return {'b', '0', value};
  if (column < measured_.size() && measured_[column]) {
    if (std::string number = plain(value); is_amount(number)) return {'n', '0', std::move(number)};
  }
  return {is_number(value) ? 'n' : 's', '0', value};
}

}  // namespace sourcing::cli
