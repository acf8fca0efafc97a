// SPDX-License-Identifier: Apache-2.0
#include "batch/extract.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/text.hpp"
#include "batch/wide.hpp"
#include "input/csv_fields.hpp"
#include "input/value.hpp"

namespace sourcing::batch {

namespace {

// A column's cells, their positions, and the rows whose cell has to be read another way.
struct Strip {
  const char* block;
  const std::uint32_t* start;
  const std::uint32_t* length;
  std::size_t rows;  // padded
  std::uint16_t* at;
  std::uint16_t* slow;
};

// Numbers written 4, 3.5 or 3.25, the usual cells by far. The four bytes are read as one word; with
// the text "0.00" taken away each byte is a digit, the point is 0, and what is left is 0.
SOURCING_INLINE std::size_t read_decimals(const Strip& strip, std::uint32_t minimum,
                                          std::uint32_t last) {
  alignas(64) PerRow<std::uint32_t> words;
  alignas(64) PerRow<std::uint32_t> wrong;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    std::memcpy(&words[r], strip.block + strip.start[r], sizeof words[r]);
  }
  // Whole words and no branches, so that the compiler takes several rows at once.
  std::uint32_t any = 0;
  const std::uint32_t* __restrict length = strip.length;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const std::uint32_t size = length[r] - 1;  // an empty cell wraps round to a great size
    const std::uint32_t shown = std::min<std::uint32_t>(size, 3);
    const std::uint32_t mask = 0xFFFFFFFFU >> (24 - 8 * shown);
    const std::uint32_t digits = (words[r] & mask) ^ (0x30302E30U & mask);
    const std::uint32_t not_digits =
        ((digits | (digits + 0x76767676U)) & 0x80808080U) | (digits & 0x0000FF00U);
    const std::uint32_t value =
        (digits & 0xFF) * 100 + ((digits >> 16) & 0xFF) * 10 + (digits >> 24) - minimum;
    // "2." and "25" are as long as neither form; what is off the scale is no position.
    const std::uint32_t odd_size = (size ^ shown) | static_cast<std::uint32_t>(size == 1);
    const std::uint32_t off_scale = std::max(value, last) ^ last;
    words[r] = std::min(value, last);
    wrong[r] = std::min<std::uint32_t>(not_digits | odd_size | off_scale, 1);
    any |= wrong[r];
  }
  std::uint16_t* __restrict at = strip.at;
  for (std::size_t r = 0; r < strip.rows; ++r) at[r] = static_cast<std::uint16_t>(words[r]);
  if (any == 0) return 0;
  std::size_t count = 0;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    strip.slow[count] = static_cast<std::uint16_t>(r);
    count += wrong[r];
  }
  return count;
}

// Whole numbers of up to eight digits, placed in their band. The digits are moved to the high end
// of the word, so that those that are not there are zeros in front, and joined two, four, eight.
SOURCING_INLINE std::size_t read_bands(const Strip& strip, const std::uint32_t* begins,
                                       std::size_t bands) {
  alignas(64) PerRow<std::uint32_t> values;
  std::size_t count = 0;
  for (std::size_t r = 0; r < strip.rows; ++r) {
    const std::uint32_t size = strip.length[r];
    std::uint64_t word = 0;
    std::memcpy(&word, strip.block + strip.start[r], sizeof word);
    const bool fits = size - 1 < 8;
    std::uint64_t digits = (word ^ 0x3030303030303030U) << (8 * ((8 - size) & 7));
    const bool fine =
        fits && ((digits | (digits + 0x7676767676767676U)) & 0x8080808080808080U) == 0;
    digits = (digits * 2561 >> 8) & 0x00FF00FF00FF00FFU;
    digits = (digits * 6553601 >> 16) & 0x0000FFFF0000FFFFU;
    values[r] = static_cast<std::uint32_t>(digits * 42949672960001U >> 32);
    strip.slow[count] = static_cast<std::uint16_t>(r);
    count += fine ? 0 : 1;
  }
  std::uint16_t* __restrict at = strip.at;
  std::memset(at, 0, strip.rows * sizeof *at);
  for (std::size_t b = 0; b < bands; ++b) {
    const std::uint32_t begin = begins[b];
    for (std::size_t r = 0; r < strip.rows; ++r) {
      at[r] = static_cast<std::uint16_t>(at[r] + (values[r] >= begin ? 1 : 0));
    }
  }
  return count;
}

// Cells that were seen before and name one position.
SOURCING_INLINE std::size_t read_known(const Strip& strip, const Memo& memo) {
  const char* const block = strip.block;
  const std::uint32_t* __restrict start = strip.start;
  const std::uint32_t* __restrict length = strip.length;
  std::uint16_t* __restrict at = strip.at;
  std::uint16_t* __restrict slow = strip.slow;
  const std::size_t rows = strip.rows;
  std::size_t count = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    const Effect* known = memo.find(block + start[r], length[r]);
    const bool point = known != nullptr && (known->open | known->error) == 0;
    at[r] = known != nullptr ? known->at : std::uint16_t{0};
    slow[count] = static_cast<std::uint16_t>(r);
    count += point ? 0 : 1;
  }
  return count;
}

SOURCING_WIDE std::size_t read_decimals_wide(const Strip& strip, std::uint32_t minimum,
                                             std::uint32_t last) {
  return read_decimals(strip, minimum, last);
}
SOURCING_WIDE std::size_t read_bands_wide(const Strip& strip, const std::uint32_t* begins,
                                          std::size_t bands) {
  return read_bands(strip, begins, bands);
}
SOURCING_WIDE std::size_t read_known_wide(const Strip& strip, const Memo& memo) {
  return read_known(strip, memo);
}

std::size_t read_decimals_narrow(const Strip& strip, std::uint32_t minimum, std::uint32_t last) {
  return read_decimals(strip, minimum, last);
}
std::size_t read_bands_narrow(const Strip& strip, const std::uint32_t* begins, std::size_t bands) {
  return read_bands(strip, begins, bands);
}
std::size_t read_known_narrow(const Strip& strip, const Memo& memo) {
  return read_known(strip, memo);
}

}  // namespace

Cell read_cell(const Plan& plan, std::size_t criterion, std::string_view raw,
               std::string& scratch) {
  const std::string_view text = base::trim(input::unquote(raw, scratch));
  Cell cell;
  input::Value value;
  if (plan.means_unknown(text)) {
    value.unknown = true;
  } else {
    value = input::read_value(plan.program.criteria[criterion], text, plan.decimal_comma());
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
  const std::string_view text = base::trim(input::unquote(raw, scratch));
  if (plan.means_unknown(text)) return -1;
  const auto activities = plan.program.activities;
  for (std::size_t i = 0; i < activities.size(); ++i) {
    if (activities[i].id == text) return static_cast<int>(i);
  }
  return -2;
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
    if (number && criterion.step == 1 && criterion.minimum >= 0 && criterion.minimum < 1'000) {
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
  for (std::size_t i = 0; i < plan_.used.size(); ++i) {
    const UsedColumn& used = plan_.used[i];
    const std::uint32_t* const ends = index.ends.data() + used.field;
    if (i > 0 && plan_.used[i - 1].field + 1 == used.field) {
      // Columns side by side, as nearly always: each begins where the one before ends.
      for (std::size_t r = 0; r < group.padded; ++r) start_[r] += length_[r] + 1;
    } else {
      for (std::size_t r = 0; r < group.padded; ++r) {
        const std::uint32_t* const end = ends + slots.first[r];
        start_[r] = used.field == 0 ? slots.begin[r] : end[-1] + 1;
      }
    }
    for (std::size_t r = 0; r < group.padded; ++r) {
      length_[r] = ends[slots.first[r]] - start_[r];
    }
    column(block, used, wide, memos_[i], group);
  }
  if (plan_.activity) activities(block, index, slots, group);
}

void Extractor::column(const char* block, const UsedColumn& used, bool wide, Memo& memo,
                       Group& group) {
  const std::size_t c = used.criterion;
  const Column& column = columns_[static_cast<std::size_t>(&memo - memos_.data())];
  group.open_column[c] = 0;
  const Strip strip{
      block,       start_.data(), length_.data(), group.padded, group.at.data() + c * group_rows,
      slow_.data()};
  std::size_t count = 0;
  switch (column.reading) {
    case Reading::decimal:
      count = wide ? read_decimals_wide(strip, column.minimum, tables_.criteria[c].last)
                   : read_decimals_narrow(strip, column.minimum, tables_.criteria[c].last);
      break;
    case Reading::band:
      count = wide ? read_bands_wide(strip, column.band_begins.data(), column.band_begins.size())
                   : read_bands_narrow(strip, column.band_begins.data(), column.band_begins.size());
      break;
    case Reading::memo:
      count = wide ? read_known_wide(strip, memo) : read_known_narrow(strip, memo);
      break;
  }
  if (count > 0) slow_cells(block, c, memo, slow_.data(), count, group);
}

// The cells of `rows`, which are not of the usual form.
void Extractor::slow_cells(const char* block, std::size_t criterion, Memo& memo,
                           const std::uint16_t* rows, std::size_t count, Group& group) {
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
    const std::uint16_t r = rows[i];
    const Effect& effect = effect_of(block + start_[r], length_[r], criterion, memo);
    at[r] = effect.at;
    low[r] = effect.low;
    high[r] = effect.high;
    group.least[r] += effect.leads;
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
  if (const Effect* known = memo.find(text, size); known != nullptr) return *known;
  unseen_ = effect_of(criterion, read_cell(plan_, criterion, {text, size}, scratch_));
  memo.remember(text, size, unseen_);
  return unseen_;
}

// Of a criterion that may be anything.
Leads Extractor::unknown_leads(std::size_t criterion, std::uint16_t at) const {
  return least_leads(plan_.program, criterion, 0, tables_.criteria[criterion].last, at);
}

Effect Extractor::effect_of(std::size_t criterion, const Cell& cell) const {
  Effect effect;
  effect.error = cell.kind == CellKind::error ? 1 : 0;
  effect.unknown = cell.kind == CellKind::unknown ? 1 : 0;
  effect.open = effect.unknown != 0 || cell.kind == CellKind::range ? 1 : 0;
  effect.low = cell.low;
  effect.high = cell.high;
  effect.at = effect.unknown != 0 ? tables_.criteria[criterion].neutral_at
                                  : static_cast<std::uint16_t>((cell.low + cell.high) / 2);
  if (effect.open != 0) {
    effect.leads = least_leads(plan_.program, criterion, effect.low, effect.high, effect.at);
  }
  return effect;
}

void Extractor::activities(const char* block, const input::Index& index, const Slots& slots,
                           Group& group) {
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
      const bool unknown = absent ? plan_.assumed(c) == nullptr : group.is_unknown(r, c);
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
