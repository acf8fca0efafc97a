// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments/progress_line.hpp"

#include <fmt/format.h>

namespace sourcing::cli {

std::string progress_line(const Messages& messages, const Progress& progress) {
  std::string line =
      messages.say(fmt::format("{} rows, {:.0f} MB/s", progress.rows,
                               static_cast<double>(progress.bytes) / 1e6 / progress.seconds));
  if (progress.share > 0) {
    constexpr int cells = 20;
    const auto full = static_cast<int>(progress.share * cells);
    line += fmt::format(", {:3.0f} % [{:#<{}}{:.<{}}] ", progress.share * 100, "", full, "",
                        cells - full);
    line += messages.say(
        fmt::format("{:.0f} s left", progress.seconds * (1 - progress.share) / progress.share));
  }
  if (progress.bad > 0) line += ", " + messages.say(fmt::format("{} bad", progress.bad));
  return line;
}

}  // namespace sourcing::cli
