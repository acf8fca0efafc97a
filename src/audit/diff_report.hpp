// SPDX-License-Identifier: Apache-2.0
// `model diff` as text, Markdown or JSON.
#pragma once

#include <string>
#include <vector>

#include "audit/model_changes.hpp"
#include "audit/model_compare.hpp"
#include "audit/moves.hpp"

namespace sourcing::audit {

enum class DiffFormat : std::uint8_t { text, markdown, json };

struct DiffReport {
  const engine::Program &before, &after;
  std::vector<Change> changes;
  Comparison comparison;
  const Moves* moves = nullptr;  ///< with --on
  std::vector<Move> shown;       ///< the first moved rows
  std::vector<std::string> ignored;
};

[[nodiscard]] std::string report(const DiffReport& diff, DiffFormat format);

}  // namespace sourcing::audit
