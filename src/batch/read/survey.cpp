// SPDX-License-Identifier: Apache-2.0
#include "batch/read/survey.hpp"

#include <algorithm>
#include <array>

#include "base/fold.hpp"
#include "base/text.hpp"
#include "input/csv_fields.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

namespace {

constexpr std::size_t most_values = 1'000;  // of a column
constexpr std::size_t most_ids = 1'000'000;
constexpr std::size_t most_totals = 10;

// `3,5`, but not `1,200`, which may be a thousand.
bool surely_decimal_comma(std::string_view text) {
  constexpr std::size_t group = 3;
  const std::size_t comma = text.find(',');
  return comma != std::string_view::npos && comma > 0 && text.size() - comma - 1 != group &&
         text.find(',', comma + 1) == std::string_view::npos;
}

}  // namespace

void Survey::row(const RowView& row, std::uint64_t number) {
  if (row.fields() != plan_.fields) return;
  for (std::size_t used = 0; used < plan_.used.size(); ++used) {
    cell(used, base::trim_wide(input::unquote(row.field(plan_.used[used].field), scratch_)));
  }
  for (std::size_t rule = 0; rule < plan_.derived.size(); ++rule) source(rule, row);
  total(row);
  id(row, number);
}

// A cell that a rule of the mapping can make nothing of. Of two that are multiplied, the one that
// is no number.
void Survey::source(std::size_t rule, const RowView& row) {
  const DerivedColumn& column = plan_.derived[rule];
  std::vector<std::string> cells;
  for (const std::uint16_t field : column.fields) {
    cells.emplace_back(base::trim_wide(input::unquote(row.field(field), scratch_)));
    if (plan_.means_unknown(cells.back())) return;
  }
  if (derive(plan_.program, column, cells, plan_.signs()).there) return;
  std::size_t at = 0;
  if (column.fields.size() > 1) {
    DerivedColumn alone;
    alone.target = DerivedColumn::Target::fte;
    alone.times = column.times;
    alone.divide_by = column.divide_by;
    alone.down_to = column.down_to;
    while (at + 1 < cells.size() &&
           derive(plan_.program, alone, {cells[at]}, plan_.signs()).there) {
      ++at;
    }
  }
  auto& values = sources_[rule];
  const std::pair<std::uint16_t, std::string> key{column.fields[at], base::excerpt(cells[at])};
  if (const auto known = values.find(key); known != values.end()) {
    ++known->second;
  } else if (values.size() < most_values) {
    values.emplace(key, 1);
  }
}

void Survey::cell(std::size_t used, std::string_view text) {
  const std::size_t c = plan_.used[used].criterion;
  if (plan_.means_unknown(text)) return;
  if (plan_.own_word(c, text) != nullptr) {
    ++answers_[used];
    return;
  }
  const engine::Criterion& criterion = plan_.program.criteria[c];
  const input::Value value = input::read_value(criterion, text, plan_.signs());
  if (is_numeric(criterion.scale) && surely_decimal_comma(text)) {
    found_.decimal_comma = found_.decimal_comma || value.error == input::ValueError::none;
  }
  if (value.error == input::ValueError::none) {
    answers_[used] += value.unknown ? 0 : 1;
    return;
  }
  auto& values = columns_[used];
  if (const auto known = values.find(text); known != values.end()) {
    ++known->second;
  } else if (values.size() < most_values) {
    values.emplace(base::excerpt(text), 1);
  }
}

void Survey::total(const RowView& row) {
  constexpr std::array<std::string_view, 10> sums = {
      "total", "totals", "totales",      "subtotal",  "grandtotal",
      "sum",   "suma",   "totalgeneral", "sumatotal", "overall"};
  for (const auto& field : {plan_.id, plan_.name, std::optional<std::uint16_t>(std::uint16_t{0})}) {
    if (!field || found_.totals.size() >= most_totals) continue;
    const std::string_view text = base::trim_wide(input::unquote(row.field(*field), scratch_));
    const std::string folded = base::fold_close(text);
    if (std::find(sums.begin(), sums.end(), folded) == sums.end()) continue;
    std::pair<std::string, std::string> total{plan_.columns[*field].header, base::excerpt(text)};
    if (std::find(found_.totals.begin(), found_.totals.end(), total) == found_.totals.end()) {
      found_.totals.push_back(std::move(total));
    }
    return;
  }
}

void Survey::id(const RowView& row, std::uint64_t number) {
  if (!plan_.id) return;
  const std::string_view text = input::unquote(row.field(*plan_.id), scratch_);
  if (text.empty()) return;
  if (const auto before = ids_.find(std::string(text)); before != ids_.end()) {
    if (found_.repeated_ids++ == 0) {
      found_.first_row = before->second;
      found_.second_row = number;
    }
  } else if (ids_.size() < most_ids) {
    ids_.emplace(text, number);
  }
}

BatchSurvey Survey::result() const {
  BatchSurvey result = found_;
  for (std::size_t used = 0; used < columns_.size(); ++used) {
    const engine::Criterion& criterion = plan_.program.criteria[plan_.used[used].criterion];
    result.answers.emplace_back(plan_.columns[plan_.used[used].field].header, answers_[used]);
    std::vector<std::string_view> words(level_words.begin(), level_words.end());
    for (const engine::Level& level : criterion.levels) {
      if (!level.word.empty()) words.push_back(level.word);
    }
    std::vector<StrangeValue> values;
    for (const auto& [text, count] : columns_[used]) {
      std::string near = base::nearest(text, words);
      if (!near.empty() && !place_word(criterion, near)) near.clear();
      values.push_back({plan_.columns[plan_.used[used].field].header, std::string(criterion.id),
                        text, std::move(near), count});
    }
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    std::move(values.begin(), values.end(), std::back_inserter(result.strange));
  }
  for (std::size_t rule = 0; rule < sources_.size(); ++rule) {
    const DerivedColumn& column = plan_.derived[rule];
    std::vector<std::string_view> words;
    for (const DerivedColumn::Word& word : column.words) words.push_back(word.folded);
    std::vector<StrangeValue> values;
    for (const auto& [cell, count] : sources_[rule]) {
      const std::pair<std::uint16_t, std::string>& key = cell;
      // What one rule can make nothing of is told once, whoever else reads it.
      const bool told =
          std::any_of(result.strange.begin(), result.strange.end(), [&](const StrangeValue& each) {
            return each.column == plan_.columns[key.first].header && each.value == key.second;
          });
      if (told) continue;
      values.push_back({plan_.columns[key.first].header,
                        std::string(target_name(plan_.program, column)), key.second,
                        base::nearest(base::fold(key.second), words), count});
    }
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return a.count > b.count; });
    std::move(values.begin(), values.end(), std::back_inserter(result.strange));
  }
  return result;
}

}  // namespace sourcing::batch
