// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/escape.hpp"
#include "cli/reference/error_catalogue.hpp"
#include "cli/reference/reference.hpp"

namespace sourcing::cli {

namespace {

std::string cell(std::string_view text) {
  std::string out;
  base::append_markdown(out, text);
  return out;
}

// Inside a code span only the bar of a table needs care.
std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out + "`";
}

std::string exit_table() {
  std::string out = "## Exit codes\n\n| code | meaning |\n|---|---|\n";
  for (const ExitMeaning& exit : exit_meanings()) {
    out += fmt::format("| {} | {} |\n", exit.code, cell(exit.meaning));
  }
  return out;
}

}  // namespace

std::string markdown_page(const Command* command) {
  std::string out = "<!-- Made from the command tree by `sourcing reference`; do not edit. -->\n";
  if (command == nullptr) {
    out += "# The command line\n";
    std::string_view group;
    for (const Command& each : commands()) {
      if (each.group != group) {
        group = each.group;
        out += fmt::format("\n## {}\n\n| command | what it does |\n|---|---|\n", group);
      }
      out += fmt::format("| [`sourcing {}`]({}.md) | {} |\n", each.name, page_name(&each),
                         cell(each.summary));
    }
    return out + "\n" + exit_table() +
           "\n[What each error code means](errors.md), "
           "[configuration](../configuration.md), [what a version promises](../versioning.md).\n";
  }
  const std::vector<OptionInfo> options = options_of(*command);
  out += fmt::format("# sourcing {}\n\n{}\n\n```sh\n{}\n```\n\n## Examples\n\n```sh\n{}\n```\n",
                     command->name, cell(command->summary), usage_line(*command, options),
                     command->examples);
  std::string group;
  for (const OptionInfo& option : options) {
    if (option.group != group) {
      group = option.group;
      out += fmt::format("\n## {}\n\n| option | meaning |\n|---|---|\n", group);
    }
    std::string names;
    for (const std::string& name : option.names) {
      if (!names.empty()) names += ", ";
      const bool last = &name == &option.names.back();
      names += code(last && !option.positional && !option.type.empty() ? name + " " + option.type
                                                                       : name);
    }
    out += fmt::format("| {} | {} |\n", names, cell(option.description));
  }
  return out + "\n" + exit_table();
}

std::string markdown_errors() {
  std::string out =
      "<!-- Made from data/errors.json by `sourcing reference`; do not edit. -->\n"
      "# Error codes\n\n"
      "Every error message ends with one; `sourcing explain CODE` says the same on the spot, in "
      "English, Catalan or Spanish.\n";
  for (const CatalogueEntry& entry : catalogue("en")) {
    // The texts are ours and use Markdown's own backticks.
    out += fmt::format("\n## {}\n\n**{}.** {}\n\n*What to do:* {}\n", entry.code, entry.title,
                       entry.cause, entry.mend);
  }
  return out;
}

}  // namespace sourcing::cli
