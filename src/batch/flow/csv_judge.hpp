// SPDX-License-Identifier: Apache-2.0
// The rows of a CSV block through the column kernel, a group at a time.
#pragma once

#include "batch/flow/worker.hpp"
#include "batch/judge/status.hpp"
#include "batch/judge/weigh.hpp"
#include "batch/plan/group.hpp"
#include "batch/plan/plan.hpp"
#include "batch/read/extract.hpp"
#include "batch/read/row_reader.hpp"
#include "batch/write/row_writer.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// Takes rows of [from, rows) that are regular and clean until a group is full; returns where it
/// stopped. `count` slots are filled.
std::size_t gather(const Plan& plan, const char* block, const input::Index& index, std::size_t from,
                   std::size_t rows, Slots& slots, std::size_t& count);

/// One model's judgment of gathered rows. Not for several threads at once.
class CsvJudge {
 public:
  CsvJudge(const Plan& plan, const Tables& tables, WeighOptions weigh);

  void run(const char* block, const input::Index& index, const Slots& slots, std::size_t count);

  /// A cell of the row is an error: there is no judgment.
  [[nodiscard]] bool is_bad(std::size_t slot) const noexcept { return group_.bad[slot] != 0; }
  [[nodiscard]] Judgment judgment(std::size_t slot) {
    return {group_.sum[slot],
            group_.excluded[slot],
            static_cast<std::int8_t>(group_.location[slot]),
            static_cast<Engagement>(group_.engagement[slot]),
            static_cast<Disposition>(group_.disposition[slot]),
            group_.partial[slot] == 0 ? status_.answered(group_.excluded[slot])
                                      : status_.partial(group_, slot)};
  }
  /// Adds the row to what is summed up of all.
  void count(const Judgment& judgment, std::size_t slot, Counts& counts) const;
  [[nodiscard]] const Group& group() const noexcept { return group_; }

 private:
  const Tables& tables_;
  WeighOptions weigh_;
  bool wide_;
  Extractor extractor_;
  Group group_;
  StatusFinder status_;
};

/// Its id, name and number, for the writer.
[[nodiscard]] inline RawTexts raw_texts(const Plan& plan, const RowView& row,
                                        std::uint64_t number) noexcept {
  RawTexts texts;
  const std::uint8_t flags = row.index.flags[row.row];
  texts.printable = (flags & input::row_check) == 0;
  texts.quotes = (flags & input::row_quote) != 0;
  if (plan.id) texts.id = row.field(*plan.id);
  if (plan.name) texts.name = row.field(*plan.name);
  if (texts.quotes && texts.id == "\"\"") texts.id = {};
  texts.number = number;
  return texts;
}

}  // namespace sourcing::batch
