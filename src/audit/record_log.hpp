// SPDX-License-Identifier: Apache-2.0
// Appending to a log of records: JSON Lines, each line with the hash of the one before it.
//
// Writers take turns by a lock on the file. A line is written whole, synced, or not at all; what a
// crash leaves of one is taken away by the next writer, who says so in its first record.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "audit/record.hpp"
#include "base/json.hpp"

namespace sourcing::audit {

/// How every log begins: of a canonical record `hash` sorts first.
inline constexpr std::string_view record_opening = R"({"hash":")";

struct Appended {
  std::string head;          ///< hash of the last record
  std::string error;         ///< why nothing was appended, without the path; empty = fine
  std::size_t repaired = 0;  ///< bytes of a torn line that were taken away
};

struct AppendOptions {
  Sign sign;                      ///< empty: records carry no signature
  std::function<void()> waiting;  ///< called once when another process holds the log; may be empty
  unsigned patience = 30;         ///< seconds to wait for it
};

/// Appends all records or none. Safe from any number of processes and threads. Each line is read
/// back before it is written: a log never holds what its own reader refuses.
[[nodiscard]] Appended append(const std::string& path, std::vector<json::Value> records,
                              const AppendOptions& options = {});

/// True for what may be left of a record whose writing was cut off: a beginning of one, with or
/// without the zero bytes that some file systems leave after a power cut.
[[nodiscard]] bool may_be_torn(std::string_view line) noexcept;

/// A line that is longer is no record.
inline constexpr std::size_t most_record_bytes = std::size_t{256} << 20;

}  // namespace sourcing::audit
