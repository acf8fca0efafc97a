// SPDX-License-Identifier: Apache-2.0
// Appending to a log of records: JSON Lines, each line with the hash of the one before it.
//
// Writers take turns by a lock on the file. A line is written whole, synced, or not at all; what a
// crash leaves of one is taken away by the next writer, who says so in its first record.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace sourcing::audit {

struct Appended {
  std::string head;          ///< hash of the last record
  std::string error;         ///< why nothing was appended, without the path; empty = fine
  std::size_t repaired = 0;  ///< bytes of a torn line that were taken away
};

/// Appends all records or none. Safe from any number of processes and threads.
[[nodiscard]] Appended append(const std::string& path, std::vector<json::Value> records);

/// True for what may be left of a record whose writing was cut off.
[[nodiscard]] bool may_be_torn(std::string_view line) noexcept;

}  // namespace sourcing::audit
