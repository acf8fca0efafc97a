// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/report_lines.hpp"

#include <unistd.h>

#include <algorithm>

#include "base/text.hpp"
#include "cli/shell/terminal.hpp"

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

std::string fit_lines(std::string_view text, std::size_t width) {
  constexpr std::size_t further = 4;
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
    if (line.ends_with('}') || base::display_width(line) <= width || blanks + further >= width) {
      out += line;
      out += '\n';
      continue;
    }
    std::string before(blanks, ' ');
    for (const std::string& piece : base::wrap(line.substr(blanks), width - blanks - further)) {
      out += before + piece + "\n";
      before.resize(blanks + further, ' ');
    }
  }
  return out;
}

ExitCode print_lines(const Session& session, const std::string& text, const std::string& path) {
  const bool shown = path == "-" && is_terminal(STDOUT_FILENO);
  return print(session, shown ? fit_lines(text, columns(STDOUT_FILENO)) : text, path);
}

}  // namespace sourcing::cli
