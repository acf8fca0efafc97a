// SPDX-License-Identifier: Apache-2.0
// `model diff` as text, Markdown or JSON.
#pragma once

#include <optional>
#include <sourcing/moves.hpp>
#include <string>
#include <vector>

#include "audit/model_changes.hpp"
#include "audit/model_compare.hpp"

namespace sourcing::audit {

enum class DiffFormat : std::uint8_t { text, markdown, json };

struct DiffReport {
  const engine::Program &before, &after;
  std::vector<Change> changes;
  Comparison comparison;
  std::optional<MovesReport> moves;  ///< with --on
};

[[nodiscard]] std::string report(const DiffReport& diff, DiffFormat format);

}  // namespace sourcing::audit
