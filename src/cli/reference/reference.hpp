// SPDX-License-Identifier: Apache-2.0
// The command tree as data: help, man pages, completions and docs/cli are all made from it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/shell/command.hpp"

namespace sourcing::cli {

struct OptionInfo {
  std::vector<std::string> names;    ///< `-f`, `--format`; a positional has its one name
  std::string type;                  ///< `FILE`, `text|json`; empty for a flag
  std::vector<std::string> choices;  ///< of a type such as `text|json`
  std::string description;
  std::string group;
  bool positional = false, many = false;
};

/// The heading of the options that every command has.
inline constexpr std::string_view common_group = "Common options";

/// The options of a command, those that all commands have included.
[[nodiscard]] std::vector<OptionInfo> options_of(const Command& command);

/// `sourcing classify [OPTIONS] [TASK]...`
[[nodiscard]] std::string usage_line(const Command& command,
                                     const std::vector<OptionInfo>& options);

/// The lines of a text.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// Exit codes and what they mean, for every form of the reference.
struct ExitMeaning {
  int code;
  std::string_view meaning;
};
[[nodiscard]] std::span<const ExitMeaning> exit_meanings() noexcept;

/// A man page (roff) of one command, or of `sourcing` itself when `command` is null.
[[nodiscard]] std::string man_page(const Command* command);
/// The same in Markdown, as docs/cli has it.
[[nodiscard]] std::string markdown_page(const Command* command);
/// Every error and exit code, for docs/cli.
[[nodiscard]] std::string markdown_errors();
/// File name of a page without its ending: `sourcing-model-check`.
[[nodiscard]] std::string page_name(const Command* command);

}  // namespace sourcing::cli
