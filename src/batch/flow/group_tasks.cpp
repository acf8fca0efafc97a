// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/group_tasks.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "batch/read/extract.hpp"
#include "input/csv_fields.hpp"
#include "input/task_json.hpp"

namespace sourcing::batch {

GroupTasks::GroupTasks(const Plan& plan) : plan_(plan), task_(input::empty_task(plan.program)) {
  for (const FieldColumn& column : plan.travelling) {
    if (column.name == "home") home_ = column.field;
    if (column.name == "work_languages") languages_ = column.field;
  }
  unknown_.resize(plan.program.criteria.size() * group_rows);
}

void GroupTasks::begin(const Group& group) {
  group_ = &group;
  std::fill(unknown_.begin(), unknown_.end(), std::uint8_t{0});
  for (std::size_t i = 0; i < group.unknowns; ++i) {
    unknown_[group.unknown[i].criterion * group_rows + group.unknown[i].row] = 1;
  }
  for (const std::uint16_t c : plan_.absent) {
    if (plan_.assumed(c) != nullptr) continue;
    std::fill_n(unknown_.begin() + static_cast<std::ptrdiff_t>(c * group_rows), group_rows,
                std::uint8_t{1});
  }
}

const Task& GroupTasks::task(const RowView& row, std::size_t slot) {
  for (std::size_t c = 0; c < task_.answers.size(); ++c) {
    Answer& answer = task_.answers[c];
    const bool unknown = unknown_[c * group_rows + slot] != 0;
    answer.origin = unknown ? Origin::unknown : Origin::answered;
    answer.low = unknown ? std::uint16_t{0} : group_->lows(c)[slot];
    answer.high = unknown ? std::uint16_t{0} : group_->highs(c)[slot];
  }
  task_.activity.clear();
  if (!plan_.activity) return task_;
  const int found = read_activity(plan_, row.field(*plan_.activity), activity_text_);
  if (found < 0) return task_;
  task_.activity = plan_.program.activities[static_cast<std::size_t>(found)].id;
  input::apply_profile(plan_.program, task_);
  return task_;
}

std::string_view GroupTasks::text(const RowView& row, std::optional<std::uint16_t> field,
                                  std::string& scratch) const {
  if (!field) return {};
  const std::string_view text = base::trim(input::unquote(row.field(*field), scratch));
  return plan_.means_unknown(text) ? std::string_view{} : text;
}

PlaceFields GroupTasks::place_fields(const RowView& row) {
  return {text(row, home_, home_text_), text(row, languages_, languages_text_)};
}

}  // namespace sourcing::batch
