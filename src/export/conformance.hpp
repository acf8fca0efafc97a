// SPDX-License-Identifier: Apache-2.0
// Rows that an implementation of the model gets wrong first: at ties and one unit beside them, at
// the edges of rules and scales, unknown, in every form that a value may have, and garbage.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program.hpp"

namespace sourcing::sql {

/// One row of text cells, as they stand in a CSV file.
struct ConformanceRow {
  std::string id, name, activity;
  std::vector<std::string> cells;  ///< one for each criterion, in model order
};

/// An endless supply of rows; the same for the same model and seed, on every machine.
class ConformanceRows {
 public:
  ConformanceRows(const engine::Program& program, std::uint64_t seed);
  [[nodiscard]] ConformanceRow next();

 private:
  struct Span {
    std::uint16_t low = 0, high = 0;
    bool unknown = false;
  };

  std::uint64_t draw() noexcept;
  [[nodiscard]] std::size_t below(std::size_t count) noexcept { return draw() % count; }
  [[nodiscard]] bool chance(unsigned percent) noexcept { return below(100) < percent; }

  void scatter(unsigned unknown, unsigned ranges);
  void edges();
  void approach();
  [[nodiscard]] std::string written(std::size_t criterion, std::uint16_t at);
  [[nodiscard]] std::string word(std::size_t criterion, std::uint16_t at);
  [[nodiscard]] std::string cell(std::size_t criterion);
  [[nodiscard]] std::string garbage();

  const engine::Program& program_;
  std::uint64_t state_;
  std::uint64_t row_ = 0;
  std::vector<Span> spans_;
};

}  // namespace sourcing::sql
