// SPDX-License-Identifier: Apache-2.0
// Rows counted by what stands in some of their columns. Memory grows with the values that differ,
// not with the rows.
#pragma once

#include <cstdint>
#include <sourcing/batch.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/decimal_sum.hpp"
#include "base/json.hpp"
#include "batch/plan/plan.hpp"
#include "batch/read/row_reader.hpp"

namespace sourcing::batch {

class RollUp {
 public:
  void clear() noexcept { groups_.clear(); }

  /// The row that is counted next: its key and its numbers. Nothing happens where no columns were
  /// named.
  void row(const Plan& plan, const RowView& row);
  void row(const Plan& plan, const Task& task);
  void row(const Plan& plan, const Failure& failure);
  /// One of which nothing is known.
  void blank_row(const Plan& plan);

  /// It has this verdict; each is one past the last where there is none.
  void count(std::size_t disposition, std::size_t engagement, std::size_t location);
  /// It has none, because it could not be judged.
  void error();

  void add(const RollUp& more);

  /// Fills what the summary says of groups.
  void report(const Plan& plan, BatchSummary& summary) const;

 private:
  struct Sum {
    base::DecimalSum sum;
    std::uint64_t numbers = 0;
    void add(const Sum& more);
  };
  struct Tally {
    std::uint64_t rows = 0;
    std::vector<Sum> sums;
    void add(const Tally& more);
  };
  struct Cell {
    std::uint8_t verdict;
    Tally tally;
  };
  struct Group {
    Tally all;
    std::uint64_t errors = 0;
    std::vector<Cell> cells;
    Tally& cell(std::uint8_t verdict);
    void add(const Group& more);
  };

  void begin(const Plan& plan);
  void key(std::string_view value);
  void number(std::string_view text, bool comma);
  static std::vector<std::string> split_key(std::string_view key);
  static SummaryGroup shown(const Group& group, const Group& total);

  bool wanted_ = false;
  std::string key_;  // of the row: each value behind its length
  Tally numbers_;    // of the row
  std::string scratch_;
  std::unordered_map<std::string, Group> groups_;
};

}  // namespace sourcing::batch
