// SPDX-License-Identifier: Apache-2.0
// Counts of rows that move, and the first of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <sourcing/moves.hpp>
#include <unordered_map>
#include <vector>

#include "batch/moves/move_causes.hpp"

namespace sourcing::batch {

/// Of a block, or of all of them. As many entries as there are kinds of moves and causes of them.
class MoveTally {
 public:
  void clear();
  void count(const ShownVerdict& from, const ShownVerdict& to, const std::vector<Cause>& causes);
  void add(const MoveTally& more);

  /// Rows that only one model cannot judge.
  std::uint64_t rejected_before = 0, rejected_after = 0;
  std::uint64_t moved = 0;

  [[nodiscard]] std::vector<MoveCount> counts(const MoveCauses& causes) const;

 private:
  // from, to and the key of a cause; 0 stands for the rows themselves.
  std::unordered_map<std::uint64_t, std::uint64_t> entries_;
};

/// What the blocks came to so far. `add` by one thread at a time.
struct Moved {
  MoveTally tally;
  std::vector<RowMove> first;
  std::atomic<std::size_t> room = 0;  ///< moved rows that are still to be kept

  void add(const MoveTally& more, std::vector<RowMove>& rows);
};

}  // namespace sourcing::batch
