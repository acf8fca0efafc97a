// SPDX-License-Identifier: Apache-2.0
// What a dry run looks for in cells: words that are no values, rows that are sums, ids that repeat.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "batch/plan/plan.hpp"
#include "batch/read/row_reader.hpp"

namespace sourcing::batch {

/// Goes over the rows of a dry run. Not for several threads. What it keeps is bounded.
class Survey {
 public:
  explicit Survey(const Plan& plan)
      : plan_(plan),
        columns_(plan.used.size()),
        answers_(plan.used.size()),
        sources_(plan.derived.size()) {}

  void row(const RowView& row, std::uint64_t number);
  [[nodiscard]] BatchSurvey result() const;

 private:
  void cell(std::size_t used, std::string_view text);
  void source(std::size_t rule, const RowView& row);
  void total(const RowView& row);
  void id(const RowView& row, std::uint64_t number);

  const Plan& plan_;
  std::vector<std::map<std::string, std::uint64_t, std::less<>>> columns_;  // of plan.used
  std::vector<std::uint64_t> answers_;                                      // likewise
  /// Of the cells from which nothing can be derived: by rule, then as above by column.
  std::vector<std::map<std::pair<std::uint16_t, std::string>, std::uint64_t>> sources_;
  std::unordered_map<std::string, std::uint64_t> ids_;  // and the row of each
  BatchSurvey found_;
  std::string scratch_;
};

}  // namespace sourcing::batch
