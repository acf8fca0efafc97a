// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/report_lines.hpp"

#include <algorithm>

namespace sourcing::cli {

std::string say_lines(const Messages& messages, std::string_view text) {
  if (!messages.translated) return std::string(text);
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += messages.say(text.substr(0, end));
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace sourcing::cli
