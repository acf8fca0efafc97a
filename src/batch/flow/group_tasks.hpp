// SPDX-License-Identifier: Apache-2.0
// The rows of a judged group as tasks, from the positions that the kernel has of them: without the
// texts that were read, and so without reading them again.
#pragma once

#include <cstdint>
#include <optional>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/group.hpp"
#include "batch/plan/plan.hpp"
#include "batch/read/row_reader.hpp"

namespace sourcing::batch {

/// What a row says of where it is.
struct PlaceFields {
  std::string_view home, languages;
};

class GroupTasks {
 public:
  explicit GroupTasks(const Plan& plan);

  /// A group that was judged; its rows are asked for next.
  void begin(const Group& group);
  /// The answers and the activity of a row, and nothing else. Good until the next call.
  [[nodiscard]] const Task& task(const RowView& row, std::size_t slot);
  /// Good until the next call.
  [[nodiscard]] PlaceFields place_fields(const RowView& row);

 private:
  [[nodiscard]] std::string_view text(const RowView& row, std::optional<std::uint16_t> field,
                                      std::string& scratch) const;

  const Plan& plan_;
  const Group* group_ = nullptr;
  std::optional<std::uint16_t> home_, languages_;  // fields
  std::vector<std::uint8_t> unknown_;              // criterion * group_rows + slot: it is
  Task task_;
  std::string home_text_, languages_text_, activity_text_;
};

}  // namespace sourcing::batch
