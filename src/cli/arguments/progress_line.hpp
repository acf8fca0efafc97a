// SPDX-License-Identifier: Apache-2.0
// What a terminal shows while rows are judged.
#pragma once

#include <cstdint>
#include <string>

#include "cli/shell/messages.hpp"

namespace sourcing::cli {

struct Progress {
  std::uint64_t rows = 0, bytes = 0, bad = 0;
  double seconds = 0;
  double share = 0;  ///< of the input that has been read; 0: not known
};

/// One line, in the user's language, without its end.
[[nodiscard]] std::string progress_line(const Messages& messages, const Progress& progress);

}  // namespace sourcing::cli
