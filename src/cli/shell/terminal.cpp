// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace sourcing::cli {

bool is_terminal(int descriptor) noexcept { return ::isatty(descriptor) == 1; }

std::size_t columns(int descriptor) noexcept {
  constexpr std::size_t usual = 80, least = 40;
  winsize size{};
  if (!is_terminal(descriptor) || ::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return usual;
  }
  return std::max<std::size_t>(size.ws_col, least);
}

bool use_color(int descriptor, std::string_view choice) noexcept {
  if (choice == "always") return true;
  if (choice == "never") return false;
  if (!environment("NO_COLOR").empty()) return false;
  for (const char* force : {"CLICOLOR_FORCE", "FORCE_COLOR"}) {
    const std::string_view value = environment(force);
    if (!value.empty() && value != "0") return true;
  }
  return is_terminal(descriptor) && environment("TERM") != "dumb";
}

std::string_view environment(const char* name) noexcept {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets it
  return value == nullptr ? std::string_view{} : value;
}

std::string_view locale_language() noexcept {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string_view value = environment(name);
    if (value.empty()) continue;
    if (value == "C" || value == "POSIX" || value.starts_with("C.")) return {};
    return value.substr(0, value.find_first_of("_.@"));
  }
  return {};
}

}  // namespace sourcing::cli
