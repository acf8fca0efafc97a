// SPDX-License-Identifier: Apache-2.0
// `model diff` as text, Markdown or JSON.
#pragma once

#include <functional>
#include <optional>
#include <sourcing/moves.hpp>
#include <string>
#include <string_view>
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

/// A sentence in the reader's language; `.` is the decimal sign.
using Say = std::function<std::string(std::string_view sentence)>;

/// `say` unset: in English. JSON always is.
[[nodiscard]] std::string report(const DiffReport& diff, DiffFormat format, const Say& say = {});

}  // namespace sourcing::audit
