// SPDX-License-Identifier: Apache-2.0
// Rows judged by two models at once.
#pragma once

#include <array>
#include <memory>

#include "batch/flow/worker.hpp"
#include "batch/moves/move_tally.hpp"

namespace sourcing::batch {

/// What the workers of a comparison share: the first model's, then the second's.
struct TwoModels {
  std::array<const Plan*, 2> plans;
  std::array<const Tables*, 2> tables;
  const MoveCauses& causes;
  Moved& moved;
};

[[nodiscard]] std::unique_ptr<Worker> make_csv_moves_worker(const TwoModels& two);
[[nodiscard]] std::unique_ptr<Worker> make_json_moves_worker(const TwoModels& two);

}  // namespace sourcing::batch
