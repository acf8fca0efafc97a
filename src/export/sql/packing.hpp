// SPDX-License-Identifier: Apache-2.0
// The four scores of a row as digits of one number, so that a query adds them up together.
//
// Each axis has a place, as wide as its scores can be apart, and a start, so that no digit is ever
// negative. Where the four do not fit a number of 64 bits they are two numbers or more, `groups`.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "engine/program.hpp"
#include "export/sql/dialect.hpp"
#include "export/sql/writer.hpp"

namespace sourcing::sql {

class Packing {
 public:
  Packing(const engine::Program& program, const Dialect& dialect);

  [[nodiscard]] std::size_t groups() const noexcept { return groups_; }
  [[nodiscard]] std::size_t group(std::size_t axis) const noexcept { return lanes_[axis].group; }
  /// What a criterion at a position gives to a group, less what `start` has of it; "0" for nothing.
  [[nodiscard]] std::string at(std::size_t group, std::size_t criterion,
                               const std::string& position) const;
  /// What every row has.
  [[nodiscard]] std::string start(std::size_t group) const;
  /// What a rule gives where it fires; "0" for nothing.
  [[nodiscard]] std::string of_rule(std::size_t group, const Writer& writer,
                                    std::size_t rule) const;
  /// The score of an axis out of the sum of its group.
  [[nodiscard]] std::string score(std::size_t axis, const std::string& sum) const;

 private:
  struct Lane {
    std::size_t group = 0;
    std::int64_t place = 1, width = 1, least = 0;
  };
  [[nodiscard]] std::int64_t value(std::size_t group, std::size_t criterion,
                                   std::size_t position) const;
  [[nodiscard]] Lane range(std::size_t axis) const;

  const engine::Program& program_;
  const Dialect& dialect_;
  std::array<Lane, axis_count> lanes_;
  std::size_t groups_ = 1;
};

}  // namespace sourcing::sql
