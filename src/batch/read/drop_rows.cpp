// SPDX-License-Identifier: Apache-2.0
#include "batch/read/drop_rows.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/fold.hpp"
#include "input/csv_fields.hpp"

namespace sourcing::batch {

namespace {

class Dropper {
 public:
  Dropper(const Plan& plan, const char* block, input::Index& index)
      : plan_(plan), block_(block), index_(index) {
    // A row that is blank begins with a delimiter, a blank or an empty field in quotes.
    for (const char c : {plan.dialect.delimiter, ' ', '"', '\t'}) {
      may_be_blank_[static_cast<unsigned char>(c)] = true;
    }
    std::fill(may_be_blank_.begin() + 0x80, may_be_blank_.end(), true);
  }

  Dropped run() {
    Dropped none;
    std::size_t row = 0;
    while (row < index_.rows &&
           (stays(row) || (keeps(row, none) && width(row) == index_.fields(row)))) {
      ++row;
    }
    return row == index_.rows ? none : shorten();  // nearly always nothing is to be done
  }

 private:
  Dropped shorten() {
    Dropped dropped;
    std::size_t kept = 0, end = 0;
    for (std::size_t row = 0; row < index_.rows; ++row) {
      if (!keeps(row, dropped)) continue;
      const std::size_t begin = index_.first[row], count = width(row);
      std::copy_n(index_.ends.begin() + static_cast<std::ptrdiff_t>(begin), count,
                  index_.ends.begin() + static_cast<std::ptrdiff_t>(end));
      index_.begin[kept] = index_.begin[row];
      index_.flags[kept] = index_.flags[row];
      index_.first[kept] = static_cast<std::uint32_t>(end);
      end += count;
      ++kept;
    }
    index_.first[kept] = static_cast<std::uint32_t>(end);
    index_.rows = kept;
    return dropped;
  }

  // Seen at a glance, and so for nearly all rows.
  [[nodiscard]] bool stays(std::size_t row) const noexcept {
    return plan_.skips.empty() && index_.fields(row) <= plan_.fields && !may_be_blank(row);
  }
  [[nodiscard]] bool may_be_blank(std::size_t row) const noexcept {
    return may_be_blank_[static_cast<unsigned char>(block_[index_.begin[row]])];
  }

  // The fields of a row without the empty ones beyond the header, which spreadsheets leave where a
  // cell was once used.
  std::size_t width(std::size_t row) {
    std::size_t count = index_.fields(row);
    while (count > plan_.fields && base::trim_wide(field(row, count - 1)).empty()) --count;
    return count;
  }

  bool keeps(std::size_t row, Dropped& dropped) {
    if (may_be_blank(row) && is_blank(row)) {
      ++dropped.blank;
      return false;
    }
    if (!plan_.skips.empty() && is_skipped(row)) {
      ++dropped.skipped;
      return false;
    }
    return true;
  }

  std::string_view field(std::size_t row, std::size_t i) {
    const std::uint32_t begin = index_.field_begin(row, i);
    return input::unquote({block_ + begin, index_.field_end(row, i) - begin}, scratch_);
  }

  // A single field that is empty stands in quotes on purpose: else its line would be no row.
  bool is_blank(std::size_t row) {
    if (index_.fields(row) == 1) return false;
    for (std::size_t i = 0; i < index_.fields(row); ++i) {
      if (!base::trim_wide(field(row, i)).empty()) return false;
    }
    return true;
  }

  bool is_skipped(std::size_t row) {
    return std::any_of(plan_.skips.begin(), plan_.skips.end(), [&](const Skip& skip) {
      return skip.field < index_.fields(row) && base::fold(field(row, skip.field)) == skip.folded;
    });
  }

  const Plan& plan_;
  const char* block_;
  input::Index& index_;
  std::array<bool, 256> may_be_blank_{};  // by the first byte
  std::string scratch_;
};

}  // namespace

Dropped drop_rows(const Plan& plan, const char* block, input::Index& index) {
  return Dropper(plan, block, index).run();
}

}  // namespace sourcing::batch
