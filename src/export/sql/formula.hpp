// SPDX-License-Identifier: Apache-2.0
// A criterion's contribution as SQL: a formula in the position, and its least and greatest value
// within an interval of positions.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/program.hpp"
#include "export/signs.hpp"
#include "export/sql/dialect.hpp"

namespace sourcing::sql {

/// What one criterion contributes to a sum of axes.
class Formula {
 public:
  Formula(const engine::Program& program, const Dialect& dialect, std::size_t criterion,
          const Signs& signs);

  [[nodiscard]] bool constant() const noexcept;
  /// 0 wherever the criterion is.
  [[nodiscard]] bool nothing() const noexcept { return constant() && table_.front() == 0; }
  /// At a position.
  [[nodiscard]] std::string at(const std::string& position) const;
  /// The least (or greatest) over the positions of an interval, which is not empty.
  [[nodiscard]] std::string extreme(bool greatest, const std::string& low,
                                    const std::string& high) const;
  [[nodiscard]] const std::vector<int>& table() const noexcept { return table_; }

 private:
  [[nodiscard]] std::string by_runs(bool greatest, const std::string& low,
                                    const std::string& high) const;
  [[nodiscard]] std::string rounded(std::size_t axis, const std::string& position) const;

  const engine::Program& program_;
  const Dialect& dialect_;
  std::size_t criterion_;
  Signs signs_;
  std::vector<int> table_;
};

/// A sum of terms; those that are "0" are left out.
[[nodiscard]] std::string sum(const Dialect& dialect, const std::vector<std::string>& terms);

}  // namespace sourcing::sql
