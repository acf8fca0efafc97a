// SPDX-License-Identifier: Apache-2.0
// Which rows a changed model decides differently, and what moved them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <sourcing/engine.hpp>
#include <sourcing/task.hpp>
#include <string>
#include <vector>

namespace sourcing::audit {

/// A row whose verdict moved.
struct Move {
  std::uint64_t row = 0;
  std::string id;
  std::string from, to;              ///< `outsource BPO nearshore`, `-` where undetermined
  std::vector<std::string> because;  ///< `judgment +2.00 on engagement`, greatest first
};

/// Counts moves row by row; keeps only counts, so memory does not grow with the rows.
class Moves {
 public:
  Moves(const Engine& before, const Engine& after) : before_(before), after_(after) {}

  /// Counts the row. Its move, if there is one and it is to be explained: reasons take far longer
  /// than a verdict, so they are only found for the rows that are shown.
  [[nodiscard]] std::optional<Move> saw(const Task& before, const Task& after, bool explain);

  std::uint64_t rows = 0, moved = 0, rejected = 0;
  std::map<std::pair<std::string, std::string>, std::uint64_t> counts;  ///< from, to

 private:
  const Engine &before_, &after_;
};

}  // namespace sourcing::audit
