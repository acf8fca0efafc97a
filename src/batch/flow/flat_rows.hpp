// SPDX-License-Identifier: Apache-2.0
// NDJSON lines that hold plain values only, as the rows of a table: so they go through the column
// kernel like those of CSV. What is not that simple is left to the JSON reader, and so is what is
// wrong: it has the words for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/buffer.hpp"
#include "batch/plan/plan.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// A block of rows with a cell for id, name, activity and each criterion. Reused from group to
/// group: after the first ones nothing is allocated.
class FlatRows {
 public:
  /// `plan` is that of the lines; `delimiter` that of what is written. With `shown` rows also have
  /// to say how their answers were written, as documents show them.
  FlatRows(const Plan& plan, char delimiter, bool shown);

  void clear();
  /// Adds a row that says what the line says, or has a cell in which the kernel finds an error.
  /// False: the line has to be read as JSON; nothing was added.
  bool add(std::string_view line);

  /// The table's.
  [[nodiscard]] const Plan& plan() const noexcept { return table_; }
  /// As CsvJudge wants them.
  [[nodiscard]] const char* block();
  [[nodiscard]] const input::Index& index() const noexcept { return index_; }

 private:
  class Scanner;
  /// What a key means, found once for each that occurs.
  struct Key {
    std::string quoted;  ///< with its quotes, as it stands in lines
    enum class Use : std::uint8_t { text, activity, criterion, skipped, other } use;
    std::uint16_t field = 0, criterion = 0;
    std::uint64_t line = 0;  ///< the last that had it
  };
  /// A cell: `first`, or `first..second`.
  struct CellText {
    std::string_view first, second;
  };

  /// Index in keys_, or keys_.size() where there is no room for more.
  std::size_t key_at(std::string_view quoted, std::size_t position);
  [[nodiscard]] Key classify(std::string_view quoted) const;
  [[nodiscard]] bool takes_word(std::size_t criterion, std::string_view word) const noexcept;
  [[nodiscard]] bool is_activity(std::string_view text) const noexcept;
  bool scalar(Scanner& scan, const Key& key, std::string_view& text) const;
  void put(std::uint8_t flags);

  const Plan& lines_;
  Plan table_;
  bool shown_;
  bool travel_;  // fields that are no criteria are wanted: lines that have some are no flat ones
  bool possible_ = true;
  std::vector<std::vector<std::string_view>> words_;  // a criterion each
  std::vector<std::string_view> activities_;          // sorted
  std::vector<Key> keys_;
  std::vector<std::uint16_t> usual_;   // keys in the order of the line before
  std::vector<CellText> cells_;        // a field each, of the line that is read
  std::vector<std::uint64_t> filled_;  // a field each: the last line that had it
  std::uint64_t line_ = 0;
  std::string id_, name_;
  Buffer bytes_;
  input::Index index_;
};

}  // namespace sourcing::batch
