// SPDX-License-Identifier: Apache-2.0
#include "cli/reference/reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(base::trim(text.substr(0, end)));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return parts;
}

OptionInfo describe(const Option& option) {
  OptionInfo info;
  info.positional = option.is_positional();
  info.many = option.takes_many();
  info.description = option.description();
  info.group = info.positional ? std::string_view("Arguments") : option.group();
  for (const std::string_view name : option.names()) info.names.emplace_back(name);
  info.type = option.type();
  // `text|json` names every value; `[AXIS=]decided|…` and `CRITERION=VALUE` do not.
  if (info.type.find('|') != std::string::npos && info.type.find('=') == std::string::npos) {
    info.choices = split(info.type, '|');
  }
  return info;
}

constexpr std::array<ExitMeaning, 8> meanings = {{
    {0, "done, whatever the verdict is"},
    {1, "done, and something that was asked to hold does not"},
    {2, "the command line is wrong"},
    {3, "the input is invalid: a task, a header, or too many bad rows"},
    {4, "the model is invalid"},
    {5, "cannot read or write"},
    {6, "done, some rows rejected"},
    {70, "a bug in sourcing"},
}};

}  // namespace

std::span<const ExitMeaning> exit_meanings() noexcept { return meanings; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return lines;
}

std::vector<OptionInfo> options_of(const Command& command) {
  OptionList list;
  bool help = false;
  CommonOptions common;
  const Run run = command.set_up(list);
  add_common_options(list, common);
  list.add_flag("-h,--help", help, "Show help").group(common_group);

  std::vector<OptionInfo> options;
  for (const Option& option : list.options()) {
    // An option without a group is for tests.
    if (!option.is_positional() && option.group().empty()) continue;
    options.push_back(describe(option));
  }
  // Arguments, the command's own options, then the common ones; each in the order declared.
  const auto rank = [](const OptionInfo& option) {
    return option.positional ? 0 : option.group == common_group ? 2 : 1;
  };
  std::stable_sort(options.begin(), options.end(),
                   [&](const OptionInfo& a, const OptionInfo& b) { return rank(a) < rank(b); });
  return options;
}

std::string usage_line(const Command& command, const std::vector<OptionInfo>& options) {
  std::string usage = fmt::format("sourcing {} [OPTIONS]", command.name);
  for (const OptionInfo& option : options) {
    if (!option.positional) continue;
    usage += fmt::format(" [{}]{}", option.names.front(), option.many ? "..." : "");
  }
  return usage;
}

std::string page_name(const Command* command) {
  std::string name = "sourcing";
  if (command != nullptr) name += fmt::format("-{}", command->name);
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

}  // namespace sourcing::cli
