// SPDX-License-Identifier: Apache-2.0
// Rows that are judged a group at a time and asked for one by one, in order.
#pragma once

#include <cstddef>
#include <optional>

#include "batch/flow/csv_judge.hpp"

namespace sourcing::batch {

class JudgedRows {
 public:
  JudgedRows(const Plan& plan, const Tables& tables, WeighOptions weigh)
      : plan_(plan), judge_(plan, tables, weigh) {}

  /// Judges rows of [from, rows) until a group is full; returns where it stopped.
  std::size_t run(const char* block, const input::Index& index, std::size_t from,
                  std::size_t rows) {
    const std::size_t to = gather(plan_, block, index, from, rows, slots_, count_);
    judge_.run(block, index, slots_, count_);
    slot_ = 0;
    return to;
  }

  /// Where the judgment of a row is. Nothing: its fields or a cell are not as they should be.
  [[nodiscard]] std::optional<std::size_t> find(std::size_t row) {
    if (slot_ == count_ || slots_.row[slot_] != row) return std::nullopt;
    const std::size_t slot = slot_++;
    if (judge_.is_bad(slot)) return std::nullopt;
    return slot;
  }

  [[nodiscard]] CsvJudge& judge() noexcept { return judge_; }

 private:
  const Plan& plan_;
  CsvJudge judge_;
  Slots slots_;
  std::size_t count_ = 0, slot_ = 0;
};

}  // namespace sourcing::batch
