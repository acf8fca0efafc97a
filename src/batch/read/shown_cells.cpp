// SPDX-License-Identifier: Apache-2.0
#include "batch/read/shown_cells.hpp"

#include <algorithm>
#include <cstring>

#include "base/fold.hpp"
#include "input/csv_fields.hpp"
#include "input/value.hpp"
#include "model/scale.hpp"

namespace sourcing::batch {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

// Digits, and maybe a point with more of them, without zeros in front: the same in JSON.
bool is_json_number(std::string_view text) noexcept {
  if (text.empty() || !is_digit(text[0]) || (text.size() > 1 && text[0] == '0' && text[1] != '.')) {
    return false;
  }
  std::size_t at = 1;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == text.size()) return true;
  if (text[at] != '.' || ++at == text.size()) return false;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at == text.size();
}

// Makes it so long that 16 bytes may be read.
std::string_view padded(std::string& text) {
  const std::size_t size = text.size();
  text.append(16, '\0');
  return std::string_view(text).substr(0, size);
}

}  // namespace

ShownCells::ShownCells(const Plan& plan) : plan_(plan), texts_(plan.program.criteria.size()) {
  for (std::size_t c = 0; c < texts_.size(); ++c) {
    const engine::Criterion& criterion = plan.program.criteria[c];
    const Answer* const assumed = plan.assumed(c);
    texts_[c] =
        assumed != nullptr ? assumed->shown : input::json_value(criterion, criterion.neutral);
    unanswered_.push_back(
        {padded(texts_[c]), assumed != nullptr ? assumed->origin : Origin::unknown});
  }
  shown_ = unanswered_;
  for (const UsedColumn& used : plan.used) {
    Column& column = columns_.emplace_back();
    column.used = used;
    column.numeric = is_numeric(plan.program.criteria[used.criterion].scale) &&
                     plan.signs().plain_point() && !plan.numbers_may_be_unknown();
  }
}

const std::vector<Shown>& ShownCells::read(const RowView& row) {
  for (Column& column : columns_) {
    const std::string_view raw = row.field(column.used.field);
    shown_[column.used.criterion] =
        column.numeric && is_json_number(raw) ? Shown{raw, Origin::answered} : look_up(column, raw);
  }
  return shown_;
}

Shown ShownCells::look_up(Column& column, std::string_view raw) {
  if (raw.size() > longest_cell) return describe(column, raw);
  std::size_t hash = raw.size();
  for (const char c : raw) hash = hash * 31 + static_cast<unsigned char>(c);
  Entry& entry = column.entries[hash % slots];
  const bool known = entry.cell_size == raw.size() + 1 &&
                     std::memcmp(entry.cell.data(), raw.data(), raw.size()) == 0;
  if (!known) {
    const Shown shown = describe(column, raw);
    if (shown.text.size() > longest_text) return shown;
    std::copy(raw.begin(), raw.end(), entry.cell.begin());
    std::copy(shown.text.begin(), shown.text.end(), entry.text.begin());
    entry.cell_size = static_cast<std::uint8_t>(raw.size() + 1);  // 0: there is none
    entry.text_size = static_cast<std::uint8_t>(shown.text.size());
    entry.origin = shown.origin;
  }
  return {{entry.text.data(), entry.text_size}, entry.origin};
}

Shown ShownCells::describe(Column& column, std::string_view raw) {
  const std::string_view text = base::trim_wide(input::unquote(raw, scratch_));
  if (plan_.means_unknown(text)) return unanswered_[column.used.criterion];
  if (const OwnWord* own = plan_.own_word(column.used.criterion, text)) {
    if (own->value.unknown) return unanswered_[column.used.criterion];
    column.text = own->shown;
    return {padded(column.text), Origin::answered};
  }
  column.text =
      input::json_shown(plan_.program.criteria[column.used.criterion], text, plan_.signs());
  return {padded(column.text), Origin::answered};
}

}  // namespace sourcing::batch
