// SPDX-License-Identifier: Apache-2.0
// The cells of a model as columns of a query: which of them a row's intervals meet, and what is
// least and greatest within those.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "export/sql/cells.hpp"
#include "export/sql/formula.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

/// The cells of one kind of rules, as columns of a query.
class Cells {
 public:
  Cells(Writer& writer, std::string mark, std::vector<Group> groups)
      : w_(writer), mark_(std::move(mark)), groups_(std::move(groups)) {}

  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }

  /// Stage "parts": 1 where the row's intervals meet a cell, and the intervals' parts in it.
  void parts();

  /// 1 = the row is certain to fall in what the cells cannot tell.
  [[nodiscard]] std::vector<std::string> unclear() const;

  /// Condition: the row meets a cell of the group in which the rules fire as wanted. `fires` tells
  /// whether a rule of the model does. For a group without cells: as at the estimate, which is the
  /// row's only point wherever the answer is used.
  [[nodiscard]] std::string exists(std::size_t g,
                                   const std::function<bool(std::vector<std::size_t>)>& wanted,
                                   const std::string& at_point) const;

  /// Least (or greatest) sum of contributions and points over the group's criteria, over the cells
  /// that `counts`; out of reach where there is none.
  [[nodiscard]] std::string extreme(std::size_t g, bool greatest, const Signs& signs,
                                    const std::function<bool(std::vector<std::size_t>)>& counts,
                                    const std::string& counts_at_point) const;

 private:
  [[nodiscard]] std::string label(std::size_t g) const { return fmt::format("{}{}", mark_, g); }
  [[nodiscard]] std::string label(std::size_t g, std::size_t cell) const;
  static std::vector<std::size_t> fired(const Group& group, const Cell& cell);
  [[nodiscard]] bool is_neutralised(std::size_t c, const std::vector<std::size_t>& fires) const;

  static std::string part_kind(char end, Interval part);
  [[nodiscard]] bool cut_low(Interval part) const { return part.low > 0; }
  [[nodiscard]] bool cut_high(std::size_t c, Interval part) const;
  void clip(std::size_t c, Interval part);
  [[nodiscard]] std::pair<std::string, std::string> ends(std::size_t c, Interval part) const;

  Writer& w_;
  std::string mark_;
  std::vector<Group> groups_;
  std::vector<std::tuple<std::size_t, std::uint16_t, std::uint16_t>> clipped_;
};

}  // namespace sourcing::sql
