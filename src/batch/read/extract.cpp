// SPDX-License-Identifier: Apache-2.0
#include "batch/read/extract.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/fold.hpp"
#include "input/csv_fields.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

Cell read_cell(const Plan& plan, std::size_t criterion, std::string_view raw,
               std::string& scratch) {
  const std::string_view text = base::trim_wide(input::unquote(raw, scratch));
  Cell cell;
  input::Value value;
  if (plan.means_unknown(text)) {
    value.unknown = true;
  } else if (const OwnWord* own = plan.own_word(criterion, text)) {
    value = own->value;
  } else {
    value = input::read_value(plan.program.criteria[criterion], text, plan.signs());
    if (value.error == input::ValueError::none) plan.note_none(criterion, text);
  }
  if (value.error != input::ValueError::none) {
    cell.kind = CellKind::error;
    return cell;
  }
  if (value.unknown) {
    const Answer* assumed = plan.assumed(criterion);
    if (assumed == nullptr) {
      cell.kind = CellKind::unknown;
      cell.high = plan.program.criteria[criterion].last;
      return cell;
    }
    value.low = assumed->low;
    value.high = assumed->high;
  }
  cell.low = value.low;
  cell.high = value.high;
  cell.kind = value.low == value.high ? CellKind::point : CellKind::range;
  return cell;
}

int read_activity(const Plan& plan, std::string_view raw, std::string& scratch) {
  const std::string_view text = base::trim_wide(input::unquote(raw, scratch));
  if (plan.means_unknown(text)) return -1;
  const std::size_t found = engine::find_activity(plan.program, text);
  return found < plan.program.activities.size() ? static_cast<int>(found) : -2;
}

Extractor::Extractor(const Plan& plan, const Tables& tables)
    : plan_(plan), tables_(tables), memos_(plan.used.size()), absent_leads_(tables.start) {
  constexpr std::size_t most_bands = 16;
  for (const UsedColumn& used : plan.used) {
    const engine::Criterion& criterion = plan.program.criteria[used.criterion];
    Column& column = columns_.emplace_back();
    if (std::endian::native != std::endian::little) continue;  // the words are read low byte first
    if (plan.numbers_may_be_unknown()) continue;
    const bool number = criterion.scale == Scale::level || criterion.scale == Scale::number;
    if (number && plan.signs().plain_point() && criterion.step == 1 && criterion.minimum >= 0 &&
        criterion.minimum < 1'000) {
      column.reading = Reading::decimal;
      column.minimum = static_cast<std::uint32_t>(criterion.minimum);
    } else if (criterion.scale == Scale::bands && criterion.levels.size() <= most_bands) {
      column.reading = Reading::band;
      for (const engine::Level& level : criterion.levels.subspan(1)) {
        // A whole number is in the band when it is at least the next whole number from its begin.
        const std::int64_t whole = (level.from + 99) / 100;
        column.band_begins.push_back(
            static_cast<std::uint32_t>(std::min<std::int64_t>(whole, 0xFFFFFFFF)));
      }
    }
  }
  for (const std::uint16_t c : plan.absent) {
    const Answer* assumed = plan.assumed(c);
    if (assumed != nullptr) {
      const auto at = static_cast<std::uint16_t>((assumed->low + assumed->high) / 2);
      if (assumed->low == assumed->high) continue;
      absent_leads_ += least_leads(plan.program, c, assumed->low, assumed->high, at);
    } else {
      absent_leads_ += unknown_leads(c, tables.criteria[c].neutral_at);
      absent_unanswered_ += tables.criteria[c].bears;
    }
    absent_partial_ = true;
  }
}

void Extractor::absent_columns(Group& group) {
  // Nothing changes them but profiles.
  if (primed_ == &group && !plan_.activity) return;
  primed_ = &group;
  for (const std::uint16_t c : plan_.absent) {
    const Answer* assumed = plan_.assumed(c);
    std::uint16_t low = 0, high = tables_.criteria[c].last, at = tables_.criteria[c].neutral_at;
    if (assumed != nullptr) {
      low = assumed->low;
      high = assumed->high;
      at = static_cast<std::uint16_t>((low + high) / 2);
    }
    const auto fill = [&](std::vector<std::uint16_t>& column, std::uint16_t value) {
      std::fill_n(column.begin() + static_cast<std::ptrdiff_t>(c * group_rows), group_rows, value);
    };
    fill(group.at, at);
    group.open_column[c] = low != high ? 1 : 0;
    if (low == high) continue;
    fill(group.low, low);
    fill(group.high, high);
  }
}

void Extractor::run(const char* block, const input::Index& index, const Slots& slots, bool wide,
                    Group& group) {
  constexpr std::size_t multiple = 16;
  group.padded = (group.count + multiple - 1) / multiple * multiple;
  group.unknowns = 0;
  group.any_open = absent_partial_;
  std::memset(group.bad.data(), 0, group.padded);
  std::memset(group.partial.data(), absent_partial_ ? 1 : 0, group.padded);
  std::fill_n(group.least.begin(), group.padded, absent_leads_);
  std::fill_n(group.unanswered.begin(), group.padded, absent_unanswered_);
  absent_columns(group);
  places_.begin(index, slots, group.padded);
  for (std::size_t i = 0; i < plan_.used.size(); ++i) {
    places_.show(plan_.used[i].field, wide);
    column(block, i, wide, group);
  }
  if (plan_.activity) activities(block, index, slots, group);
}

void Extractor::column(const char* block, std::size_t used, bool wide, Group& group) {
  const std::size_t c = plan_.used[used].criterion;
  const Column& column = columns_[used];
  const auto memo = [&]() -> Memo& {
    if (!memos_[used]) memos_[used] = std::make_unique<Memo>();
    return *memos_[used];
  };
  group.open_column[c] = 0;
  const Strip strip{
      block,       places_.before(), places_.end(), group.padded, group.at.data() + c * group_rows,
      slow_.data()};
  std::size_t count = 0;
  switch (column.reading) {
    case Reading::decimal:
      count = read_decimals(strip, column.minimum, tables_.criteria[c].last, wide);
      break;
    case Reading::band:
      count = read_bands(strip, column.band_begins, wide);
      break;
    case Reading::memo:
      count = read_known(strip, memo(), wide);
      break;
  }
  if (count > 0) slow_cells(strip, c, memo(), count, group);
}

// The first `count` of strip.slow, which are not of the usual form.
void Extractor::slow_cells(const Strip& strip, std::size_t criterion, Memo& memo, std::size_t count,
                           Group& group) {
  std::uint16_t* const at = group.at.data() + criterion * group_rows;
  std::uint16_t* const low = group.low.data() + criterion * group_rows;
  std::uint16_t* const high = group.high.data() + criterion * group_rows;
  // The box is the estimate but for these cells.
  group.open_column[criterion] = 1;
  std::memcpy(low, at, group.padded * sizeof *at);
  std::memcpy(high, at, group.padded * sizeof *at);
  const Bearing bears = tables_.criteria[criterion].bears;
  UnknownCell* unknown = group.unknown.data() + group.unknowns;
  std::uint8_t any_open = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint16_t r = strip.slow[i];
    const Effect& effect = effect_of(strip.cell(r), strip.length(r), criterion, memo);
    at[r] = effect.at;
    low[r] = effect.low;
    high[r] = effect.high;
    group.least[r] += memo.leads(effect);
    group.partial[r] |= effect.open;
    group.bad[r] |= effect.error;
    any_open |= effect.open;
    group.unanswered[r] += effect.unknown * bears;
    *unknown = {r, static_cast<std::uint16_t>(criterion)};
    unknown += effect.unknown;
  }
  group.unknowns = static_cast<std::size_t>(unknown - group.unknown.data());
  group.any_open = group.any_open || any_open != 0;
}

// Good until the next call.
inline const Effect& Extractor::effect_of(const char* text, std::size_t size, std::size_t criterion,
                                          Memo& memo) {
  const Effect* const known = memo.find(text, size);
  return known != nullptr ? *known : read_effect(text, size, criterion, memo);
}

const Effect& Extractor::read_effect(const char* text, std::size_t size, std::size_t criterion,
                                     Memo& memo) {
  const Cell cell = read_cell(plan_, criterion, {text, size}, scratch_);
  Effect effect;
  effect.error = cell.kind == CellKind::error ? 1 : 0;
  effect.unknown = cell.kind == CellKind::unknown ? 1 : 0;
  effect.open = effect.unknown != 0 || cell.kind == CellKind::range ? 1 : 0;
  effect.low = cell.low;
  effect.high = cell.high;
  effect.at = effect.unknown != 0 ? tables_.criteria[criterion].neutral_at
                                  : static_cast<std::uint16_t>((cell.low + cell.high) / 2);
  Leads leads;
  if (effect.open != 0) {
    leads = least_leads(plan_.program, criterion, effect.low, effect.high, effect.at);
  }
  return memo.remember(text, size, effect, leads);
}

// Of a criterion that may be anything.
Leads Extractor::unknown_leads(std::size_t criterion, std::uint16_t at) const {
  return least_leads(plan_.program, criterion, 0, tables_.criteria[criterion].last, at);
}

void Extractor::activities(const char* block, const input::Index& index, const Slots& slots,
                           Group& group) {
  // Asked of each entry of a profile, so they are not looked for in the list each time.
  unknown_rows_.assign(tables_.criteria.size(), {});
  for (std::size_t i = 0; i < group.unknowns; ++i) {
    unknown_rows_[group.unknown[i].criterion].set(group.unknown[i].row);
  }
  for (std::size_t r = 0; r < group.count; ++r) {
    const std::uint32_t* const end = index.ends.data() + slots.first[r] + *plan_.activity;
    const std::uint32_t start = *plan_.activity == 0 ? slots.begin[r] : end[-1] + 1;
    const int activity = read_activity(plan_, {block + start, *end - start}, scratch_);
    if (activity == -1) continue;
    if (activity < 0) {
      group.bad[r] = 1;
      continue;
    }
    for (const engine::ProfileEntry& entry :
         plan_.program.activities[static_cast<std::size_t>(activity)].profile) {
      const std::size_t c = entry.criterion;
      const bool absent =
          std::find(plan_.absent.begin(), plan_.absent.end(), c) != plan_.absent.end();
      const bool unknown = absent ? plan_.assumed(c) == nullptr : unknown_rows_[c].test(r);
      if (!unknown) continue;
      // The profile moves the estimate; the box remains the whole scale.
      std::uint16_t& at = group.at[c * group_rows + r];
      at = static_cast<std::uint16_t>((entry.low + entry.high) / 2);
      group.least[r] += unknown_leads(c, at);
      group.least[r] -= unknown_leads(c, tables_.criteria[c].neutral_at);
    }
  }
}

}  // namespace sourcing::batch
