// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <sourcing/version.hpp>
#include <vector>

#include "base/table.hpp"
#include "base/text.hpp"

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

std::string option_name(const CLI::Option& option) {
  std::string name = option.get_positional() ? option.get_name(true) : option.get_name(false, true);
  std::string spaced;
  for (const char c : name) {
    spaced += c;
    if (c == ',') spaced += ' ';
  }
  if (!option.get_positional() && option.get_type_size() > 0) {
    spaced += " " + option.get_type_name();
  }
  return spaced;
}

}  // namespace

std::string overview() {
  return fmt::format(
      "sourcing {}: decides whether a business process is BPO or KPO, where it should be\n"
      "done, and prints the reasoning.\n\n"
      "Examples:\n"
      "  sourcing new payroll > payroll.json      write a task\n"
      "  sourcing classify payroll.json           decide it\n"
      "  sourcing classify *.json --format ndjson | jq .verdict\n"
      "{}\n"
      "Exit codes: 0 done; 1 something asked to hold does not; 2 wrong usage; 3 invalid input;\n"
      "4 invalid model; 5 cannot read or write; 6 done, some rows rejected; 70 a bug.\n\n"
      "`sourcing COMMAND --help` tells more; `sourcing --version` prints the version.\n",
      version(), command_table({}));
}

std::string group_help(std::string_view group) {
  return fmt::format("Usage: sourcing {} COMMAND\n{}", group, command_table(group));
}

std::string command_help(const Command& command, const CLI::App& app) {
  std::string usage = fmt::format("sourcing {}", command.name);
  for (const CLI::Option* option : app.get_options()) {
    if (!option->get_positional()) continue;
    const bool many = option->get_expected_max() > 1;
    usage += option->get_required() ? fmt::format(" {}", option->get_name(true))
                                    : fmt::format(" [{}]", option->get_name(true));
    if (many) usage += "...";
  }
  std::string out = fmt::format("{}: {}\n\nExamples:\n", app.get_name(), command.summary);
  std::string_view rest = command.examples;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    out += fmt::format("  {}\n", rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  }
  out += fmt::format("\nUsage: {} [OPTIONS]\n", usage);

  std::vector<std::string> groups = {"", "Options", "Common options"};
  for (const CLI::Option* option : app.get_options()) {
    if (std::find(groups.begin(), groups.end(), option->get_group()) == groups.end()) {
      groups.insert(groups.end() - 1, option->get_group());
    }
  }
  for (const std::string& group : groups) {
    base::Table table({{}, {}});
    for (const CLI::Option* option : app.get_options()) {
      const bool positional = option->get_positional();
      if (group.empty() ? !positional : (positional || option->get_group() != group)) continue;
      table.add_row({option_name(*option), option->get_description()});
    }
    if (table.rows() == 0) continue;
    out += fmt::format("\n{}:\n{}", group.empty() ? "Arguments" : group, table.render(width, 2));
  }
  return out;
}

}  // namespace sourcing::cli
