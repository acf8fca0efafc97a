// SPDX-License-Identifier: Apache-2.0
// One row at a time, with words for what is wrong: the slow twin of the column kernel.
#pragma once

#include <cstdint>
#include <sourcing/problem.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/plan.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// A row in its block.
struct RowView {
  const char* block;
  const input::Index& index;
  std::size_t row;

  [[nodiscard]] std::size_t fields() const noexcept { return index.fields(row); }
  [[nodiscard]] std::string_view field(std::size_t i) const noexcept {
    const std::uint32_t begin = index.field_begin(row, i);
    return {block + begin, index.field_end(row, i) - begin};
  }
  /// The whole record, without its line end.
  [[nodiscard]] std::string_view record() const noexcept {
    return {block + index.begin[row], index.field_end(row, fields() - 1) - index.begin[row]};
  }
};

/// True when the bytes of the row's fields are fine; false: `read_row` tells what is not.
[[nodiscard]] bool is_clean(const RowView& row);

/// Reads a row into a task (which must be empty). False when it cannot be judged: `problems` then
/// has everything that is wrong, and `column` the name of the first column concerned, or nothing.
bool read_row(const Plan& plan, const RowView& row, Task& task, std::vector<Problem>& problems,
              std::string& column);

/// `id` and `name` of a row, as far as they can be told; for error rows.
void read_names(const Plan& plan, const RowView& row, std::string& id, std::string& name);

/// What travels of a row, as far as it can be told.
void read_fields(const Plan& plan, const RowView& row, std::vector<Field>& fields);

/// Answers what a row leaves open from its other columns, by the rules of the mapping. What came
/// of it stands in the field `derived`. False: a cell is neither a number nor a word of its rule.
bool derive_answers(const Plan& plan, const RowView& row, Task& task,
                    std::vector<Problem>& problems, std::string& column);

/// The same for an object: what stands under the keys that the plan's columns are then.
bool derive_answers(const Plan& plan, const std::vector<std::string>& cells, Task& task,
                    std::vector<Problem>& problems);

/// Fills what a task leaves open with the answers of --assume.
void assume(const Plan& plan, Task& task);

}  // namespace sourcing::batch
