// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdint>
#include <sourcing/version.hpp>

#include "base/text.hpp"
#include "cli/reference/reference.hpp"

namespace sourcing::cli {

namespace {

// roff reads a leading point or quote as a request, and a hyphen as a typographic one; it takes
// ASCII, and other characters by their number.
std::string roff(std::string_view text) {
  std::string out;
  bool start = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (const base::CodePoint point = base::decode_utf8(text, at); point.bytes > 1) {
      out += fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(point.value));
      at += point.bytes - 1U;
      start = false;
      continue;
    }
    if (start && (c == '.' || c == '\'')) out += "\\&";
    start = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

// A paragraph, in lines that fit into an editor.
std::string prose(std::string_view text) {
  constexpr std::size_t width = 76;
  std::string out;
  for (const std::string& line : base::wrap(text, width)) out += roff(line) + "\n";
  return out;
}

std::string options_section(const std::vector<OptionInfo>& options) {
  std::string out, group;
  for (const OptionInfo& option : options) {
    if (option.group != group) {
      group = option.group;
      out += fmt::format(".SS {}\n", group);
    }
    std::string names;
    for (const std::string& name : option.names) {
      names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
    }
    if (!option.positional && !option.type.empty())
      names += fmt::format(" \\fI{}\\fR", roff(option.type));
    out += fmt::format(".TP\n{}\n{}", names, prose(option.description));
  }
  return out;
}

std::string exit_section() {
  std::string out = ".SH EXIT STATUS\n";
  for (const ExitMeaning& exit : exit_meanings()) {
    out += fmt::format(".TP\n.B {}\n{}", exit.code, prose(exit.meaning));
  }
  return out;
}

constexpr std::string_view environment_section =
    ".SH ENVIRONMENT\n"
    ".TP\n.B SOURCING_MODEL, SOURCING_LANG, SOURCING_FORMAT, SOURCING_COLOR\n"
    "Defaults for \\fB\\-\\-model\\fR, \\fB\\-\\-lang\\fR,\n"
    "\\fB\\-\\-format\\fR and \\fB\\-\\-color\\fR.\n"
    ".TP\n.B NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR, TERM\n"
    "Whether text is coloured when \\fB\\-\\-color\\fR is \\fIauto\\fR.\n"
    ".TP\n.B SOURCE_DATE_EPOCH\n"
    "The time that a decision record states instead of now, in seconds since 1970.\n"
    ".SH FILES\n"
    ".TP\n.I ./.sourcing.json\n.TQ\n.I $XDG_CONFIG_HOME/sourcing/config.json\n"
    "Defaults: \\fBmodel\\fR, \\fBlang\\fR, \\fBformat\\fR, \\fBcolor\\fR.\n"
    "Flags come before variables, variables before the folder\\(aqs file,\n"
    "that before the user\\(aqs.\n";

}  // namespace

std::string man_page(const Command* command) {
  std::string title = page_name(command);
  for (char& c : title) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  std::string out = fmt::format(
      ".\\\" Made from the command tree; do not edit.\n.TH {} 1 \"\" \"sourcing {}\" \"User "
      "Commands\"\n",
      roff(title), version());
  if (command == nullptr) {
    out +=
        ".SH NAME\nsourcing \\- decide how and where a business process should be sourced\n"
        ".SH SYNOPSIS\n.B sourcing\n.I COMMAND\n[\\fIOPTIONS\\fR]\n.SH DESCRIPTION\n"
        "Decides from data whether a business process is BPO or KPO, whether it should\n"
        "be done onshore, nearshore or offshore, and prints the reasoning, exact to the\n"
        "last point.\n"
        ".SH COMMANDS\n";
    for (const Command& each : commands()) {
      out += fmt::format(".TP\n.BR {} (1)\n{}\n", roff(page_name(&each)), roff(each.summary));
    }
    return out + exit_section() + std::string(environment_section);
  }
  const std::vector<OptionInfo> options = options_of(*command);
  out += fmt::format(".SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n.SH EXAMPLES\n",
                     roff(page_name(command)), roff(command->summary),
                     roff(usage_line(*command, options)));
  out += ".nf\n";
  for (const std::string_view line : lines_of(command->examples)) {
    out += fmt::format("{}\n", roff(line));
  }
  out += ".fi\n.SH OPTIONS\n" + options_section(options) + exit_section();
  return out + std::string(environment_section) + ".SH SEE ALSO\n.BR sourcing (1)\n";
}

}  // namespace sourcing::cli
