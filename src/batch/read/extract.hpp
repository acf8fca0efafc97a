// SPDX-License-Identifier: Apache-2.0
// From the cells of a group of rows to positions on the grids, a column at a time.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "batch/plan/group.hpp"
#include "batch/plan/memo.hpp"
#include "batch/plan/plan.hpp"
#include "batch/plan/tables.hpp"
#include "batch/read/cell_places.hpp"
#include "batch/read/strips.hpp"
#include "input/csv_index.hpp"

namespace sourcing::batch {

/// Reads one cell as it stands in the file, quotes and all. Of an error it says that it is one;
/// `read_row` has the words.
[[nodiscard]] Cell read_cell(const Plan& plan, std::size_t criterion, std::string_view raw,
                             std::string& scratch);

/// Index of an activity in the catalogue, or -1 (empty cell), or -2 (no such activity).
[[nodiscard]] int read_activity(const Plan& plan, std::string_view raw, std::string& scratch);

class Extractor {
 public:
  Extractor(const Plan& plan, const Tables& tables);

  /// Fills the first part of `group` from the rows in `slots` (`group.count` of them).
  void run(const char* block, const input::Index& index, const Slots& slots, bool wide,
           Group& group);

 private:
  void column(const char* block, std::size_t used, bool wide, Group& group);
  void slow_cells(const Strip& strip, std::size_t criterion, Memo& memo, std::size_t count,
                  Group& group);
  [[nodiscard]] Leads unknown_leads(std::size_t criterion, std::uint16_t at) const;
  const Effect& effect_of(const char* text, std::size_t size, std::size_t criterion, Memo& memo);
  const Effect& read_effect(const char* text, std::size_t size, std::size_t criterion, Memo& memo);
  void absent_columns(Group& group);
  void activities(const char* block, const input::Index& index, const Slots& slots, Group& group);

  enum class Reading : std::uint8_t { decimal, band, memo };
  struct Column {
    Reading reading = Reading::memo;
    std::uint32_t minimum = 0;               // decimal: hundredths
    std::vector<std::uint32_t> band_begins;  // band: whole numbers, the first left out
  };

  const Plan& plan_;
  const Tables& tables_;
  std::vector<Column> columns_;               // of plan.used
  std::vector<std::unique_ptr<Memo>> memos_;  // of plan.used, once a cell asks for it
  Leads absent_leads_;                        // of the columns that are not there, together
  Bearing absent_unanswered_ = 0;
  bool absent_partial_ = false;
  std::vector<std::bitset<group_rows>> unknown_rows_;  // by criterion, where there are activities
  const Group* primed_ = nullptr;                      // whose absent columns are filled
  std::string scratch_;
  CellPlaces places_;
  alignas(64) std::array<std::uint16_t, group_rows + 8> slow_{};
};

}  // namespace sourcing::batch
