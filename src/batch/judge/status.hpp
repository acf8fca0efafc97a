// SPDX-License-Identifier: Apache-2.0
// How sure the verdict of a row is.
#pragma once

#include <sourcing/task.hpp>
#include <sourcing/verdict.hpp>

#include "batch/plan/group.hpp"
#include "batch/plan/plan.hpp"
#include "batch/plan/tables.hpp"
#include "engine/box.hpp"

namespace sourcing::batch {

struct RowStatus {
  Status engagement = Status::decided, location = Status::decided, disposition = Status::decided,
         overall = Status::decided;
};

/// Finds the status of rows that are not fully answered: from the bounds that weighing left, which
/// settle nearly every row; then from two completions that differ; only then by the exact search
/// over cells. The answer is always the one of analysis::statuses.
class StatusFinder {
 public:
  StatusFinder(const Plan& plan, const Tables& tables);

  /// Of a fully answered row.
  [[nodiscard]] RowStatus answered(std::uint8_t excluded) const noexcept {
    // A model without disposition rules says something about it only where gates leave no location.
    if (tables_.sets_disposition || excluded == engine::all_locations) return {};
    return {Status::decided, Status::decided, Status::undetermined, Status::tentative};
  }
  /// Of any other row of a group that was weighed.
  [[nodiscard]] RowStatus partial(const Group& group, std::size_t row);

  /// Rows that the exact search was needed for.
  [[nodiscard]] std::uint64_t searched() const noexcept { return searched_; }

 private:
  [[nodiscard]] Status engagement(const Group& group, std::size_t row);
  [[nodiscard]] Status location(const Group& group, std::size_t row);
  [[nodiscard]] Status disposition(const Group& group, std::size_t row, bool& forced);
  [[nodiscard]] RowStatus exactly(const Group& group, std::size_t row);
  void load_box(const Group& group, std::size_t row);
  engine::Outcome extreme(std::size_t plus, std::size_t minus, bool least);

  const Plan& plan_;
  const Tables& tables_;
  engine::Box box_{};
  const Group* loaded_ = nullptr;
  std::size_t loaded_row_ = 0;
  Task task_;  // only the origins matter
  std::uint64_t searched_ = 0;
};

}  // namespace sourcing::batch
