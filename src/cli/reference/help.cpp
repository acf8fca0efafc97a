// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sourcing/version.hpp>
#include <vector>

#include "base/table.hpp"
#include "base/text.hpp"
#include "cli/reference/reference.hpp"

namespace sourcing::cli {

namespace {

constexpr std::size_t width = 80;

std::string command_table(std::string_view only_group) {
  std::vector<std::string_view> groups;
  for (const Command& command : commands()) {
    if (std::find(groups.begin(), groups.end(), command.group) == groups.end()) {
      groups.push_back(command.group);
    }
  }
  std::string out;
  for (const std::string_view group : groups) {
    base::Table table({{}, {}});
    for (const Command& command : commands()) {
      if (command.group != group) continue;
      const bool member =
          only_group.empty() || command.name.substr(0, command.name.find(' ')) == only_group;
      if (member) table.add_row({std::string(command.name), std::string(command.summary)});
    }
    if (table.rows() == 0) continue;
    out += fmt::format("\n{}:\n{}", group, table.render(width, 2));
  }
  return out;
}

// `line` in lines of the width, broken after the bars of a long list of choices.
std::string broken_at_bars(std::string line) {
  std::string out;
  while (line.size() > width) {
    const std::size_t bar = line.rfind('|', width - 1);
    if (bar == std::string::npos) break;
    out += line.substr(0, bar + 1) + "\n";
    line = "      " + line.substr(bar + 1);
  }
  return out + line;
}

// The names, then the description beside or, where the names are long, below them.
std::string option_help(const OptionInfo& option) {
  constexpr std::size_t column = 28;
  std::string names = fmt::format("  {}", fmt::join(option.names, ", "));
  if (!option.positional && !option.type.empty()) names += " " + option.type;
  std::string out;
  if (names.size() + 2 > column) {
    out += broken_at_bars(names) + "\n";
    names.clear();
  }
  for (const std::string& line : base::wrap(option.description, width - column)) {
    out += base::pad_right(names, column) + line + "\n";
    names.clear();
  }
  return out;
}

}  // namespace

std::string overview() {
  return fmt::format(
      "sourcing {}: decides whether a business process is BPO or KPO and where it\n"
      "should be done, and prints the reasoning.\n\n"
      "Examples:\n"
      "  sourcing new payroll > payroll.json      write a task\n"
      "  sourcing classify payroll.json           decide it\n"
      "  sourcing classify *.json --format ndjson | jq .verdict\n"
      "{}\n"
      "Exit codes: 0 done; 1 something asked to hold does not; 2 wrong usage;\n"
      "3 invalid input; 4 invalid model; 5 cannot read or write; 6 done, some rows\n"
      "rejected; 70 a bug. `sourcing explain 3` tells more of each.\n\n"
      "`sourcing COMMAND --help` tells more; `sourcing --version` prints the version.\n",
      version(), command_table({}));
}

std::string group_help(std::string_view group) {
  return fmt::format("Usage: sourcing {} COMMAND\n{}", group, command_table(group));
}

std::string command_help(const Command& command) {
  const std::vector<OptionInfo> options = options_of(command);
  std::string out = fmt::format("sourcing {}: {}\n\nExamples:\n", command.name, command.summary);
  for (const std::string_view line : lines_of(command.examples)) {
    out += fmt::format("  {}\n", line);
  }
  out += fmt::format("\nUsage: {}\n", usage_line(command, options));
  for (std::size_t i = 0; i < options.size();) {
    const std::string& group = options[i].group;
    out += fmt::format("\n{}:\n", group);
    for (; i < options.size() && options[i].group == group; ++i) out += option_help(options[i]);
  }
  return out;
}

}  // namespace sourcing::cli
