// SPDX-License-Identifier: Apache-2.0
#include "batch/flow/csv_judge.hpp"

#include "batch/judge/choose.hpp"
#include "batch/judge/settle_rows.hpp"

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
    : tables_(tables),
      weigh_(weigh),
      wide_(input::has_avx2()),
      extractor_(plan, tables),
      group_(tables),
      status_(plan, tables) {}

void CsvJudge::run(const char* block, const input::Index& index, const Slots& slots,
                   std::size_t count) {
  group_.count = count;
  if (count == 0) return;
  extractor_.run(block, index, slots, wide_, group_);
  weigh(tables_, weigh_, wide_, group_);
  choose(tables_, wide_, group_);
  if (group_.any_open) settle_rows(tables_, wide_, group_);
}

void CsvJudge::count(const Judgment& judgment, std::size_t slot, Counts& counts) const {
  const std::size_t location = judgment.location_index();
  ++counts.verdicts[judgment.disposition_index()][judgment.engagement_index()][location];
  ++counts.status[static_cast<std::size_t>(judgment.status.overall)];
  counts.groups.count(judgment.disposition_index(), judgment.engagement_index(), location);
  for (std::size_t a = 0; a < axis_count; ++a) {
    counts.scores[a] += engine::lane(judgment.sum, a);
  }
  for (std::size_t r = 0; r < tables_.rules.size(); ++r) {
    if (group_.fired[r * group_rows + slot] != 0) ++counts.fired[r];
  }
  const auto shown = [&](std::size_t axis) {
    for (const ReasonKey key :
         {group_.largest.first[slot][axis], group_.largest.second[slot][axis]}) {
      if (key == 0) continue;
      const std::size_t code = code_of(key);
      ++counts.codes[code >= first_rule_code ? tables_.criteria.size() + code - first_rule_code
                                             : code];
    }
  };
  shown(0);
  if (location != location_count) shown(location + 1);
}

}  // namespace sourcing::batch
