// SPDX-License-Identifier: Apache-2.0
// The lines of an NDJSON block, and tasks out of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "batch/flow/worker.hpp"

namespace sourcing::batch {

/// A line that holds something, in its block.
struct JsonLine {
  std::size_t begin, size;
  std::uint64_t number;  ///< lines of the block before it
};

/// Finds them; the extent counts the empty ones as lines.
Extent find_lines(const input::Block& block, std::vector<JsonLine>& lines);

/// The name under which the task is to have what stands under `key`; nothing where that is left
/// out.
[[nodiscard]] std::optional<std::string> own_key(const Plan& plan, std::string_view key);

/// Where a row stands.
struct JsonPlace {
  std::size_t index;  ///< of the line among those of the block
  Extent before;      ///< the block
};

/// Reads a task; nothing when it cannot be judged: `bad` then tells of it.
[[nodiscard]] std::optional<Task> read_json_row(const Plan& plan, const input::Block& block,
                                                const JsonLine& line, JsonPlace place, BadRow& bad);

}  // namespace sourcing::batch
