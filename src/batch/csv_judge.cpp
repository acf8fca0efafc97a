// SPDX-License-Identifier: Apache-2.0
#include "batch/csv_judge.hpp"

#include "batch/row_reader.hpp"

namespace sourcing::batch {

std::size_t gather(const Plan& plan, const char* block, const input::Index& index, std::size_t from,
                   std::size_t rows, Slots& slots, std::size_t& count) {
  count = 0;
  std::size_t row = from;
  for (; row < rows && count < group_rows; ++row) {
    const bool fine = index.fields(row) == plan.fields &&
                      ((index.flags[row] & input::row_check) == 0 || is_clean({block, index, row}));
    if (!fine) continue;
    slots.begin[count] = index.begin[row];
    slots.first[count] = index.first[row];
    slots.row[count] = static_cast<std::uint32_t>(row);
    ++count;
  }
  for (std::size_t pad = count; pad < group_rows && count > 0; ++pad) {
    slots.begin[pad] = slots.begin[0];
    slots.first[pad] = slots.first[0];
  }
  return row;
}

CsvJudge::CsvJudge(const Plan& plan, const Tables& tables, WeighOptions weigh)
    : plan_(plan),
      tables_(tables),
      weigh_(weigh),
      wide_(input::best_compare() == input::Compare::avx2),
      extractor_(plan, tables),
      group_(tables),
      status_(plan, tables) {}

void CsvJudge::run(const char* block, const input::Index& index, const Slots& slots,
                   std::size_t count) {
  group_.count = count;
  if (count == 0) return;
  extractor_.run(block, index, slots, wide_, group_);
  weigh(tables_, weigh_, wide_, group_);
}

Judgment CsvJudge::judgment(std::size_t slot) {
  Judgment judgment;
  judgment.sum = group_.sum[slot];
  judgment.excluded = group_.excluded[slot];
  judgment.location = engine::choose_location(judgment.sum, judgment.excluded);
  judgment.engagement = engine::choose_engagement(plan_.program, engine::lane(judgment.sum, 0));
  judgment.disposition = engine::choose_disposition(group_.dispositions[slot], judgment.excluded);
  judgment.status = group_.partial[slot] == 0 ? status_.answered(judgment.excluded)
                                              : status_.partial(group_, slot);
  return judgment;
}

}  // namespace sourcing::batch
